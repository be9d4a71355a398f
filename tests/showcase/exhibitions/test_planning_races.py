"""Several of the DX section at the same moment, on a database that really runs them side by side."""

import datetime as dt
from functools import partial

import pytest

from minato_dx.scheduling.models import Occupation, Room
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibition, Exhibitor, ProgrammeItem
from showcase.services.exhibitions import choosing, running
from showcase.services.exhibitions.programme import plan_item
from tests.consultations.test_concurrency import at_once
from tests.consultations.walk import NOW
from tests.organization.factories import Ward, make_ward
from tests.showcase.exhibitions import plans
from tests.showcase.exhibitions.factories import make_booth, make_company, make_exhibition, make_exhibitor

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

AT_ONCE, ROUNDS = 8, 5


@pytest.fixture
def ward(transactional_db: None) -> Ward:
    return make_ward()


def test_one_booth_goes_to_one_exhibitor(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    rows = [make_exhibitor(exhibition, company=make_company(f"架空{number}")) for number in range(AT_ONCE)]
    for number in range(ROUNDS):
        booth = make_booth(exhibition, f"A-{number}")
        take = partial(choosing.assign_booth, booth=booth, actor=ward.dx_main, now=NOW)
        results = at_once([partial(take, exhibitor=row) for row in rows])
        won = [one for one in results if isinstance(one, Exhibitor)]
        refused = [one for one in results if isinstance(one, ShowcaseError)]
        assert (len(won), len(refused)) == (1, AT_ONCE - 1), results
        assert Exhibitor.objects.get(booth=booth).pk == won[0].pk


def test_one_room_goes_to_one_seminar_of_two_exhibitions(ward: Ward) -> None:
    rooms = [Room.objects.create(name=f"会議室{number}") for number in range(ROUNDS)]
    exhibitions: list[Exhibition] = [make_exhibition(ward.dx_main) for _ in range(2)]
    for room in rooms:
        plan = partial(plan_item, facts=plans.item_facts(room=room), actor=ward.dx_main, now=NOW)
        results = at_once([partial(plan, exhibition=one) for one in exhibitions])
        assert len([one for one in results if isinstance(one, ProgrammeItem)]) == 1, results
        assert len([one for one in results if isinstance(one, ShowcaseError)]) == 1, results
        assert Occupation.objects.filter(room=room).count() == 1


def test_the_clock_and_a_hand_start_it_once(ward: Ward) -> None:
    for _ in range(ROUNDS):
        exhibition = plans.published(ward.dx_main)
        now = plans.AFTER - dt.timedelta(hours=3)
        by_hand = partial(running.start, exhibition=exhibition, actor=ward.dx_main, now=now)
        at_once([by_hand, partial(running.follow_the_clock, now=now), partial(running.follow_the_clock, now=now)])
        assert plans.fresh(exhibition).state == "running"
        assert exhibition.steps.filter(name="start").count() == 1
