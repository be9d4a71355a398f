"""The register in the administrators' site: looked at, put right, taken away."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from leaders.models import TrialApp
from tests.leaders.trial_apps.conftest import facts, fresh, registered
from tests.organization.factories import Ward

CHANGED = {
    "name": "延長保育", "about": "申込みの受付", "other_tool": "表計算", "handles_personal_data": "True",
    "state": "in_use", "confirmed_on": "2026-11-20",
}  # fmt: skip


@pytest.fixture
def admin(ward: Ward, client: Client) -> Client:
    client.force_login(ward.administrator)
    return client


def test_the_list_costs_the_same_with_more_rows(
    admin: Client, app: TrialApp, ward: Ward, django_assert_num_queries: Any
) -> None:
    address = reverse("admin:leaders_trialapp_changelist")
    admin.get(address)
    with django_assert_num_queries(20, exact=False) as few:
        page = admin.get(address).content.decode()
    assert "延長保育の受付" in page
    assert "保育課" in page
    for number in range(3):
        registered(ward, facts=facts(name=f"アプリ{number}"))
    with django_assert_num_queries(len(few)):
        admin.get(address)


def test_a_row_is_put_right_with_its_history(admin: Client, app: TrialApp, ward: Ward) -> None:
    address = reverse("admin:leaders_trialapp_change", args=[app.pk])
    assert admin.get(address).status_code == 200
    sent = CHANGED | {"division": ward.family.pk, "owner": ward.colleague.pk}
    assert admin.post(address, sent).status_code == 302
    row = fresh(app)
    assert (row.name, row.division, row.owner, row.created_by) == ("延長保育", ward.family, ward.colleague, ward.leader)
    assert row.history.first().history_user == ward.administrator
    # Without any tool it is refused in words.
    page = admin.post(address, sent | {"other_tool": ""})
    assert "使ったツールを選ぶか、名前を書いてください。" in page.content.decode()


def test_nothing_is_added_or_deleted_here(admin: Client, app: TrialApp) -> None:
    assert admin.get(reverse("admin:leaders_trialapp_add")).status_code == 403
    assert admin.post(reverse("admin:leaders_trialapp_delete", args=[app.pk]), {"post": "yes"}).status_code == 403


def test_chosen_rows_go_out_as_a_file(admin: Client, app: TrialApp) -> None:
    sent = {"action": "export_csv", "_selected_action": [app.pk]}
    answer = admin.post(reverse("admin:leaders_trialapp_changelist"), sent)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "延長保育の受付,保育課,電子申請サービス,試している,扱う,柊 美月" in text
