"""A company applies for a booth at the door: published, written, confirmed, and an exhibitor of the ward's own list."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from minato_dx.attachments.models import Attachment
from minato_dx.door.models import DeskMessage, Submission
from minato_dx.door.services.intranet import rewrite
from minato_dx.exchange.models import StuckItem
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import Company, ContactLog
from showcase.enums import EXHIBITOR_KIND, ExhibitionState, ExhibitorState
from showcase.models import Exhibition, Exhibitor
from showcase.services.exhibitions.door_publishing import publish_exhibitions
from showcase.services.exhibitions.door_telling import tell_exhibitors
from showcase.services.exhibitions.steps import lock_exhibitor, take_step
from tests.door.ends import Ends
from tests.door.exhibiting import NEEDS, SHOWN, apply, begin, text_file, write
from tests.door.steps import key_in, mailed_link, url
from tests.organization.factories import Ward
from tests.showcase.exhibitions.factories import make_booth, make_exhibition

pytestmark = pytest.mark.django_db(databases=["default", "door"])
UNTIL = dt.date(2026, 11, 27)


@pytest.fixture
def exhibition(ward: Ward) -> Exhibition:
    return make_exhibition(
        ward.dx_main, state=ExhibitionState.APPLICATIONS, applications_until=UNTIL, terms="机は1つまでです。"
    )


@pytest.fixture
def ends(at_the_door: Any, tmp_path: Path, exhibition: Exhibition) -> Ends:
    at_the_door.MEDIA_ROOT = tmp_path / "ward-media"
    found = Ends(at_the_door, tmp_path)
    found.ward()
    publish_exhibitions()
    found.both()
    return found


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def step(exhibitor: Exhibitor, name: str, ward: Ward, **more: Any) -> None:
    row = lock_exhibitor(exhibitor)
    for field, value in more.items():
        setattr(row, field, value)
    take_step(row=row, actor=ward.dx_main, name=name, now=timezone.now(), reason="理由です")


def test_the_first_page_tells_what_has_to_be_known(ends: Ends, vendor: Client) -> None:
    page = page_of(vendor, url("door_start", EXHIBITOR_KIND))
    for words in ("庁内DX展示会「窓口を変える」", "12月8日(火) 10:00〜16:00", "本庁舎1階ロビー", "机は1つまでです。"):
        assert words in page
    assert "11月27日(金)" in page
    assert "契約の手続ではありません" in page
    assert url("door_start", EXHIBITOR_KIND) in page_of(vendor, url("door_landing"))


@pytest.mark.parametrize("state", [one for one in ExhibitionState if one != ExhibitionState.APPLICATIONS])
def test_what_takes_no_applications_is_not_published(
    ends: Ends, vendor: Client, exhibition: Exhibition, state: str
) -> None:
    Exhibition.objects.update(state=state)
    publish_exhibitions()
    ends.both()
    page = page_of(vendor, url("door_start", EXHIBITOR_KIND))
    assert "募集している展示会はありません" in page
    assert exhibition.title not in page
    assert begin(vendor, exhibition).status_code == 409
    assert not Submission.objects.exists()


def test_an_application_becomes_an_exhibitor_that_applied(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    row = apply(vendor, exhibition, files=[text_file()])
    ends.both()
    exhibitor = Exhibitor.objects.get()
    assert (exhibitor.exhibition, exhibitor.state, exhibitor.key) == (exhibition, ExhibitorState.APPLIED, row.key)
    assert exhibitor.company == Company.objects.get(corporate_number="8000020131032")
    assert (exhibitor.name, exhibitor.title, exhibitor.difficulty) == (
        "みなと見本株式会社", "届出書を読み取る", "字が薄いと読めません。",
    )  # fmt: skip
    assert (exhibitor.needs_power, exhibitor.needs_network, exhibitor.needs_space) == (True, False, "机1つ")
    assert exhibitor.contact is not None
    assert (exhibitor.contact.mail, exhibitor.contact.department) == ("taro@example.com", "営業部")
    assert [(one.name, one.role) for one in exhibitor.people.all()] == [("見本 花子", "営業部"), ("見本 次郎", "")]
    file = Attachment.objects.get()
    assert (file.kind, file.object_id, file.name, file.state) == (
        EXHIBITOR_KIND, exhibitor.pk, "資料.txt", "quarantined",
    )  # fmt: skip
    assert ContactLog.objects.get().company == exhibitor.company
    assert [entry.name for entry in exhibitor.steps.all()] == ["apply"]
    assert Notification.objects.get(kind="exhibitor").recipient == exhibition.organizer
    row.refresh_from_db()
    assert row.desk_state == "お申込みを受け付けました"
    page = page_of(vendor, mailed_link("受け付けました"))
    assert "届出書を読み取る" in page
    assert "内容を変える" in page
    assert "職員の関心" not in page


def test_taken_in_again_it_is_the_same(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    apply(vendor, exhibition)
    ends.both()
    rewrite(number=1)
    ends.both()
    assert Exhibitor.objects.count() == 1
    assert not StuckItem.objects.exists()


def test_a_company_known_from_elsewhere_stays_one_record(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    known = Company.objects.create(name="別の書き方の会社", corporate_number="8000020131032", created_at=timezone.now())
    apply(vendor, exhibition)
    ends.both()
    assert Exhibitor.objects.get().company == known
    assert Company.objects.count() == 1


def test_after_the_deadline_it_is_refused_in_words_at_every_step(
    ends: Ends, vendor: Client, exhibition: Exhibition, time_machine: Any
) -> None:
    key = key_in(begin(vendor, exhibition))
    time_machine.move_to("2026-11-27T23:59:00+09:00")
    assert vendor.post(url("door_step", EXHIBITOR_KIND, key, 2), SHOWN).status_code == 302
    write(vendor, key)
    time_machine.move_to("2026-11-28T00:00:30+09:00")
    over = "11月27日(金)で締め切りました"
    for place in (2, 3):
        assert over in page_of(vendor, url("door_step", EXHIBITOR_KIND, key, place))
    late = vendor.post(url("door_review", EXHIBITOR_KIND, key))
    assert late.status_code == 409
    assert over in late.content.decode()
    assert over in page_of(vendor, url("door_start", EXHIBITOR_KIND))
    assert begin(vendor, exhibition).status_code == 409
    assert over in page_of(vendor, url("door_landing"))


def test_sent_in_time_it_may_be_confirmed_and_arrive_later(
    ends: Ends, vendor: Client, exhibition: Exhibition, time_machine: Any
) -> None:
    key = key_in(begin(vendor, exhibition))
    write(vendor, key)
    time_machine.move_to("2026-11-27T23:59:00+09:00")
    assert vendor.post(url("door_review", EXHIBITOR_KIND, key)).status_code == 302
    time_machine.move_to("2026-11-28T09:00:00+09:00")
    Exhibition.objects.update(state=ExhibitionState.PUBLISHED)
    assert vendor.post(mailed_link("確認のお願い")).status_code == 200
    ends.both()
    assert Exhibitor.objects.get().state == ExhibitorState.APPLIED


def test_what_arrives_when_it_has_begun_is_turned_away_in_words(
    ends: Ends, vendor: Client, exhibition: Exhibition
) -> None:
    row = apply(vendor, exhibition)
    Exhibition.objects.update(state=ExhibitionState.RUNNING)
    ends.both()
    assert not Exhibitor.objects.exists()
    assert not StuckItem.objects.exists()
    row.refresh_from_db()
    assert (row.desk_state, row.is_open) == ("締切後", False)
    assert "締切のあとに届きました" in DeskMessage.objects.get().text


def test_somebody_who_only_knows_the_number_does_not_get_at_the_companys_record(
    ends: Ends, vendor: Client, exhibition: Exhibition, ward: Ward
) -> None:
    apply(vendor, exhibition)
    ends.both()
    first = Exhibitor.objects.get()
    booth = make_booth(exhibition, "Z-9")
    step(first, "select", ward, booth=booth)
    second = apply(vendor, exhibition, company={"contact_mail": "other@example.com"}, shown={"title": "別の話"})
    ends.both()
    tell_exhibitors()
    ends.both()
    assert Exhibitor.objects.get().title == "届出書を読み取る"
    second.refresh_from_db()
    assert second.desk_state == "確認中"
    assert "Z-9" not in str(second.page)
    assert "確かめて、ご連絡します" in DeskMessage.objects.get(submission=second).text
    told = Notification.objects.get(event__contains=":second:")
    assert "other@example.com" in told.text
    # What the second one goes on to send changes nothing either.
    assert vendor.post(url("door_withdraw", mailed_link("お申込みについて").split("/")[2])).status_code == 302


def test_changes_take_the_place_of_what_was_written(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    apply(vendor, exhibition, files=[text_file()])
    ends.both()
    answer = vendor.post(f"{mailed_link('受け付けました')}revise/")
    key = key_in(answer)
    shown, needs = {"title": "新しい名前"}, {"people": "見本 次郎\n見本 三郎、案内"}
    write(vendor, key, first=2, shown=shown, needs=needs, files=[text_file("追加.txt")])
    assert vendor.post(url("door_review", EXHIBITOR_KIND, key)).url == url("door_changed")
    ends.both()
    exhibitor = Exhibitor.objects.get()
    assert (exhibitor.title, exhibitor.state) == ("新しい名前", ExhibitorState.APPLIED)
    assert [one.name for one in exhibitor.people.all()] == ["見本 次郎", "見本 三郎"]
    assert {file.name for file in Attachment.objects.all()} == {"資料.txt", "追加.txt"}
    assert [entry.name for entry in exhibitor.steps.all()] == ["apply", "change"]


def test_a_company_withdraws_and_its_booth_is_free(
    ends: Ends, vendor: Client, exhibition: Exhibition, ward: Ward
) -> None:
    apply(vendor, exhibition)
    ends.both()
    step(Exhibitor.objects.get(), "select", ward, booth=make_booth(exhibition))
    ends.both()
    status = mailed_link("出展が決まりました")
    page = page_of(vendor, status)
    assert "A-1（1階ロビー）" in page
    assert vendor.post(f"{status}withdraw/", {"reason": "人が足りません"}).status_code == 302
    ends.both()
    exhibitor = Exhibitor.objects.get()
    assert (exhibitor.state, exhibitor.booth) == (ExhibitorState.WITHDRAWN, None)
    assert exhibitor.steps.last().reason == "人が足りません"
    assert ContactLog.objects.count() == 2


def test_a_decision_is_told_without_its_reason(ends: Ends, vendor: Client, exhibition: Exhibition, ward: Ward) -> None:
    row = apply(vendor, exhibition)
    ends.both()
    step(Exhibitor.objects.get(), "decline", ward, reason="内部の理由：評判がよくない")
    ends.both()
    row.refresh_from_db()
    assert (row.desk_state, row.is_open) == ("今回は見送りました", False)
    page = page_of(vendor, mailed_link("今回は見送りました"))
    assert "内部の理由" not in page
    assert "内部の理由" not in str([row.page, *DeskMessage.objects.values_list("text", flat=True)])
    step(Exhibitor.objects.get(), "reopen", ward)
    ends.both()
    row.refresh_from_db()
    assert row.is_open


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ("\n".join(f"人{number}" for number in range(11)), "10人まで"),
        ("、営業部", "1行目を直して"),
        ("見本 花子\n" + "長" * 81, "2行目を直して"),
    ],
)
def test_people_that_cannot_be_are_explained(
    ends: Ends, vendor: Client, exhibition: Exhibition, people: str, words: str
) -> None:
    key = key_in(begin(vendor, exhibition))
    answer = vendor.post(url("door_step", EXHIBITOR_KIND, key, 3), NEEDS | {"people": people})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_exhibition_that_is_not_offered_cannot_be_chosen(
    ends: Ends, vendor: Client, exhibition: Exhibition, ward: Ward
) -> None:
    planned = make_exhibition(ward.dx_main, state=ExhibitionState.PLANNED, title="まだ秘密の展示会")
    for wrong in (str(planned.pk), "999", "x", "", "1 OR 1=1"):
        answer = begin(vendor, exhibition, typed={"exhibition": wrong})
        assert answer.status_code == 422
        assert "まだ秘密" not in answer.content.decode()
    assert not Submission.objects.exists()


HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>{{ 7*7 }}'; DROP TABLE x;--"


def test_hostile_words_are_words_on_every_page(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    typed = {"company_name": HOSTILE, "contact_name": HOSTILE[:80], "contact_department": HOSTILE}
    shown = {name: HOSTILE[:80] for name in ("title", "summary", "about", "difficulty", "cost")}
    key = key_in(begin(vendor, exhibition, typed=typed))
    write(vendor, key, shown=shown, needs={"needs_space": HOSTILE, "people": HOSTILE[:70]})
    review = page_of(vendor, url("door_review", EXHIBITOR_KIND, key))
    assert vendor.post(url("door_review", EXHIBITOR_KIND, key)).status_code == 302
    confirm = mailed_link("確認のお願い")
    pages = [review, page_of(vendor, confirm), vendor.post(confirm).content.decode()]
    ends.both()
    pages.append(page_of(vendor, mailed_link("受け付けました")))
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert" in review
    exhibitor = Exhibitor.objects.get()
    assert exhibitor.summary == HOSTILE[:80], "kept as it was typed"
    assert exhibitor.name == HOSTILE


@pytest.mark.parametrize("name", ["title", "summary", "about", "difficulty", "cost"])
def test_what_is_too_long_is_refused_with_its_length(
    ends: Ends, vendor: Client, exhibition: Exhibition, name: str
) -> None:
    key = key_in(begin(vendor, exhibition))
    answer = vendor.post(url("door_step", EXHIBITOR_KIND, key, 2), SHOWN | {name: "長" * 4001})
    assert answer.status_code == 422
    assert "4001" in answer.content.decode()
