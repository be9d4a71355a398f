"""Planning: facts, halls, booths, programme, and last time's as a start; on pages and in services."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from minato_dx.attachments.models import Attachment
from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.scheduling.enums import SeatState
from minato_dx.scheduling.models import Room
from showcase.enums import ExhibitionState, ExhibitorState, ItemKind
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.models import Booth, Exhibition
from showcase.selectors.exhibitions.planning import version_of
from showcase.services.exhibitions import copying, halls, planning, programme
from showcase.services.exhibitions.halls import BoothFacts, HallFacts
from showcase.services.exhibitions.planning import Day
from showcase.services.exhibitions.reserving import reserve, visitor_of
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.exhibitions import plans
from tests.showcase.exhibitions.factories import DAY, make_company, make_exhibition, make_exhibitor, make_item
from tests.showcase.exhibitions.plans import fresh
from tests.showcase.steps import a_picture

TYPED = {
    "title": "第4回 庁内DX展示会", "theme": "紙を減らす", "place": "本庁舎1階", "day_1": "令和8年12月8日",
    "opens_1": "10時", "closes_1": "午後4時", "applications_until": "12/1", "about": "", "terms": "",
}  # fmt: skip


# --- Pages --------------------------------------------------------------------------------------------------


def test_the_desk_plans_an_exhibition_as_days_are_typed(ward: Ward) -> None:
    browser = as_person(ward.dx_main)
    page = browser.post(reverse("exhibition_create"), TYPED, follow=True)
    exhibition = Exhibition.objects.get()
    assert page.redirect_chain[-1][0] == reverse("exhibition_board", args=[exhibition.pk])
    day = exhibition.days.get()
    assert (day.day, day.opens_at, day.closes_at) == (DAY, dt.time(10), dt.time(16))
    assert (exhibition.state, exhibition.organizer) == (ExhibitionState.PLANNED, ward.dx_main)
    assert exhibition.title in browser.get(reverse("exhibition_plan")).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day_1": ""}, "開催する日"),
        ({"day_1": "12月32日"}, "1日目"),
        ({"closes_1": ""}, "閉じる時刻"),
        ({"closes_1": "9:00"}, "始まる時刻より後"),
        ({"day_2": "2026-12-08", "opens_2": "10:00", "closes_2": "16:00"}, "同じ日が2回"),
        ({"applications_until": "2026-12-09"}, "締切は、開催の日より前"),
        ({"title": "　"}, "名前を書いて"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(ward: Ward, changes: dict[str, str], words: str) -> None:
    page = as_person(ward.dx_main).post(reverse("exhibition_create"), TYPED | changes)
    assert page.status_code == 422
    text = page.content.decode()
    assert words in text
    assert "紙を減らす" in text
    assert not Exhibition.objects.exists()


def test_of_two_who_change_the_plan_at_once_the_second_is_told(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main)
    seen = version_of(exhibition)
    address = reverse("exhibition_edit", args=[exhibition.pk])
    first = as_person(ward.dx_main).post(address, TYPED | {"seen": seen})
    second = as_person(ward.dx_deputy).post(address, TYPED | {"seen": seen, "title": "別の名前"})
    assert (first.status_code, second.status_code) == (302, 409)
    assert "先に直しました" in second.content.decode()
    assert "別の名前" in second.content.decode()
    assert fresh(exhibition).title == TYPED["title"]


@pytest.mark.parametrize("state", [ExhibitionState.CLOSED, ExhibitionState.REPORTED, ExhibitionState.CANCELLED])
def test_what_is_over_is_changed_no_more(ward: Ward, state: ExhibitionState) -> None:
    exhibition = plans.WALK[state](ward.dx_main)
    seen = version_of(exhibition)
    with pytest.raises(StateConflict):
        planning.change_exhibition(exhibition=exhibition, facts=plans.facts(), seen=seen, actor=ward.dx_main)
    with pytest.raises(StateConflict):
        halls.save_hall(exhibition=exhibition, hall=None, facts=HallFacts(name="別"), actor=ward.dx_main)
    with pytest.raises(StateConflict):
        programme.plan_item(exhibition=exhibition, facts=plans.item_facts(), actor=ward.dx_main, now=NOW)
    board = as_person(ward.dx_main).get(reverse("exhibition_board", args=[exhibition.pk])).content.decode()
    assert "計画を直す" not in board


def test_only_the_desk_writes(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main)
    hall = exhibition.halls.get()
    calls = [
        lambda: planning.create_exhibition(facts=plans.facts(), actor=ward.head, now=NOW),
        lambda: planning.change_exhibition(exhibition=exhibition, facts=plans.facts(), seen=0, actor=ward.head),
        lambda: halls.save_hall(exhibition=exhibition, hall=None, facts=HallFacts(name="別"), actor=ward.head),
        lambda: halls.remove_hall(hall=hall, actor=ward.head),
        lambda: halls.save_booth(hall=hall, booth=None, facts=BoothFacts(code="A-1"), actor=ward.head),
        lambda: programme.plan_item(exhibition=exhibition, facts=plans.item_facts(), actor=ward.head, now=NOW),
        lambda: copying.copy_from(exhibition=exhibition, earlier=exhibition, parts=(), actor=ward.head, now=NOW),
    ]
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"])
def test_hostile_words_are_shown_as_words(ward: Ward, text: str) -> None:
    exhibition = plans.planned(ward.dx_main, title=text, theme=text, about=text, place=text)
    plan = {"actor": ward.dx_main, "now": NOW}
    programme.plan_item(exhibition=exhibition, facts=plans.item_facts(title=text, speaker=text, place=text), **plan)
    halls.save_hall(exhibition=exhibition, hall=None, facts=HallFacts(name=text, place=text), actor=ward.dx_main)
    browser = as_person(ward.dx_main)
    for address in (reverse("exhibition_plan"), reverse("exhibition_board", args=[exhibition.pk])):
        page = browser.get(address).content.decode()
        assert escape(text) in page
        assert text not in page or "{{" in text


def test_the_board_takes_as_many_queries_with_much_as_with_little(ward: Ward) -> None:
    browser = as_person(ward.dx_main)
    exhibition = plans.planned(ward.dx_main)
    address = reverse("exhibition_board", args=[exhibition.pk])
    counts = []
    for number in range(3):
        for place in range(12 if number else 1):
            hall = exhibition.halls.create(name=f"会場{number}-{place}", order=place)
            booth = Booth.objects.create(exhibition=exhibition, hall=hall, code=f"{number}-{place}")
            company = make_company(f"株式会社みほん{number}の{place}")
            make_exhibitor(exhibition, booth=booth, company=company)
            make_item(exhibition, starts=dt.time(10, place), title=f"セミナー{place}")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 22


# --- Halls and booths ---------------------------------------------------------------------------------------


def test_a_plan_needs_words_and_is_drawn_anew(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main)
    address = reverse("hall_create", args=[exhibition.pk])
    browser = as_person(ward.dx_main)
    without = browser.post(address, {"name": "9階", "order": "1", "plan": a_picture("図.png"), "plan_alt": " "})
    assert (without.status_code, exhibition.halls.count()) == (422, 1)
    browser.post(address, {"name": "9階", "order": "1", "plan": a_picture("図.png"), "plan_alt": "左に入口"})
    hall = exhibition.halls.get(name="9階")
    page = browser.get(reverse("hall_floor", args=[exhibition.pk, hall.pk])).content.decode()
    assert 'alt="左に入口"' in page
    picture = browser.get(reverse("attachment_picture", args=[hall.plan.key]))
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")
    assert as_person(ward.requester).get(reverse("attachment_picture", args=[hall.plan.key])).status_code == 404
    edit = reverse("hall_edit", args=[exhibition.pk, hall.pk])
    browser.post(edit, {"name": "9階", "order": "1", "plan_alt": "", "without_plan": "on"})
    assert not Attachment.objects.exists()


def test_a_plan_that_is_no_picture_is_refused(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main)
    upload = a_picture("図.png")
    upload.file.write(b"no picture at all")
    upload.name = "図.pdf"
    data = {"name": "9階", "order": "1", "plan": upload, "plan_alt": "図"}
    page = as_person(ward.dx_main).post(reverse("hall_create", args=[exhibition.pk]), data)
    assert (page.status_code, exhibition.halls.count()) == (422, 1)


def test_booths_are_placed_moved_and_taken_away(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main)
    hall = exhibition.halls.get()
    browser = as_person(ward.dx_main)
    floor = reverse("hall_floor", args=[exhibition.pk, hall.pk])
    data = {"code": "A-1", "hall": hall.pk, "x": "２６．５", "y": "24", "has_power": "on"}
    assert browser.post(floor, data).status_code == 302
    booth = exhibition.booths.get()
    assert (booth.x, booth.y, booth.has_power, booth.has_network) == (Decimal("26.5"), 24, True, False)
    assert browser.post(floor, data).status_code == 422
    assert browser.post(floor, data | {"code": "A-2", "y": ""}).status_code == 422
    assert browser.post(floor, data | {"code": "A-2", "x": "101"}).status_code == 422
    edit = reverse("booth_edit", args=[exhibition.pk, hall.pk, booth.pk])
    assert browser.post(edit, data | {"code": "A-9", "x": "", "y": ""}).status_code == 302
    assert exhibition.booths.get().code == "A-9"
    browser.post(reverse("hall_remove", args=[exhibition.pk, hall.pk]))
    assert exhibition.halls.exists()
    browser.post(reverse("booth_remove", args=[exhibition.pk, hall.pk, booth.pk]))
    browser.post(reverse("hall_remove", args=[exhibition.pk, hall.pk]))
    assert not exhibition.halls.exists()


def test_a_booth_at_which_somebody_stands_stays(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    booth = Booth.objects.create(exhibition=exhibition, hall=exhibition.halls.get(), code="A-1")
    make_exhibitor(exhibition, booth=booth, name="株式会社みほん技研")
    with pytest.raises(ShowcaseError, match="みほん技研"):
        halls.remove_booth(booth=booth, actor=ward.dx_main)


# --- Programme ----------------------------------------------------------------------------------------------


def test_a_room_is_never_taken_twice(ward: Ward) -> None:
    exhibition, room = plans.planned(ward.dx_main), Room.objects.create(name="会議室901", capacity=30)
    browser = as_person(ward.dx_main)
    data = {
        "kind": "seminar", "title": "紙をやめる前に", "day": "2026-12-08", "starts": "10:30", "ends": "11:10",
        "room": room.pk, "capacity": "24", "is_open_to_outsiders": "on",
    }  # fmt: skip
    address = reverse("item_create", args=[exhibition.pk])
    assert browser.post(address, data).status_code == 302
    again = browser.post(address, data | {"starts": "11:00", "ends": "11:40"})
    assert again.status_code == 422
    assert "会議室901はほかの予定で使われています" in again.content.decode()
    assert browser.post(address, data | {"starts": "11:10", "ends": "11:40"}).status_code == 302
    assert browser.post(address, data | {"starts": "13:00", "ends": "14:00", "capacity": "31"}).status_code == 422
    assert browser.post(address, data | {"starts": "13:00", "ends": "12:00"}).status_code == 422
    assert exhibition.programme.count() == 2


def test_a_larger_room_is_offered_to_those_who_wait_the_longest_first(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    item = make_item(exhibition, capacity=1)
    people = [ward.requester, ward.colleague, ward.leader, ward.head]
    seats = [
        reserve(item=item, visitor=visitor_of(exhibition=exhibition, user=one, now=NOW), now=NOW) for one in people
    ]
    assert [seat.state for seat in seats] == ["confirmed", "waiting", "waiting", "waiting"]
    facts = plans.item_facts(capacity=3, place="901会議室")
    programme.change_item(item=item, facts=facts, actor=ward.dx_main, now=NOW)
    for seat in seats:
        seat.refresh_from_db()
    assert [seat.state for seat in seats] == [
        SeatState.CONFIRMED, SeatState.OFFERED, SeatState.OFFERED, SeatState.WAITING,
    ]  # fmt: skip
    offered = Notification.objects.filter(kind="seat_offered").values_list("recipient", flat=True)
    assert set(offered) == {ward.colleague.pk, ward.leader.pk}
    with pytest.raises(ShowcaseError, match="3人の席"):
        programme.change_item(item=item, facts=plans.item_facts(capacity=2), actor=ward.dx_main, now=NOW)
    programme.change_item(item=item, facts=plans.item_facts(capacity=None), actor=ward.dx_main, now=NOW)
    seats[3].refresh_from_db()
    assert seats[3].state == SeatState.CONFIRMED
    assert Notification.objects.get(kind="programme_seated").recipient == ward.head


def test_moved_and_called_off_whoever_has_a_seat_hears_of_it(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    item = make_item(exhibition)
    seat = reserve(item=item, visitor=visitor_of(exhibition=exhibition, user=ward.requester, now=NOW), now=NOW)
    programme.change_item(
        item=item, facts=plans.item_facts(at=dt.time(14), title="新しい題名"), actor=ward.dx_main, now=NOW
    )
    moved = Notification.objects.get(kind="programme_moved")
    assert moved.recipient == ward.requester
    assert "14:00" in moved.text
    browser = as_person(ward.dx_main)
    browser.post(reverse("item_cancel", args=[exhibition.pk, item.pk]), {"reason": "講師が来られないため"})
    seat.refresh_from_db()
    assert seat.state == SeatState.CANCELLED
    assert "講師が来られない" in Notification.objects.get(kind="programme_cancelled").text
    again = browser.post(reverse("item_cancel", args=[exhibition.pk, item.pk]), {"reason": "もう一度"})
    assert again.status_code == 422


def test_what_has_begun_is_neither_changed_nor_called_off(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    item = make_item(exhibition)
    later = jst(DAY, dt.time(10, 31))
    with pytest.raises(ShowcaseError, match="もう始まった"):
        programme.change_item(item=item, facts=plans.item_facts(at=dt.time(14)), actor=ward.dx_main, now=later)
    with pytest.raises(ShowcaseError, match="もう始まった"):
        programme.cancel_item(item=item, reason="遅い", actor=ward.dx_main, now=later)


# --- Last time's as a start ---------------------------------------------------------------------------------


def test_last_times_is_the_start_of_the_next(ward: Ward) -> None:
    earlier = plans.planned(ward.dx_main, days=[Day(DAY, plans.OPENS, plans.CLOSES)])
    room = Room.objects.create(name="会議室901", capacity=30)
    hall = earlier.halls.get()
    facts = HallFacts(name=hall.name, plan=a_picture("図.png"), plan_alt="左に入口")
    hall = halls.save_hall(exhibition=earlier, hall=hall, facts=facts, actor=ward.dx_main)
    halls.save_booth(
        hall=hall, booth=None, facts=BoothFacts(code="A-1", x=Decimal(10), y=Decimal(20)), actor=ward.dx_main
    )
    plan = {"actor": ward.dx_main, "now": NOW}
    programme.plan_item(exhibition=earlier, facts=plans.item_facts(room=room, title="紙の話"), **plan)
    window = plans.item_facts(at=dt.time(13), kind=ItemKind.WINDOW, title="13時からの入場")
    programme.plan_item(exhibition=earlier, facts=window, **plan)
    chosen = make_exhibitor(earlier)
    make_exhibitor(earlier, state=ExhibitorState.DECLINED, division=ward.nursery)

    data = TYPED | {"day_1": "2027-02-09", "applications_until": "", "copied_from": earlier.pk,
                    "parts": list(copying_parts())}  # fmt: skip
    as_person(ward.dx_main).post(reverse("exhibition_create"), data)
    new = Exhibition.objects.exclude(pk=earlier.pk).get()
    copy = new.halls.get()
    assert (new.copied_from, copy.plan_alt, copy.booths.get().code) == (earlier, "左に入口", "A-1")
    assert copy.plan_id != hall.plan_id
    titles = {item.title: item for item in new.programme.select_related("event")}
    assert set(titles) == {"題名は未定（前回：紙の話）", "13時からの入場"}
    assert titles["題名は未定（前回：紙の話）"].event.starts_at == jst(dt.date(2027, 2, 9), dt.time(10, 30))
    assert titles["題名は未定（前回：紙の話）"].event.room == room
    invited = new.exhibitors.get()
    assert (invited.state, invited.company, invited.title) == (ExhibitorState.INVITED, chosen.company, "")


def copying_parts() -> tuple[str, ...]:
    return (copying.HALLS, copying.PROGRAMME, copying.EXHIBITORS)


def test_what_cannot_be_copied_is_named(ward: Ward) -> None:
    days = [Day(DAY, plans.OPENS, plans.CLOSES), Day(DAY + dt.timedelta(days=1), plans.OPENS, plans.CLOSES)]
    earlier, room = plans.planned(ward.dx_main, days=days), Room.objects.create(name="会議室901")
    plan = {"actor": ward.dx_main, "now": NOW}
    programme.plan_item(exhibition=earlier, facts=plans.item_facts(room=room, title="1日目の話"), **plan)
    programme.plan_item(exhibition=earlier, facts=plans.item_facts(day=days[1].day, title="2日目の話"), **plan)
    new = planning.create_exhibition(facts=plans.facts(), **plan)
    left_out = copying.copy_from(exhibition=new, earlier=earlier, parts=[copying.PROGRAMME], **plan)
    assert [words.split("」")[0] for words in left_out] == ["「1日目の話", "「2日目の話"]
    assert "会議室901" in left_out[0]
    assert not new.programme.exists()


def test_everybody_but_the_desk_finds_nothing_of_a_plan(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main)
    for role in ("requester", "head", "leader", "cio", "administrator"):
        for name, args in (("exhibition_plan", []), ("exhibition_create", []), ("exhibition_board", [exhibition.pk])):
            assert as_person(getattr(ward, role)).get(reverse(name, args=args)).status_code == 403, (role, name)
