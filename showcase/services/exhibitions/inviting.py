"""Exhibitors invited by the DX section, and divisions and teams that apply by themselves."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from leaders.models import Team
from minato_dx.core.calendar import short_day, today
from minato_dx.core.steps import require
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import Division, User
from minato_dx.organization.selectors import division_version
from minato_dx.reference.models import Company, CompanyContact
from showcase.enums import ExhibitionState, ExhibitorKind, ExhibitorState
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibition, Exhibitor
from showcase.permissions import can_run_exhibitions, is_exhibitors_own
from showcase.services.exhibitions.describing import PageWords, set_words
from showcase.services.exhibitions.door_telling import tell_exhibitor
from showcase.services.exhibitions.steps import lock_exhibition, lock_exhibitor, log, take_step
from showcase.services.exhibitions.telling import note_with_company, tell_desk, tell_exhibitor_people

# Somebody may still join in these; afterwards its doors are open or shut.
BEFORE = (ExhibitionState.PLANNED, ExhibitionState.APPLICATIONS, ExhibitionState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Who:
    """Exactly one of the three; ``contact`` is whom one reaches at the company."""

    company: Company | None = None
    contact: CompanyContact | None = None
    division: Division | None = None
    team: Team | None = None


@transaction.atomic
def invite(*, exhibition: Exhibition, who: Who, actor: User, now: dt.datetime) -> Exhibitor:
    """Invite a company, a division or a team; a company hears of it through the public door.

    While the exhibition is only planned they are noted, and hear of it when applications open, all at once. Raises
    ShowcaseError for one that is there already, and once the doors are open.
    """
    require(can_run_exhibitions(actor))
    row = _new(lock_exhibition(exhibition), who, now)
    log(row=row, actor=actor, name="invite", before="", now=now)
    if row.exhibition.state != ExhibitionState.PLANNED:
        _tell_invited(row, now)
    note_with_company(exhibitor=row, summary=f"展示会「{row.exhibition.title}」に招待した", by=actor, now=now)
    return row


def tell_all_invited(*, exhibition: Exhibition, now: dt.datetime) -> None:
    """Tell whoever was noted to be invited; whoever was told before is not told again."""
    for row in exhibition.exhibitors.filter(state=ExhibitorState.INVITED).select_related("division", "team"):
        row.exhibition = exhibition
        _tell_invited(row, now)
        tell_exhibitor(exhibitor=row, now=now)


def _tell_invited(row: Exhibitor, now: dt.datetime) -> None:
    tell_exhibitor_people(
        exhibitor=row,
        event="invited",
        title=f"展示会への出展のお誘い：{row.exhibition.title}",
        text=_invitation(row.exhibition),
        topic=Topic.TURN,
        now=now,
    )


@transaction.atomic
def apply_by_themselves(
    *, exhibition: Exhibition, who: Who, words: PageWords, actor: User, now: dt.datetime
) -> Exhibitor:
    """Apply for one's own division or team, while applications are open and until their last day."""
    exhibition = lock_exhibition(exhibition)
    if exhibition.state != ExhibitionState.APPLICATIONS or is_late(exhibition, timezone.localdate(now)):
        raise ShowcaseError("この展示会の申込みは、締め切りました。出したいものがあれば、担当に相談してください。")
    row = _new(exhibition, who, now, save=False)
    require(row.company is None and is_exhibitors_own(actor, row))
    set_words(row, words)
    row.save()
    log(row=row, actor=actor, name="invite", before="", now=now)
    take_step(row=row, actor=actor, name="apply", now=now)
    tell_desk(
        exhibitor=row, event="applied", text=f"出展の申込みがありました（{row.name}）", details=row.title, now=now
    )
    return row


@transaction.atomic
def answer_invitation(*, exhibitor: Exhibitor, actor: User, now: dt.datetime) -> Exhibitor:
    """Apply with what was written; for a company the DX section does it on its behalf.

    Raises ShowcaseError before there is anything to show, and once the doors are open.
    """
    row = lock_exhibitor(exhibitor)
    take_step(row=row, actor=actor, name="apply", now=now)
    _require_before(row.exhibition)
    if not (row.title and row.summary):
        raise ShowcaseError("「見せるもの」と「ひとことで」を書いてから、申し込んでください。")
    tell_desk(
        exhibitor=row, event="applied", text=f"出展の申込みがありました（{row.name}）", details=row.title, now=now
    )
    return row


def _tell_applied(row: Exhibitor, now: dt.datetime) -> None:
    text = f"出展の申込みがありました（{row.name}）"
    tell_desk(exhibitor=row, event="applied", text=text, details=row.title, now=now)


def is_late(exhibition: Exhibition, day: dt.date | None = None) -> bool:
    """Tell whether the last day of applications is over."""
    until = exhibition.applications_until
    return until is not None and until < (day or today())


def _new(exhibition: Exhibition, who: Who, now: dt.datetime, *, save: bool = True) -> Exhibitor:
    _require_before(exhibition)
    _require_new(exhibition, who)
    row = Exhibitor(
        exhibition=exhibition,
        company=who.company,
        contact=who.contact,
        division=who.division,
        team=who.team,
        created_at=now,
    )
    row.kind, row.name = _kind_and_name(who, timezone.localdate(now))
    if save:
        row.save()
    return row


def name_of(who: Who, day: dt.date) -> str:
    """Return what it is called on ``day``."""
    return _kind_and_name(who, day)[1]


def _kind_and_name(who: Who, day: dt.date) -> tuple[ExhibitorKind, str]:
    """Return the kind, and the name as it is on ``day``."""
    if who.company is not None:
        return ExhibitorKind.COMPANY, who.company.name
    if who.division is not None:
        version = division_version(division=who.division, day=day)
        return ExhibitorKind.DIVISION, version.name if version else str(who.division)
    if who.team is not None:
        return ExhibitorKind.TEAM, f"DXリーダー {who.team.name}"
    raise ShowcaseError("だれが出展するかを選んでください。", "kind")


def _require_before(exhibition: Exhibition) -> None:
    if exhibition.state not in BEFORE:
        raise ShowcaseError("この展示会は、もう始まったか、中止になりました。出展者は加えられません。")


def _require_new(exhibition: Exhibition, who: Who) -> None:
    for name in ("company", "division", "team"):
        one = getattr(who, name)
        known = exhibition.exhibitors.filter(**{name: one}).first() if one is not None else None
        if known is not None:
            raise ShowcaseError(
                f"{known.name}の記録が、もうあります（{known.state_badge.label}）。そちらを開いてください。", name
            )


def _invitation(exhibition: Exhibition) -> str:
    until = exhibition.applications_until
    by = f"{short_day(until)}までに、" if until else ""
    return f"{by}見せるものを書いて申し込むか、辞退してください。場所：{exhibition.place}"
