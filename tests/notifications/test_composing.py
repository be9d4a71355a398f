"""The mail as it leaves: parts, headers, and what it may say to whom."""

import datetime as dt
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from minato_dx.notifications.enums import Means, Topic
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.notifications.services import mark_read, set_preferences
from minato_dx.notifications.services.composing import NotToBeSent, compose
from minato_dx.notifications.services.owing import Calendar
from minato_dx.notifications.services.upkeep import owe_digests
from minato_dx.organization.models import User
from minato_dx.reference.models import PortalSettings, remembered
from tests.consultations import walk
from tests.notifications.conftest import Things, owe
from tests.organization.factories import Ward

pytestmark = pytest.mark.usefixtures("things")
CANCEL = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nSUMMARY:ヒアリング\r\nEND:VCALENDAR\r\n"


def _made(delivery: Delivery) -> EmailMessage:
    """Return the mail as a reader parses it from the bytes that leave."""
    fresh = Delivery.objects.select_related("recipient", "notification").get(pk=delivery.pk)
    mail = compose(delivery=fresh, now=timezone.now())
    found: Any = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    return found


def _subject(mail: EmailMessage) -> str:
    """Return the subject; a long one begins on a line of its own, whose indentation parsers may keep."""
    return str(mail["Subject"]).strip()


def _texts(mail: EmailMessage) -> dict[str, str]:
    return {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}


def test_text_and_html_say_the_same_and_lead_to_the_thing(ward: Ward) -> None:
    mail = _made(*owe(ward.requester, text="窓口の件、\nありがとうございます。"))
    texts = _texts(mail)
    assert list(texts) == ["text/plain", "text/html"]
    assert mail.get_content_type() == "multipart/alternative"
    for text in texts.values():
        assert ward.requester.name in text
        assert "返信があります" in text
        assert "http://127.0.0.1:8000/things/1/" in text
        assert "http://127.0.0.1:8000/inbox/settings/" in text
        assert "ありがとうございます。" in text


@override_settings(DEFAULT_FROM_EMAIL="dx@city.example")
def test_the_headers_tell_machines_that_a_machine_writes(ward: Ward) -> None:
    [delivery] = owe(ward.requester)
    mail = _made(delivery)
    assert mail["Message-ID"] == delivery.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert _subject(mail) == "［令和8年度-0001］返信があります"
    assert mail["From"].addresses[0].display_name == "DXポータル"
    assert mail["From"].addresses[0].addr_spec == "dx@city.example"
    assert [str(address.addr_spec) for address in mail["To"].addresses] == [ward.requester.email]


def test_names_outside_the_usual_sets_arrive(ward: Ward) -> None:
    ward.requester.name = "髙﨑 𠮷"
    ward.requester.save()
    mail = _made(*owe(ward.requester, title="［令和8年度-0001］髙﨑さんから🏢"))
    assert mail["To"].addresses[0].display_name == "髙﨑 𠮷"
    assert _subject(mail) == "［令和8年度-0001］髙﨑さんから🏢"
    assert "髙﨑 𠮷さん" in _texts(mail)["text/plain"]


def test_nobody_adds_headers_through_a_title(ward: Ward) -> None:
    mail = _made(*owe(ward.requester, title="件名\r\nBcc: evil@example.com"))
    assert mail["Bcc"] is None
    assert _subject(mail) == "件名 Bcc: evil@example.com"


def test_nobody_adds_headers_through_a_name(ward: Ward) -> None:
    ward.requester.name = "真砂\r\nBcc: evil@example.com"
    ward.requester.save()
    mail = _made(*owe(ward.requester))
    assert mail["Bcc"] is None
    [to] = mail["To"].addresses
    assert (to.display_name, to.addr_spec) == ("真砂 Bcc: evil@example.com", ward.requester.email)


def test_what_people_wrote_is_text_in_html(ward: Ward) -> None:
    mail = _made(*owe(ward.requester, title="<b>太字</b>", text="<script>alert(1)</script>"))
    html = _texts(mail)["text/html"]
    assert "<script>" not in html
    assert "&lt;b&gt;太字&lt;/b&gt;" in html


def test_an_invitation_names_its_method_in_the_part_and_in_the_object(ward: Ward) -> None:
    mail = _made(*owe(ward.requester, calendar=Calendar(CANCEL)))
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "CANCEL"
    assert part.get_content_charset() == "utf-8"
    assert "METHOD:CANCEL" in part.get_content()
    assert part.get_content_disposition() is None
    # One alternative among the texts, so that mail programs offer to take it over.
    assert mail.get_content_type() == "multipart/alternative"


def test_what_is_withheld_stays_in_the_portal_but_for_its_number(ward: Ward, things: Things) -> None:
    things.withheld = {1}
    [delivery] = owe(ward.requester, title="［令和8年度-0001］病気の相談", text="くわしい内容")
    mail = _made(delivery)
    assert _subject(mail) == "［令和8年度-0001］新しいお知らせがあります（内容はポータルで）"
    assert "病気" not in mail.as_string()
    assert all("くわしい内容" not in text and "病気" not in text for text in _texts(mail).values())

    PortalSettings.objects.create(pk=1, private_in_mail=True)
    remembered.clear()
    assert _subject(_made(delivery)) == "［令和8年度-0001］病気の相談"


def test_a_private_consultation_says_nothing_in_mail(ward: Ward) -> None:
    case = walk.submit(ward, "上司との関係で困っています", is_private=True)
    for delivery in Delivery.objects.filter(notification__object_id=case.pk):
        mail = _made(delivery)
        assert str(case.number) in str(mail["Subject"])
        assert all("上司との関係" not in text for text in _texts(mail).values())


@pytest.mark.parametrize("why", ["left", "no address", "not seen"])
def test_what_may_not_be_sent_any_more_says_why(ward: Ward, things: Things, why: str) -> None:
    [delivery] = owe(ward.requester)
    if why == "left":
        User.objects.filter(pk=ward.requester.pk).update(left_on=dt.date(2026, 11, 24))
    elif why == "no address":
        User.objects.filter(pk=ward.requester.pk).update(email="")
    else:
        things.seen.clear()
    words = {"left": "もうポータルを使いません", "no address": "登録されていません", "not seen": "いまは見られない"}
    with pytest.raises(NotToBeSent, match=words[why]):
        _made(delivery)


def _digest(ward: Ward) -> Delivery:
    set_preferences(user=ward.requester, means={Topic.PROGRESS: Means.DIGEST})
    for number in (1, 2, 3):
        owe(ward.requester, event=f"e{number}", title=f"{number}つ目のお知らせ", object_id=number)
    owe_digests()
    return Delivery.objects.get(digest_on__isnull=False)


def test_a_digest_gathers_what_is_unread_and_may_be_seen(ward: Ward, things: Things) -> None:
    delivery = _digest(ward)
    read = Notification.objects.get(title="2つ目のお知らせ")
    mark_read(user=ward.requester, ids=[read.pk])
    things.withheld = {3}
    mail = _made(delivery)
    assert _subject(mail) == "DXポータルのお知らせ 2件（11月24日(火)）"
    text = _texts(mail)["text/plain"]
    assert "1つ目のお知らせ" in text
    assert "2つ目" not in text
    assert "3つ目" not in text
    assert "内容はポータルで" in text
    things.seen = {1}
    assert _subject(_made(delivery)) == "DXポータルのお知らせ 1件（11月24日(火)）"


def test_a_digest_that_was_read_meanwhile_is_not_sent(ward: Ward) -> None:
    delivery = _digest(ward)
    mark_read(user=ward.requester, ids=list(Notification.objects.values_list("pk", flat=True)))
    with pytest.raises(NotToBeSent, match="すべてポータルで読まれています"):
        _made(delivery)


def test_a_digest_of_many_kinds_reads_each_kind_once(ward: Ward, django_assert_max_num_queries) -> None:
    delivery = _digest(ward)
    for number in range(4, 40):
        owe(ward.requester, event=f"e{number}", title=f"{number}", object_id=number)
    Notification.objects.filter(digest=None).update(digest=delivery)
    fresh = Delivery.objects.select_related("recipient", "notification").get(pk=delivery.pk)
    with django_assert_max_num_queries(3):
        compose(delivery=fresh, now=timezone.now())
