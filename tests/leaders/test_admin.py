"""The leaders' pillar in the administrators' site."""

from typing import Any

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from leaders.enums import Presence
from leaders.models import Attendance, Cohort, LeaderSettings, LetterTemplate, SkillItem, Trainee
from leaders.services.training.attending import note_attendance
from leaders.services.training.completing import complete
from tests.consultations.walk import NOW
from tests.leaders.training.conftest import Training, training
from tests.leaders.training.test_completing import finish
from tests.organization.factories import MembershipFactory, UserFactory, Ward

__all__ = ["training"]
LISTS = (
    "plan", "cohort", "lettertemplate", "programme", "module", "session", "assignment", "trainee", "attendance",
    "skillitem", "certificate", "leaderterm", "team", "milestone", "peercriterion",
)  # fmt: skip


@pytest.fixture
def admin(ward: Ward, client: Client) -> Client:
    client.force_login(ward.administrator)
    return client


def text(client: Client, name: str, *args: Any) -> str:
    response = client.get(reverse(f"admin:leaders_{name}", args=args), follow=True)
    assert response.status_code == 200, name
    return str(response.content.decode())


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_and_cost_the_same_with_more_rows(
    admin: Client, training: Training, ward: Ward, name: str, django_assert_num_queries: Any
) -> None:
    done = finish(training, ward.leader)
    complete(programme=training.programme, ids=[done.pk], actor=ward.dx_main, now=NOW)
    address = reverse(f"admin:leaders_{name}_changelist")
    admin.get(address)
    with django_assert_num_queries(20, exact=False) as few:
        assert admin.get(address).status_code == 200
    for number in range(10):
        person = UserFactory(staff_number=f"84{number:05d}")
        MembershipFactory(user=person, division=ward.nursery)
        trainee = Trainee.objects.create(programme=training.programme, person=person, joined_on="2026-12-08")
        presences = {trainee.pk: Presence.PRESENT}
        note_attendance(session=training.basics, presences=presences, actor=ward.dx_main, now=NOW, run=None)
    with django_assert_num_queries(len(few)):
        admin.get(address)


def test_the_settings_are_one_page_with_the_defaults_until_they_are_saved(admin: Client) -> None:
    assert "港区" in text(admin, "leadersettings_changelist")
    assert not LeaderSettings.objects.exists()
    sent = {
        "city_name": "架空区", "signer_title": "架空区ＣＩＯ", "number_mark": "ＤＸ任", "term_years": "2",
        "on_transfer": "year_end", "quiet_months": "3",
    }  # fmt: skip
    assert admin.post(reverse("admin:leaders_leadersettings_change", args=[1]), sent).status_code == 302
    assert LeaderSettings.objects.get().city_name == "架空区"
    assert admin.get(reverse("admin:leaders_leadersettings_add")).status_code == 403


def test_the_words_of_a_letter_are_shown_filled_in(admin: Client) -> None:
    row = LetterTemplate.objects.filter(kind="appoint").first() or LetterTemplate.objects.create(
        kind="appoint", title="任命書", body="{city}リーダーを命ずる　任期は{term_end}までとする"
    )
    row.body = "{city}リーダーを命ずる　任期は{term_end}までとする"
    row.save()
    assert "港区リーダーを命ずる　任期は令和9年3月31日までとする" in text(admin, "lettertemplate_change", row.pk)


def test_a_wrong_order_of_days_is_said_in_words(admin: Client, cohort: Cohort) -> None:
    sent = {
        "number": "7", "recommend_from": "2027-04-01", "recommend_until": "2027-04-30", "appoint_on": "2027-04-01",
        "training_from": "2027-05-20", "training_until": "2027-11-19", "note": "",
    }  # fmt: skip
    response = admin.post(reverse("admin:leaders_cohort_add"), sent)
    assert "日付は、受付開始、締切、発令日" in response.content.decode()


def test_an_attendance_is_put_right_with_its_history(admin: Client, training: Training, ward: Ward) -> None:
    trainee = training.trainee(ward.leader)
    presences = {trainee.pk: Presence.ABSENT}
    note_attendance(session=training.basics, presences=presences, actor=ward.dx_main, now=NOW, run=None)
    row = Attendance.objects.get()
    address = reverse("admin:leaders_attendance_change", args=[row.pk])
    assert admin.post(address, {"presence": "late", "note": "電車の遅れ"}).status_code == 302
    row.refresh_from_db()
    assert (row.presence, row.note) == ("late", "電車の遅れ")
    assert row.history.first().history_user == ward.administrator
    answer = admin.post(
        reverse("admin:leaders_attendance_changelist"), {"action": "export_csv", "_selected_action": [row.pk]}
    )
    assert "柊 美月" in b"".join(answer.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize("name", ["programme", "trainee", "skillitem", "certificate"])
def test_what_others_point_to_is_not_deleted(admin: Client, training: Training, ward: Ward, name: str) -> None:
    done = finish(training, ward.leader)
    complete(programme=training.programme, ids=[done.pk], actor=ward.dx_main, now=NOW)
    pk = {
        "programme": training.programme.pk,
        "trainee": done.pk,
        "skillitem": SkillItem.objects.first().pk,
        "certificate": done.certificate.pk,
    }[name]
    assert admin.post(reverse(f"admin:leaders_{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403


def test_a_team_is_looked_at_and_its_words_are_mended(admin: Client, training: Training, ward: Ward) -> None:
    team = training.team("青", ward.leader)
    assert "柊 美月" in text(admin, "team_change", team.pk)
    sent = {"name": "青", "order": "1", "theme": "紙をなくす", "about": ""}
    assert admin.post(reverse("admin:leaders_team_change", args=[team.pk]), sent).status_code == 302
    team.refresh_from_db()
    assert team.theme == "紙をなくす"
    assert admin.get(reverse("admin:leaders_team_add")).status_code == 403
    assert admin.get(reverse("admin:leaders_team_delete", args=[team.pk])).status_code == 403


def test_what_trainees_said_of_one_another_is_not_there() -> None:
    registered = {model.__name__ for model in site._registry}
    assert registered & {"PeerVerdict", "PeerScore"} == set()
