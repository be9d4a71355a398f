"""What visitors of the ward see and do: the list, the programme, a seat, the line, the booths, their own code."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.enums import State as CaseState
from consultations.models import Consultation, Interest
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from minato_dx.scheduling.enums import EventCategory, SeatState
from minato_dx.scheduling.models import Seat, WaitingOffer
from minato_dx.scheduling.services.events import Subject, plan_event
from showcase.enums import EXHIBITOR_KIND, ExhibitionState, ExhibitorState, ItemKind
from showcase.models import Exhibition, NameShown, ProgrammeItem, Visitor
from tests.consultations import walk
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import UserFactory, Ward
from tests.showcase.exhibitions.factories import (
    make_booth,
    make_company,
    make_exhibition,
    make_exhibitor,
    make_item,
)
from tests.showcase.exhibitions.filling import fill
from tests.test_url_access import DX, ROLES

SHOWN = {
    ExhibitionState.PUBLISHED, ExhibitionState.RUNNING, ExhibitionState.CLOSED, ExhibitionState.REPORTED,
    ExhibitionState.CANCELLED,
}  # fmt: skip


@pytest.fixture
def exhibition(ward: Ward) -> Exhibition:
    return make_exhibition(ward.dx_main)


@pytest.fixture
def item(exhibition: Exhibition) -> ProgrammeItem:
    return make_item(exhibition, capacity=1)


def page(person: User, exhibition: Exhibition, status: int = 200, **query: Any) -> str:
    answer = as_person(person).get(reverse("exhibition_detail", args=[exhibition.pk]), query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def press(person: User, item: ProgrammeItem, act: str = "reserve", **more: str) -> str:
    answer = as_person(person).post(reverse("programme_seat", args=[item.pk]), {"act": act} | more, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", list(ExhibitionState))
def test_who_sees_it_in_which_state(ward: Ward, state: str, role: str) -> None:
    exhibition = make_exhibition(ward.dx_main, state=state)
    booth = make_exhibitor(exhibition)
    person = getattr(ward, role)
    status = 200 if state in SHOWN or role in DX else 404
    for name, pk in (
        ("exhibition_detail", exhibition.pk), ("my_visit", exhibition.pk), ("exhibitor_detail", booth.pk)
    ):  # fmt: skip
        assert as_person(person).get(reverse(name, args=[pk])).status_code == status, name


def test_the_list_tells_what_comes_and_what_was(ward: Ward) -> None:
    coming = make_exhibition(ward.dx_main, title="次の展示会")
    past = make_exhibition(
        ward.dx_main, state=ExhibitionState.REPORTED, title="前の展示会", starts_on=dt.date(2026, 7, 2),
        ends_on=dt.date(2026, 7, 2),
    )  # fmt: skip
    make_exhibition(ward.dx_main, state=ExhibitionState.PLANNED, title="まだ秘密の展示会")
    text = as_person(ward.requester).get(reverse("exhibition_list")).content.decode()
    assert (
        text.index("これからの展示会")
        < text.index(coming.title)
        < text.index("これまでの展示会")
        < text.index(past.title)
    )
    assert "まだ秘密の展示会" not in text


def test_a_seat_in_one_click_with_the_mail_for_the_calendar(ward: Ward, exhibition: Exhibition, item: Any) -> None:
    text = press(ward.requester, item)
    assert f"「{item.title}」を予約しました。" in text
    assert "予約済み" in text
    seat = Seat.objects.get(person=ward.requester)
    assert seat.state == SeatState.CONFIRMED
    mail = Delivery.objects.get(notification__recipient=ward.requester)
    assert "METHOD:REQUEST" in mail.calendar
    assert str(item.event.uid) in mail.calendar
    assert mail.notification.read_at is not None, "they know: they did it themselves"
    assert as_person(ward.requester).get(reverse("event_ics", args=[item.event.uid])).status_code == 200
    assert item.title in as_person(ward.requester).get(reverse("calendar")).content.decode()


def test_pressed_twice_it_is_one_seat_and_one_mail(ward: Ward, item: ProgrammeItem) -> None:
    press(ward.requester, item)
    press(ward.requester, item)
    assert Seat.objects.filter(person=ward.requester).count() == 1
    assert Delivery.objects.filter(notification__recipient=ward.requester).count() == 1


def test_full_waiting_in_line_offered_and_taken(ward: Ward, exhibition: Exhibition, item: ProgrammeItem) -> None:
    press(ward.requester, item)
    assert "空き待ちに並びました" in press(ward.colleague, item)
    assert "空き待ち 2番目" in press(ward.outsider, item)
    assert "満席" in page(ward.head, exhibition)
    assert "待っている人がいるので" in page(ward.requester, exhibition)

    assert "予約を取り消しました" in press(ward.requester, item, "leave")
    assert "METHOD:CANCEL" in Delivery.objects.filter(notification__recipient=ward.requester).latest("pk").calendar
    told = Notification.objects.get(recipient=ward.colleague)
    assert told.title.startswith("席が空きました")
    assert "席が空きました。" in page(ward.colleague, exhibition)
    assert "空き待ち 1番目" in page(ward.outsider, exhibition)
    assert "席が決まりました" in press(ward.colleague, item, "accept")
    assert "予約済み" in page(ward.colleague, exhibition)


def test_an_offer_is_passed_on(ward: Ward, item: ProgrammeItem) -> None:
    for person in (ward.requester, ward.colleague, ward.outsider):
        press(person, item)
    press(ward.requester, item, "leave")
    assert "次の人に譲りました" in press(ward.colleague, item, "decline")
    offer = WaitingOffer.objects.get(answered_at__isnull=True)
    assert offer.seat.person == ward.outsider
    late = offer.expires_at + dt.timedelta(minutes=1)
    with time_machine.travel(late, tick=False):
        assert "もう終わっています" in press(ward.colleague, item, "accept")
        assert "期限が過ぎました" in press(ward.outsider, item, "accept")


def test_nothing_is_offered_once_it_has_begun(ward: Ward, exhibition: Exhibition, item: ProgrammeItem) -> None:
    with time_machine.travel(item.event.starts_at, tick=False):
        assert reverse("programme_seat", args=[item.pk]) not in page(ward.requester, exhibition)
        assert "もう予約できません" in press(ward.requester, item)
    assert not Seat.objects.filter(person=ward.requester).exists()


def test_what_is_not_shown_is_not_reserved(ward: Ward) -> None:
    item = make_item(make_exhibition(ward.dx_main, state=ExhibitionState.PLANNED))
    answer = as_person(ward.requester).post(reverse("programme_seat", args=[item.pk]))
    assert answer.status_code == 404
    assert as_person(ward.requester).get(reverse("programme_seat", args=[item.pk])).status_code == 405


def test_leaving_what_one_never_had_is_no_fault_but_nothing_happens(ward: Ward, item: ProgrammeItem) -> None:
    assert "まだ予約がありません" in press(ward.requester, item, "leave")
    assert not Visitor.objects.exists()


def test_a_hearing_meanwhile_is_shown_and_a_window_clashes_with_nothing_of_its_exhibition(
    ward: Ward, exhibition: Exhibition, item: ProgrammeItem
) -> None:
    window = make_item(
        exhibition, kind=ItemKind.WINDOW, title="10時からの入場", starts=dt.time(10), minutes=90, capacity=50
    )
    press(ward.requester, window)
    press(ward.requester, item)
    assert "と重なります" not in page(ward.requester, exhibition)
    start = item.event.starts_at - dt.timedelta(minutes=30)
    case = walk.submit(ward)
    plan_event(
        subject=Subject(EventCategory.HEARING, "consultation", case.pk, "ヒアリング"),
        starts_at=start, ends_at=start + dt.timedelta(hours=1), organizer=ward.dx_main, guests=[ward.requester],
        now=NOW,
    )  # fmt: skip
    assert page(ward.requester, exhibition).count("10:00からの「ヒアリング」と重なります") == 2
    assert "と重なります" not in page(ward.outsider, exhibition)


def test_narrowed_down_by_words_field_hall_kind_and_what_fits(ward: Ward, exhibition: Exhibition) -> None:
    field = FieldOfWork.objects.create(name="紙の読み取り", order=100)
    hall = exhibition.halls.create(name="9階", order=1)
    first = make_exhibitor(exhibition, booth=make_booth(exhibition), field=field, title="ＯＣＲで読む")
    second = make_exhibitor(
        exhibition,
        division=ward.nursery,
        title="空きを見せる",
        summary="",
        booth=exhibition.booths.create(hall=hall, code="B-1"),
    )
    make_item(exhibition, title="ＯＣＲの話", field=field)
    make_item(exhibition, title="電話の話", starts=dt.time(14))
    for query in (
        {"q": "ocr"},
        {"field": field.pk},
        {"hall": exhibition.halls.get(name="1階ロビー").pk},
        {"kind": "company"},
    ):
        text = page(ward.outsider, exhibition, **query)
        assert f">{first.title}<" in text, query
        assert f">{second.title}<" not in text, query
    text = page(ward.outsider, exhibition, q="ocr")
    assert "ＯＣＲの話" in text
    assert "電話の話" not in text
    assert "条件に合うブースは0です" in page(ward.outsider, exhibition, fits="on")
    case = walk.submit(ward, requester=ward.outsider)
    Consultation.objects.filter(pk=case.pk).update(field=field)
    text = page(ward.outsider, exhibition, fits="on")
    assert f">{first.title}<" in text
    assert "電話の話" not in text
    assert page(ward.outsider, exhibition, status=422, field=999999)


def test_only_who_was_chosen_is_met(ward: Ward, exhibition: Exhibition) -> None:
    for number, state in enumerate(ExhibitorState):
        shown = make_exhibitor(
            exhibition, state=state, company=make_company(f"会社{number}"), title=f"見せるもの{number}"
        )
        is_met = state == ExhibitorState.SELECTED
        assert (shown.title in page(ward.requester, exhibition)) is is_met, state
        answer = as_person(ward.requester).get(reverse("exhibitor_detail", args=[shown.pk]))
        assert answer.status_code == (200 if is_met else 404), state


def test_a_wish_at_a_booth_tells_the_section_and_the_company_nothing(ward: Ward, exhibition: Exhibition) -> None:
    booth = make_exhibitor(exhibition)
    browser = as_person(ward.requester)
    browser.post(reverse("wish", args=[EXHIBITOR_KIND, booth.pk]))
    wish = Interest.objects.get(kind=EXHIBITOR_KIND, object_id=booth.pk)
    assert wish.title == booth.title
    assert {row.recipient for row in Notification.objects.all()} == {ward.dx_main}
    text = browser.get(reverse("exhibitor_detail", args=[booth.pk])).content.decode()
    assert "1課が「うちの課でもできる」" in text
    assert "企業には数だけが見えます" in text
    browser.post(reverse("wish_begin", args=[wish.pk]))
    case = Consultation.objects.get(state=CaseState.RECEIVED)
    assert booth.title in case.body
    assert exhibition.title in case.body


def test_a_wish_at_a_divisions_booth_tells_its_people_too(ward: Ward, exhibition: Exhibition) -> None:
    booth = make_exhibitor(exhibition, division=ward.nursery)
    booth.people.create(user=ward.colleague, name="柳")
    as_person(ward.outsider).post(reverse("wish", args=[EXHIBITOR_KIND, booth.pk]))
    assert {row.recipient for row in Notification.objects.all()} == {ward.dx_main, ward.colleague}


def test_a_name_is_told_only_by_ones_own_word(ward: Ward, exhibition: Exhibition) -> None:
    booth, other = make_exhibitor(exhibition), make_exhibitor(exhibition, division=ward.nursery)
    browser = as_person(ward.requester)
    address = reverse("exhibitor_name", args=[booth.pk])
    for _ in range(2):
        assert "名前と課を伝えます" in browser.post(address, {"shown": "yes"}, follow=True).content.decode()
    assert NameShown.objects.get().user == ward.requester
    assert "名前は伝えません" in browser.post(address, {"shown": "no"}, follow=True).content.decode()
    assert not NameShown.objects.exists()
    answer = browser.post(reverse("exhibitor_name", args=[other.pk]), {"shown": "yes"}, follow=True)
    assert "企業のブースでだけ" in answer.content.decode()
    assert not NameShown.objects.exists()


def test_ones_own_code_is_made_by_a_click_and_nobody_elses_is_shown(ward: Ward, exhibition: Exhibition) -> None:
    address = reverse("my_visit", args=[exhibition.pk])
    browser = as_person(ward.requester)
    assert "来場の符号を出す" in browser.get(address).content.decode()
    assert not Visitor.objects.exists(), "a look writes nothing"
    for _ in range(2):
        browser.post(address)
    visitor = Visitor.objects.get()
    assert visitor.code in browser.get(address).content.decode()
    assert visitor.code not in as_person(ward.colleague).get(address).content.decode()
    over = make_exhibition(ward.dx_main, state=ExhibitionState.CLOSED)
    browser.post(reverse("my_visit", args=[over.pk]))
    assert Visitor.objects.count() == 1


def test_ones_own_page_has_ones_own_seats(ward: Ward, exhibition: Exhibition, item: ProgrammeItem) -> None:
    other = make_item(exhibition, title="ほかの話", starts=dt.time(14))
    text = press(ward.requester, item, **{"from": "mine"})
    assert item.title in text
    assert other.title not in text
    assert "12月8日(火)" in text


def test_scripts_in_every_text_stay_words(ward: Ward) -> None:
    nasty = "<script>alert(1)</script>"
    exhibition = make_exhibition(ward.dx_main, title=nasty, theme=nasty, about=nasty)
    booth = make_exhibitor(
        exhibition, title=nasty, summary=nasty, about=nasty, difficulty=nasty, cost=nasty, name=nasty
    )
    booth.people.create(name=nasty)
    make_item(exhibition, title=nasty, about=nasty, speaker=nasty)
    pages = [reverse("exhibition_list"), reverse("exhibition_detail", args=[exhibition.pk])]
    pages += [reverse("exhibitor_detail", args=[booth.pk]), reverse("my_visit", args=[exhibition.pk])]
    for address in pages:
        assert nasty not in as_person(ward.requester).get(address).content.decode()


@pytest.mark.parametrize(("booths", "seats"), [(6, 20), (60, 2000)])
def test_the_page_costs_the_same_with_many(ward: Ward, exhibition: Exhibition, booths: int, seats: int) -> None:
    fill(exhibition, booths=booths, seats=seats)
    browser = as_person(UserFactory())
    address = reverse("exhibition_detail", args=[exhibition.pk])
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    assert len(queries) == 14
