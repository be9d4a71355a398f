"""Master data, messages and files as administrators find them."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from minato_dx.attachments.models import Attachment
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import ClosedDay, FieldOfWork, NumberSeries, PortalSettings, Work
from minato_dx.reference.selectors import closed_days, portal_settings
from tests.organization.factories import DivisionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.lenient_templates]
DAY = dt.date(2026, 11, 24)


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(is_administrator=True))
    return client


def _make(kind: str, number: int) -> None:
    person = UserFactory(name=f"宛先{number}")
    if kind == "reference_fieldofwork":
        FieldOfWork.objects.create(name=f"分野{number}")
    elif kind == "reference_closedday":
        ClosedDay.objects.create(day=DAY + dt.timedelta(days=number), reason="点検")
    elif kind == "reference_work":
        Work.objects.create(division=DivisionFactory(), name=f"業務{number}", valid_from=DAY)
    elif kind == "reference_numberseries":
        NumberSeries.objects.create(series="consultation", fiscal_year=2020 + number, last=number)
    elif kind == "notifications_notification":
        Notification.objects.create(
            event=f"e{number}", kind="message", recipient=person, title="題", object_kind="consultation", object_id=1
        )
    else:
        Attachment.objects.create(
            kind="message", object_id=1, name=f"秘密{number}.pdf", blob="aa/bb", size=1, uploaded_by=person,
            content_type="application/pdf", key=uuid.uuid4(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "queries"),
    [
        ("reference_fieldofwork", 5),
        ("reference_closedday", 7),
        ("reference_work", 5),
        ("reference_numberseries", 5),
        ("notifications_notification", 7),
        ("attachments_attachment", 6),
    ],
)
def test_lists_open_in_constant_queries(admin: Client, kind: str, queries: int, django_assert_num_queries) -> None:
    url = reverse(f"admin:{kind}_changelist")
    _make(kind, 1)
    with django_assert_num_queries(queries):
        assert admin.get(url).status_code == 200
    _make(kind, 2)
    _make(kind, 3)
    with django_assert_num_queries(queries):
        admin.get(url)


def test_settings_are_one_page_with_the_defaults_until_they_are_saved(admin: Client) -> None:
    response = admin.get(reverse("admin:reference_portalsettings_changelist"), follow=True)
    assert response.redirect_chain == [("/admin/reference/portalsettings/1/change/", 302)]
    assert not PortalSettings.objects.exists()
    sent = {
        "contact_name": "デジタル改革担当",
        "contact_extension": "2301",
        "first_reply_days": "3",
        "next_step_days": "5",
        "agreement_days": "5",
        "vendor_answer_days": "10",
        "reopen_days": "30",
        "vendor_contact_years": "5",
        "visitor_days": "30",
        "hourly_rate_yen": "",
    }
    response = admin.post("/admin/reference/portalsettings/1/change/", sent)
    assert response.status_code == 302
    assert (portal_settings().first_reply_days, portal_settings().contact_extension) == (3, "2301")
    assert (portal_settings().vendor_contact_years, portal_settings().visitor_days) == (5, 30)
    assert PortalSettings.history.count() == 1
    assert admin.get("/admin/reference/portalsettings/2/change/").status_code == 302
    assert admin.get("/admin/reference/portalsettings/add/").status_code == 403
    assert admin.post("/admin/reference/portalsettings/1/delete/").status_code == 403


def test_deleting_closed_days_in_the_list_is_seen_at_once(admin: Client) -> None:
    day = ClosedDay.objects.create(day=DAY, reason="点検")
    assert closed_days() == {DAY}
    admin.post(
        reverse("admin:reference_closedday_changelist"),
        {"action": "delete_selected", "_selected_action": [day.pk], "post": "yes"},
    )
    assert closed_days() == frozenset()


def test_history_is_read_and_not_put_back(admin: Client) -> None:
    field = FieldOfWork.objects.create(name="窓口")
    field.name = "窓口・受付"
    field.save()
    url = reverse("admin:reference_fieldofwork_history", args=[field.pk])
    assert "窓口" in admin.get(url).content.decode()
    old = reverse("admin:reference_fieldofwork_simple_history", args=[field.pk, field.history.last().pk])
    admin.post(old, {"name": "窓口", "order": "0", "is_active": "on"})
    field.refresh_from_db()
    assert field.name == "窓口・受付"


@pytest.mark.parametrize("kind", ["reference_numberseries", "notifications_notification", "attachments_attachment"])
def test_what_is_only_to_look_at_cannot_be_changed(admin: Client, kind: str) -> None:
    _make(kind, 1)
    for page in ("add", "1/delete"):
        assert admin.post(f"{reverse(f'admin:{kind}_changelist')}{page}/").status_code == 403
    if kind != "attachments_attachment":
        pk = NumberSeries.objects.get().pk if kind == "reference_numberseries" else Notification.objects.get().pk
        assert admin.post(reverse(f"admin:{kind}_change", args=[pk]), {"last": "0", "title": "x"}).status_code == 403


def test_administrators_read_no_file_names(admin: Client) -> None:
    _make("attachments_attachment", 1)
    assert "秘密" not in admin.get(reverse("admin:attachments_attachment_changelist")).content.decode()
    pk = Attachment.objects.get().pk
    for page in ("change", "history", "delete"):
        response = admin.get(reverse(f"admin:attachments_attachment_{page}", args=[pk]), follow=True)
        assert "秘密" not in response.content.decode()


def test_a_work_is_shown_under_its_divisions_name(admin: Client) -> None:
    division = DivisionFactory(version__name="保育課")
    Work.objects.create(division=division, name="窓口受付", valid_from=DAY)
    assert "保育課" in admin.get(reverse("admin:reference_work_changelist")).content.decode()
