"""The organisation's lists for administrators: constant queries, names one understands, export, history."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minato_dx.organization.enums import SuccessionKind
from minato_dx.organization.models import (
    DivisionSuccession,
    DivisionVersion,
    Duty,
    FirstLoginSlip,
    LockOut,
    Membership,
    User,
)
from minato_dx.organization.services.organization_import import import_organization
from minato_dx.organization.services.staff_import import import_staff
from tests.organization.factories import (
    AbsenceFactory,
    DepartmentFactory,
    DivisionFactory,
    DutyFactory,
    MembershipFactory,
    OfficeHolderFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return UserFactory(is_administrator=True, name="管理 太郎")


@pytest.fixture
def client(administrator: User) -> Client:
    browser = Client()
    browser.force_login(administrator)
    return browser


def _succession() -> None:
    DivisionSuccession.objects.create(
        predecessor=DivisionFactory(),
        successor=DivisionFactory(),
        took_effect_on=dt.date(2026, 4, 1),
        kind=SuccessionKind.MERGE,
    )


def _slip() -> None:
    now = timezone.now()
    FirstLoginSlip.objects.create(
        user=UserFactory(),
        issued_by=UserFactory(),
        issued_at=now,
        expires_at=now + dt.timedelta(days=14),
        code_hash="x",
    )


def _lock_out() -> None:
    number = LockOut.objects.count()
    LockOut.objects.create(username=f"{number:07d}", ip_address="10.0.0.1", user_agent="b", failures_since_start=5)


def _office_holder() -> None:
    year = 2000 + OfficeHolderFactory._meta.model.objects.count()
    OfficeHolderFactory(valid_from=dt.date(year, 1, 1), valid_to=dt.date(year, 12, 31))


LISTS: dict[str, Callable[[], object]] = {
    "user": lambda: MembershipFactory(),
    "department": DepartmentFactory,
    "division": DivisionFactory,
    "divisionversion": DivisionFactory,
    "divisionsuccession": _succession,
    "membership": lambda: MembershipFactory(is_head=True),
    "duty": DutyFactory,
    "officeholder": _office_holder,
    "absence": AbsenceFactory,
    "firstloginslip": _slip,
    "lockout": _lock_out,
}


def _queries(client: Client, name: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/admin/organization/{name}/").status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", LISTS)
def test_list_takes_the_same_queries_for_one_and_three_rows(client: Client, name: str) -> None:
    LISTS[name]()
    _queries(client, name)
    one = _queries(client, name)
    for _ in range(2):
        LISTS[name]()
    assert _queries(client, name) == one
    assert one <= 9


@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_searched_and_opened(client: Client, name: str) -> None:
    LISTS[name]()
    assert client.get(f"/admin/organization/{name}/?q=0").status_code == 200
    model = apps.get_model("organization", name)
    row = model.objects.order_by("-pk").first()
    assert client.get(f"/admin/organization/{name}/{row.pk}/change/").status_code == 200


def test_every_model_of_the_organisation_is_in_the_admin_or_kept_out_on_purpose() -> None:
    registered = {model for model in admin.site._registry if model._meta.app_label == "organization"}
    models = {model for model in apps.get_app_config("organization").get_models() if "Historical" not in model.__name__}
    assert registered == models


def test_every_field_and_model_has_a_japanese_name() -> None:
    for model in apps.get_app_config("organization").get_models():
        assert not str(model._meta.verbose_name).isascii(), model
        assert not str(model._meta.verbose_name_plural).isascii(), model
        if "Historical" in model.__name__ or model is LockOut:
            continue  # shown through methods of our own
        for field in model._meta.concrete_fields:
            assert field.name == "id" or not str(field.verbose_name).isascii(), f"{model.__name__}.{field.name}"


def test_index_and_lists_speak_japanese(client: Client) -> None:
    page = client.get("/admin/").content.decode()
    for text in (
        "組織と職員",
        "職員",
        "所属",
        "担当",
        "役職者",
        "不在",
        "課の引き継ぎ",
        "初回ログイン票",
        "ログインの失敗と停止",
    ):
        assert text in page


# --- People and divisions by name ---------------------------------------------------------------------------
def _suggestions(client: Client, model: str, field: str, term: str) -> list[str]:
    query = {"app_label": "organization", "model_name": model, "field_name": field, "term": term}
    answer = client.get("/admin/autocomplete/", query)
    return [row["text"] for row in json.loads(answer.content)["results"]]


def test_people_are_found_by_name_reading_and_number_and_told_apart(client: Client) -> None:
    one = UserFactory(name="真砂 陽菜", kana="まさご ひな", staff_number="0004121")
    UserFactory(name="真砂 陽菜", kana="まさご ひな", staff_number="0004122")
    MembershipFactory(user=one, division__version__name="保育課")
    for term in ("真砂", "まさご"):
        assert _suggestions(client, "membership", "user", term) == [
            "真砂 陽菜（0004121）　保育課",
            "真砂 陽菜（0004122）",
        ]
    assert _suggestions(client, "duty", "user", "0004122") == ["真砂 陽菜（0004122）"]


def test_divisions_are_found_by_name_code_and_department(client: Client) -> None:
    department = DepartmentFactory(name="子ども家庭支援部")
    DivisionFactory(key="0903", version__name="保育課", version__code="0903", version__department=department)
    for term in ("保育", "0903", "子ども家庭"):
        assert _suggestions(client, "membership", "division", term) == ["子ども家庭支援部 保育課"]


def test_chosen_person_and_division_show_their_names_in_the_form(client: Client) -> None:
    membership = MembershipFactory(
        user__name="真砂 陽菜", user__staff_number="0004121", division__version__name="保育課"
    )
    page = client.get(f"/admin/organization/membership/{membership.pk}/change/").content.decode()
    assert "真砂 陽菜（0004121）</option>" in page
    assert "保育課</option>" in page


# --- What a form refuses ----------------------------------------------------------------------------------------
def test_second_main_post_is_refused_with_a_sentence(client: Client) -> None:
    post = MembershipFactory()
    data = {"user": post.user_id, "division": DivisionFactory().pk, "valid_from": "2026-04-01", "is_main": "on"}
    page = client.post("/admin/organization/membership/add/", data).content.decode()
    assert "同じ期間の主たる所属がもうあります" in page
    assert Membership.objects.count() == 1


def test_post_of_a_person_can_be_added_from_their_page(client: Client) -> None:
    user = UserFactory(name="真砂 陽菜")
    assert (
        f"membership/add/?user={user.pk}" in client.get(f"/admin/organization/user/{user.pk}/change/").content.decode()
    )
    page = client.get(f"/admin/organization/membership/add/?user={user.pk}").content.decode()
    assert f"真砂 陽菜（{user.staff_number}）</option>" in page


def test_new_person_has_no_password_and_the_form_has_no_field_for_it(client: Client) -> None:
    page = client.get("/admin/organization/user/add/").content.decode()
    assert 'name="password"' not in page
    client.post("/admin/organization/user/add/", {"staff_number": "0004121", "name": "真砂 陽菜", "is_active": "on"})
    user = User.objects.get(staff_number="0004121")
    assert not user.has_usable_password()


def test_saving_a_person_leaves_the_password_alone(client: Client) -> None:
    user = UserFactory()
    data = {"staff_number": user.staff_number, "name": "新しい 名前", "is_active": "on"}
    client.post(f"/admin/organization/user/{user.pk}/change/", data)
    before = user.password
    user.refresh_from_db()
    assert (user.name, user.password) == ("新しい 名前", before)


# --- Filters -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("value", "names"), [("now", ["今"]), ("ahead", ["先"]), ("past", ["昔"])])
def test_dated_rows_are_filtered_by_time(client: Client, value: str, names: list[str]) -> None:
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    for name, start, end in (("昔", -9, 0), ("今", -9, 1), ("先", 1, None)):
        DutyFactory(
            user__name=name, valid_from=today + start * day, valid_to=None if end is None else today + end * day
        )
    rows = client.get(f"/admin/organization/duty/?time={value}").context["cl"].result_list
    assert [row.user.name for row in rows] == names


@pytest.mark.parametrize("value", ["ready", "waiting", "off", "left"])
def test_people_are_filtered_by_whether_they_can_come_in(client: Client, administrator: User, value: str) -> None:
    people = {
        "ready": administrator,
        "waiting": UserFactory(password=None),
        "off": UserFactory(is_active=False),
        "left": UserFactory(left_on=dt.date(2020, 1, 1)),
    }
    response = client.get(f"/admin/organization/user/?state={value}")
    assert [row.pk for row in response.context["cl"].result_list] == [people[value].pk]
    words = {"ready": "できる", "waiting": "パスワード未設定", "off": "停止中", "left": "離職"}
    assert f'<td class="field-state">{words[value]}</td>' in response.content.decode()


# --- History -----------------------------------------------------------------------------------------------------
def test_history_says_who_changed_what_and_offers_no_way_back(client: Client) -> None:
    duty = DutyFactory()
    data = {
        "user": duty.user_id,
        "department": duty.department_id,
        "valid_from": "2020-04-01",
        "valid_to": "2027-04-01",
    }
    assert client.post(f"/admin/organization/duty/{duty.pk}/change/", data).status_code == 302
    page = client.get(f"/admin/organization/duty/{duty.pk}/history/").content.decode()
    for text in ("変更の履歴", "管理 太郎", "主担当：True → False", "登録", "変更"):
        assert text in page
    assert "<form" not in page[page.index('id="content-main"') :]
    past = Duty.history.filter(id=duty.pk).last()
    path = f"/admin/organization/duty/{duty.pk}/history/{past.pk}/"
    assert client.get(path).url == f"/admin/organization/duty/{duty.pk}/history/"
    client.post(path, data)
    duty.refresh_from_db()
    assert not duty.is_main


@pytest.mark.parametrize("count", [1, 3])
def test_history_takes_the_same_queries_for_one_and_three_changes(client: Client, count: int) -> None:
    duty = DutyFactory()
    for _ in range(count):
        duty.user = UserFactory()
        duty.save()
    path = f"/admin/organization/duty/{duty.pk}/history/"
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) == 5


# --- Export --------------------------------------------------------------------------------------------------------
def _export(client: Client, name: str) -> list[list[str]]:
    pks = list(apps.get_model("organization", name).objects.values_list("pk", flat=True))
    data = {"action": "export_csv", "_selected_action": pks}
    answer = client.post(f"/admin/organization/{name}/", data)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


@pytest.mark.parametrize("name", ["department", "divisionversion", "membership", "duty", "officeholder", "absence"])
def test_lists_of_facts_are_exported(client: Client, name: str) -> None:
    LISTS[name]()
    header, row = _export(client, name)
    assert len(header) == len(row)
    assert any(row)


def test_exported_memberships_come_in_again_without_a_change(client: Client) -> None:
    MembershipFactory(is_head=True, user__left_on=dt.date(2030, 4, 1), valid_to=dt.date(2030, 4, 1))
    MembershipFactory(is_main=False, is_acting_head=True)
    rows = _export(client, "membership")
    data = io.StringIO()
    csv.writer(data).writerows(rows)
    report = import_staff(data=data.getvalue().encode())
    assert report.change_count == 0
    assert len(rows) == 3


def test_exported_divisions_come_in_again_without_a_change(client: Client) -> None:
    for order in (1, 2):
        department = DepartmentFactory(order=order)
        DivisionFactory(version__department=department, version__order=order)
    data = io.StringIO()
    csv.writer(data).writerows(_export(client, "divisionversion"))
    report = import_organization(data=data.getvalue().encode(), as_of=timezone.localdate())
    assert report.change_count == 0


def test_formula_in_a_name_is_made_harmless(client: Client) -> None:
    DivisionVersion.objects.all().delete()
    DivisionFactory(version__name="=1+1")
    assert _export(client, "divisionversion")[1][3] == "'=1+1"


# --- Lock-outs -----------------------------------------------------------------------------------------------------
def test_lock_out_is_seen_and_lifted(client: Client, sign_in) -> None:
    user, guest = UserFactory(), Client()
    for _ in range(5):
        sign_in(guest, user.staff_number, "wrong")
    assert sign_in(guest, user.staff_number).status_code == 429
    page = client.get("/admin/organization/lockout/").content.decode()
    assert user.staff_number in page
    assert "icon-yes" in page
    data = {"action": "lift", "_selected_action": [row.pk for row in LockOut.objects.all()]}
    answer = client.post("/admin/organization/lockout/", data, follow=True)
    assert "1件を解除しました" in answer.content.decode()
    assert sign_in(guest, user.staff_number).status_code == 302


def test_failures_of_several_browsers_lock_together(client: Client) -> None:
    for agent, failures in (("a", 3), ("b", 2)):
        LockOut.objects.create(
            username="0004121", ip_address="10.0.0.1", user_agent=agent, failures_since_start=failures
        )
    LockOut.objects.create(username="0004121", ip_address="10.0.0.2", user_agent="a", failures_since_start=4)
    page = client.get("/admin/organization/lockout/").content.decode()
    assert page.count("icon-yes") == 2
    assert page.count("icon-no") == 1


def test_nobody_writes_lock_outs_and_slips_by_hand(client: Client) -> None:
    for name in ("lockout", "firstloginslip"):
        LISTS[name]()
        row = apps.get_model("organization", name).objects.first()
        assert client.get(f"/admin/organization/{name}/add/").status_code == 403
        assert client.post(f"/admin/organization/{name}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.post(f"/admin/organization/{name}/{row.pk}/change/", {}).status_code == 403
