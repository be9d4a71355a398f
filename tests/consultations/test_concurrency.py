"""Many people at the same moment, on a database that really runs them side by side."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from consultations import services
from consultations.enums import Outcome, State
from consultations.exceptions import EditConflict, StateConflict
from consultations.models import Consultation, HearingSheet
from minato_dx.organization.models import User
from tests.consultations import walk
from tests.organization.factories import Ward, make_ward

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ward(transactional_db: None) -> Ward:
    return make_ward()


def at_once(jobs: list[Callable[[], object]]) -> list[object]:
    """Run the jobs in threads that start together; return each one's result or exception."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        try:
            start.wait(timeout=30)
            return job()
        except Exception as error:  # the tests look at what was raised
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_fifty_submissions_at_once_get_fifty_numbers_without_a_gap(ward: Ward) -> None:
    results = at_once([lambda: walk.submit(ward) for _ in range(50)])

    assert sorted(case.serial for case in results) == list(range(1, 51))  # type: ignore[attr-defined]


def test_one_submission_sent_many_times_at_once_is_one_consultation(ward: Ward) -> None:
    token = uuid.uuid4()

    def send() -> Consultation:
        return services.submit_consultation(
            requester=ward.requester, intake=services.Intake(body="紙が多い"), token=token
        )

    results = at_once([send for _ in range(8)])

    assert len({case.pk for case in results}) == 1  # type: ignore[attr-defined]
    assert Consultation.objects.get().serial == 1


def test_two_people_closing_one_consultation(ward: Ward) -> None:
    case = walk.advance(walk.submit(ward), ward, State.ANSWERED)

    def close(actor: User) -> Callable[[], object]:
        return lambda: services.close_consultation(
            consultation=case, actor=actor, outcome=Outcome.NO_TOOL, text="型で足りました"
        )

    results = at_once([close(ward.dx_main), close(ward.dx_deputy)])

    refusals = [result for result in results if isinstance(result, StateConflict)]
    assert len(refusals) == 1
    assert "「完了」にしました" in refusals[0].message
    assert case.transitions.filter(name="close").count() == 1


def test_a_head_agreeing_while_the_requester_withdraws(ward: Ward) -> None:
    case = walk.advance(walk.submit(ward), ward, State.PROPOSED)

    results = at_once(
        [
            lambda: services.agree_to_proposal(consultation=case, actor=ward.head),
            lambda: services.withdraw_consultation(consultation=case, actor=ward.requester),
        ]
    )

    # Withdrawing is possible before and after an agreement; agreeing only before it was withdrawn.
    assert walk.fresh(case).state == State.WITHDRAWN
    assert not isinstance(results[1], Exception)
    assert results[0].__class__.__name__ in {"Answer", "StateConflict"}


def test_two_editors_of_one_sheet(ward: Ward) -> None:
    sheet = walk.hear(walk.submit(ward), ward)

    def save(actor: User, text: str) -> Callable[[], object]:
        return lambda: services.save_sheet(sheet=sheet, actor=actor, values={"purpose": text}, revision=sheet.revision)

    results = at_once([save(ward.dx_main, "担当の文"), save(ward.dx_deputy, "副担当の文")])

    kept = [result.purpose for result in results if isinstance(result, HearingSheet)]
    assert sum(isinstance(result, EditConflict) for result in results) == 1
    assert [HearingSheet.objects.get().purpose] == kept


def test_two_merges_the_other_way_round_do_not_wait_for_each_other(ward: Ward) -> None:
    one, other = walk.submit(ward), walk.submit(ward, "おなじ話")

    def merge(case: Consultation, into: Consultation) -> Callable[[], object]:
        return lambda: services.merge_consultation(
            consultation=case, into=into, actor=ward.dx_main, reason="同じ業務です"
        )

    results = at_once([merge(one, other), merge(other, one)])

    assert sum(isinstance(result, Consultation) for result in results) == 1
    assert {walk.fresh(one).state, walk.fresh(other).state} == {State.RECEIVED, State.MERGED}


def test_two_consultations_claiming_the_hours_of_one_work(ward: Ward) -> None:
    cases = [walk.submit(ward), walk.submit(ward, "おなじ話", requester=ward.colleague)]

    def propose(case: Consultation) -> Callable[[], object]:
        return lambda: services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.solution())

    results = at_once([propose(case) for case in cases])

    assert sum(result.__class__.__name__ == "DoubleCount" for result in results) == 1
