"""Confidential parts for somebody outside the desk: asked for with a purpose, granted to a day, each opening noted."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from minato_dx.core.calendar import moment_text, short_day
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from proposals.enums import SHOWN, GrantState, Part
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import ConfidentialPart, ConflictDeclaration, Grant, PartAccess, Proposal
from proposals.permissions import can_decide_grant, can_request_parts
from proposals.selectors.granting import has_confidential, standing_grants
from proposals.services.asking import OVER
from proposals.services.steps import lock, log
from proposals.services.telling import tell, tell_reader

USUAL_DAYS, MOST_DAYS = 14, 90
PURPOSE_LENGTH = REASON_LENGTH = 400
SHARING_ENDED = "提案を紹介する期間が終わりました。"
FILES_ONLY = "非公開のファイルの一覧"


@transaction.atomic
def ask_grant(*, proposal: Proposal, user: User, purpose: str, now: dt.datetime) -> Grant:
    """Ask to read the confidential parts for a purpose; asked again while it waits or stands, it is the same one.

    Raises ProposalError without a purpose or without anything confidential, StateConflict for what is not shown any
    more, and PermissionDenied for a member of the desk.
    """
    proposal = lock(proposal)
    require(can_request_parts(user))
    if proposal.state not in SHOWN:
        raise StateConflict(OVER)
    _end_where_over(proposal, user, timezone.localdate(now))
    earlier = Grant.objects.filter(proposal=proposal, user=user, state__in=[GrantState.ASKED, GrantState.GRANTED])
    row = earlier.first()
    if row is not None:
        return row
    _require_text(purpose, "purpose", "何のために見るかを書いてください。担当は、これを読んで決めます。")
    if ConflictDeclaration.objects.filter(proposal=proposal, user=user, has_conflict=True).exists():
        raise ProposalError("この事業者との利害関係を申告しているので、申し込めません。")
    if not has_confidential(proposal=proposal):
        raise ProposalError("この提案に、非公開の部分はありません。")
    row = Grant.objects.create(proposal=proposal, user=user, purpose=purpose.strip(), asked_at=now)
    log(proposal=proposal, actor=user, name="ask_grant", before=proposal.state, now=now, reason=row.purpose)
    tell(
        proposal=proposal,
        event=f"grant:{row.pk}",
        to=[proposal.assignee],
        by=user,
        text=f"{user.name}さんが、非公開の部分を見たいと申し込みました",
        details=row.purpose,
        topic=Topic.TURN,
        now=now,
    )
    return row


def _end_where_over(proposal: Proposal, user: User, day: dt.date) -> None:
    """End what was granted to a day that is over: the night's job may not have come to it yet."""
    rows = Grant.objects.filter(proposal=proposal, user=user, state=GrantState.GRANTED, last_day__lt=day)
    rows.update(state=GrantState.ENDED)


def _require_text(text: str, field: str, without: str) -> None:
    if is_blank(text):
        raise ProposalError(without, field)
    if len(text.strip()) > REASON_LENGTH:
        raise ProposalError(f"{REASON_LENGTH}字までです。いま{len(text.strip())}字です。短くしてください。", field)


def _lock_both(grant: Grant, actor: User) -> tuple[Proposal, Grant]:
    """Return the proposal and the request, both locked, for whoever may decide on it."""
    proposal = lock(Proposal(pk=grant.proposal_id))
    row = Grant.objects.select_for_update(of=("self",)).select_related("user").get(pk=grant.pk)
    require(can_decide_grant(actor, proposal, row.user_id))
    return proposal, row


def _require_state(row: Grant, state: GrantState) -> None:
    if row.state == state:
        return
    who = ""
    if row.decided_by is not None and row.decided_at is not None:
        who = f"{row.decided_by.name}さんが{moment_text(row.decided_at)}に決めました。"
    words = GrantState(row.state).label
    raise StateConflict(f"この申し込みは「{words}」です。{who}画面を開き直して、いまの状態を確かめてください。")


@transaction.atomic
def allow_grant(*, grant: Grant, actor: User, last_day: dt.date, now: dt.datetime) -> Grant:
    """Let the person read until ``last_day`` (JST, included), at most 90 days on. Raises ProposalError for others."""
    proposal, row = _lock_both(grant, actor)
    _require_state(row, GrantState.ASKED)
    if proposal.state not in SHOWN:
        raise StateConflict(SHARING_ENDED + "見せることはできません。")
    day = timezone.localdate(now)
    if not day <= last_day <= day + dt.timedelta(days=MOST_DAYS):
        latest = short_day(day + dt.timedelta(days=MOST_DAYS))
        raise ProposalError(
            f"見られる最後の日は、きょうから{latest}（{MOST_DAYS}日先）までの日にしてください。", "last_day"
        )
    until = f"{short_day(last_day)}まで"
    _decide(row, GrantState.GRANTED, actor, now, last_day=last_day)
    words = f"{row.user.name}さん、{until}"
    log(proposal=proposal, actor=actor, name="allow_grant", before=proposal.state, now=now, reason=words)
    tell_reader(
        proposal=proposal,
        event=f"grant:{row.pk}:granted",
        to=row.user,
        text=f"非公開の部分を、{until}見られます",
        details="申し込んだ目的だけに使い、ほかの人に渡さないでください。開くたびに記録されます。",
        now=now,
    )
    return row


@transaction.atomic
def refuse_grant(*, grant: Grant, actor: User, reason: str, now: dt.datetime) -> Grant:
    """Say no, with the reason that the person reads."""
    proposal, row = _lock_both(grant, actor)
    _require_state(row, GrantState.ASKED)
    _require_text(reason, "reason", "見せない理由を書いてください。申し込んだ人に伝えます。")
    _decide(row, GrantState.REFUSED, actor, now, reason=reason.strip())
    words = f"{row.user.name}さん：{row.reason}"
    log(proposal=proposal, actor=actor, name="refuse_grant", before=proposal.state, now=now, reason=words)
    tell_reader(
        proposal=proposal,
        event=f"grant:{row.pk}:refused",
        to=row.user,
        text="非公開の部分は、今回はお見せできません",
        details=row.reason,
        now=now,
    )
    return row


def _decide(row: Grant, state: GrantState, actor: User, now: dt.datetime, **more: object) -> None:
    values = {"state": state, "decided_by": actor, "decided_at": now} | more
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


@transaction.atomic
def end_grant(*, grant: Grant, actor: User, reason: str, now: dt.datetime) -> Grant:
    """End it before its last day, with the reason that the person reads; who granted it stays in the log."""
    proposal, row = _lock_both(grant, actor)
    _require_state(row, GrantState.GRANTED)
    _require_text(reason, "reason", "終える理由を書いてください。見ている人に伝えます。")
    _decide(row, GrantState.ENDED, actor, now, reason=reason.strip())
    words = f"{row.user.name}さん：{row.reason}"
    log(proposal=proposal, actor=actor, name="end_grant", before=proposal.state, now=now, reason=words)
    tell_reader(
        proposal=proposal,
        event=f"grant:{row.pk}:ended",
        to=row.user,
        text="非公開の部分を見られる期間を終えました",
        details=row.reason,
        now=now,
    )
    return row


@transaction.atomic
def open_granted(*, proposal: Proposal, user: User, is_promised: bool, now: dt.datetime) -> list[ConfidentialPart]:
    """Return the confidential parts to whom they are granted today, and note that they were opened.

    ``is_promised``: the reader says that it is used for the stated purpose and not passed on. Raises ProposalError
    without it, and PermissionDenied without a standing grant.
    """
    proposal = lock(proposal)
    require(standing_grants(user=user, day=timezone.localdate(now)).filter(proposal=proposal).exists())
    if not is_promised:
        raise ProposalError("目的のほかに使わず、ほかの人に渡さないことを確かめて、印を付けてください。", "promised")
    parts = list(ConfidentialPart.objects.filter(proposal=proposal))
    names = "、".join(Part(part.part).label for part in parts) or FILES_ONLY
    PartAccess.objects.create(proposal=proposal, user=user, what=names, opened_at=now)
    return parts


def end_old_grants() -> int:
    """Mark what ended yesterday, or with its proposal's time in the catalogue; return of how many. Runs at night."""
    return end_due_grants(now=timezone.now())


@transaction.atomic
def end_due_grants(*, now: dt.datetime) -> int:
    """Mark as ended what is over; whoever still waits for an answer is told that the proposal is not shown any more."""
    day = timezone.localdate(now)
    over = Q(state=GrantState.GRANTED, last_day__lt=day)
    unshown = ~Q(proposal__state__in=SHOWN) & Q(state__in=[GrantState.ASKED, GrantState.GRANTED])
    due = Grant.objects.filter(over | unshown).order_by("pk")
    rows = list(due.select_for_update(of=("self",)).select_related("user", "proposal"))
    for row in rows:
        if row.state == GrantState.ASKED:
            row.reason = SHARING_ENDED
            tell_reader(
                proposal=row.proposal,
                event=f"grant:{row.pk}:unshown",
                to=row.user,
                text="申し込みにお答えする前に、提案を紹介する期間が終わりました",
                now=now,
            )
        row.state = GrantState.ENDED
        row.save(update_fields=["state", "reason"])
    return len(rows)
