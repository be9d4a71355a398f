"""What all staff may read of proposals: shared ones, and of these nothing confidential."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from minato_dx.attachments.models import Attachment
from minato_dx.attachments.selectors import files_of
from minato_dx.core.text import normalise_key
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from proposals.enums import CONFIDENTIAL_KIND, PROPOSAL_KIND, SHOWN, CostRange, Part, YesNoUnknown
from proposals.models import ConfidentialPart, Proposal

SORTS = {
    "": ("新しい順", ("-decided_at", "-pk")),
    "until": ("見せる期間が終わる順", ("shared_until", "-pk")),
    "cities": ("使っている自治体の多い順", ("-city_count", "-decided_at", "-pk")),
}
NOW, OVER = "", "over"
TABS = {NOW: "いま紹介しているもの", OVER: "見せる期間が終わったもの"}


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the catalogue is narrowed down by; what is empty narrows nothing."""

    words: str = ""
    field: FieldOfWork | None = None
    tool_kind: str = ""
    cost: str = ""
    free_trial: bool = False
    lgwan: bool = False
    used: bool = False
    sort: str = ""


def catalogue_rows(*, user: User, conditions: Conditions) -> QuerySet[Proposal]:
    """Return what is or was shared and the conditions keep, with company, fields and number of municipalities.

    One query for the words, and two for the page. A confidential cost, evidence or security is told by no filter: its
    columns hold nothing.
    """
    rows: QuerySet[Proposal] = Proposal.objects.once_shared_with(user).filter(**_wanted(conditions))
    rows = rows.annotate(city_count=Count("cities", distinct=True))
    if conditions.used:
        rows = rows.filter(city_count__gt=0)
    keys = [key for key in map(normalise_key, conditions.words.split()) if key]
    if keys:
        rows = rows.filter(pk__in=_ids_with(rows, keys))
    _label, order = SORTS.get(conditions.sort, SORTS[""])
    rows = rows.order_by(*order)
    return rows.select_related("company").prefetch_related(Prefetch("fields", FieldOfWork.objects.order_by("order")))


def _wanted(conditions: Conditions) -> dict[str, Any]:
    wanted = {
        "fields": conditions.field,
        "tool_kind": conditions.tool_kind,
        "cost_range": conditions.cost,
        "free_trial": YesNoUnknown.YES if conditions.free_trial else "",
        "lgwan_asp": YesNoUnknown.YES if conditions.lgwan else "",
    }
    return {name: value for name, value in wanted.items() if value}


def in_catalogue_tab(rows: QuerySet[Proposal], *, tab: str) -> QuerySet[Proposal]:
    """Keep what is shown now, or what was and is over."""
    return rows.exclude(state__in=SHOWN) if tab == OVER else rows.filter(state__in=SHOWN)


def catalogue_counts(rows: QuerySet[Proposal]) -> dict[str, int]:
    """Return how many of the rows stand in each tab. Two queries."""
    return {tab: in_catalogue_tab(rows, tab=tab).order_by().count() for tab in TABS}


def for_a_file(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Add what a line of a file needs more: the municipalities, and which parts are confidential, without their words.

    Two queries more.
    """
    parts = Prefetch("parts", ConfidentialPart.objects.only("proposal_id", "part"))
    return rows.select_related("assignee").prefetch_related("cities", parts)


def _ids_with(rows: QuerySet[Proposal], keys: list[str]) -> list[int]:
    """Folded here and not in SQL: neither database finds ＯＣＲ by ocr, and a ward shares some hundred proposals."""
    columns = rows.order_by().values_list("pk", "title", "problem", "for_whom", "how", "evidence", "company__name")
    return [pk for pk, *texts in columns if all(key in normalise_key(" ".join(texts)) for key in keys)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One shared proposal as all staff read it; ``hidden`` names the parts that are confidential."""

    proposal: Proposal
    hidden: list[str]
    files: list[Attachment]
    has_hidden_files: bool

    @property
    def hidden_labels(self) -> list[str]:
        """Return what is confidential in words, files included."""
        return self.hidden + (["ファイル"] if self.has_hidden_files else [])

    @property
    def is_over(self) -> bool:
        return self.proposal.state not in SHOWN

    @property
    def cost(self) -> str:
        words = CostRange(self.proposal.cost_range).label
        return f"{words}（{self.proposal.cost_note}）" if self.proposal.cost_note else str(words)


def entry_of(*, user: User, fiscal_year: int, serial: int) -> Entry | None:
    """Return the proposal of that number that is shared or once was, or None where there is none. Six queries.

    The files of what is over are not offered any more: its vendor may have taken it back.
    """
    rows = Proposal.objects.once_shared_with(user).filter(fiscal_year=fiscal_year, serial=serial)
    proposal = rows.select_related("company", "assignee").prefetch_related("fields", "cities").first()
    if proposal is None:
        return None
    parts = ConfidentialPart.objects.filter(proposal=proposal).values_list("part", flat=True)
    pk = proposal.pk
    return Entry(
        proposal,
        hidden=[Part(part).label for part in parts],
        files=files_of(kind=PROPOSAL_KIND, ids=[pk])[pk] if proposal.state in SHOWN else [],
        has_hidden_files=Attachment.objects.filter(kind=CONFIDENTIAL_KIND, object_id=pk).exists(),
    )


def used_fields(*, user: User) -> QuerySet[FieldOfWork]:
    """Return the fields that a proposal has which is or was shared."""
    shared = Proposal.objects.once_shared_with(user)
    return FieldOfWork.objects.filter(Q(pk__in=shared.values("fields"))).order_by("order", "pk")
