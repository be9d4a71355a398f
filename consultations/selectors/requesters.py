"""Finding the person for whom a consultation is entered."""

import unicodedata
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Replace

from minato_dx.core.calendar import today
from minato_dx.organization.models import DivisionVersion, Membership

SHOWN = 20
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_TO_KATAKANA = {code - 0x60: code for code in range(0x30A1, 0x30F7)}


@dataclass(frozen=True, slots=True)
class Requester:
    """A person in one of their divisions: who has two posts appears twice."""

    membership_id: int
    user_id: int
    division_id: int
    name: str
    kana: str
    staff_number: str
    extension: str
    division: str
    post: str

    @property
    def label(self) -> str:
        return f"{self.name}（{self.division}）"

    @property
    def hint(self) -> str:
        """Return what tells two people of one name apart."""
        extension = f"内線{self.extension}" if self.extension else ""
        return "　".join(part for part in (self.kana, self.post, extension, f"職員番号 {self.staff_number}") if part)


@dataclass(frozen=True, slots=True)
class Found:
    """The first matches, and whether there are more than are shown."""

    people: list[Requester]
    has_more: bool


def find_requesters(text: str) -> Found:
    """Return who matches part of a name, its reading, or part of a staff number, by staff number."""
    words = _words(text)
    if not words:
        return Found([], False)
    rows = _posts()
    for word in words:
        rows = rows.filter(_matches(word))
    people = [_requester(values) for values in rows.order_by("user__staff_number", "-is_main")[: SHOWN + 1]]
    return Found(people[:SHOWN], len(people) > SHOWN)


def requester_by_post(membership_id: str) -> Requester | None:
    """Return the person of a post that holds today, or None."""
    if not membership_id.isdecimal() or len(membership_id) > 18:
        return None
    values = _posts().filter(pk=int(membership_id)).first()
    return _requester(values) if values else None


def _words(text: str) -> list[str]:
    """Split at white space; a staff number keeps its hyphens, a name loses nothing."""
    return unicodedata.normalize("NFKC", text).split()[:4]


def _posts() -> QuerySet[Membership, dict[str, object]]:
    day = today()
    version = DivisionVersion.objects.on(day).filter(division=OuterRef("division"))
    employed = Q(user__left_on__isnull=True) | Q(user__left_on__gt=day)
    rows: QuerySet[Membership, dict[str, object]] = (
        Membership.objects.on(day)
        .filter(employed)
        .annotate(
            division_name=Coalesce(Subquery(version.values("name")[:1]), F("division__key")),
            whole_name=_without_spaces("user__name"),
            whole_kana=_without_spaces("user__kana"),
        )
        .values("pk", "user_id", "division_id", "post", "division_name", *_USER)
    )
    return rows


_USER = ("user__name", "user__kana", "user__staff_number", "user__extension")


def _without_spaces(column: str) -> Replace:
    return Replace(Replace(F(column), Value(" "), Value("")), Value("\u3000"), Value(""))


def _matches(word: str) -> Q:
    hiragana, katakana = word.translate(_TO_HIRAGANA), word.translate(_TO_KATAKANA)
    return (
        Q(whole_name__contains=word)
        | Q(whole_kana__contains=hiragana)
        | Q(whole_kana__contains=katakana)
        | Q(user__staff_number__contains=word)
    )


def _requester(values: dict[str, object]) -> Requester:
    return Requester(
        membership_id=int(str(values["pk"])),
        user_id=int(str(values["user_id"])),
        division_id=int(str(values["division_id"])),
        name=str(values["user__name"]),
        kana=str(values["user__kana"]),
        staff_number=str(values["user__staff_number"]),
        extension=str(values["user__extension"]),
        division=str(values["division_name"]),
        post=str(values["post"]),
    )
