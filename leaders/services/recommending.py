"""What heads, candidates and the DX section do with a recommendation until it waits for the CIO."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from leaders.enums import OPEN, Consent, Kind, LetterKind, State
from leaders.exceptions import LeaderError, StateConflict
from leaders.models import Cohort, LeaderTerm, NoCandidate, Recommendation
from leaders.permissions import can_check, can_recommend_for
from leaders.selectors.deciders import deciders
from leaders.services.deciding import void_standing
from leaders.services.steps import conflict, lock, log, take_step
from leaders.services.telling import desk_of, tell
from minato_dx.core.calendar import short_day
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import Division, DivisionVersion, Membership, User
from minato_dx.organization.selectors import division_version, post_label


@dataclass(frozen=True, slots=True)
class Nomination:
    """Whom a head recommends, why, and what for."""

    candidate: User
    reason: str
    expected_use: str = ""


@transaction.atomic
def recommend(
    *,
    cohort: Cohort,
    division: Division,
    actor: User,
    nomination: Nomination,
    as_draft: bool = False,
    token: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Recommendation:
    """Recommend a person for a cohort, or keep the draft of it.

    The candidate is asked for consent and the DX section hears of it. Sent twice with one ``token`` it is one. Raises
    LeaderError, naming what to do, outside the cohort's days, for somebody of another division, and where the division
    has a recommendation already.
    """
    now = now or timezone.now()
    require(can_recommend_for(actor, division.pk))
    sent = Recommendation.objects.filter(submission_token=token).first() if token else None
    if sent is not None:
        return sent
    _require_window(cohort, timezone.localdate(now))
    # The lock on the cohort's row makes two heads (or two browsers) come one after the other.
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    _require_no_other(cohort=cohort, division=division)
    row = Recommendation(cohort=cohort, kind=Kind.NEW, effective_on=cohort.appoint_on, submission_token=token)
    _fill(row, division=division, actor=actor, nomination=nomination, now=now)
    row.save()
    log(recommendation=row, actor=actor, name="create", before="", now=now)
    NoCandidate.objects.filter(cohort=cohort, division=division).delete()
    if not as_draft:
        _send(row, actor, now)
    return row


@transaction.atomic
def recommend_change(
    *,
    term: LeaderTerm,
    kind: Kind,
    actor: User,
    division: Division,
    reason: str,
    effective_on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Recommendation:
    """Ask for the renewal of a term from the day it ends, or for its end (解任) from ``effective_on``.

    ``division`` is the one that stands for the term today. Raises LeaderError where the term cannot be changed so.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    require(can_recommend_for(actor, division.pk))
    term = LeaderTerm.objects.select_for_update(of=("self",)).select_related("person").get(pk=term.pk)
    if term.recommendations.filter(state__in=[str(state) for state in OPEN]).exists():
        raise StateConflict("この任期には、更新か解任の申し出がもうあります。先に、その申し出を確かめてください。")
    on = _day_of_change(term=term, kind=kind, wanted=effective_on, today=today)
    letter = LetterKind.RELEASE if kind == Kind.RELEASE else LetterKind.APPOINT
    row = Recommendation(kind=kind, term=term, effective_on=on, letter_kind=letter)
    nomination = Nomination(candidate=term.person, reason=reason)
    _fill(row, division=division, actor=actor, nomination=nomination, now=now, must_belong=kind == Kind.RENEW)
    row.save()
    log(recommendation=row, actor=actor, name="create", before="", now=now)
    _send(row, actor, now)
    return row


@transaction.atomic
def change_nomination(
    *,
    recommendation: Recommendation,
    actor: User,
    nomination: Nomination,
    answer: str = "",
    send: bool = True,
    now: dt.datetime | None = None,
) -> Recommendation:
    """Change a draft or what was given back, and send it (again); ``answer`` is what the head says to the question."""
    now = now or timezone.now()
    row = lock(recommendation)
    require(can_recommend_for(actor, row.division_id))
    if row.state not in (State.DRAFT, State.RETURNED):
        raise conflict(row)
    if row.kind != Kind.NEW and nomination.candidate.pk != row.candidate_id:
        raise LeaderError("更新と解任では、人を替えられません。取り下げてから、新しく推薦してください。", "candidate")
    before, refused = row.candidate_id, row.consent == Consent.REFUSED
    _fill(row, division=row.division, actor=actor, nomination=nomination, now=now, must_belong=row.kind == Kind.NEW)
    if before != row.candidate_id or refused:
        row.consent, row.consent_at, row.consent_comment = Consent.ASKED, None, ""
    row.save()
    if send:
        _send(row, actor, now, answer)
    return row


@transaction.atomic
def answer_consent(
    *, recommendation: Recommendation, actor: User, agrees: bool, comment: str = "", now: dt.datetime | None = None
) -> Recommendation:
    """Write down what the candidate says. Who refuses gives the recommendation back to the head."""
    now = now or timezone.now()
    row = lock(recommendation)
    require(row.candidate_id == actor.pk)
    wanted = Consent.GIVEN if agrees else Consent.REFUSED
    if row.consent == wanted:
        return row
    if row.state not in (State.SUBMITTED, State.CHECKED, State.RETURNED):
        raise conflict(row)
    row.consent, row.consent_at, row.consent_comment = wanted, now, comment
    before = row.state
    if not agrees and row.state != State.RETURNED:
        void_standing(recommendation=row, why=f"{actor.name}さんが辞退しました。", now=now)
        row.question = f"{actor.name}さんが辞退しました。ほかの人を選ぶか、推薦を取り下げてください。"
        row.give_back()
    row.save()
    name = "consent" if agrees else "refuse"
    log(recommendation=row, actor=actor, name=name, before=before, now=now, text=comment)
    desk = desk_of(department=row.department, day=timezone.localdate(now))
    said = "同意しました" if agrees else "辞退しました"
    tell(
        recommendation=row,
        event=f"{name}:{now.isoformat()}",
        to=[row.recommended_by, *desk],
        by=actor,
        text=f"{actor.name}さんが{said}（{row.division_name}）",
        details=comment,
        topic=Topic.PROGRESS if agrees else Topic.TURN,
        now=now,
    )
    return row


@transaction.atomic
def check_off(
    *,
    recommendation: Recommendation,
    actor: User,
    letter_kind: LetterKind | None = None,
    now: dt.datetime | None = None,
) -> Recommendation:
    """Pass a recommendation on to the CIO. Raises LeaderError where the candidate has not consented yet."""
    now = now or timezone.now()
    row = lock(recommendation)
    if row.state != State.SUBMITTED:
        raise conflict(row)
    require(can_check(actor))
    if row.kind != Kind.RELEASE and row.consent != Consent.GIVEN:
        raise LeaderError(f"{row.candidate_name}さんの同意がまだです。同意のあとで確認できます。")
    if letter_kind is not None and row.kind != Kind.RELEASE:
        row.letter_kind = letter_kind
    row.checked_at = now
    step = take_step(recommendation=row, actor=actor, name="check_off", now=now)
    tell(
        recommendation=row,
        event=f"step:{step.pk}",
        to=deciders(day=timezone.localdate(now)),
        by=actor,
        text=f"決定をお願いします（{row.division_name} {row.candidate_name}さん）",
        topic=Topic.TURN,
        now=now,
    )
    return row


@transaction.atomic
def give_back(
    *, recommendation: Recommendation, actor: User, question: str, now: dt.datetime | None = None
) -> Recommendation:
    """Ask the head to mend a recommendation before it goes to the CIO."""
    now = now or timezone.now()
    if is_blank(question):
        raise LeaderError("所属長に直してほしいことを書いてください。", "question")
    row = lock(recommendation)
    require(can_check(actor))
    if row.state != State.SUBMITTED:
        raise conflict(row)
    row.question = question
    step = take_step(recommendation=row, actor=actor, name="give_back", now=now, text=question)
    tell_returned(recommendation=row, actor=actor, event=f"step:{step.pk}", now=now)
    return row


def tell_returned(*, recommendation: Recommendation, actor: User, event: str, now: dt.datetime) -> None:
    """Owe the head the question."""
    tell(
        recommendation=recommendation,
        event=event,
        to=[recommendation.recommended_by],
        by=actor,
        text=f"推薦が差し戻されました（{recommendation.candidate_name}さん）",
        details=recommendation.question,
        topic=Topic.TURN,
        now=now,
    )


@transaction.atomic
def withdraw(
    *, recommendation: Recommendation, actor: User, reason: str = "", now: dt.datetime | None = None
) -> Recommendation:
    """Take a recommendation back. What was decided on it and is not published yet is void."""
    now = now or timezone.now()
    row = lock(recommendation)
    was_draft = row.state == State.DRAFT
    step = take_step(recommendation=row, actor=actor, name="withdraw", now=now, text=reason)
    void_standing(recommendation=row, why="所属長が推薦を取り下げました。", now=now)
    if not was_draft:
        tell(
            recommendation=row,
            event=f"step:{step.pk}",
            to=[row.candidate, *desk_of(department=row.department, day=timezone.localdate(now))],
            by=actor,
            text=f"推薦が取り下げられました（{row.division_name} {row.candidate_name}さん）",
            details=reason,
            now=now,
        )
    return row


@transaction.atomic
def replace(
    *,
    recommendation: Recommendation,
    actor: User,
    nomination: Nomination,
    token: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Recommendation:
    """Recommend somebody else in the place of whom was recommended, in one step."""
    now = now or timezone.now()
    if token:
        sent = Recommendation.objects.filter(submission_token=token).first()
        if sent is not None:
            return sent
    old = lock(recommendation)
    if old.kind != Kind.NEW or old.cohort is None:
        raise LeaderError("更新と解任は、差し替えられません。取り下げてから、新しく申し出てください。")
    if old.candidate_id == nomination.candidate.pk:
        raise LeaderError("同じ人です。差し替える人を選んでください。", "candidate")
    withdraw(recommendation=old, actor=actor, reason=f"{nomination.candidate.name}さんに差し替えます。", now=now)
    new = recommend(cohort=old.cohort, division=old.division, actor=actor, nomination=nomination, token=token, now=now)
    Recommendation.objects.filter(pk=new.pk).update(replaces=old)
    new.replaces = old
    return new


@transaction.atomic
def answer_no_candidate(
    *, cohort: Cohort, division: Division, actor: User, reason: str, now: dt.datetime | None = None
) -> NoCandidate:
    """Write down that the division recommends nobody this time, and why."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    require(can_recommend_for(actor, division.pk))
    _require_window(cohort, today)
    if is_blank(reason):
        raise LeaderError("推薦できない理由を書いてください。デジタル改革担当が、できる手伝いを考えます。", "reason")
    if Recommendation.objects.open().filter(cohort=cohort, division=division).exists():
        raise LeaderError("この期の推薦がもうあります。取り下げてから回答してください。")
    version = _named(division, today)
    row, _created = NoCandidate.objects.update_or_create(
        cohort=cohort,
        division=division,
        defaults={"division_name": version.name, "answered_by": actor, "reason": reason, "answered_at": now},
    )
    return row


# --- What the steps above stand on -----------------------------------------------------------------------------


def _send(row: Recommendation, actor: User, now: dt.datetime, answer: str = "") -> None:
    row.submitted_at, row.question = now, ""
    step = take_step(recommendation=row, actor=actor, name="submit", now=now, text=answer)
    if row.kind != Kind.RELEASE and row.consent == Consent.ASKED:
        tell(
            recommendation=row,
            event=f"step:{step.pk}:consent",
            to=[row.candidate],
            text=f"{_asked_for(row)}への同意をお願いします",
            details=row.reason,
            topic=Topic.TURN,
            now=now,
        )
    tell(
        recommendation=row,
        event=f"step:{step.pk}:desk",
        to=desk_of(department=row.department, day=timezone.localdate(now)),
        by=actor,
        text=f"{row.get_kind_display()}が届きました（{row.division_name} {row.candidate_name}さん）",
        topic=Topic.ASSIGNED,
        now=now,
    )


def _asked_for(row: Recommendation) -> str:
    return "リーダーの任期の更新" if row.kind == Kind.RENEW else "リーダーへの推薦"


def _require_window(cohort: Cohort, today: dt.date) -> None:
    if today < cohort.recommend_from:
        raise LeaderError(f"{cohort}の推薦は、{short_day(cohort.recommend_from)}から受け付けます。")
    if today > cohort.recommend_until:
        raise LeaderError(
            f"{cohort}の推薦は、{short_day(cohort.recommend_until)}で締め切りました。デジタル改革担当に相談してください。"
        )


def _require_no_other(*, cohort: Cohort, division: Division) -> None:
    taken = Recommendation.objects.filter(cohort=cohort, division=division)
    other = taken.filter(state__in=[*(str(state) for state in OPEN), str(State.APPROVED)]).first()
    if other is not None:
        raise StateConflict(
            f"{cohort}には、{other.candidate_name}さんの推薦がもうあります。差し替えるか、取り下げてください。"
        )


def _day_of_change(*, term: LeaderTerm, kind: Kind, wanted: dt.date | None, today: dt.date) -> dt.date:
    if not term.holds_on(today) and kind == Kind.RELEASE:
        raise LeaderError("この任期は、もう終わっています。")
    if kind == Kind.RENEW:
        if term.valid_to is None:
            raise LeaderError("この任期には終わりの日がないので、更新は要りません。")
        return term.valid_to
    if wanted is None or wanted <= today or (term.valid_to is not None and wanted >= term.valid_to):
        raise LeaderError("解任の日には、あすから任期の最後の日までの日を選んでください。", "effective_on")
    return wanted


def _named(division: Division, day: dt.date) -> DivisionVersion:
    version = division_version(division=division, day=day)
    if version is None:
        raise LeaderError("この課は、いまはありません。引き継いだ課から推薦してください。")
    return version


def _fill(
    row: Recommendation,
    *,
    division: Division,
    actor: User,
    nomination: Nomination,
    now: dt.datetime,
    must_belong: bool = True,
) -> None:
    """Write the nomination into the row with the names of the day. Raises LeaderError for whom cannot be named."""
    today = timezone.localdate(now)
    candidate, version = nomination.candidate, _named(division, today)
    if candidate.pk == actor.pk:
        raise LeaderError("自分を推薦することはできません。課のほかの人を選んでください。", "candidate")
    if is_blank(nomination.reason):
        raise LeaderError("理由を書いてください。1行でかまいません。", "reason")
    posts = Membership.objects.on(today).filter(user=candidate, division=division)
    post = posts.filter(Q(user__left_on__isnull=True) | Q(user__left_on__gt=today)).first()
    if post is None and must_belong:
        raise LeaderError(f"{candidate.name}さんは、きょう{version.name}に所属していません。", "candidate")
    row.division, row.division_name = division, version.name
    row.department, row.department_name = version.department, version.department.name
    row.candidate, row.candidate_name = candidate, candidate.name
    row.candidate_post = post.post if post else ""
    row.recommended_by, row.recommended_by_name = actor, actor.name
    row.recommended_by_post = post_label(user=actor, day=today)
    row.reason, row.expected_use = nomination.reason, nomination.expected_use
    row.created_at = row.created_at or now
