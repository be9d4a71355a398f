"""What the CIO, or the deputy in the CIO's name, decides: one by one or many at once."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from leaders.enums import Kind, Outcome, State
from leaders.exceptions import LeaderError
from leaders.models import Decision, LeaderTerm, Letter, Recommendation
from leaders.selectors.deciders import Capacity, capacity_of
from leaders.selectors.holding import divisions_of_people, heirs_by_division
from leaders.services.letters import draw_letter
from leaders.services.steps import log
from leaders.services.telling import desk_of, tell, tell_of_decision
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.organization.selectors import current_divisions, section_head


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A recommendation that could not be decided, and why."""

    recommendation: Recommendation
    why: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of deciding several at once: in official order, and what was left out."""

    decisions: tuple[Decision, ...]
    left_out: tuple[LeftOut, ...]


class NobodyDecided(Exception):
    """Everything is rolled back: one of them could not be decided, and the rest was to wait for it."""

    def __init__(self, left_out: tuple[LeftOut, ...]) -> None:
        super().__init__()
        self.left_out = left_out


def decide(
    *,
    actor: User,
    ids: Collection[int],
    outcome: Outcome,
    reason: str = "",
    all_or_none: bool = False,
    now: dt.datetime | None = None,
) -> Decided:
    """Decide the recommendations ``ids`` alike; each stands alone, or with ``all_or_none`` all of them or none.

    Returns which were decided and which were not, with the reason of each. Raises PermissionDenied for whoever does
    not decide today, and LeaderError where a question or a reason is missing.
    """
    now = now or timezone.now()
    capacity = capacity_of(user=actor, day=timezone.localdate(now))
    if capacity is None:
        raise PermissionDenied
    if outcome != Outcome.APPROVED and is_blank(reason):
        what = "所属長への質問" if outcome == Outcome.RETURNED else "不承認の理由"
        raise LeaderError(f"{what}を書いてください。所属長に届きます。", "reason")
    try:
        with transaction.atomic():
            return _decide(actor, capacity, ids, outcome, reason, all_or_none, now)
    except NobodyDecided as refusal:
        return Decided(decisions=(), left_out=refusal.left_out)


def _decide(
    actor: User,
    capacity: Capacity,
    ids: Collection[int],
    outcome: Outcome,
    reason: str,
    all_or_none: bool,
    now: dt.datetime,
) -> Decided:
    rows = _locked(ids, timezone.localdate(now))
    obstacles = obstacles_to(recommendations=rows, actor=actor, outcome=outcome, day=timezone.localdate(now))
    left_out = tuple(LeftOut(row, obstacles[row.pk]) for row in rows if row.pk in obstacles)
    if all_or_none and left_out:
        raise NobodyDecided(left_out)
    decisions = tuple(_write(row, actor, capacity, outcome, reason, now) for row in rows if row.pk not in obstacles)
    return Decided(decisions=decisions, left_out=left_out)


def _locked(ids: Collection[int], day: dt.date) -> list[Recommendation]:
    """Return the rows locked (in one order, so that two who decide never wait for each other) in official order."""
    rows = (
        Recommendation.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .select_related("candidate", "recommended_by", "division", "department", "cohort", "term")
        .order_by("pk")
    )
    place = {version.division_id: number for number, version in enumerate(current_divisions(day=day))}
    return sorted(rows, key=lambda row: (row.effective_on, place.get(row.division_id, len(place)), row.pk))


def _write(
    row: Recommendation, actor: User, capacity: Capacity, outcome: Outcome, reason: str, now: dt.datetime
) -> Decision:
    decision = Decision.objects.create(
        recommendation=row,
        recommended_by=row.recommended_by,
        outcome=outcome,
        reason=reason,
        decided_by=actor,
        decided_by_name=actor.name,
        office=capacity.office,
        on_behalf_of=capacity.on_behalf_of,
        on_behalf_of_name=capacity.on_behalf_of.name if capacity.on_behalf_of else "",
        decided_at=now,
        publish_on=max(row.effective_on, timezone.localdate(now)),
    )
    if outcome == Outcome.RETURNED:
        _return(row, decision, actor, now)
    elif outcome == Outcome.APPROVED:
        draw_letter(decision=decision, recommendation=row, now=now)
    if capacity.on_behalf_of is not None:
        tell_of_decision(
            decision=decision,
            event="deputy",
            to=[capacity.on_behalf_of],
            text=f"{actor.name}さんが代わりに決めました。確認（後閲）をお願いします"
            f"（{row.division_name} {row.candidate_name}さん）",
            now=now,
        )
    return decision


def _return(row: Recommendation, decision: Decision, actor: User, now: dt.datetime) -> None:
    before = row.state
    row.question = decision.reason
    row.give_back()
    row.save()
    step = log(recommendation=row, actor=actor, name="return", before=before, now=now, text=decision.reason)
    day = timezone.localdate(now)
    tell(
        recommendation=row,
        event=f"step:{step.pk}",
        to=[row.recommended_by, *desk_of(department=row.department, day=day)],
        by=actor,
        text=f"推薦が差し戻されました（{row.division_name} {row.candidate_name}さん）",
        details=decision.reason,
        topic=Topic.TURN,
        now=now,
    )


def obstacles_to(
    *, recommendations: Collection[Recommendation], actor: User, outcome: Outcome, day: dt.date
) -> dict[int, str]:
    """Return for each recommendation that cannot be decided so why not. Constant queries, however many."""
    rows = list(recommendations)
    standing = {
        decision.recommendation_id: decision for decision in Decision.objects.standing().filter(recommendation__in=rows)
    }
    found: dict[int, str] = {}
    for row in rows:
        why = _not_open(row, standing.get(row.pk)) or _not_impartial(row, actor)
        if why:
            found[row.pk] = why
    if outcome == Outcome.APPROVED:
        open_rows = [row for row in rows if row.pk not in found]
        found |= obstacles_to_approval(recommendations=open_rows, day=day)
    return found


def _not_open(row: Recommendation, standing: Decision | None) -> str:
    if standing is not None:
        when = timezone.localtime(standing.decided_at)
        return (
            f"{standing.decided_by_name}さんが{when.month}月{when.day}日{when.hour}:{when:%M}に"
            f"「{standing.get_outcome_display()}」に決めています。"
        )
    if row.state != State.CHECKED:
        return f"いまは「{State(row.state).label}」です。"
    return ""


def _not_impartial(row: Recommendation, actor: User) -> str:
    if row.recommended_by_id == actor.pk:
        return "自分が推薦した人は、自分では決められません。"
    if row.candidate_id == actor.pk:
        return "自分のことは、自分では決められません。"
    return ""


def obstacles_to_approval(*, recommendations: Collection[Recommendation], day: dt.date) -> dict[int, str]:
    """Return what has changed since the recommendation: a transfer, a departure, another leader. Constant queries."""
    rows = list(recommendations)
    found: dict[int, str] = {}
    for on in {max(row.effective_on, day) for row in rows}:
        same_day = [row for row in rows if max(row.effective_on, day) == on]
        terms = terms_in_the_way(divisions={row.division_id for row in same_day}, day=on)
        people = {row.candidate_id for row in same_day} | {term.person_id for term in terms.values()}
        belonging = divisions_of_people(people=people, day=on)
        heirs = heirs_by_division(day=on)
        for row in same_day:
            places = {row.division_id, *heirs.get(row.division_id, ())}
            if row.kind != Kind.RELEASE and not places & belonging.get(row.candidate_id, frozenset()):
                found[row.pk] = f"{row.candidate_name}さんは、発令日には{row.division_name}にいません（異動・退職）。"
            elif row.kind == Kind.NEW and _still_leads(terms.get(row.division_id), places, belonging):
                leader = terms[row.division_id].person.name
                found[row.pk] = f"{row.division_name}には、{leader}さんの任期が続いています。"
            elif row.kind != Kind.NEW and not _term_stands(row, on):
                found[row.pk] = "元の任期が変わっています。所属長に差し戻してください。"
    return found


def terms_in_the_way(*, divisions: Collection[int], day: dt.date) -> dict[int, LeaderTerm]:
    """Return for each division the term that holds on ``day`` or later."""
    rows = LeaderTerm.objects.overlapping(day, None).filter(division__in=divisions).select_related("person")
    return {term.division_id: term for term in rows}


def _still_leads(term: LeaderTerm | None, places: Collection[int], belonging: Mapping[int, frozenset[int]]) -> bool:
    """A leader who moved is followed by the new one: the term of theirs that still runs ends that day."""
    return term is not None and bool(set(places) & belonging.get(term.person_id, frozenset()))


def _term_stands(row: Recommendation, on: dt.date) -> bool:
    term = row.term
    if term is None:
        return False
    return term.valid_to == row.effective_on if row.kind == Kind.RENEW else term.holds_on(on)


@transaction.atomic
def confirm_decisions(*, actor: User, ids: Collection[int], now: dt.datetime | None = None) -> int:
    """Confirm as the CIO what the deputy decided in the CIO's name (後閲), and return how many decisions it were.

    Whoever holds the office now confirms, also for a predecessor. Raises PermissionDenied for anybody else.
    """
    now = now or timezone.now()
    capacity = capacity_of(user=actor, day=timezone.localdate(now))
    if capacity is None or capacity.on_behalf_of is not None:
        raise PermissionDenied
    rows = Decision.objects.select_for_update().filter(pk__in=ids, on_behalf_of__isnull=False, confirmed_at=None)
    count: int = rows.exclude(decided_by=actor).update(confirmed_at=now, confirmed_by=actor)
    return count


def void_standing(*, recommendation: Recommendation, why: str, now: dt.datetime) -> Decision | None:
    """Void what was decided and is not published yet: its letter keeps its number and is cancelled.

    CIO, deputy and DX section hear of it; nobody else knew. Inside the caller's transaction.
    """
    decision = Decision.objects.unpublished().select_for_update().filter(recommendation=recommendation).first()
    if decision is None:
        return None
    decision.voided_at, decision.void_reason = now, why[:400]
    decision.save(update_fields=["voided_at", "void_reason"])
    Letter.objects.filter(decision=decision, cancelled_at__isnull=True).update(cancelled_at=now)
    day = timezone.localdate(now)
    tell_of_decision(
        decision=decision,
        event="void",
        to=[
            decision.decided_by,
            decision.on_behalf_of,
            section_head(day=day),
            *desk_of(department=recommendation.department, day=day),
        ],
        text=f"発令前の決定が取り消されました（{recommendation.division_name} {recommendation.candidate_name}さん）",
        now=now,
    )
    return decision
