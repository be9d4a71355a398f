"""Arranging a hearing and calling it off, as pages."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations import services
from consultations.enums import HearingState, State
from consultations.forms.hearings import closed_day_text
from consultations.models import AccessLog, Consultation, Hearing, TransitionLog
from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from minato_dx.reference.models import ClosedDay
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, Ward

FILLED = {
    "day": "2026-11-27",
    "starts": "10:30",
    "length": "60",
    "other_minutes": "",
    "place": "保育課の窓口",
    "attendees": "真砂、柊",
}


@pytest.fixture
def dx_client(client: Client, ward: Ward) -> Client:
    client.force_login(ward.dx_main)
    return client


def said(response: HttpResponse) -> str:
    """Return the messages that the next page will show."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def create_url(case: Consultation) -> str:
    return reverse("hearing_create", args=[case])


def arrange(case: Consultation, ward: Ward, **changes: Any) -> Hearing:
    details = {"actor": ward.dx_main, "starts_at": jst(dt.date(2026, 11, 27), dt.time(10, 30)), "place": "窓口"}
    return services.arrange_hearing(consultation=case, **(details | changes))


def test_the_page_shows_when_the_requester_likes_to_meet(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, preferred_times="木曜の午後")
    client.force_login(ward.dx_main)

    page = client.get(create_url(case)).content.decode()

    assert "会いやすい日時" in page
    assert "木曜の午後" in page
    assert 'value="真砂"' in page


def test_a_hearing_to_come_is_arranged_and_leads_back_to_the_case(dx_client: Client, case: Consultation) -> None:
    response = dx_client.post(create_url(case), FILLED)

    assert response.status_code == 302
    assert response["Location"] == reverse("consultation_detail", args=[case])
    hearing = Hearing.objects.get()
    assert timezone.localtime(hearing.starts_at) == jst(dt.date(2026, 11, 27), dt.time(10, 30))
    assert (hearing.minutes, hearing.place, hearing.attendees) == (60, "保育課の窓口", "真砂、柊")
    assert walk.fresh(case).state == State.HEARING


def test_a_hearing_that_was_held_leads_on_to_its_sheet(dx_client: Client, case: Consultation) -> None:
    response = dx_client.post(create_url(case), FILLED | {"day": "2026-11-20"})

    assert response["Location"] == reverse("hearing_sheet", args=[case, Hearing.objects.get().pk])


@pytest.mark.parametrize(
    ("day", "starts"),
    [("11/27", "10時半"), ("令和8年11月27日", "１０：３０"), ("２０２６年１１月２７日", "1030")],
)
def test_a_day_may_be_typed_as_people_write_it(dx_client: Client, case: Consultation, day: str, starts: str) -> None:
    dx_client.post(create_url(case), FILLED | {"day": day, "starts": starts})

    assert timezone.localtime(Hearing.objects.get().starts_at) == jst(dt.date(2026, 11, 27), dt.time(10, 30))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"day": "2026-11-23"}, "11月23日(月)は祝日です。11月24日(火)以降の開庁日を選んでください"),
        ({"day": "2026-11-28"}, "11月28日(土)は土曜日です。11月30日(月)以降の開庁日を選んでください"),
        ({"day": "2026-12-30"}, "12月30日(水)は年末年始の閉庁日です。1月4日(月)以降の開庁日を選んでください"),
        ({"day": "2024-11-27"}, "年を確かめてください"),
        ({"day": "あさって"}, "「2026-11-24」の形で書いてください"),
        ({"day": ""}, "日を選んでください"),
        ({"starts": "昼ごろ"}, "「10:30」の形で書いてください"),
        ({"length": "other", "other_minutes": ""}, "何分かかるかを書いてください"),
        ({"length": "other", "other_minutes": "3"}, "5以上の数にしてください"),
        ({"length": "90"}, "一覧の中から選び直してください"),
        ({"place": ""}, "場所を書くか、会議室を選んでください"),
    ],
)
def test_what_is_wrong_is_named_beside_its_field_and_nothing_typed_is_lost(
    dx_client: Client, case: Consultation, changes: dict[str, str], message: str
) -> None:
    response = dx_client.post(create_url(case), FILLED | changes)

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "真砂、柊" in page
    assert not Hearing.objects.exists()


def test_a_closed_day_of_the_ward_itself_is_named_as_one(db: None) -> None:
    closed = {dt.date(2026, 11, 25)}

    assert "区の閉庁日です。11月26日(木)以降" in closed_day_text(dt.date(2026, 11, 25), closed)
    assert "日曜日です" in closed_day_text(dt.date(2026, 11, 29), closed)


def test_the_wards_own_closed_days_are_refused(dx_client: Client, case: Consultation) -> None:
    ClosedDay.objects.create(day=dt.date(2026, 11, 27), reason="庁舎の停電")

    assert "区の閉庁日" in dx_client.post(create_url(case), FILLED).content.decode()


def test_another_length_is_given_in_minutes(dx_client: Client, case: Consultation) -> None:
    dx_client.post(create_url(case), FILLED | {"length": "other", "other_minutes": "４５"})

    assert Hearing.objects.get().minutes == 45


def test_pressing_the_button_twice_makes_one_hearing(dx_client: Client, case: Consultation) -> None:
    answers = [dx_client.post(create_url(case), FILLED) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [reverse("consultation_detail", args=[case])] * 2
    assert Hearing.objects.count() == 1


def test_a_moment_that_is_taken_is_refused_on_the_form(dx_client: Client, case: Consultation) -> None:
    dx_client.post(create_url(case), FILLED)
    response = dx_client.post(create_url(case), FILLED | {"place": "会議室"})

    assert response.status_code == 422
    assert "もう決まっています" in response.content.decode()


def test_a_case_past_hearings_leads_back_with_a_word(dx_client: Client, case: Consultation, ward: Ward) -> None:
    walk.advance(case, ward, State.AGREED)

    response = dx_client.get(create_url(case))

    assert response["Location"] == reverse("consultation_detail", args=[case])
    assert "「合意」にしました" in said(response)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("requester", 403), ("colleague", 403), ("head", 403), ("leader", 403), ("dx_other", 403),
        ("outsider", 404), ("administrator", 404), ("dx_main", 200), ("dx_deputy", 200), ("section_head", 200),
    ],
)  # fmt: skip
def test_only_those_who_work_on_the_case_arrange(
    client: Client, case: Consultation, ward: Ward, role: str, status: int
) -> None:
    client.force_login(getattr(ward, role))

    assert client.get(create_url(case)).status_code == status
    assert client.post(create_url(case), FILLED).status_code == (302 if status == 200 else status)


@pytest.mark.parametrize(
    ("role", "status"), [("colleague", 404), ("head", 404), ("dx_deputy", 404), ("dx_main", 200), ("section_head", 200)]
)
def test_a_private_case_is_arranged_by_its_own_person(client: Client, ward: Ward, role: str, status: int) -> None:
    case = walk.submit(ward, is_private=True)
    client.force_login(getattr(ward, role))

    assert client.get(create_url(case)).status_code == status


def test_opening_a_private_case_here_is_logged(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)
    AbsenceFactory(user=ward.dx_main)
    client.force_login(ward.dx_deputy)

    client.get(create_url(case))

    assert [(log.user, log.what) for log in AccessLog.objects.all()] == [(ward.dx_deputy, "ヒアリングの日を決める画面")]


# --- Calling off --------------------------------------------------------------------------------------------


@pytest.fixture
def hearing(case: Consultation, ward: Ward) -> Hearing:
    return arrange(case, ward)


def cancel_url(hearing: Hearing) -> str:
    return reverse("hearing_cancel", args=[hearing.consultation, hearing.pk])


@pytest.mark.parametrize("role", ["requester", "dx_main", "dx_deputy"])
def test_either_side_calls_a_hearing_off_with_a_reason(client: Client, ward: Ward, hearing: Hearing, role: str) -> None:
    person: User = getattr(ward, role)
    client.force_login(person)
    page = client.get(cancel_url(hearing)).content.decode()
    assert "令和8年11月27日(金) 10:30〜11:00" in page

    response = client.post(cancel_url(hearing), {"reason": "窓口が混む日でした"})

    hearing.refresh_from_db()
    assert response["Location"] == reverse("consultation_detail", args=[hearing.consultation])
    assert hearing.state == HearingState.CANCELLED
    step = TransitionLog.objects.get(name="cancel_hearing")
    assert (step.actor, step.reason) == (person, "窓口が混む日でした")


def test_calling_off_needs_a_reason(dx_client: Client, hearing: Hearing) -> None:
    response = dx_client.post(cancel_url(hearing), {"reason": "　"})

    assert response.status_code == 422
    assert "取りやめる理由を書いてください" in response.content.decode()
    assert Hearing.objects.get().state == HearingState.PLANNED


def test_a_hearing_is_called_off_once(dx_client: Client, hearing: Hearing) -> None:
    for _ in range(2):
        response = dx_client.post(cancel_url(hearing), {"reason": "窓口が混む日でした"})

    assert "第1回ヒアリングは「取りやめ」です" in said(response)
    assert TransitionLog.objects.filter(name="cancel_hearing").count() == 1


@pytest.mark.parametrize(("role", "status"), [("colleague", 403), ("head", 403), ("dx_other", 403), ("outsider", 404)])
def test_others_do_not_call_it_off(client: Client, ward: Ward, hearing: Hearing, role: str, status: int) -> None:
    client.force_login(getattr(ward, role))

    assert client.get(cancel_url(hearing)).status_code == status
    assert client.post(cancel_url(hearing), {"reason": "理由"}).status_code == status


def test_a_hearing_is_found_under_its_own_case_only(dx_client: Client, ward: Ward, hearing: Hearing) -> None:
    other = walk.submit(ward)

    assert dx_client.get(reverse("hearing_cancel", args=[other, hearing.pk])).status_code == 404


# --- Queries ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hearings", [1, 3])
def test_the_pages_read_as_much_with_three_hearings(
    dx_client: Client, case: Consultation, ward: Ward, hearings: int, django_assert_num_queries: Any
) -> None:
    for number in range(hearings):
        last = arrange(case, ward, starts_at=jst(dt.date(2026, 11, 27), dt.time(9 + number)))

    with django_assert_num_queries(7):  # session, person, roles, case, counts, wished times, rooms
        dx_client.get(create_url(case))
    with django_assert_num_queries(6):
        dx_client.get(cancel_url(last))
