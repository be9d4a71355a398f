"""Two people at one app at the same moment, on a database that really runs them side by side."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from leaders.enums import AppState
from leaders.exceptions import StateConflict
from leaders.models import TrialApp
from leaders.services.app_owners import follow_owners
from leaders.services.trial_apps import confirm_app, hand_to
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import Membership, User
from minato_dx.reference.models import Work
from tests.consultations.test_concurrency import at_once
from tests.consultations.walk import NOW
from tests.leaders.trial_apps.conftest import facts, fresh, lead, registered
from tests.organization.factories import Ward, make_ward

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ward(transactional_db: None) -> Ward:
    ward = make_ward()
    lead(ward.leader, ward.nursery)
    return ward


@pytest.fixture
def app(ward: Ward) -> TrialApp:
    return registered(ward)


def test_confirmed_and_retired_at_once_is_one_of_both_and_one_refusal(app: TrialApp, ward: Ward) -> None:
    def say(actor: User, state: AppState) -> Callable[[], object]:
        return lambda: confirm_app(app=app, actor=actor, state=state, seen=AppState.TRYING, reason="統合", now=NOW)

    results = at_once([say(ward.leader, AppState.IN_USE), say(ward.dx_main, AppState.RETIRED)])

    [done] = [result for result in results if isinstance(result, TrialApp)]
    assert [type(result) for result in results if result is not done] == [StateConflict]
    assert fresh(app).state == done.state
    assert app.history.count() == 2


def test_two_heads_naming_two_people_at_once_name_one(app: TrialApp, ward: Ward) -> None:
    def name(actor: User, to: User) -> Callable[[], object]:
        return lambda: hand_to(app=app, to=to, actor=actor, seen_owner_id=ward.leader.pk, now=NOW)

    results = at_once([name(ward.head, ward.colleague), name(ward.dx_main, ward.requester)])

    [done] = [result for result in results if isinstance(result, TrialApp)]
    assert [type(result) for result in results if result is not done] == [StateConflict]
    assert fresh(app).owner_id == done.owner_id
    assert Notification.objects.filter(title__contains="の持ち主になりました").count() == 1


def test_an_owner_who_hands_on_twice_at_once_is_let_through_once(app: TrialApp, ward: Ward) -> None:
    jobs = [
        lambda to=to: hand_to(app=app, to=to, actor=ward.leader, seen_owner_id=ward.leader.pk, now=NOW)
        for to in (ward.colleague, ward.requester)
    ]
    results = at_once(jobs)

    assert sum(isinstance(result, TrialApp) for result in results) == 1
    assert sum(isinstance(result, PermissionDenied) for result in results) == 1


def test_the_clock_run_twice_at_once_tells_everybody_once(app: TrialApp, ward: Ward) -> None:
    Membership.objects.filter(user=ward.leader).update(valid_to=NOW.date())

    results = at_once([follow_owners, follow_owners])

    assert sorted(results) == [0, 1]  # type: ignore[type-var]
    assert fresh(app).owner is None
    asked = Notification.objects.filter(title__contains="持ち主を決めてください")
    assert asked.filter(recipient=ward.head).count() == 1


def test_one_work_named_by_two_at_once_is_one_row(ward: Ward) -> None:
    results = at_once([lambda: registered(ward, facts=facts(work="延長保育の申込み"))] * 4)

    assert all(isinstance(result, TrialApp) for result in results), results
    assert Work.objects.count() == 1
