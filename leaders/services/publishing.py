"""The day of publication: what was decided becomes known, and terms begin, go on or end."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from leaders.enums import EndReason, Kind, Outcome
from leaders.models import Decision, LeaderTerm, Recommendation
from leaders.selectors.settings import leader_settings, term_end
from leaders.services.deciding import obstacles_to_approval, void_standing
from leaders.services.steps import lock, log
from leaders.services.telling import desk_of, tell
from leaders.services.training.enrolling import enrol
from minato_dx.core.calendar import wareki
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.organization.selectors import head_of, section_head


def publish_due() -> int:
    """Publish the decisions whose day has come, and return how many there were.

    A candidate who can no longer be appointed (moved, left, another leader) is not: the decision is void, and CIO and
    DX section hear why.
    """
    now = timezone.now()
    due = Decision.objects.unpublished().filter(publish_on__lte=timezone.localdate(now))
    ids = list(due.order_by("publish_on", "pk").values_list("pk", flat=True))
    return sum(publish(decision_id=pk, now=now) for pk in ids)


@transaction.atomic
def publish(*, decision_id: int, now: dt.datetime) -> bool:
    """Publish one decision, and tell whether it was; what somebody else published or voided meanwhile is left."""
    pending = Decision.objects.unpublished().select_related("recommendation").filter(pk=decision_id).first()
    if pending is None:
        return False
    # The recommendation's row is locked first, as by everybody who changes it.
    row = lock(pending.recommendation)
    decision = Decision.objects.unpublished().select_for_update(of=("self",)).filter(pk=decision_id).first()
    if decision is None:
        return False
    if decision.outcome == Outcome.APPROVED and not _put_in_force(row, decision, now):
        return False
    decision.published_at = now
    decision.save(update_fields=["published_at"])
    before = row.state
    if decision.outcome == Outcome.APPROVED:
        row.approve()
    else:
        row.decline()
    row.save()
    log(recommendation=row, actor=None, name="publish", before=before, now=now, text=_who_decided(decision))
    _announce(row, decision, now)
    return True


def _put_in_force(row: Recommendation, decision: Decision, now: dt.datetime) -> bool:
    why = obstacles_to_approval(recommendations=[row], day=timezone.localdate(now)).get(row.pk, "")
    if not why:
        try:
            _change_terms(row, decision, now)
        except ValidationError as refusal:
            why = " ".join(refusal.messages)
    if why:
        void_standing(recommendation=row, why=why, now=now)
        before = row.state
        row.question = f"発令できませんでした。{why}"
        row.give_back()
        row.save()
        step = log(recommendation=row, actor=None, name="not_published", before=before, now=now, text=why)
        tell(
            recommendation=row,
            event=f"step:{step.pk}",
            to=[row.recommended_by],
            text=f"推薦を見直してください（{row.candidate_name}さん）",
            details=why,
            topic=Topic.TURN,
            in_office_hours=True,
            now=now,
        )
    return not why


def _change_terms(row: Recommendation, decision: Decision, now: dt.datetime) -> None:
    """Begin, renew or end the term. Raises ValidationError where another leader's term stands in the way."""
    if row.kind == Kind.RELEASE:
        term = LeaderTerm.objects.select_for_update().get(recommendations=row)
        term.valid_to, term.end_reason = decision.publish_on, EndReason.RELEASED
        term.save()
        return
    if row.kind == Kind.NEW:
        _end_for_successor(row, decision.publish_on)
    term = LeaderTerm(
        person=row.candidate,
        division=row.division,
        cohort=row.cohort or (row.term.cohort if row.term else None),
        published_on=decision.publish_on,
        valid_from=decision.publish_on,
        valid_to=term_end(starts_on=decision.publish_on, years=leader_settings().term_years),
    )
    term.full_clean()
    term.save()
    enrol(term=term, now=now)


def _end_for_successor(row: Recommendation, day: dt.date) -> None:
    """End the term of a leader who moved and whose term ran on: who follows has the division from that day."""
    for term in LeaderTerm.objects.select_for_update().on(day).filter(division=row.division, valid_from__lt=day):
        term.valid_to, term.end_reason = day, term.end_reason or EndReason.MOVED
        term.save()


def _who_decided(decision: Decision) -> str:
    if decision.on_behalf_of_id is None:
        return f"決定：{decision.decided_by_name}"
    return f"代決：{decision.decided_by_name}（CIO {decision.on_behalf_of_name}に代わって）"


_WORDS = {
    (Kind.NEW, Outcome.APPROVED): "DX推進リーダーに任命されました",
    (Kind.RENEW, Outcome.APPROVED): "DX推進リーダーの任期が更新されました",
    (Kind.RELEASE, Outcome.APPROVED): "DX推進リーダーの任を解かれました",
    (Kind.NEW, Outcome.DECLINED): "今回は任命されませんでした",
    (Kind.RENEW, Outcome.DECLINED): "任期は更新されませんでした",
    (Kind.RELEASE, Outcome.DECLINED): "解任は認められませんでした",
}


def _announce(row: Recommendation, decision: Decision, now: dt.datetime) -> None:
    day = timezone.localdate(now)
    words = _WORDS[Kind(row.kind), Outcome(decision.outcome)]
    head: User | None = head_of(division=row.division, day=day)
    tell(
        recommendation=row,
        event="published",
        to=[
            row.candidate,
            row.recommended_by,
            head,
            section_head(day=day),
            *desk_of(department=row.department, day=day),
        ],
        text=f"{row.candidate_name}さん（{row.division_name}）は、{words}",
        details=decision.reason if decision.outcome == Outcome.DECLINED else f"発令日：{wareki(decision.publish_on)}",
        in_office_hours=True,
        now=now,
    )
