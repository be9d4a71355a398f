"""One's own facts, and who answers whom on a day."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minato_dx.core import calendar
from minato_dx.organization import selectors
from minato_dx.organization.enums import Office
from tests.organization.factories import (
    AbsenceFactory,
    DepartmentFactory,
    DivisionFactory,
    DutyFactory,
    MembershipFactory,
    OfficeHolderFactory,
    UserFactory,
    make_ward,
)

pytestmark = pytest.mark.django_db

BEFORE, CHANGE = dt.date(2027, 3, 31), dt.date(2027, 4, 1)


def test_profile_shows_everything_one_is(client: Client) -> None:
    user = UserFactory(name="汐見 拓也", kana="しおみ たくや", is_administrator=True)
    MembershipFactory(user=user, post="主任", division__version__name="デジタル改革担当")
    MembershipFactory(user=user, post="", is_main=False, division__version__name="企画課")
    DutyFactory(user=user, department__name="子ども家庭支援部")
    OfficeHolderFactory(user=user, office=Office.CIO_AIDE)
    client.force_login(user)
    page = client.get("/profile/").content.decode()
    for text in (
        "しおみ たくや",
        "デジタル改革担当",
        "主任",
        "企画課",
        "兼務",
        "主担当",
        "子ども家庭支援部",
        "CIO補佐官",
    ):
        assert text in page


def test_person_without_any_post_is_told_so(client: Client) -> None:
    client.force_login(UserFactory())
    assert "登録されていません" in client.get("/profile/").content.decode()


def test_own_contact_is_changed(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    response = client.post("/profile/", {"extension": "2345-1", "email": ""})
    assert response.url == "/profile/"
    user.refresh_from_db()
    assert (user.extension, user.email) == ("2345-1", "")


def test_unreadable_contact_stays_on_the_form_and_is_not_stored(client: Client) -> None:
    user = UserFactory(extension="2300")
    client.force_login(user)
    page = client.post("/profile/", {"extension": "内線", "email": "x"}).content.decode()
    assert 'value="内線"' in page
    assert "半角の数字とハイフン" in page
    user.refresh_from_db()
    assert user.extension == "2300"


def test_name_and_number_cannot_be_changed_by_oneself(client: Client) -> None:
    user = UserFactory(name="真砂 陽菜")
    client.force_login(user)
    client.post("/profile/", {"extension": "", "email": "", "name": "別人", "is_administrator": "on"})
    user.refresh_from_db()
    assert user.name == "真砂 陽菜"
    assert not user.is_administrator


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_profile_takes_the_same_queries_for_one_and_three_posts(client: Client, django_assert_num_queries) -> None:
    user = UserFactory()
    client.force_login(user)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            MembershipFactory(user=user, is_main=False)
            DutyFactory(user=user)
        counts.append(_queries(client, "/profile/"))
        with django_assert_num_queries(3):
            selectors.posts_of(user=user, day=calendar.today())
    # The page around it (session, person, roles, counts) takes its own.
    assert counts[0] == counts[1] <= 9


def test_duty_list_of_today(client: Client, now) -> None:
    ward = make_ward()
    AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 11, 24), valid_to=dt.date(2026, 11, 25))
    client.force_login(ward.requester)
    with time_machine.travel(now, tick=False):
        client.force_login(ward.requester)
        page = client.get("/duties/").content.decode()
    for text in (
        "令和8年11月24日（きょう）",
        "子ども家庭支援部",
        "保育課",
        "汐見 拓也",
        "波多野 玲",
        "雲井 直人",
        "千歳 高志",
    ):
        assert text in page
    assert "決まっていません（デジタル改革担当課長が受けます）" in page
    assert page.count("不在") == 1
    assert page.index("子ども家庭支援部") < page.index("保健福祉支援部") < page.index("企画経営部")


def test_duty_list_of_another_day_has_its_people_and_names(client: Client) -> None:
    department = DepartmentFactory(name="旧部", valid_to=CHANGE)
    division = DivisionFactory(version__department=department, version__name="旧課", version__valid_to=CHANGE)
    MembershipFactory(division=division, user__name="旧 課長", is_head=True, valid_to=CHANGE)
    DutyFactory(department=department, user__name="旧 担当", valid_to=CHANGE)
    client.force_login(UserFactory())
    before = client.get(f"/duties/?on={BEFORE}").content.decode()
    after = client.get(f"/duties/?on={CHANGE}").content.decode()
    for text in ("旧部", "旧課", "旧 課長", "旧 担当"):
        assert text in before
        assert text not in after
    assert "この日の部門は登録されていません" in after


def test_person_who_left_is_not_shown_as_answering(client: Client) -> None:
    DutyFactory(user__name="去る 人", user__left_on=CHANGE)
    client.force_login(UserFactory())
    assert "去る 人" in client.get(f"/duties/?on={BEFORE}").content.decode()
    assert "去る 人" not in client.get(f"/duties/?on={CHANGE}").content.decode()


@pytest.mark.parametrize("typed", ["きのう", "2026-02-30", "<script>"])
def test_unreadable_day_is_named_and_today_is_shown(client: Client, typed: str) -> None:
    client.force_login(UserFactory())
    response = client.get("/duties/", {"on": typed})
    page = response.content.decode()
    assert "日付として読めません" in page
    assert "（きょう）" in page
    assert "<script>「" not in page


def test_duty_list_takes_the_same_queries_for_one_and_three_departments(
    client: Client, django_assert_num_queries
) -> None:
    client.force_login(MembershipFactory().user)
    counts = []
    for offices in (list(Office)[:1], list(Office)[1:]):
        for office in offices:
            duty = DutyFactory()
            DutyFactory(department=duty.department, is_main=False)
            MembershipFactory(division__version__department=duty.department, is_head=True)
            AbsenceFactory(user=duty.user)
            OfficeHolderFactory(office=office)
        counts.append(_queries(client, "/duties/"))
        with django_assert_num_queries(6):
            selectors.duty_overview(day=calendar.today())
    assert counts[0] == counts[1] <= 12
