"""What leaders write of themselves and to each other: who may, who hears of it, and what is kept."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from leaders.exceptions import LeaderError, StateConflict
from leaders.models import LeaderProfile, LeaderQuestion, LeaderReply, LeaderTerm, Trainee
from leaders.selectors.together import TOLD_AT_MOST
from leaders.services.together import edit_reply, mark_helpful, settle_question, withdraw_question
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from tests.consultations.walk import NOW
from tests.leaders.together.conftest import Circle


def told(event: str) -> list[str]:
    """Return the names of those who were told of what ends so, sorted."""
    rows = Notification.objects.filter(event__contains=event, object_kind="leader_question")
    return sorted(rows.values_list("recipient__name", flat=True))


def afresh(person: User) -> User:
    """Return the person read again: who belongs to the leaders is remembered on the object."""
    return User.objects.get(pk=person.pk)


# --- Profiles ----------------------------------------------------------------------------------------------------


def test_a_leader_writes_their_own_profile_and_writes_it_anew(circle: Circle) -> None:
    circle.profile(circle.ward.leader, "  電子申請の様式づくり\r\n ", (circle.forms, circle.survey), (circle.requests,))
    row = circle.profile(circle.ward.leader, "集計", (circle.survey,))
    assert LeaderProfile.objects.get() == row
    assert (row.person, row.good_at, row.changed_at) == (circle.ward.leader, "集計", NOW)
    assert list(row.tools.all()) == [circle.survey]
    assert not row.fields.exists()


@pytest.mark.parametrize("role", ["requester", "head", "colleague", "dx_main", "section_head", "cio", "administrator"])
def test_nobody_but_a_leader_has_a_profile(circle: Circle, role: str) -> None:
    with pytest.raises(PermissionDenied):
        circle.profile(getattr(circle.ward, role), "何でも")
    assert not LeaderProfile.objects.exists()


def test_before_the_day_of_publication_there_is_nothing_to_write(circle: Circle) -> None:
    LeaderTerm.objects.filter(person=circle.ward.leader).update(published_on="2026-12-01")
    with pytest.raises(PermissionDenied):
        circle.profile(afresh(circle.ward.leader))


# --- Questions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["leader", "outsider", "colleague", "dx_main", "section_head"])
def test_leaders_trainees_and_the_section_ask(circle: Circle, role: str) -> None:
    row = circle.ask(getattr(circle.ward, role), text=" くわしく\r\nです ", tool=circle.forms)
    assert (row.title, row.text, row.tool, row.asked_at) == (
        "受付メールの文面はどこで直せますか", "くわしく\nです", circle.forms, NOW,
    )  # fmt: skip


@pytest.mark.parametrize("role", ["requester", "head", "outsider_head", "cio", "administrator"])
def test_nobody_else_asks(circle: Circle, role: str) -> None:
    with pytest.raises(PermissionDenied):
        circle.ask(getattr(circle.ward, role))
    assert not LeaderQuestion.objects.exists()


@pytest.mark.parametrize("title", ["", " 　\u200b"])
def test_a_question_needs_its_sentence(circle: Circle, title: str) -> None:
    with pytest.raises(LeaderError, match="1文で") as refusal:
        circle.ask(title=title)
    assert refusal.value.field == "title"


def test_the_same_words_within_a_day_are_the_same_question(circle: Circle, clock: Any) -> None:
    first = circle.ask(text="詳細")
    assert circle.ask(text="詳細") == first
    assert circle.ask(text="別の詳細") != first
    assert circle.ask(circle.ward.outsider, text="詳細") != first
    settle_question(question=first, actor=circle.ward.leader, solved=True, now=NOW)
    second = circle.ask(text="詳細")
    assert second != first
    clock.move_to(NOW + dt.timedelta(days=1))
    assert circle.ask(text="詳細") != second


def test_those_who_know_the_tool_or_the_field_hear_of_a_question_once(circle: Circle) -> None:
    tool_only, field_only, both, neither = (circle.another_leader(number) for number in range(1, 5))
    circle.profile(tool_only, tools=(circle.forms,))
    circle.profile(field_only, fields=(circle.requests,))
    circle.profile(both, tools=(circle.forms,), fields=(circle.requests,))
    circle.profile(neither, tools=(circle.survey,), fields=(circle.figures,))
    circle.profile(circle.ward.leader, tools=(circle.forms,))  # the asker
    circle.ask(tool=circle.forms, field=circle.requests, text="くわしく")
    assert told(":asked") == [tool_only.name, field_only.name, both.name]
    message = Notification.objects.filter(recipient=both).get()
    assert message.title == "［DXリーダー］柊 美月さんの質問「受付メールの文面はどこで直せますか」"
    assert message.text == "くわしく"


def test_without_tool_and_field_nobody_is_disturbed(circle: Circle) -> None:
    circle.profile(circle.ward.outsider, tools=(circle.forms,), fields=(circle.requests,))
    circle.ask()
    assert told("leader_question") == []


def test_never_all_are_told_and_those_who_know_both_come_first(circle: Circle) -> None:
    people = [circle.another_leader(number) for number in range(TOLD_AT_MOST + 5)]
    for number, person in enumerate(people):
        circle.profile(person, tools=(circle.forms,), fields=(circle.requests,) if number % 5 == 0 else ())
    circle.ask(tool=circle.forms, field=circle.requests)
    names = told(":asked")
    assert len(names) == TOLD_AT_MOST
    assert {person.name for person in people[::5]} <= set(names)


def test_who_led_before_and_who_left_hear_nothing(circle: Circle) -> None:
    former, gone = circle.another_leader(1), circle.another_leader(2)
    for person in (former, gone):
        circle.profile(person, tools=(circle.forms,))
    LeaderTerm.objects.filter(person=former).update(valid_to="2026-11-24")
    User.objects.filter(pk=gone.pk).update(left_on="2026-11-24")
    circle.ask(tool=circle.forms)
    assert told(":asked") == []


def test_one_takes_ones_own_question_back_until_somebody_replied(circle: Circle) -> None:
    question = circle.ask()
    for person in (circle.ward.outsider, circle.ward.dx_main):
        with pytest.raises(PermissionDenied):
            withdraw_question(question=question, actor=person)
    circle.reply(question)
    with pytest.raises(StateConflict, match="取り下げられません"):
        withdraw_question(question=question, actor=circle.ward.leader)
    LeaderReply.objects.all().delete()
    withdraw_question(question=question, actor=circle.ward.leader)
    assert not LeaderQuestion.objects.exists()
    with pytest.raises(StateConflict, match="取り下げました"):
        circle.reply(question)


@pytest.mark.parametrize("role", ["leader", "dx_main"])
def test_the_asker_and_the_section_say_when_it_is_solved(circle: Circle, role: str, clock: Any) -> None:
    question, person = circle.ask(), getattr(circle.ward, role)
    assert settle_question(question=question, actor=person, solved=True, now=NOW).solved_at == NOW
    later = NOW + dt.timedelta(hours=1)
    assert settle_question(question=question, actor=person, solved=True, now=later).solved_at == NOW
    assert settle_question(question=question, actor=person, solved=False, now=later).solved_at is None


@pytest.mark.parametrize("role", ["outsider", "colleague", "requester", "cio"])
def test_nobody_else_says_what_is_solved_or_helped(circle: Circle, role: str) -> None:
    question = circle.ask()
    reply, person = circle.reply(question), getattr(circle.ward, role)
    with pytest.raises(PermissionDenied):
        settle_question(question=question, actor=person, solved=True, now=NOW)
    with pytest.raises(PermissionDenied):
        mark_helpful(reply=reply, actor=person, helped=True)


# --- Replies -----------------------------------------------------------------------------------------------------


def test_the_asker_and_those_who_replied_before_hear_of_a_reply(circle: Circle) -> None:
    question = circle.ask()
    first = circle.reply(question)
    assert told(f":reply:{first.pk}") == ["柊 美月"]
    second = circle.reply(question, circle.ward.colleague, "わたしは別の画面でした")
    assert told(f":reply:{second.pk}") == ["柊 美月", "桐生 葵"]
    third = circle.reply(question, circle.ward.leader, "できました")
    assert told(f":reply:{third.pk}") == ["桐生 葵", "浅葱 涼"]
    message = Notification.objects.get(event__endswith=f":reply:{first.pk}")
    assert message.title == "［DXリーダー］桐生 葵さんが「受付メールの文面はどこで直せますか」に回答しました"
    assert (message.text, message.topic) == ("通知の設定です", "message")


def test_who_lost_the_term_hears_of_no_further_reply(circle: Circle) -> None:
    question = circle.ask()
    circle.reply(question)
    LeaderTerm.objects.filter(person=circle.ward.leader).update(valid_to="2026-11-24")
    Trainee.objects.filter(person=circle.ward.colleague).update(left_on="2026-11-24")
    row = circle.reply(question, circle.ward.dx_main, "補足です")
    assert told(f":reply:{row.pk}") == ["桐生 葵"]


def test_the_same_reply_within_a_day_is_one_and_an_empty_one_is_none(circle: Circle, clock: Any) -> None:
    question = circle.ask()
    first = circle.reply(question)
    assert circle.reply(question) == first
    assert circle.reply(question, circle.ward.dx_main) != first
    with pytest.raises(LeaderError, match="回答を書いて") as refusal:
        circle.reply(question, text=" 　")
    assert refusal.value.field == "text"
    clock.move_to(NOW + dt.timedelta(days=1))
    assert circle.reply(question) != first


@pytest.mark.parametrize("role", ["requester", "head", "cio", "administrator"])
def test_nobody_else_replies(circle: Circle, role: str) -> None:
    with pytest.raises(PermissionDenied):
        circle.reply(circle.ask(), getattr(circle.ward, role))
    assert not LeaderReply.objects.exists()


def test_ones_own_reply_is_corrected_with_its_history(circle: Circle) -> None:
    reply = circle.reply(circle.ask())
    edit_reply(reply=reply, actor=circle.ward.outsider, text="通知の設定の2番目です\r\n")
    reply.refresh_from_db()
    assert reply.text == "通知の設定の2番目です"
    assert list(reply.history.values_list("text", flat=True)) == ["通知の設定の2番目です", "通知の設定です"]
    for person in (circle.ward.leader, circle.ward.dx_main, circle.ward.colleague):
        with pytest.raises(PermissionDenied):
            edit_reply(reply=reply, actor=person, text="別の言葉")
    with pytest.raises(LeaderError):
        edit_reply(reply=reply, actor=circle.ward.outsider, text="")


@pytest.mark.parametrize("role", ["leader", "dx_deputy"])
def test_what_helped_is_marked_and_taken_back(circle: Circle, role: str) -> None:
    reply, person = circle.reply(circle.ask()), getattr(circle.ward, role)
    assert mark_helpful(reply=reply, actor=person, helped=True).has_helped
    assert not mark_helpful(reply=reply, actor=person, helped=False).has_helped


def test_without_a_term_there_is_nothing_left_to_do(circle: Circle) -> None:
    question = circle.ask()
    own = circle.reply(question, circle.ward.leader, "自分で見つけました")
    LeaderTerm.objects.filter(person=circle.ward.leader).update(valid_to="2026-11-24")
    former = afresh(circle.ward.leader)
    acts = [
        lambda: circle.ask(former, "ほかの質問"),
        lambda: circle.reply(question, former, "もう1つ"),
        lambda: edit_reply(reply=own, actor=former, text="直す"),
        lambda: mark_helpful(reply=own, actor=former, helped=True),
        lambda: settle_question(question=question, actor=former, solved=True, now=timezone.now()),
        lambda: withdraw_question(question=question, actor=former),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
