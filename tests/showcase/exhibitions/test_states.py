"""State × role × step of an exhibition, in full: in services and on pages alike; and its clock."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.scheduling.enums import EventState, SeatState
from minato_dx.scheduling.models import Room
from showcase.enums import ExhibitionState
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.services.exhibitions import running
from showcase.services.exhibitions.planning import Day
from showcase.services.exhibitions.programme import plan_item
from showcase.services.exhibitions.reserving import reserve, visitor_of
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.exhibitions import plans
from tests.showcase.exhibitions.factories import DAY
from tests.showcase.exhibitions.plans import AFTER, WALK, fresh
from tests.test_url_access import DX, ROLES

S = ExhibitionState
FROM = {
    "open_applications": {S.PLANNED},
    "publish": {S.PLANNED, S.APPLICATIONS},
    "start": {S.PUBLISHED},
    "close": {S.RUNNING},
    "report": {S.CLOSED},
    "cancel": {S.PLANNED, S.APPLICATIONS, S.PUBLISHED},
}
MOMENT = {"start": jst(DAY, dt.time(10)), "close": AFTER, "report": AFTER}


def take(name: str, **call: Any) -> Any:
    reason = {"reason": "会場の工事が延びるため"} if name == "cancel" else {}
    return getattr(running, name)(**call, **reason, now=MOMENT.get(name, NOW))


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("step", list(FROM))
def test_every_step_in_every_state_by_every_role(ward: Ward, state: S, step: str) -> None:
    exhibition = WALK[state](ward.dx_main)
    address = reverse("exhibition_step", args=[exhibition.pk, step])
    for role in ROLES:
        person = getattr(ward, role)
        page = as_person(person).get(address)
        if role in DX:
            assert page.status_code == (200 if state in FROM[step] else 302), role
            continue
        assert page.status_code == 403, role
        with pytest.raises((PermissionDenied, StateConflict)):
            take(step, exhibition=exhibition, actor=person)
        assert fresh(exhibition).state == state
    if state in FROM[step]:
        assert take(step, exhibition=exhibition, actor=ward.dx_deputy).state != state
        last = exhibition.steps.latest("pk")
        assert (last.name, last.from_state, last.actor) == (step, state, ward.dx_deputy)
    else:
        with pytest.raises(StateConflict):
            take(step, exhibition=exhibition, actor=ward.dx_deputy)


def test_a_step_that_is_none_is_not_found(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main)
    assert as_person(ward.dx_main).get(reverse("exhibition_step", args=[exhibition.pk, "delete"])).status_code == 404


def test_the_desk_takes_a_step_on_its_page(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main)
    browser = as_person(ward.dx_main)
    answer = browser.post(reverse("exhibition_step", args=[exhibition.pk, "open_applications"]), follow=True)
    assert "募集を始めました" in answer.content.decode()
    assert fresh(exhibition).state == S.APPLICATIONS
    refused = browser.post(reverse("exhibition_step", args=[exhibition.pk, "cancel"]), {"reason": " "})
    assert (refused.status_code, fresh(exhibition).state) == (422, S.APPLICATIONS)


def test_nothing_is_shown_without_a_hall_or_with_what_lies_outside_its_hours(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main)
    plan_item(exhibition=exhibition, facts=plans.item_facts(at=dt.time(15, 45)), actor=ward.dx_main, now=NOW)
    with pytest.raises(ShowcaseError, match="外れたプログラム"):
        running.publish(exhibition=exhibition, actor=ward.dx_main, now=NOW)
    exhibition.halls.all().delete()
    with pytest.raises(ShowcaseError, match="会場がまだ"):
        running.publish(exhibition=exhibition, actor=ward.dx_main, now=NOW)
    assert fresh(exhibition).state == S.PLANNED


def test_applications_need_a_deadline_ahead(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main, applications_until=None)
    with pytest.raises(ShowcaseError, match="締切"):
        running.open_applications(exhibition=exhibition, actor=ward.dx_main, now=NOW)
    with pytest.raises(ShowcaseError, match="まだです"):
        running.start(exhibition=plans.published(ward.dx_main), actor=ward.dx_main, now=NOW)


# --- The clock ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "state", "steps"),
    [
        (jst(DAY, dt.time(9, 59)), S.PUBLISHED, 0),
        (jst(DAY, dt.time(10)), S.RUNNING, 1),
        (jst(DAY, dt.time(16)), S.RUNNING, 1),
        (jst(DAY + dt.timedelta(days=1), dt.time(15, 59)), S.RUNNING, 1),
        (jst(DAY + dt.timedelta(days=1), dt.time(16)), S.CLOSED, 2),
        (jst(DAY + dt.timedelta(days=9), dt.time(3)), S.CLOSED, 2),
    ],
)
def test_the_clock_opens_and_closes_it_by_its_hours(ward: Ward, moment: dt.datetime, state: S, steps: int) -> None:
    days = [Day(DAY, plans.OPENS, plans.CLOSES), Day(DAY + dt.timedelta(days=1), plans.OPENS, plans.CLOSES)]
    exhibition = plans.planned(ward.dx_main, days=days)
    running.publish(exhibition=exhibition, actor=ward.dx_main, now=NOW)
    assert running.follow_the_clock(now=moment) == steps
    assert fresh(exhibition).state == state
    assert running.follow_the_clock(now=moment) == 0
    by_the_clock = exhibition.steps.filter(actor=None).values_list("name", "actor_name")
    assert list(by_the_clock) == [("start", "自動"), ("close", "自動")][:steps]


@pytest.mark.parametrize("state", [S.PLANNED, S.APPLICATIONS, S.CANCELLED, S.REPORTED])
def test_the_clock_leaves_alone_what_is_not_shown_or_is_over(ward: Ward, state: S) -> None:
    exhibition = WALK[state](ward.dx_main)
    assert running.follow_the_clock(now=AFTER) == 0
    assert fresh(exhibition).state == state


# --- Called off ---------------------------------------------------------------------------------------------


def test_called_off_every_seat_is_given_back_and_everybody_hears_why(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main)
    room = Room.objects.create(name="会議室901", capacity=30)
    item = plan_item(exhibition=exhibition, facts=plans.item_facts(room=room), actor=ward.dx_main, now=NOW)
    running.publish(exhibition=exhibition, actor=ward.dx_main, now=NOW)
    exhibition = fresh(exhibition)
    seat = reserve(
        item=exhibition.programme.get(),
        visitor=visitor_of(exhibition=exhibition, user=ward.requester, now=NOW),
        now=NOW,
    )
    running.cancel(exhibition=exhibition, actor=ward.dx_main, reason="会場の工事が延びるため", now=NOW)
    seat.refresh_from_db()
    item.event.refresh_from_db()
    assert (seat.state, item.event.state) == (SeatState.CANCELLED, EventState.CANCELLED)
    told = Notification.objects.get(kind="exhibition_cancelled")
    assert (told.recipient, "会場の工事" in told.text) == (ward.requester, True)
    other = plans.planned(ward.dx_main)
    assert plan_item(exhibition=other, facts=plans.item_facts(room=room), actor=ward.dx_main, now=NOW).pk
