"""When a person leaves a duty: all their open work goes to others in one step, with one message to each requester."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from consultations.exceptions import ConsultationError
from consultations.models import Consultation, Handover, HandoverLine, Hearing
from consultations.permissions import can_hand_over
from consultations.selectors.handovers import leavers, open_times_of, planned_hearings
from consultations.services.hearing_changes import pass_on
from consultations.services.progress import give_to, require_reason
from consultations.services.telling import OBJECT_KIND as CASE_KIND
from consultations.services.transitions import lock
from minato_dx.core.calendar import OFFICE_OPENS, short_day, today
from minato_dx.core.steps import require
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.notifications.services.owing import Calendar
from minato_dx.organization.models import User
from minato_dx.organization.selectors import section_head

ANNOUNCED_AT = OFFICE_OPENS
HANDOVER_KIND, LEAVING_KIND = "handover", "leaving"


@dataclass(slots=True)
class News:
    """What one person has to know: which cases, line by line, and the calendar objects that changed for them."""

    numbers: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    calendars: list[tuple[Hearing, Calendar]] = field(default_factory=list)


@transaction.atomic
def hand_over_work(
    *,
    person: User,
    actor: User,
    assignments: Mapping[int, User | None],
    reason: str,
    token: uuid.UUID,
    now: dt.datetime | None = None,
) -> Handover:
    """Give each open consultation (by id) of ``person`` to its new one, with its hearing; None lets it stay.

    A hearing at which the new person is not free is put off, and its requester asked to choose another day. Where
    nothing stays, hearings that ``person`` would hear for colleagues go back to these, and published times are
    withdrawn. All of it or nothing; the same ``token`` sent twice is one handover. Raises ConsultationError where the
    work changed meanwhile, so that nothing is moved that nobody has seen.
    """
    require(can_hand_over(actor))
    earlier = Handover.objects.filter(submission_token=token, actor=actor).first()
    if earlier is not None:
        return earlier
    require_reason(reason, "引き継ぐ理由を書いてください。新しい担当と相談者も読みます。")
    if not any(assignments.values()):
        raise ConsultationError("引き継ぐ相談が1件もありません。新しい担当を選んでください。")
    now = now or timezone.now()
    cases = _lock_work(person, assignments, now)
    handover = Handover.objects.create(
        person=person, actor=actor, reason=reason, submission_token=token, created_at=now
    )
    news = _move(cases, handover, assignments)
    if None not in assignments.values():
        open_times_of(person=person, now=now).update(is_offered=False)
    for reader, own in news.items():
        _tell(reader, own, handover)
    return handover


def _move(cases: list[Consultation], handover: Handover, assignments: Mapping[int, User | None]) -> dict[User, News]:
    """Give the cases and hearings to their new people, and return who has to know what."""
    news: dict[User, News] = defaultdict(News)
    for case in cases:
        to = assignments[case.pk]
        if to is not None:
            _hand_over(case, handover, to, news)
    stays = {pk for pk, to in assignments.items() if to is None}
    for hearing in planned_hearings(person=handover.person, now=handover.created_at):
        of_others = hearing.consultation_id not in assignments
        if hearing.consultation_id not in stays and not (of_others and stays):
            _move_hearing(hearing, handover, news)
    return news


def _lock_work(person: User, assignments: Mapping[int, User | None], now: dt.datetime) -> list[Consultation]:
    """Return the person's open cases where they are just those that were seen, all locked in one order."""
    ids = set(Consultation.objects.open().filter(assignee=person).values_list("pk", flat=True))
    heard = set(planned_hearings(person=person, now=now).values_list("consultation_id", flat=True))
    locked = [lock(Consultation(pk=pk)) for pk in sorted(ids | heard)]
    cases = [case for case in locked if case.pk in ids and case.assignee_id == person.pk]
    if {case.pk for case in cases} != set(assignments):
        raise ConsultationError(
            f"{person.name}さんの相談が、画面を開いたあとに変わりました。いまの内容を確かめて、もう一度送ってください。"
        )
    return cases


def _hand_over(case: Consultation, handover: Handover, to: User, news: dict[User, News]) -> None:
    before = case.assignee
    give_to(consultation=case, to=to, actor=handover.actor, reason=handover.reason, now=handover.created_at)
    HandoverLine.objects.create(handover=handover, consultation=case, to=to)
    due = f"、次の約束は{short_day(timezone.localdate(case.next_due_at))}" if case.next_due_at else ""
    lines = {
        case.requester: f"［{case.number}］は、{to.surname}が担当します",
        to: f"［{case.number}］{case.division_name} {case.requester.surname}さん{due}",
        before: f"［{case.number}］は、{to.surname}さんが担当します",
    }
    for reader, line in lines.items():
        news[reader].numbers.append(case.number)
        news[reader].lines.append(line)


def _move_hearing(hearing: Hearing, handover: Handover, news: dict[User, News]) -> None:
    case = lock(hearing.consultation)
    to, actor, now = case.assignee, handover.actor, handover.created_at
    # Where the new person has something else then, whoever asked chooses a time that both can keep.
    text, calendar = pass_on(hearing=hearing, consultation=case, to=to, actor=actor, reason=handover.reason, now=now)
    for reader in (case.requester, to):
        news[reader].lines.append(f"［{case.number}］{text}")
        if calendar is not None:
            news[reader].calendars.append((hearing, calendar))


def _tell(reader: User, news: News, handover: Handover) -> None:
    """Owe one message; the first changed invitation travels with it, further ones only find their way to calendars."""
    calendars = news.calendars
    if reader.pk != handover.actor_id:
        notify(
            event=f"handover:{handover.pk}",
            kind="handover",
            topic=Topic.ASSIGNED,
            recipients=[reader],
            title=_title(reader, news, handover),
            text="\n".join(news.lines),
            object_kind=HANDOVER_KIND,
            object_id=handover.pk,
            calendar=Calendar(text=calendars[0][1].text) if calendars else None,
            now=handover.created_at,
        )
        calendars = calendars[1:]
    for hearing, calendar in calendars:
        notify(
            event=f"handover:{handover.pk}:hearing:{hearing.pk}",
            kind="hearing",
            topic=Topic.CALENDAR,
            recipients=[reader],
            title=f"［{hearing.consultation.number}］ヒアリングの予定が変わりました",
            object_kind=CASE_KIND,
            object_id=hearing.consultation_id,
            calendar=Calendar(text=calendar.text, known_to=frozenset({reader.pk})),
            now=handover.created_at,
        )


def _title(reader: User, news: News, handover: Handover) -> str:
    who = f"{handover.person.surname}さん"
    which = f"［{news.numbers[0]}］" if len(set(news.numbers)) == 1 else ""
    if reader.pk == handover.person_id:
        return f"{which}あなたの相談を引き継ぎました"
    if handover.lines.filter(to=reader).exists():
        return f"{which}{who}の相談を引き継いでください"
    return f"{which}担当が{who}から替わりました"


def announce_leavers() -> int:
    """Tell the section head of whoever gives up a duty within ten working days and still has open consultations.

    Once for each person and day on which they leave. Returns how many there are.
    """
    day = today()
    found = leavers(day=day)
    for leaver in found:
        until = f"{short_day(leaver.on)}に担当から外れます" if leaver.on else "担当から外れています"
        notify(
            event=f"leaving:{leaver.person.pk}:{leaver.on or 'over'}",
            kind="leaving",
            topic=Topic.ASSIGNED,
            recipients=[section_head(day=day)],
            title=f"{leaver.person.name}さんが{until}。進行中の相談{leaver.open_count}件の引き継ぎを決めてください",
            object_kind=LEAVING_KIND,
            object_id=leaver.person.pk,
            in_office_hours=True,
        )
    return len(found)
