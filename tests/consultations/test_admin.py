"""What administrators see of consultations: where they stand, never what they say."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consultations import services
from consultations.enums import State
from consultations.models import Consultation, Draft, EffectEntry, TransitionLog
from leaders.models import LeaderTerm
from minato_dx.organization.models import User
from tests.consultations import walk
from tests.organization.factories import MembershipFactory, Ward

Advance = Callable[[Consultation, State], Consultation]
# Each stands in one place of a private case and nowhere else.
SECRETS = {
    "title": "ひみつの件名", "body": "ひみつの本文", "wish": "ひみつの望み", "times": "ひみつの曜日",
    "reason": "ひみつの急ぎ", "message": "ひみつの発言", "note": "ひみつのメモ", "awaited": "ひみつの待ち",
    "answer": "ひみつの回答", "work": "ひみつの業務", "summary": "ひみつの要約", "decision": "ひみつの合意",
    "plan": "ひみつの段取り", "realised": "ひみつの根拠", "outcome": "ひみつの結果", "draft": "ひみつの下書き",
}  # fmt: skip
LISTS = ("consultation", "transitionlog", "accesslog", "promise", "effectentry")


def list_url(model: str) -> str:
    return f"/admin/consultations/{model}/"


def html_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


@pytest.fixture
def administrator(client: Client, ward: Ward) -> User:
    client.force_login(ward.administrator)
    return ward.administrator


@pytest.fixture
def secret_case(ward: Ward) -> Consultation:
    """A private case that has come all the way, with a secret wherever somebody writes."""
    case = walk.submit(
        ward,
        f"{SECRETS['title']}。{SECRETS['body']}",
        is_private=True,
        wished_solution=SECRETS["wish"],
        preferred_times=SECRETS["times"],
        urgency_reason=SECRETS["reason"],
    )
    services.post_message(consultation=case, author=ward.dx_main, body=SECRETS["message"])
    services.add_note(consultation=case, author=ward.dx_main, body=SECRETS["note"])
    services.wait_for_requester(consultation=case, actor=ward.dx_main, reason=SECRETS["awaited"])
    services.give_answer(
        consultation=case,
        actor=ward.dx_main,
        reply=services.answers.Reply(
            kind="solution", body=SECRETS["answer"], estimate=walk.estimate(work_name=SECRETS["work"])
        ),
    )
    services.open_summary_to_head(consultation=case, actor=ward.requester, summary=SECRETS["summary"])
    services.agree_to_proposal(consultation=case, actor=ward.head, comment=SECRETS["decision"])
    services.start_work(consultation=case, actor=ward.dx_main, plan=SECRETS["plan"])
    services.go_live(consultation=case, actor=ward.dx_main, on=walk.NOW.date())
    services.record_realised(
        consultation=case,
        actor=ward.requester,
        estimate=walk.estimate(work_name=SECRETS["work"], basis=SECRETS["realised"]),
    )
    services.close_consultation(consultation=case, actor=ward.dx_main, outcome="solution", text=SECRETS["outcome"])
    services.write_draft(user=ward.requester, key=f"reply:{case.pk}", data={"body": SECRETS["draft"]})
    services.log_access(consultation=case, user=ward.section_head, what="相談")
    return walk.fresh(case)


def every_page(client: Client) -> dict[str, str]:
    """Return the admin's HTML of this app: its lists, and the page of every row in them."""
    pages = {"/admin/": html_of(client.get("/admin/")), "app": html_of(client.get("/admin/consultations/"))}
    for model in LISTS:
        pages[model] = html_of(client.get(list_url(model)))
        for row in apps.get_model("consultations", model).objects.all():
            url = f"{list_url(model)}{row.pk}/change/"
            pages[url] = html_of(client.get(url))
            pages[f"{url}history"] = html_of(client.get(f"{list_url(model)}{row.pk}/history/"))
    return pages


@pytest.mark.usefixtures("administrator")
def test_nothing_of_a_private_case_is_written_anywhere_in_the_admin(
    client: Client, secret_case: Consultation, ward: Ward
) -> None:
    for address, html in every_page(client).items():
        for place, secret in SECRETS.items():
            assert secret not in html, (address, place)
        assert ward.requester.name not in html, address
    assert "非公開の相談" in html_of(client.get(list_url("consultation")))


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("place", SECRETS)
def test_a_search_finds_nothing_by_what_was_written(client: Client, secret_case: Consultation, place: str) -> None:
    for model in LISTS:
        changelist = client.get(list_url(model), {"q": SECRETS[place]}).context["cl"]
        assert changelist.result_count == 0, model


@pytest.mark.usefixtures("administrator")
def test_a_shared_case_shows_its_title_and_still_no_text(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, "延長保育の申込みが紙です。ほかの人には見せたくない本文")
    services.post_message(consultation=case, author=ward.dx_main, body="見せたくない発言")
    services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="見せたくない理由")

    pages = every_page(client)

    assert "延長保育の申込みが紙です" in pages["consultation"]
    assert all("見せたくない" not in html for html in pages.values())


@pytest.mark.usefixtures("administrator")
def test_the_list_says_where_a_case_stands(client: Client, case: Consultation) -> None:
    html = html_of(client.get(list_url("consultation")))

    for text in ("令和8年度-0001", "保育課", "受付", "汐見 拓也", "2026年11月24日"):
        assert text in html


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("term", ["令和8年度-0002", "2026-2", "Ｒ８－２"])
@pytest.mark.parametrize("model", ["consultation", "transitionlog", "promise"])
def test_a_case_is_found_by_its_number(client: Client, ward: Ward, term: str, model: str) -> None:
    walk.submit(ward)
    wanted = walk.submit(ward, "二つめの相談")

    changelist = client.get(list_url(model), {"q": term}).context["cl"]

    assert [getattr(row, "consultation", row) for row in changelist.result_list] == [wanted]


@pytest.mark.usefixtures("administrator")
def test_a_case_is_found_by_division_and_by_who_has_it(client: Client, ward: Ward) -> None:
    case = walk.submit(ward)
    walk.submit(ward, requester=ward.outsider)

    for term in ("保育課", "汐見"):
        assert list(client.get(list_url("consultation"), {"q": term}).context["cl"].result_list) == [case]


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("model", LISTS)
def test_nothing_is_changed_in_the_admin(client: Client, secret_case: Consultation, model: str) -> None:
    row = apps.get_model("consultations", model).objects.first()

    assert client.get(f"{list_url(model)}add/").status_code == 403
    assert client.post(f"{list_url(model)}{row.pk}/change/", {"state": "received"}).status_code == 403
    assert client.post(f"{list_url(model)}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(list_url(model), {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
    assert type(row).objects.filter(pk=row.pk).exists()
    assert walk.fresh(secret_case).state == State.CLOSED


def test_what_people_write_has_no_place_in_the_admin() -> None:
    registered = {model.__name__ for model in admin.site._registry if model._meta.app_label == "consultations"}

    # Whom somebody asked first, and what was lent to a team, are no words of theirs.
    about_leaders = {"LeaderTurn", "TrainingTheme"}
    # That a division wishes for something, without the sentence: see proposals/test_admin_rows. And what it asks of
    # others, in the words that are public.
    wishes = {"Interest", "ResearchRequest"}
    assert (
        registered == {"Consultation", "TransitionLog", "AccessLog", "Promise", "EffectEntry"} | about_leaders | wishes
    )
    assert Draft not in admin.site._registry


@pytest.mark.parametrize("role", ["requester", "dx_main", "section_head", "cio"])
@pytest.mark.parametrize("model", LISTS)
def test_the_admin_is_for_administrators(client: Client, ward: Ward, role: str, model: str) -> None:
    client.force_login(getattr(ward, role))

    assert client.get(list_url(model)).status_code == 403


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("model", "queries"),
    [("consultation", 5), ("transitionlog", 5), ("accesslog", 5), ("promise", 4), ("effectentry", 5)],
)
def test_a_list_costs_the_same_however_long_it_is(
    client: Client, ward: Ward, model: str, queries: int, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        case = walk.submit(ward, f"相談{number}")
        services.give_answer(
            consultation=case,
            actor=ward.dx_main,
            reply=walk.solution(estimate=walk.estimate(work_name=f"業務{number}")),
        )
        services.set_privacy(consultation=case, actor=ward.requester, private=True)
        services.log_access(consultation=case, user=ward.section_head, what="相談")
    client.get(list_url(model))

    with django_assert_num_queries(queries):
        html_of(client.get(list_url(model)))


def test_names_are_japanese() -> None:
    for model in (Consultation, TransitionLog, EffectEntry, LeaderTerm):
        names = [str(model._meta.verbose_name)]
        names += [str(field.verbose_name) for field in model._meta.fields if field.name != "id"]
        assert not [name for name in names if name.isascii()], model


# --- Terms of leaders ----------------------------------------------------------------------------------------

TERMS = "/admin/leaders/leaderterm/"


def term_data(ward: Ward, **facts: Any) -> dict[str, Any]:
    values = {
        "person": ward.leader.pk,
        "division": ward.nursery.pk,
        "published_on": "2026-04-01",
        "valid_from": "2026-04-01",
        "valid_to": "",
    }
    return values | facts


@pytest.mark.usefixtures("administrator")
def test_a_term_is_entered_with_people_and_divisions_to_search_for(client: Client, ward: Ward) -> None:
    html = html_of(client.get(f"{TERMS}add/"))
    assert html.count('class="admin-autocomplete') == 2

    assert client.post(f"{TERMS}add/", term_data(ward)).status_code == 302
    term = LeaderTerm.objects.get()
    assert (term.person, term.division) == (ward.leader, ward.nursery)
    listing = html_of(client.get(TERMS))
    assert "柊 美月" in listing
    assert "保育課" in listing


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"valid_to": "2026-03-01"}, "終了日は開始日より後の日にしてください。"),
        ({"valid_from": "2026-06-01"}, "この課には任期の続くリーダーがいます。先に終了日を入れてください。"),
        ({"valid_from": "2026-06-01", "valid_to": "2027-04-01"}, "この課には、同じ期間のリーダーがもういます。"),
    ],
)
def test_a_term_that_cannot_be_says_why(client: Client, ward: Ward, facts: dict[str, str], message: str) -> None:
    LeaderTerm.objects.create(
        person=ward.colleague,
        division=ward.nursery,
        valid_from=dt.date(2026, 4, 1),
        published_on=dt.date(2026, 4, 1),
    )

    response = client.post(f"{TERMS}add/", term_data(ward, **facts))

    assert message in html_of(response)
    assert LeaderTerm.objects.count() == 1


@pytest.mark.usefixtures("administrator")
def test_one_leader_follows_the_other(client: Client, ward: Ward) -> None:
    client.post(f"{TERMS}add/", term_data(ward, valid_to="2026-10-01"))

    response = client.post(f"{TERMS}add/", term_data(ward, person=ward.colleague.pk, valid_from="2026-10-01"))

    assert response.status_code == 302
    assert LeaderTerm.objects.count() == 2


@pytest.mark.usefixtures("administrator")
def test_who_changed_a_term_stands_in_its_history(client: Client, ward: Ward) -> None:
    client.post(f"{TERMS}add/", term_data(ward))
    term = LeaderTerm.objects.get()
    client.post(f"{TERMS}{term.pk}/change/", term_data(ward, valid_to="2027-04-01"))

    assert [row.history_user for row in term.history.all()] == [ward.administrator, ward.administrator]
    assert "管理 太郎" in html_of(client.get(f"{TERMS}{term.pk}/history/"))


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_terms_costs_the_same_however_long_it_is(
    client: Client, ward: Ward, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for division in (ward.nursery, ward.family, ward.elderly)[:rows]:
        person = MembershipFactory(division=division).user
        LeaderTerm.objects.create(
            person=person, division=division, valid_from=dt.date(2026, 4, 1), published_on=dt.date(2026, 4, 1)
        )
    client.get(TERMS)

    with django_assert_num_queries(5):
        assert "保育課" in html_of(client.get(TERMS, {"q": ""}))
