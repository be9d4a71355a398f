"""The pages from a recommendation to the letter, by the requests that a browser sends; and what each costs."""

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from leaders.enums import State
from leaders.models import Cohort, Decision, LeaderTerm, Letter, Plan, Recommendation
from leaders.services.publishing import publish_due
from minato_dx.organization.models import User
from tests.leaders.steps import as_person, checked, fresh, recommended
from tests.organization.factories import (
    AbsenceFactory,
    DepartmentFactory,
    DivisionFactory,
    MembershipFactory,
    UserFactory,
    Ward,
)

PASSWORD = "correct-horse-2026"  # noqa: S105


def with_password(person: User) -> Client:
    person.set_password(PASSWORD)
    person.save()
    return as_person(person)


def review(rows: list[Recommendation]) -> str:
    return f"{reverse('approval_review')}?" + "&".join(f"id={row.pk}" for row in rows)


def test_from_the_recommendation_to_the_letter(ward: Ward, cohort: Cohort, clock: Any) -> None:
    page = as_person(ward.head).get(reverse("recommendation_list"))
    assert "保育課のリーダーを推薦する" in page.content.decode()
    sent = {"candidate": ward.leader.staff_number, "reason": "窓口に詳しい", "expected_use": "", "token": uuid.uuid4()}
    address = reverse("recommendation_create", args=["0903"])
    for _twice in range(2):
        assert as_person(ward.head).post(address, sent).status_code == 302
    row = Recommendation.objects.get()
    detail = reverse("recommendation_detail", args=[row.pk])
    assert as_person(ward.leader).post(detail, {"act": "consent", "agrees": "yes", "comment": ""}).status_code == 302
    assert as_person(ward.dx_main).post(detail, {"act": "check", "letter_kind": "appoint"}).status_code == 302
    assert fresh(row).state == State.CHECKED
    cio = with_password(ward.cio)
    assert "柊 美月" in cio.get(reverse("approval_list")).content.decode()
    done = cio.post(review([row]), {"password": PASSWORD})
    assert (done.status_code, Decision.objects.count()) == (200, 1)
    clock.move_to(f"{cohort.appoint_on}T08:31:00+09:00")
    publish_due()
    letter = Letter.objects.get()
    pdf = as_person(ward.leader).get(reverse("letter_pdf", args=[letter.slug]))
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert "柊 美月" in as_person(ward.outsider).get(reverse("leader_coverage")).content.decode()


def test_a_number_that_no_row_can_have_is_passed_over(ward: Ward, cohort: Cohort) -> None:
    row, cio = checked(ward, cohort), as_person(ward.cio)
    page = cio.get(reverse("approval_review"), {"id": ["9" * 30, row.pk]})
    assert "1人を承認します" in page.content.decode()
    assert cio.get(reverse("approval_review"), {"id": "9" * 30}).headers["Location"] == reverse("approval_list")
    assert cio.post(reverse("approval_confirm"), {"id": "9" * 30}).status_code == 302


def test_what_was_typed_stays_and_the_page_says_what_to_do(ward: Ward, cohort: Cohort) -> None:
    address = reverse("recommendation_create", args=["0903"])
    answer = as_person(ward.head).post(
        address, {"candidate": "", "reason": "窓口に詳しい", "expected_use": "<b>月1回</b>", "token": uuid.uuid4()}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "窓口に詳しい" in text
    assert "&lt;b&gt;月1回" in text
    assert not Recommendation.objects.exists()


def test_a_draft_waits_for_its_head(ward: Ward, cohort: Cohort) -> None:
    row = recommended(ward, cohort, as_draft=True)
    edit = reverse("recommendation_edit", args=[row.pk])
    assert as_person(ward.dx_main).get(edit).status_code == 404
    sent = {"candidate": ward.colleague.staff_number, "reason": "直した理由", "expected_use": "", "token": uuid.uuid4()}
    assert as_person(ward.head).post(edit, sent).status_code == 302
    assert (fresh(row).state, fresh(row).candidate_name) == (State.SUBMITTED, ward.colleague.name)


def test_a_wrong_password_decides_nothing(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    cio = with_password(ward.cio)
    for password, word in (("", "パスワードを入れてください"), ("wrong", "パスワードが違います")):
        answer = cio.post(review([row]), {"password": password})
        assert answer.status_code == 422
        assert word in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_deputy_is_told_to_wait_while_the_cio_is_there(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    deputy = with_password(ward.outsider_head)
    assert deputy.post(review([row]), {"password": PASSWORD}).status_code == 403
    AbsenceFactory(user=ward.cio, valid_from=dt.date(2026, 11, 24), valid_to=dt.date(2026, 11, 25))
    assert deputy.post(review([row]), {"password": PASSWORD}).status_code == 200
    cio = with_password(ward.cio)
    assert "後閲" in cio.get(reverse("approval_list")).content.decode()
    cio.post(reverse("approval_confirm"), {"id": Decision.objects.get().pk})
    assert Decision.objects.get().confirmed_by == ward.cio


@pytest.mark.parametrize("outcome", ["returned", "declined"])
def test_a_question_and_a_refusal_need_words(ward: Ward, cohort: Cohort, outcome: str) -> None:
    row = checked(ward, cohort)
    cio, address = with_password(ward.cio), reverse("approval_detail", args=[row.pk])
    empty = cio.post(address, {"outcome": outcome, "reason": " ", "password": PASSWORD})
    assert (empty.status_code, Decision.objects.count()) == (422, 0)
    assert cio.post(address, {"outcome": outcome, "reason": "どの仕事から", "password": PASSWORD}).status_code == 302
    assert Decision.objects.get().outcome == outcome


def test_a_step_that_came_too_late_says_so(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    address = reverse("recommendation_detail", args=[row.pk])
    late = as_person(ward.dx_main).post(address, {"act": "return", "question": "もう一度"})
    assert late.status_code == 409


def test_plan_and_cohort_are_registered_on_their_pages(ward: Ward, plan: Plan) -> None:
    section = as_person(ward.dx_main)
    days = {
        "recommend_from": "2027-04-05", "recommend_until": "2027-04-30", "appoint_on": "2027-05-10",
        "training_from": "2027-05-20", "training_until": "2027-11-19",
    }  # fmt: skip
    wrong = section.post(reverse("cohort_create"), {"number": "7", **days, "appoint_on": "2027-04-01"})
    assert wrong.status_code == 422
    assert section.post(reverse("cohort_create"), {"number": "7", **days}).status_code == 302
    assert Cohort.objects.get().number == 7
    assert "第7期" in section.get(reverse("cohort_list")).content.decode()


def test_the_board_goes_out_as_csv_and_excel_without_formulas(ward: Ward, cohort: Cohort) -> None:
    risky = UserFactory(staff_number="0007777", name="=cmd()")
    MembershipFactory(user=risky, division=ward.nursery)
    LeaderTerm.objects.create(person=risky, division=ward.nursery, valid_from="2026-04-01", published_on="2026-04-01")
    client = as_person(ward.requester)
    text = b"".join(client.get(reverse("leader_coverage_csv")).streaming_content).decode("utf-8-sig")
    assert "'=cmd()" in text
    answer = client.get(reverse("leader_coverage_xlsx"))
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    cells = [cell for line in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in line]
    assert not any(cell.data_type == "f" for cell in cells)


def queries_of(client: Client, address: str) -> int:
    """Count the queries of a page that was opened before: what is remembered between requests is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def more_divisions(ward: Ward, count: int) -> list[tuple[Any, User, User]]:
    department = DepartmentFactory(code="50", name="新設部")
    made = []
    for number in range(count):
        division = DivisionFactory(
            key=f"50{number:02d}", version__code=f"50{number:02d}", version__name=f"第{number}課",
            version__department=department, version__order=5000 + number,
        )  # fmt: skip
        head, person = (UserFactory(staff_number=f"{kind}{number:05d}") for kind in (71, 72))
        MembershipFactory(user=head, division=division, is_head=True)
        MembershipFactory(user=person, division=division)
        made.append((division, head, person))
    return made


@pytest.mark.parametrize("name", ["leader_coverage", "leader_coverage_csv", "leader_division", "cohort_list"])
def test_80_divisions_cost_what_3_cost(ward: Ward, cohort: Cohort, plan: Plan, name: str) -> None:
    client = as_person(ward.dx_main)
    LeaderTerm.objects.create(
        person=ward.leader, division=ward.nursery, valid_from="2026-04-01", published_on="2026-04-01", cohort=cohort
    )
    address = reverse(name, args=["0903"] if name == "leader_division" else [])
    few = queries_of(client, address)
    for division, _head, person in more_divisions(ward, 70):
        LeaderTerm.objects.create(
            person=person, division=division, valid_from="2026-04-01", published_on="2026-04-01", cohort=cohort
        )
    assert queries_of(client, address) == few


@pytest.mark.parametrize("name", ["approval_list", "approval_review", "recommendation_list", "letter_list"])
def test_30_recommendations_cost_what_one_costs(ward: Ward, cohort: Cohort, plan: Plan, name: str) -> None:
    client = as_person(ward.cio)
    rows = [checked(ward, cohort)]

    def address() -> str:
        return review(rows) if name == "approval_review" else reverse(name)

    few = queries_of(client, address())
    for division, head, person in more_divisions(ward, 29):
        rows.append(checked(ward, cohort, division=division, actor=head, candidate=person))
    assert queries_of(client, address()) == few
