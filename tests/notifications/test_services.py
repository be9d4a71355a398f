"""Owing messages once, and reading them off."""

import pytest

from consultations.models import Consultation
from minato_dx.notifications.models import Notification
from minato_dx.notifications.selectors import messages_of, unread_count, worded
from minato_dx.notifications.services import mark_all_read, mark_read, mark_thing_read, mark_unread, notify
from minato_dx.organization.models import User
from tests.consultations import walk
from tests.organization.factories import UserFactory, make_ward

pytestmark = pytest.mark.django_db


def tell(*people: User | None, event: str = "e1", title: str = "お知らせ", object_id: int = 1) -> None:
    notify(event=event, kind="message", recipients=people, title=title, object_kind="consultation", object_id=object_id)


def _unread(person: User) -> int:
    return messages_of(user=person, unread_only=True).count()


def test_each_is_told_once_of_each_event() -> None:
    one, other = UserFactory(), UserFactory()
    tell(one, None, other, one)
    tell(one, title="もう一度")
    assert [row.title for row in messages_of(user=one)] == ["お知らせ"]
    tell(one, event="e2")
    assert (_unread(one), _unread(other)) == (2, 1)


def test_long_titles_are_cut_to_what_fits() -> None:
    user = UserFactory()
    tell(user, title="あ" * 300)
    assert messages_of(user=user).get().title == "あ" * 200


def test_marks_touch_ones_own_messages_only_and_can_be_taken_back() -> None:
    user, other = UserFactory(), UserFactory()
    tell(user, other)
    ids = list(Notification.objects.values_list("pk", flat=True))
    assert mark_read(user=user, ids=ids) == 1
    assert mark_read(user=user, ids=ids) == 0
    assert (_unread(user), _unread(other)) == (0, 1)
    assert mark_unread(user=user, ids=ids) == 1
    assert _unread(user) == 1


def test_marking_all_returns_what_was_unread_for_an_undo() -> None:
    user = UserFactory()
    for number in range(3):
        tell(user, event=f"e{number}")
    read = messages_of(user=user)[0]
    mark_read(user=user, ids=[read.pk])
    ids = mark_all_read(user=user)
    assert read.pk not in ids
    assert len(ids) == 2
    mark_unread(user=user, ids=ids)
    assert [row.pk in ids for row in messages_of(user=user, unread_only=True)] == [True, True]


def test_opening_a_thing_reads_what_tells_of_it() -> None:
    user = UserFactory()
    tell(user, event="e1", object_id=1)
    tell(user, event="e2", object_id=2)
    mark_thing_read(user=user, object_kind="consultation", object_id=1)
    assert [row.object_id for row in messages_of(user=user, unread_only=True)] == [2]


def test_unread_ones_are_counted_to_a_hundred() -> None:
    user = UserFactory()
    Notification.objects.bulk_create(
        Notification(event=f"e{number}", kind="m", recipient=user, title="x", object_kind="consultation", object_id=1)
        for number in range(101)
    )
    assert unread_count(user=user) == 100


def test_words_are_taken_away_with_the_right_to_see_the_thing() -> None:
    ward = make_ward()
    case = walk.submit(ward)
    tell(ward.colleague, ward.outsider, title="［令和8年度-0001］返信があります", object_id=case.pk)
    seen, hidden = (
        worded(user=person, messages=list(messages_of(user=person)))[0] for person in (ward.colleague, ward.outsider)
    )
    assert (seen.title, seen.url) == ("［令和8年度-0001］返信があります", f"/consultations/id/{case.pk}/")
    assert (hidden.title, hidden.url) == ("いまは見られない相談についてのお知らせ", "")
    Consultation.objects.filter(pk=case.pk).update(is_private=True)
    assert worded(user=ward.colleague, messages=list(messages_of(user=ward.colleague)))[0].url == ""


def test_wording_a_page_asks_once_for_each_kind_of_thing(django_assert_num_queries) -> None:
    ward = make_ward()
    case = walk.submit(ward)
    for number in range(3):
        tell(ward.dx_main, event=f"e{number}", object_id=case.pk)
    messages = list(messages_of(user=ward.dx_main))
    with django_assert_num_queries(2):  # roles, visible ones
        worded(user=ward.dx_main, messages=messages)
