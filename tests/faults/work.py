"""What the fault tests do inside the portal, each function in a process of its own: arguments and results are JSON."""

import collections
import datetime as dt
import json
import sys
import threading
import uuid
from collections.abc import Callable
from typing import Any

import django


def ward() -> dict[str, str]:
    """Build the small ward; return staff numbers by role."""
    from tests.organization.factories import make_ward

    made = make_ward()
    roles = ("requester", "colleague", "leader", "head", "outsider", "dx_main", "dx_deputy", "section_head")
    return {role: getattr(made, role).staff_number for role in roles}


def owe(count: int) -> int:
    """Owe ``count`` mails about one consultation, each in a transaction of its own."""
    from consultations.services import Intake, submit_consultation
    from minato_dx.notifications.models import Delivery
    from minato_dx.notifications.services import notify
    from minato_dx.organization.models import User

    people = list(User.objects.filter(staff_number__in=["0004121", "0004130", "0002033"]).order_by("staff_number"))
    case = submit_consultation(requester=people[1], intake=Intake(body="たくさんのお知らせ"), token=uuid.uuid4())
    Delivery.objects.all().delete()
    for number in range(count):
        notify(
            event=f"fault:{number}",
            kind="message",
            recipients=[people[number % len(people)]],
            title=f"［{case.number}］{number}番目のお知らせ",
            object_kind="consultation",
            object_id=case.pk,
        )
    return Delivery.objects.count()


def states() -> dict[str, int]:
    """Return how many mails are in which state."""
    from minato_dx.notifications.models import Delivery

    return dict(collections.Counter(str(state) for state in Delivery.objects.values_list("state", flat=True)))


def reasons() -> list[str]:
    """Return why mails are dead."""
    from minato_dx.notifications.models import Delivery

    return list(Delivery.objects.filter(state="dead").values_list("reason", flat=True))


def hurry() -> int:
    """Make everything owed due now, as if its waiting time had passed."""
    from django.utils import timezone

    from minato_dx.notifications.models import Delivery

    return Delivery.objects.filter(state__in=["owed", "sending"]).update(due_at=timezone.now())


def numbers() -> list[str]:
    """Return the receipt numbers of all consultations, as addresses have them."""
    from consultations.models import Consultation

    return [case.slug for case in Consultation.objects.all()]


def invite() -> dict[str, Any]:
    """Arrange a hearing for the coming Tuesday, move it and call it off; return what calendars have to hear of it."""
    from consultations.services import Intake, arrange_hearing, cancel_hearing, move_hearing, submit_consultation
    from consultations.services.meetings import When
    from minato_dx.core.calendar import add_working_days, jst, today
    from minato_dx.organization.models import User
    from minato_dx.reference.selectors import closed_days

    people = {user.staff_number: user for user in User.objects.all()}
    requester, hearer = people["0004121"], people["0003345"]
    case = submit_consultation(requester=requester, intake=Intake(body="紙の台帳"), token=uuid.uuid4())
    first, second = (jst(add_working_days(today(), days, closed_days()), dt.time(10)) for days in (3, 4))
    hearing = arrange_hearing(consultation=case, actor=hearer, starts_at=first, place="保育課の窓口")
    hearing = move_hearing(hearing=hearing, actor=hearer, to=When(starts_at=second, place="区役所8階", minutes=60))
    cancel_hearing(hearing=hearing, actor=requester, reason="急な予定が入りました")
    assert hearing.event is not None
    return {
        "uid": hearing.event.uid,
        "first": first.isoformat(),
        "second": second.isoformat(),
        "people": sorted([requester.email, hearer.email]),
    }


def book(clients: int, guarded: bool) -> dict[str, Any]:
    """Let many people choose the one published time at once; without the guard, as the code would be without it."""
    from django.db import connection, connections

    from consultations.exceptions import ConsultationError
    from consultations.models import Hearing
    from consultations.services import Intake, choose_slot, submit_consultation
    from minato_dx.core.calendar import add_working_days, today
    from minato_dx.organization.models import Division, User
    from minato_dx.reference.selectors import closed_days
    from minato_dx.scheduling.models import Event, Slot
    from minato_dx.scheduling.services import SlotPlan, events, occupying, publish_slots
    from tests.organization.factories import MembershipFactory, UserFactory

    hearer = User.objects.get(staff_number="0003345")
    nursery = Division.objects.get(key="0903")
    cases = []
    for number in range(clients):
        person = UserFactory(staff_number=f"77{number:05}")
        MembershipFactory(user=person, division=nursery)
        cases.append(submit_consultation(requester=person, intake=Intake(body="会いたい"), token=uuid.uuid4()))
    plan = SlotPlan(day=add_working_days(today(), 3, closed_days()), starts=dt.time(10), minutes=30, place="窓口")
    [slot] = publish_slots(owner=hearer, plan=plan, now=django.utils.timezone.now()).slots
    start, refusals = threading.Barrier(clients), []
    if not guarded:
        _take_the_guard_away(events, occupying, Slot, connection, clients)

    def choose(case: Any) -> None:
        start.wait()
        try:
            choose_slot(consultation=case, actor=case.requester, slot_id=slot.pk)
        except ConsultationError as refusal:
            refusals.append(refusal.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=choose, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "events": Event.objects.filter(starts_at=slot.starts_at).count(),
        "hearings": Hearing.objects.filter(starts_at=slot.starts_at).count(),
        "refusals": refusals,
    }


def _take_the_guard_away(events: Any, occupying: Any, slot_model: Any, connection: Any, clients: int) -> None:
    """Drop the constraint, and read the slot without its lock: everybody sees it free before anybody takes it."""
    from minato_dx.scheduling.models import Occupation

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE scheduling_occupation DROP CONSTRAINT scheduling_person_once")
    everybody_has_looked = threading.Barrier(clients)

    def read_without_lock(*, slot_id: int, now: dt.datetime) -> Any:
        slot = slot_model.objects.select_related("owner", "room").get(pk=slot_id)
        everybody_has_looked.wait()
        return slot

    def occupy_unchecked(*, event: Any, people: Any, room: Any, buffer_minutes: int = 0) -> None:
        Occupation.objects.bulk_create(
            Occupation(event=event, person=person, starts_at=event.starts_at, ends_at=event.ends_at)
            for person in people
        )

    events.lock_open_slot, events.occupy = read_without_lock, occupy_unchecked


def month(step_minutes: int) -> dict[str, Any]:
    """Live through thirty days with two clocks; return what was reminded of, and what should have been."""
    from tests.faults.month import live_through

    return live_through(step_minutes)


def desk() -> int:
    """Have a field of work whose proposals somebody answers; return its key."""
    from minato_dx.organization.models import User
    from minato_dx.reference.models import FieldOfWork
    from proposals.models import FieldDesk

    field = FieldOfWork.objects.create(name="紙の読み取り", order=100)
    FieldDesk.objects.create(field=field, staff=User.objects.get(staff_number="0003345"))
    return field.pk


def taken_in() -> dict[str, Any]:
    """Return what came of the door's bundles: the door's receipt numbers, the desk's, what is stuck, how far it is."""
    from minato_dx.attachments.models import Attachment
    from minato_dx.exchange.models import IntranetState, StuckItem
    from minato_dx.reference.models import ContactLog
    from proposals.models import Promise, Proposal

    state = IntranetState.objects.filter(pk=1).first()
    return {
        "receipts": list(Proposal.objects.order_by("pk").values_list("door_receipt", flat=True)),
        "serials": list(Proposal.objects.order_by("serial").values_list("serial", flat=True)),
        "stuck": StuckItem.objects.count(),
        "contacts": ContactLog.objects.count(),
        "promises": Promise.objects.count(),
        "files": Attachment.objects.count(),
        "taken": state.taken if state else 0,
    }


FUNCTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (ward, owe, states, reasons, hurry, numbers, invite, book, month, desk, taken_in)
}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(FUNCTIONS[sys.argv[1]](**json.loads(sys.argv[2])), ensure_ascii=False))
