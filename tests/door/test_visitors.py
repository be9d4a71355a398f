"""People from elsewhere register at the door; their seats are decided in the ward, and come back by bundle."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from minato_dx.door.models import DeskMessage, DoorItem, Mail, Submission, SubmittedFile, Token
from minato_dx.door.services.intranet import rewrite
from minato_dx.door.services.upkeep import drop_handed_over, tidy
from minato_dx.exchange.models import IntranetItem, StuckItem
from minato_dx.scheduling.enums import SeatState
from minato_dx.scheduling.models import Seat, WaitingOffer
from minato_dx.scheduling.services.events import lock_event, move_event
from minato_dx.scheduling.services.seats import expire_offers
from showcase.enums import VISIT_KIND, ExhibitionState, VisitorKind
from showcase.models import Exhibition, ProgrammeItem, Visitor
from showcase.services.exhibitions.calling_off import call_off, call_off_programme
from showcase.services.exhibitions.door_publishing import publish_exhibitions
from showcase.services.exhibitions.door_visits import tell_visitors
from showcase.services.exhibitions.reserving import give_back, reserve, visitor_of
from tests.door.ends import Ends
from tests.door.steps import key_in, mailed_link, url
from tests.door.visiting import VISITOR, begin, press, register, send
from tests.organization.factories import UserFactory, Ward
from tests.showcase.exhibitions.factories import make_exhibition, make_item

pytestmark = pytest.mark.django_db(databases=["default", "door"])


@pytest.fixture
def exhibition(ward: Ward) -> Exhibition:
    return make_exhibition(ward.dx_main, for_officials=True)


@pytest.fixture
def item(exhibition: Exhibition) -> ProgrammeItem:
    """A seminar with one place."""
    return make_item(exhibition, capacity=1)


@pytest.fixture
def later(exhibition: Exhibition) -> ProgrammeItem:
    return make_item(exhibition, starts=dt.time(14), title="表を人の手で写さない")


@pytest.fixture
def ends(at_the_door: Any, tmp_path: Path, exhibition: Exhibition, item: ProgrammeItem, later: ProgrammeItem) -> Ends:
    at_the_door.MEDIA_ROOT = tmp_path / "ward-media"
    at_the_door.DOOR_LIMITS = dict.fromkeys(at_the_door.DOOR_LIMITS, (10_000, 10_000))
    found = Ends(at_the_door, tmp_path)
    found.ward()
    publish_exhibitions()
    found.both()
    return found


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def states(visitor: Visitor) -> dict[str, str]:
    """Return the newest state by the title of the event's item."""
    rows = Seat.objects.filter(outsider=visitor.key).order_by("pk").select_related("event")
    return {ProgrammeItem.objects.get(event=seat.event_id).title: str(seat.state) for seat in rows}


def taken_by_staff(item: ProgrammeItem, ward: Ward) -> Visitor:
    visitor = visitor_of(exhibition=item.exhibition, user=UserFactory(), now=timezone.now())
    reserve(item=item, visitor=visitor, now=timezone.now())
    return visitor


def test_the_first_page_tells_what_and_when(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    page = page_of(vendor, url("door_start", VISIT_KIND))
    assert exhibition.title in page
    assert "12月8日(火) 10:00〜16:00" in page
    assert "90日で消去" in page
    assert "企業の人" not in page, "this one is for officials only"


def test_somebody_registers_and_has_a_seat(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem
) -> None:
    row, status = register(vendor, exhibition, [item])
    before = page_of(vendor, status)
    assert "数分でここに結果が出ます" in before
    ends.both()
    visitor = Visitor.objects.get()
    assert (visitor.key, visitor.kind, visitor.name, visitor.organization, visitor.mail) == (
        row.key, VisitorKind.OFFICIAL, "見本 春子", "よその市", "haruko@example.com",
    )  # fmt: skip
    assert states(visitor) == {item.title: SeatState.CONFIRMED}
    page = page_of(vendor, status)
    assert "予約できました" in page
    assert "登録しました" in page
    told = DeskMessage.objects.get()
    assert f"「{item.title}」" in told.text
    assert "予約できました" in told.text
    code = page_of(vendor, url("door_code", status.split("/")[2]))
    assert visitor.code in code
    assert "<svg" in code


def test_who_chooses_nothing_may_come_too(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    _row, status = register(vendor, exhibition)
    ends.both()
    assert Visitor.objects.count() == 1
    assert "予約がなくても来場できます" in page_of(vendor, status)
    assert not DeskMessage.objects.exists(), "the receipt has said it all"


def test_the_same_again_is_the_same(ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem) -> None:
    register(vendor, exhibition, [item])
    ends.both()
    rewrite(number=DoorItem.objects.get(event="submitted").bundle_number or 0)
    ends.both()
    assert Visitor.objects.count() == Seat.objects.count() == DeskMessage.objects.count() == 1


def test_a_full_one_means_waiting_then_an_offer_then_a_seat(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem, ward: Ward
) -> None:
    staff = taken_by_staff(item, ward)
    _row, status = register(vendor, exhibition, [item])
    ends.both()
    assert "空き待ち（1番目）" in page_of(vendor, status)
    visitor = Visitor.objects.get(user__isnull=True)
    give_back(item=item, visitor=staff, now=timezone.now())
    ends.both()
    page = page_of(vendor, status)
    assert "席が空きました" in page
    assert "参加しない" in page
    assert "お返事ください" in Mail.objects.order_by("-pk")[0].body
    assert press(vendor, status, "accept", item).status_code == 302
    assert "届けています" in page_of(vendor, status)
    assert press(vendor, status, "accept", item).status_code == 302, "pressed again: nothing more happens"
    assert DoorItem.objects.filter(event="acted").count() == 1
    ends.both()
    assert states(visitor) == {item.title: SeatState.CONFIRMED}
    assert "予約できました" in page_of(vendor, status)


def test_who_says_no_lets_the_next_one_in(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem, ward: Ward
) -> None:
    staff = taken_by_staff(item, ward)
    _row, first = register(vendor, exhibition, [item])
    ends.both()
    _row, second = register(vendor, exhibition, [item], mail="natsuko@example.com", name="見本 夏子")
    ends.both()
    assert "空き待ち（2番目）" in page_of(vendor, second)
    give_back(item=item, visitor=staff, now=timezone.now())
    ends.both()
    press(vendor, first, "decline", item)
    ends.both()
    assert "席が空きました" in page_of(vendor, second)
    assert "予約はありません" in page_of(vendor, first)


def test_an_offer_that_runs_out_is_told_and_cannot_be_accepted(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem, ward: Ward, time_machine: Any
) -> None:
    staff = taken_by_staff(item, ward)
    _row, status = register(vendor, exhibition, [item])
    ends.both()
    give_back(item=item, visitor=staff, now=timezone.now())
    ends.both()
    time_machine.move_to(WaitingOffer.objects.get().expires_at + dt.timedelta(seconds=1))
    late = press(vendor, status, "accept", item)
    assert late.status_code == 422
    assert "期限が過ぎました" in late.content.decode()
    expire_offers(now=timezone.now())
    tell_visitors()
    ends.both()
    assert "次の方にご案内しました" in page_of(vendor, status)
    assert "次の方にご案内しました" in DeskMessage.objects.order_by("-pk")[0].text
    # One may get in line again.
    assert press(vendor, status, "reserve", item).status_code == 302


def test_pressed_in_time_but_arrived_late_is_told_in_words(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem, ward: Ward, time_machine: Any
) -> None:
    staff = taken_by_staff(item, ward)
    _row, status = register(vendor, exhibition, [item])
    ends.both()
    give_back(item=item, visitor=staff, now=timezone.now())
    ends.both()
    press(vendor, status, "accept", item)
    time_machine.move_to(WaitingOffer.objects.get().expires_at + dt.timedelta(minutes=1))
    ends.both()
    assert "期限が過ぎました" in DeskMessage.objects.order_by("-pk")[0].text
    assert not StuckItem.objects.exists()
    assert "届けています" not in page_of(vendor, status)


def test_a_seat_is_given_back_and_another_one_taken(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem, later: ProgrammeItem
) -> None:
    _row, status = register(vendor, exhibition, [item])
    ends.both()
    assert press(vendor, status, "cancel", item).status_code == 302
    assert press(vendor, status, "reserve", later).status_code == 302
    ends.both()
    visitor = Visitor.objects.get()
    assert states(visitor) == {item.title: SeatState.CANCELLED, later.title: SeatState.CONFIRMED}
    page = page_of(vendor, status)
    assert page.index("予約できました") > page.index(later.title)
    # What was given back may be had again.
    assert press(vendor, status, "reserve", item).status_code == 302
    ends.both()
    assert states(visitor)[item.title] == SeatState.CONFIRMED


def test_two_at_the_same_time_cannot_be_had(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    one, other = (make_item(exhibition, starts=dt.time(11), title=title) for title in ("ひとつめ", "ふたつめ"))
    publish_exhibitions()
    ends.both()
    key = key_in(begin(vendor, exhibition))
    answer = vendor.post(url("door_step", VISIT_KIND, key, 2), {"items": [str(one.pk), str(other.pk)]})
    assert answer.status_code == 422
    assert "重なっています" in answer.content.decode()
    _row, status = register(vendor, exhibition, [one])
    ends.both()
    press(vendor, status, "reserve", other)
    ends.both()
    assert "同じ時間に「ひとつめ」の予約があります" in DeskMessage.objects.order_by("-pk")[0].text
    assert states(Visitor.objects.get()) == {"ひとつめ": SeatState.CONFIRMED}


def test_nobody_gets_more_places_than_there_are(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem
) -> None:
    for number in range(3):
        register(vendor, exhibition, [item], mail=f"many{number}@example.com")
    ends.both()
    assert Seat.objects.filter(state=SeatState.CONFIRMED).count() == 1
    assert Seat.objects.filter(state=SeatState.WAITING).count() == 2


def test_taken_back_the_seat_is_free_and_the_person_gone(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem
) -> None:
    _row, status = register(vendor, exhibition, [item])
    ends.both()
    assert "お名前とメールアドレスを消します" in page_of(vendor, f"{status}withdraw/")
    assert vendor.post(f"{status}withdraw/", {"reason": ""}).status_code == 302
    ends.both()
    visitor = Visitor.objects.get()
    assert (visitor.name, visitor.mail, visitor.kind) == ("", "", VisitorKind.OFFICIAL)
    assert states(visitor) == {item.title: SeatState.CANCELLED}
    assert press(vendor, status, "reserve", item).status_code == 422
    # And may come again.
    register(vendor, exhibition, [item])
    ends.both()
    assert Visitor.objects.filter(mail="haruko@example.com").count() == 1


def test_one_address_is_one_visitor(ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem) -> None:
    register(vendor, exhibition, [item])
    ends.both()
    second, status = register(vendor, exhibition, [item], mail="Haruko@Example.com")
    ends.both()
    assert Visitor.objects.count() == Seat.objects.count() == 1
    assert "もう登録があります" in page_of(vendor, status)
    second.refresh_from_db()
    assert not second.is_open


# --- Who may come, and to what -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(set(ExhibitionState) - {ExhibitionState.PUBLISHED, ExhibitionState.RUNNING}))
def test_what_nobody_is_asked_to_is_not_offered(ends: Ends, vendor: Client, exhibition: Exhibition, state: str) -> None:
    Exhibition.objects.update(state=state)
    publish_exhibitions()
    ends.both()
    page = page_of(vendor, url("door_start", VISIT_KIND))
    assert "受け付けている展示会はありません" in page
    assert exhibition.title not in page
    assert begin(vendor, exhibition).status_code == 409


@pytest.mark.parametrize(
    ("officials", "vendors", "kind", "status"),
    [
        (True, False, "official", 302), (True, False, "vendor", 422), (False, True, "vendor", 302),
        (False, True, "official", 422), (True, True, "vendor", 302), (True, True, "staff", 422), (True, True, "", 422),
    ],
)  # fmt: skip
def test_who_may_come(
    ends: Ends, vendor: Client, exhibition: Exhibition, officials: bool, vendors: bool, kind: str, status: int
) -> None:
    Exhibition.objects.update(for_officials=officials, for_vendors=vendors)
    publish_exhibitions()
    ends.both()
    assert begin(vendor, exhibition, kind=kind).status_code == status


def test_what_the_door_does_not_know_yet_the_ward_decides(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    _row, status = register(vendor, exhibition)
    Exhibition.objects.update(for_officials=False)
    ends.both()
    assert not Visitor.objects.exists()
    assert "受け付けていません" in page_of(vendor, status)


def test_seminars_for_staff_are_not_offered_and_not_given(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem
) -> None:
    inside = make_item(exhibition, starts=dt.time(15), title="区の職員だけの話", is_open_to_outsiders=False)
    elsewhere = make_item(make_exhibition(exhibition.organizer, title="別の展示会"), title="別の会の話")
    publish_exhibitions()
    ends.both()
    _row, status = register(vendor, exhibition)
    ends.both()
    assert inside.title not in page_of(vendor, status)
    for wrong in (inside, elsewhere, "999999999", "999999999999999999999999999999"):
        press(vendor, status, "reserve", wrong)
        ends.both()
    assert not Seat.objects.filter(outsider__isnull=False).exists()
    assert "職員だけ" in str(list(DeskMessage.objects.values_list("text", flat=True)))


@pytest.mark.parametrize(
    ("action", "thing"),
    [("accept", "own"), ("decline", "own"), ("reserve", "own"), ("cancel", "1' OR 1=1"), ("delete", "own"), ("", ""),
     ("reserve", "<script>"), ("reserve", "١٢"), ("cancel", "x" * 10_000)],
)  # fmt: skip
def test_what_cannot_be_pressed_is_refused_and_goes_nowhere(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem, action: str, thing: str
) -> None:
    _row, status = register(vendor, exhibition, [item])
    ends.both()
    answer = press(vendor, status, action, str(item.pk) if thing == "own" else thing)
    assert answer.status_code == 422
    assert not DoorItem.objects.filter(event="acted").exists()


def test_somebody_elses_key_opens_nothing(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    wrong = "x" * 22
    assert press(vendor, url("door_status", wrong), "reserve", "1").status_code == 404
    assert vendor.get(url("door_code", wrong)).status_code == 404


# --- What changes in the ward --------------------------------------------------------------------------------


def test_a_seminar_that_moves_or_is_called_off_is_told(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem, later: ProgrammeItem
) -> None:
    _row, status = register(vendor, exhibition, [item, later])
    ends.both()
    now = timezone.now()
    event = lock_event(later.event)
    move_event(
        event=event,
        starts_at=event.starts_at + dt.timedelta(hours=1),
        ends_at=event.ends_at + dt.timedelta(hours=1),
        room=None,
        place="研修室",
        now=now,
    )
    call_off(event=item.event, now=now)
    assert tell_visitors() == 1
    assert tell_visitors() == 0
    ends.both()
    text = DeskMessage.objects.order_by("-pk")[0].text
    assert f"「{item.title}」" in text
    assert "中止になりました" in text
    assert "日時か場所が変わりました" in text
    assert "15:00" in page_of(vendor, status)


def test_an_exhibition_that_is_called_off_is_told_once(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem
) -> None:
    _row, status = register(vendor, exhibition, [item])
    ends.both()
    call_off_programme(exhibition=exhibition, now=timezone.now())
    Exhibition.objects.update(state=ExhibitionState.CANCELLED)
    tell_visitors()
    tell_visitors()
    ends.both()
    assert [message.text for message in DeskMessage.objects.order_by("-pk")][:1] == [
        f"「{exhibition.title}」は中止になりました。予約は取り消してあります。"
    ]
    page = page_of(vendor, status)
    assert "中止になりました" in page
    assert vendor.get(url("door_code", status.split("/")[2])).status_code == 404


def test_to_look_takes_as_many_queries_for_two_as_for_twelve(
    ends: Ends, vendor: Client, exhibition: Exhibition, later: ProgrammeItem, django_assert_num_queries: Any
) -> None:
    def many(first: int, last: int) -> None:
        for number in range(first, last):
            visitor = Visitor.objects.create(
                exhibition=exhibition, kind=VisitorKind.OFFICIAL, name="人", mail=f"{number}@example.com",
                door_receipt=f"2026-{number:04d}", created_at=timezone.now(),
            )  # fmt: skip
            reserve(item=later, visitor=visitor, now=timezone.now())
        tell_visitors()

    many(0, 2)
    with django_assert_num_queries(8):
        tell_visitors()
    many(2, 12)
    with django_assert_num_queries(8):
        tell_visitors()


# --- What is kept --------------------------------------------------------------------------------------------


def test_the_door_keeps_no_name_once_the_ward_has_it(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem
) -> None:
    register(vendor, exhibition, [item])
    ends.both()
    ends.both()
    drop_handed_over()
    rows = [list(model.objects.values()) for model in (Submission, DeskMessage, DoorItem, SubmittedFile, Token)]
    assert "見本 春子" not in str(rows)
    assert "よその市" not in str(rows)
    told = str(list(IntranetItem.objects.values()))
    assert "見本 春子" not in told, "the ward sends it nothing that it need not have"
    assert "haruko" not in told


def test_ninety_days_after_it_the_door_forgets_address_and_page(
    ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem, time_machine: Any
) -> None:
    row, _status = register(vendor, exhibition, [item])
    ends.both()
    time_machine.move_to("2027-03-08T11:00:00+09:00")
    tidy(now=timezone.now())
    row.refresh_from_db()
    assert row.mail
    time_machine.move_to("2027-03-09T10:00:00+09:00")
    tidy(now=timezone.now())
    row.refresh_from_db()
    assert (row.mail, row.page, row.answers, row.is_open) == ("", {}, {}, False)
    assert not DeskMessage.objects.exists()


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{ 7*7 }}'


def test_hostile_words_are_words(ends: Ends, vendor: Client, exhibition: Exhibition, item: ProgrammeItem) -> None:
    ProgrammeItem.objects.filter(pk=item.pk).update(title=HOSTILE)
    publish_exhibitions()
    ends.both()
    key = key_in(begin(vendor, exhibition, organization=HOSTILE, name=HOSTILE))
    step = url("door_step", VISIT_KIND, key, 2)
    pages = [page_of(vendor, step)]
    vendor.post(step, {"items": [str(item.pk)]})
    pages.append(page_of(vendor, url("door_review", VISIT_KIND, key)))
    vendor.post(url("door_review", VISIT_KIND, key))
    vendor.post(mailed_link("確認のお願い"))
    ends.both()
    status = mailed_link("予約のお知らせ")
    pages += [page_of(vendor, status), page_of(vendor, url("door_code", status.split("/")[2]))]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert Visitor.objects.get().name == HOSTILE


@pytest.mark.parametrize(
    "changes", [{"name": " 　 "}, {"organization": "\u200b"}, {"mail": "no"}, {"name": "長" * 81}, {"has_read": ""}]
)
def test_what_is_missing_is_asked_for(
    ends: Ends, vendor: Client, exhibition: Exhibition, changes: dict[str, str]
) -> None:
    data = {name: value for name, value in (VISITOR | changes).items() if value != ""}
    answer = begin(vendor, exhibition, typed={name: data.get(name, "") for name in VISITOR} | changes)
    assert answer.status_code == 422
    assert not Submission.objects.exists()


def test_nothing_comes_of_what_is_not_confirmed(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    send(vendor, exhibition)
    ends.both()
    assert not Visitor.objects.exists()
