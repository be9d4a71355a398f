"""The inbox as a page."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from tests.consultations import walk
from tests.notifications.test_services import tell
from tests.organization.factories import Ward, make_ward

pytestmark = pytest.mark.django_db
INBOX, MARK, ALL = "/inbox/", "/inbox/mark/", "/inbox/mark-all/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ward() -> Ward:
    return make_ward()


@pytest.fixture
def case(ward: Ward):
    case = walk.submit(ward, requester=ward.colleague)
    Notification.objects.all().delete()
    return case


@pytest.fixture
def client(client: Client, ward: Ward) -> Client:
    client.force_login(ward.requester)
    return client


def _told_on(ward: Ward, case, day: int, *titles: str) -> list[int]:
    with time_machine.travel(jst(dt.date(2026, 11, day), dt.time(10)), tick=False):
        for title in titles:
            tell(ward.requester, event=f"{day}{title}", title=title, object_id=case.pk)
    rows = Notification.objects.filter(recipient=ward.requester, title__in=titles)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _unread(person) -> int:
    return Notification.objects.filter(recipient=person, read_at__isnull=True).count()


def _page(client: Client, query: str = "") -> str:
    response = client.get(INBOX + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def on_tuesday():
    with time_machine.travel(jst(dt.date(2026, 11, 24), dt.time(10)), tick=False) as clock:
        yield clock


@pytest.mark.usefixtures("on_tuesday")
def test_messages_stand_by_day_unread_ones_first(client: Client, ward: Ward, case) -> None:
    _told_on(ward, case, 19, "古い")
    first, _ = _told_on(ward, case, 20, "一つ目", "二つ目")
    client.post(MARK, {"id": _told_on(ward, case, 20, "三つ目")[-1]})
    page = _page(client)
    places = [
        page.index(text) for text in ("11月20日(金)</h2>", "二つ目", "一つ目", "三つ目", "11月19日(木)</h2>", "古い")
    ]
    assert places == sorted(places)
    assert page.count(">未読<") == 3
    assert f'href="/consultations/id/{case.pk}/"' in page
    assert Notification.objects.get(pk=first).read_at is None


@pytest.mark.usefixtures("on_tuesday")
def test_unread_ones_can_be_looked_at_alone(client: Client, ward: Ward, case) -> None:
    read = _told_on(ward, case, 20, "読んだ")[0]
    _told_on(ward, case, 20, "まだ")
    client.post(MARK, {"id": read})
    page = _page(client, "?unread=1")
    assert "まだ" in page
    assert "読んだ" not in page


def test_a_mark_goes_on_and_off_and_leads_back(client: Client, ward: Ward, case) -> None:
    tell(ward.requester, object_id=case.pk)
    row = Notification.objects.get()
    response = client.post(MARK, {"id": row.pk, "mark": "read", "next": "/inbox/?unread=1&page=2"})
    assert response.url == "/inbox/?unread=1&page=2"
    assert _unread(ward.requester) == 0
    assert "未読に戻す" in _page(client)
    client.post(MARK, {"id": row.pk, "mark": "unread"})
    assert _unread(ward.requester) == 1


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/inbox/", "//elsewhere.example/inbox/", "/inbox/mark/", ""]
)
def test_the_way_back_is_the_inbox_and_nowhere_else(client: Client, ward: Ward, case, wanted: str) -> None:
    tell(ward.requester, object_id=case.pk)
    assert client.post(MARK, {"id": Notification.objects.get().pk, "next": wanted}).url == INBOX


@pytest.mark.parametrize("text", ["", "x", "-1", "９９９９９９９９９９９９９９９９９９９９", "99999"])
def test_a_mark_for_no_message_changes_nothing(client: Client, ward: Ward, case, text: str) -> None:
    tell(ward.requester, object_id=case.pk)
    assert client.post(MARK, {"id": text}).status_code == 302
    assert _unread(ward.requester) == 1


def test_nobody_marks_the_messages_of_others(client: Client, ward: Ward, case) -> None:
    tell(ward.colleague, object_id=case.pk)
    row = Notification.objects.get()
    client.post(MARK, {"id": row.pk})
    answer = client.post(MARK, {"id": row.pk}, headers=HTMX)
    assert _unread(ward.colleague) == 1
    assert answer.content.decode().strip() == ""


def test_htmx_gets_the_line_with_its_undo(client: Client, ward: Ward, case) -> None:
    tell(ward.requester, title="返信があります", object_id=case.pk)
    answer = client.post(MARK, {"id": Notification.objects.get().pk, "next": "/inbox/?unread=1"}, headers=HTMX)
    line = answer.content.decode()
    assert line.strip().startswith("<li>")
    assert "未読に戻す" in line
    assert 'value="/inbox/?unread=1"' in line


def test_everything_is_marked_at_once_and_put_back_at_once(client: Client, ward: Ward, case) -> None:
    for number in range(3):
        tell(ward.requester, event=f"e{number}", object_id=case.pk)
    client.post(MARK, {"id": Notification.objects.first().pk})
    response = client.post(ALL)
    assert response.url == "/inbox/?marked=1"
    page = _page(client, "?marked=1")
    assert "2件を既読にしました" in page
    assert "元に戻す" in page
    assert _unread(ward.requester) == 0
    client.post(ALL, {"undo": "1"})
    assert _unread(ward.requester) == 2
    assert "既読にしました" not in _page(client, "?marked=1")


def test_what_may_no_longer_be_seen_keeps_its_line_without_words(client: Client, ward: Ward, case) -> None:
    tell(ward.requester, title="［令和8年度-0001］秘密の返信", object_id=case.pk)
    type(case).objects.filter(pk=case.pk).update(is_private=True)
    page = _page(client)
    assert "秘密の返信" not in page
    assert "いまは見られない相談についてのお知らせ" in page
    assert f"/consultations/id/{case.pk}/" not in page


@pytest.mark.parametrize(
    ("query", "words"), [("", "お知らせはまだありません"), ("?unread=1", "未読のお知らせはありません")]
)
def test_an_empty_inbox_says_what_will_come(client: Client, query: str, words: str) -> None:
    assert words in _page(client, query)


def test_long_inboxes_have_pages(client: Client, ward: Ward, case) -> None:
    for number in range(26):
        tell(ward.requester, event=f"e{number}", object_id=case.pk)
    assert "次の1件" in _page(client)
    assert "1 / 2ページ" in _page(client, "?page=1")
    assert "2 / 2ページ" in _page(client, "?page=99")


@pytest.mark.parametrize("messages", [1, 3])
def test_inbox_takes_the_same_queries_for_one_and_for_three(
    client: Client, ward: Ward, case, messages: int, django_assert_num_queries
) -> None:
    for number in range(messages):
        tell(ward.requester, event=f"e{number}", object_id=case.pk)
    client.get(INBOX)  # reads the settings, which are remembered
    with django_assert_num_queries(8):
        client.get(INBOX)
