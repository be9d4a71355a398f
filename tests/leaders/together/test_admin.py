"""Leaders among themselves in the administrators' site."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from leaders.models import LeaderProfile, LeaderQuestion, LeaderReply
from tests.leaders.together.conftest import Circle

MODELS = {"leaderprofile": LeaderProfile, "leaderquestion": LeaderQuestion, "leaderreply": LeaderReply}


@pytest.fixture
def admin(circle: Circle, client: Client) -> Client:
    client.force_login(circle.ward.administrator)
    circle.profile(circle.ward.leader, "様式", (circle.forms,))
    circle.reply(circle.ask(tool=circle.forms))
    return client


@pytest.mark.parametrize("name", sorted(MODELS))
def test_lists_and_rows_open_and_three_rows_cost_what_one_costs(
    admin: Client, circle: Circle, name: str, django_assert_num_queries: Any
) -> None:
    address = reverse(f"admin:leaders_{name}_changelist")
    admin.get(address)
    with django_assert_num_queries(25, exact=False) as few:
        assert "柊 美月" in admin.get(address, {"q": "柊"}).content.decode() or name == "leaderreply"
    for number in (1, 2):
        person = circle.another_leader(number)
        circle.profile(person, "集計")
        circle.reply(circle.ask(person, "柊さんへの質問"), person, "桐生さんの回答です")
    with django_assert_num_queries(len(few)):
        admin.get(address, {"q": "柊"})
    row = MODELS[name].objects.first()
    assert admin.get(reverse(f"admin:leaders_{name}_change", args=[row.pk])).status_code == 200
    assert admin.get(reverse(f"admin:leaders_{name}_add")).status_code == 403


def test_what_has_no_place_is_taken_out_and_its_history_stays(admin: Client, circle: Circle) -> None:
    row = LeaderReply.objects.get()
    address = reverse("admin:leaders_leaderreply_change", args=[row.pk])
    assert admin.post(address, {"text": "（削除しました）", "has_helped": "on", "author": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.has_helped, row.author) == ("（削除しました）", True, circle.ward.outsider)
    assert row.history.first().history_user == circle.ward.administrator
    assert admin.get(reverse("admin:leaders_leaderreply_history", args=[row.pk])).status_code == 200


def test_a_question_is_deleted_with_its_replies(admin: Client) -> None:
    question = LeaderQuestion.objects.get()
    assert (
        admin.post(reverse("admin:leaders_leaderquestion_delete", args=[question.pk]), {"post": "yes"}).status_code
        == 302
    )
    assert not LeaderReply.objects.exists()
