"""An absence on its page: the hearings in it are moved in one step, and the rest is shown."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from consultations.enums import HearingState
from consultations.models import Consultation, Hearing
from consultations.services import arrange_hearing, choose_slot
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import Absence
from minato_dx.scheduling.models import Event
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, Ward
from tests.scheduling.conftest import on, publish

LIST = "/absences/"
FILLED = {"first": "2026-12-01", "last": "2026-12-04", "reason": "leave"}


@pytest.fixture
def client(client: Client, ward: Ward) -> Client:
    client.force_login(ward.dx_main)
    return client


def _heard(case: Consultation, ward: Ward, day: int = 1, clock: str = "10:00") -> Hearing:
    return arrange_hearing(
        consultation=case, actor=ward.dx_main, starts_at=on(day, clock), place="保育課の窓口", now=walk.NOW
    )


@pytest.fixture
def hearing(case: Consultation, ward: Ward) -> Hearing:
    """1 December, 10:00, with ``dx_main``."""
    return _heard(case, ward)


@pytest.fixture
def absence(ward: Ward) -> Absence:
    made: Absence = AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 12, 1), valid_to=dt.date(2026, 12, 5))
    return made


def _text(response: Any) -> str:
    return str(response.content.decode())


def _latest_told(ward: Ward) -> Notification:
    told = Notification.objects.filter(kind="hearing", recipient=ward.requester, read_at=None).first()
    assert told is not None
    return told


def _post(client: Client, absence: Absence, **data: Any) -> Any:
    return client.post(f"/absences/{absence.pk}/", data, follow=True)


def test_it_is_noted_and_leads_to_what_it_touches(client: Client, hearing: Hearing) -> None:
    page = _text(client.post(LIST, FILLED, follow=True))
    assert "12月1日(火)から12月4日(金)まで" in page
    assert "この間のヒアリング" in page
    assert str(hearing.consultation.number) in page
    assert "子ども家庭支援部" in page
    assert "波多野 玲" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"first": ""}, "最初の日を選んでください"),
        ({"last": "2026-11-30"}, "後の日にしてください"),
        ({"reason": "x"}, "理由"),
    ],
)
def test_what_cannot_be_noted_comes_back_as_typed(client: Client, changed: dict, words: str) -> None:
    response = client.post(LIST, FILLED | changed)
    assert response.status_code == 422
    assert words in _text(response)
    assert not Absence.objects.exists()


def test_the_section_head_notes_for_others_and_sees_all(client: Client, ward: Ward, absence: Absence) -> None:
    client.force_login(ward.section_head)
    page = _text(client.get(LIST))
    assert "汐見 拓也　12月1日(火)から12月4日(金)まで" in page
    client.post(LIST, FILLED | {"person": ward.dx_other.staff_number})
    assert Absence.objects.filter(user=ward.dx_other).count() == 1
    assert client.post(LIST, FILLED | {"person": ward.requester.staff_number}).status_code == 422


def test_nobody_notes_for_others_by_adding_a_field(client: Client, ward: Ward) -> None:
    client.post(LIST, FILLED | {"person": ward.dx_other.staff_number})
    assert Absence.objects.get().user == ward.dx_main


def test_a_head_notes_their_own(client: Client, ward: Ward) -> None:
    client.force_login(ward.head)
    assert "所属長の代理にお願いします" in _text(client.get(LIST))
    assert client.post(LIST, FILLED, follow=True).status_code == 200
    assert Absence.objects.get().user == ward.head


def test_the_cio_notes_their_own_and_the_section_head_the_cios(client: Client, ward: Ward) -> None:
    client.force_login(ward.cio)
    assert "代決者が代わりに決めます" in _text(client.get(LIST))
    assert client.post(LIST, FILLED, follow=True).status_code == 200
    noted = Absence.objects.get(user=ward.cio)
    client.force_login(ward.section_head)
    assert client.get(f"/absences/{noted.pk}/").status_code == 200
    client.post(LIST, FILLED | {"person": ward.cio.staff_number, "first": "2027-02-01", "last": "2027-02-02"})
    assert Absence.objects.filter(user=ward.cio).count() == 2


def test_the_deputy_is_proposed_and_takes_over(client: Client, ward: Ward, hearing: Hearing, absence: Absence) -> None:
    page = _text(client.get(f"/absences/{absence.pk}/"))
    assert f'<option value="{ward.dx_deputy.staff_number}" selected>波多野 玲さんが代わりに聞く</option>' in page

    page = _text(_post(client, absence, **{f"hearing_{hearing.pk}": ward.dx_deputy.staff_number}))
    assert "1件のヒアリングを変えて、相手に知らせました" in page
    hearing.refresh_from_db()
    assert (hearing.hearer, hearing.state) == (ward.dx_deputy, HearingState.PLANNED)
    assert "波多野が伺います" in _latest_told(ward).title
    assert "予定しているヒアリングはありません" in page


def test_the_requester_is_asked_to_choose_anew(client: Client, ward: Ward, hearing: Hearing, absence: Absence) -> None:
    _post(client, absence, **{f"hearing_{hearing.pk}": "anew", "reason": "体調がすぐれません"})
    hearing.refresh_from_db()
    assert hearing.state == HearingState.POSTPONED
    told = _latest_told(ward)
    assert "選び直してください" in told.title
    assert told.text == "体調がすぐれません"


def test_what_is_kept_stays_and_nobody_is_told(client: Client, ward: Ward, hearing: Hearing, absence: Absence) -> None:
    before = Notification.objects.count()
    assert "変えたヒアリングはありません" in _text(_post(client, absence, **{f"hearing_{hearing.pk}": "keep"}))
    assert Notification.objects.count() == before


def test_whoever_has_something_else_then_is_not_offered(
    client: Client, ward: Ward, hearing: Hearing, absence: Absence
) -> None:
    other = walk.submit(ward, requester=ward.colleague)
    [slot] = publish(ward.dx_deputy, day=1, clock="10:15")
    choose_slot(consultation=other, actor=ward.colleague, slot_id=slot.pk)
    AbsenceFactory(user=ward.dx_other, valid_from=dt.date(2026, 12, 1), valid_to=dt.date(2026, 12, 2))
    page = _text(client.get(f"/absences/{absence.pk}/"))
    assert "波多野 玲さんが代わりに聞く" not in page
    assert "霞 由衣さんが代わりに聞く" not in page
    assert '<option value="anew" selected>' in page
    response = client.post(f"/absences/{absence.pk}/", {f"hearing_{hearing.pk}": ward.dx_deputy.staff_number})
    assert response.status_code == 422
    assert "もう空いていません" in _text(response)


def test_it_is_all_or_nothing_and_says_which_could_not_be(
    client: Client, ward: Ward, case: Consultation, absence: Absence
) -> None:
    first = _heard(case, ward, day=1)
    other = walk.submit(ward, "別の相談", requester=ward.colleague)
    second = _heard(other, ward, day=1, clock="10:30")
    # Each alone could be taken over by the deputy; both at once cannot, because they overlap.
    Hearing.objects.filter(pk=second.pk).update(starts_at=on(1, "10:15"))
    Event.objects.filter(pk=second.event_id).update(starts_at=on(1, "10:15"))
    data = {f"hearing_{one.pk}": ward.dx_deputy.staff_number for one in (first, second)}
    response = client.post(f"/absences/{absence.pk}/", data)
    assert response.status_code == 422
    assert f"{other.number}：その時間には、ほかの予定が入っています" in _text(response)
    first.refresh_from_db()
    assert first.hearer == ward.dx_main


@pytest.mark.parametrize(("first", "by_deputy"), [(24, True), (30, False)])
def test_a_private_case_is_heard_by_those_who_may_see_it_now(
    client: Client, ward: Ward, first: int, by_deputy: bool
) -> None:
    private = walk.submit(ward, "非公開の相談", is_private=True)
    _heard(private, ward)
    absence = AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 11, first), valid_to=dt.date(2026, 12, 5))
    page = _text(client.get(f"/absences/{absence.pk}/"))
    assert ("波多野 玲さんが代わりに聞く" in page) == by_deputy
    assert "雲井 直人さんが代わりに聞く" in page
    assert "霞 由衣さんが代わりに聞く" not in page


def test_promises_of_those_days_and_hidden_times_are_shown(client: Client, ward: Ward, case: Consultation) -> None:
    publish(ward.dx_main, day=2)
    absence = AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 11, 25), valid_to=dt.date(2026, 12, 5))
    page = _text(client.get(f"/absences/{absence.pk}/"))
    assert "最初の返事・11月26日(木)まで" in page
    assert "会える時間のうち1件は" in page


def test_coming_back_early(client: Client, ward: Ward) -> None:
    absence = AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 11, 20))
    assert "きょうから戻ったことにする" in _text(client.get(f"/absences/{absence.pk}/"))
    page = _text(_post(client, absence, back="1"))
    assert "きょうから戻ったことにしました" in page
    absence.refresh_from_db()
    assert absence.valid_to == dt.date(2026, 11, 24)
    assert "もう終わっています" in _text(_post(client, absence, back="1"))


@pytest.mark.parametrize("who", ["dx_other", "dx_deputy", "requester", "head", "cio", "administrator"])
def test_the_absence_of_another_is_not_found(client: Client, ward: Ward, absence: Absence, who: str) -> None:
    client.force_login(getattr(ward, who))
    assert client.get(f"/absences/{absence.pk}/").status_code == 404
    assert client.post(f"/absences/{absence.pk}/", {"back": "1"}).status_code == 404
    assert Absence.objects.filter(pk=absence.pk).exists()


def test_the_page_costs_the_same_with_more_hearings(
    client: Client, ward: Ward, absence: Absence, django_assert_max_num_queries
) -> None:
    counts = []
    client.get(f"/absences/{absence.pk}/")
    for clocks in (["9:00"], ["10:00", "11:00", "13:00", "14:00"]):
        for clock in clocks:
            _heard(walk.submit(ward, f"{clock}の相談", requester=ward.requester), ward, clock=clock)
        with django_assert_max_num_queries(40) as captured:
            client.get(f"/absences/{absence.pk}/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_hearing_of_that_evening_before_is_not_in_it(
    client: Client, case: Consultation, ward: Ward, absence: Absence
) -> None:
    hearing = _heard(case, ward, day=7)
    assert hearing.starts_at == on(7)
    assert "予定しているヒアリングはありません" in _text(client.get(f"/absences/{absence.pk}/"))
