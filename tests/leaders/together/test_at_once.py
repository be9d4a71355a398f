"""What is sent twice at once, on a database that really runs it side by side."""

import pytest

from leaders.models import LeaderProfile, LeaderQuestion, LeaderReply
from leaders.services.together import ask_question, reply, withdraw_question, write_profile
from minato_dx.notifications.models import Notification
from tests.consultations.test_concurrency import at_once
from tests.consultations.walk import NOW
from tests.leaders.together.conftest import lead, make_tool
from tests.organization.factories import Ward, make_ward

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ward(transactional_db: None) -> Ward:
    ward = make_ward()
    lead(ward.leader, ward.nursery)
    lead(ward.outsider, ward.elderly)
    return ward


def test_a_question_sent_eight_times_at_once_is_one_and_is_told_once(ward: Ward) -> None:
    tool = make_tool("電子申請サービス")
    write_profile(actor=ward.outsider, good_at="", tools=[tool], fields=[], now=NOW)
    jobs = [lambda: ask_question(actor=ward.leader, title="受付メール", tool=tool, now=NOW)] * 8
    results = at_once(jobs)
    assert all(isinstance(result, LeaderQuestion) for result in results), results
    assert LeaderQuestion.objects.count() == 1
    assert Notification.objects.filter(object_kind="leader_question").count() == 1


def test_a_reply_sent_eight_times_at_once_is_one(ward: Ward) -> None:
    question = ask_question(actor=ward.leader, title="受付メール", now=NOW)
    results = at_once([lambda: reply(question=question, actor=ward.outsider, text="設定です", now=NOW)] * 8)
    assert all(isinstance(result, LeaderReply) for result in results), results
    assert LeaderReply.objects.count() == 1
    assert Notification.objects.filter(recipient=ward.leader).count() == 1


def test_a_profile_written_for_the_first_time_twice_at_once_is_one(ward: Ward) -> None:
    tool = make_tool("電子申請サービス")
    job = lambda: write_profile(actor=ward.leader, good_at="様式", tools=[tool], fields=[], now=NOW)  # noqa: E731
    results = at_once([job] * 6)
    assert all(isinstance(result, LeaderProfile) for result in results), results
    assert list(LeaderProfile.objects.get().tools.all()) == [tool]


def test_a_reply_and_a_withdrawal_at_once_lose_no_reply(ward: Ward) -> None:
    question = ask_question(actor=ward.leader, title="受付メール", now=NOW)
    withdrawn, replied = at_once(
        [
            lambda: withdraw_question(question=question, actor=ward.leader),
            lambda: reply(question=question, actor=ward.outsider, text="設定です", now=NOW),
        ]
    )
    # Whoever came second was refused: never a reply without its question.
    assert (withdrawn is None) != isinstance(replied, LeaderReply), (withdrawn, replied)
    assert LeaderQuestion.objects.exists() == isinstance(replied, LeaderReply)
