"""The desk in the administrators' site: fields and wordings are kept there, proposals are looked at."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.services import CompanyFacts
from proposals.enums import AnswerKind, Part
from proposals.models import AnswerTemplate, FieldDesk
from proposals.services.wording import draft_answer
from tests.organization.factories import Ward
from tests.proposals.steps import propose

SECRET = "独自の読み取りの方式"
LIST = "admin:proposals_proposal_changelist"


@pytest.fixture
def admin(ward: Ward, fields: list[FieldOfWork], client: Client) -> Client:
    client.force_login(ward.administrator)
    return client


@pytest.mark.parametrize(
    "name", ["proposals_proposal_changelist", "proposals_fielddesk_changelist", "proposals_answertemplate_changelist"]
)
def test_the_lists_cost_the_same_with_more_rows(
    admin: Client, ward: Ward, name: str, django_assert_num_queries: Any
) -> None:
    address = reverse(f"admin:{name}")
    propose(ward)
    AnswerTemplate.objects.create(kind=AnswerKind.RECEIPT, body="a")
    admin.get(address)
    with django_assert_num_queries(20, exact=False) as few:
        assert admin.get(address).status_code == 200
    for number in range(3):
        company = CompanyFacts(name=f"会社{number}", no_number_reason="海外の会社")
        propose(ward, company=company)
        field = FieldOfWork.objects.create(name=f"分野{number}", order=200)
        FieldDesk.objects.create(field=field, staff=ward.dx_other)
        AnswerTemplate.objects.create(kind=AnswerKind.values[number + 1], body="a")
    with django_assert_num_queries(len(few)):
        admin.get(address)


def test_a_field_is_given_to_somebody_of_the_section_and_nobody_else(
    admin: Client, ward: Ward, fields: list[FieldOfWork]
) -> None:
    address = reverse("admin:proposals_fielddesk_add")
    page = admin.get(address).content.decode()
    assert "霞 由衣（0003347）" in page
    assert ward.requester.name not in page
    sent = {"field": fields[1].pk, "staff": ward.dx_other.pk, "deputy": ward.dx_other.pk}
    assert "副担当は、担当と別の人にしてください。" in admin.post(address, sent).content.decode()
    assert admin.post(address, sent | {"staff": ward.requester.pk}).status_code == 200
    assert admin.post(address, sent | {"deputy": ward.dx_main.pk}).status_code == 302
    row = FieldDesk.objects.get(field=fields[1])
    assert (row.staff, row.deputy) == (ward.dx_other, ward.dx_main)
    assert row.history.first().history_user == ward.administrator  # type: ignore[union-attr]


def test_a_wording_of_the_city_takes_the_place_of_the_first_one(admin: Client, ward: Ward) -> None:
    address = reverse("admin:proposals_answertemplate_add")
    assert "{company}（事業者）" in admin.get(address).content.decode()
    assert admin.post(address, {"kind": "receipt", "body": "{company}さま、{title}"}).status_code == 302
    text = draft_answer(proposal=propose(ward), kind=AnswerKind.RECEIPT)
    assert text == "みなと見本株式会社さま、申込書の読み取り"


def test_a_proposal_is_looked_at_without_what_is_confidential(admin: Client, ward: Ward) -> None:
    proposal = propose(ward, confidential={Part.HOW: SECRET}, evidence="3市で使われています")
    for address in (reverse(LIST), reverse("admin:proposals_proposal_change", args=[proposal.pk])):
        page = admin.get(address).content.decode()
        assert "提案 令和8年度-0001" in page
        assert "みなと見本株式会社" in page
        for words in (SECRET, "3市で使われています", "見本 太郎", "taro@example.com"):
            assert words not in page, words


@pytest.mark.parametrize(
    ("words", "found"), [("2026-0001", 1), ("令和８年度－0002", 0), ("みなと", 1), ("読み取り", 0)]
)
def test_proposals_are_found_by_number_and_company(admin: Client, ward: Ward, words: str, found: int) -> None:
    propose(ward)
    page = admin.get(reverse(LIST), {"q": words}).content.decode()
    assert page.count("提案 令和8年度-0001") == found


def test_nothing_is_added_changed_or_deleted_here(admin: Client, ward: Ward) -> None:
    proposal = propose(ward)
    assert admin.get(reverse("admin:proposals_proposal_add")).status_code == 403
    change = reverse("admin:proposals_proposal_change", args=[proposal.pk])
    assert admin.post(change, {"title": "別の件名"}).status_code == 403
    delete = reverse("admin:proposals_proposal_delete", args=[proposal.pk])
    assert admin.post(delete, {"post": "yes"}).status_code == 403
