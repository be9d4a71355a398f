"""What hangs on a proposal, as administrators find it: who did what when, and nothing that somebody wrote."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import Interest
from minato_dx.attachments.enums import Verdict
from minato_dx.attachments.models import Attachment, Scan
from minato_dx.attachments.services import attach
from minato_dx.reference.models import FieldOfWork
from proposals.enums import CallState, DialogueState, GrantState, MatchState
from proposals.models import Dialogue, ForwardedCall, Grant, Match, Proposal, StaffQuestion, VendorReply
from tests.attachments.files import GOOD, upload
from tests.consultations import walk
from tests.consultations.walk import NOW
from tests.organization.factories import UserFactory, Ward
from tests.proposals.steps import propose

SECRET = "ここだけの話"
PAGES = ("grant", "dialogue", "staffquestion", "vendorreply", "match", "forwardedcall")
LISTS = (*(f"proposals_{name}" for name in PAGES), "consultations_interest", "attachments_scan")


@pytest.fixture
def admin(ward: Ward, fields: list[FieldOfWork], client: Client) -> Client:
    client.force_login(ward.administrator)
    return client


def fill(ward: Ward, title: str = "申込書の読み取り") -> Proposal:
    """Make one row of everything about a proposal of its own, with a secret wherever somebody writes."""
    proposal = propose(ward, title=title)
    division, case = ward.nursery, walk.submit(ward, is_private=True)
    Grant.objects.create(
        proposal=proposal, user=UserFactory(), purpose=SECRET, asked_at=NOW, reason=SECRET, state=GrantState.REFUSED,
        decided_by=ward.dx_main, decided_at=NOW,
    )  # fmt: skip
    Dialogue.objects.create(
        proposal=proposal, number=3, state=DialogueState.HELD, starts_at=NOW, place="会議室A", host=ward.dx_main,
        division=division, vendor_people=SECRET, record=SECRET, followed=SECRET, recorded_at=NOW, created_at=NOW,
        recorded_by=ward.dx_main,
    )  # fmt: skip
    StaffQuestion.objects.create(
        proposal=proposal, asker=ward.colleague, division=division, token=uuid.uuid4(), text=SECRET, asked_at=NOW,
        answer=SECRET, answered_by=ward.dx_main, answered_at=NOW,
    )  # fmt: skip
    VendorReply.objects.create(proposal=proposal, text=SECRET, received_at=NOW)
    Match.objects.create(proposal=proposal, consultation=case, state=MatchState.values[0], by=ward.dx_main, at=NOW)
    ForwardedCall.objects.create(
        division=division, sent_by=ward.colleague, company_name="みなと見本株式会社", contact=SECRET, text=SECRET,
        sent_at=NOW, state=CallState.values[1], handled_by=ward.dx_main, handled_at=NOW, note=SECRET, proposal=proposal,
    )  # fmt: skip
    Interest.objects.create(
        kind="proposal", object_id=proposal.pk, title=title, division=division, user=ward.requester, sentence=SECRET,
        created_at=NOW - dt.timedelta(days=1), consultation=case,
    )  # fmt: skip
    [file] = attach(
        uploads=[upload(f"{SECRET}.pdf", GOOD["案内.pdf"])], kind="proposal", object_id=proposal.pk, user=None,
        quarantined=True,
    )  # fmt: skip
    Scan.objects.create(
        attachment=file, verdict=Verdict.INFECTED, engine="職員", detail=SECRET, by=ward.dx_main, at=NOW
    )
    return proposal


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_cost_the_same_with_more_rows(
    admin: Client, ward: Ward, name: str, django_assert_num_queries: Any
) -> None:
    address = reverse(f"admin:{name}_changelist")
    fill(ward)
    admin.get(address)
    with django_assert_num_queries(20, exact=False) as few:
        html_of(admin, address)
    fill(ward, "2つめ")
    fill(ward, "3つめ")
    with django_assert_num_queries(len(few)):
        html_of(admin, address)


@pytest.mark.parametrize("name", LISTS)
def test_nothing_that_was_written_is_shown_or_found(admin: Client, ward: Ward, name: str) -> None:
    fill(ward)
    address = reverse(f"admin:{name}_changelist")
    assert SECRET not in html_of(admin, address)
    assert admin.get(address, {"q": SECRET}).context["cl"].result_count == 0


@pytest.mark.parametrize("name", [*(f"proposals_{one}" for one in PAGES), "consultations_interest"])
def test_a_row_is_looked_at_and_not_changed(admin: Client, ward: Ward, name: str) -> None:
    proposal = fill(ward)
    pk = admin.get(reverse(f"admin:{name}_changelist")).context["cl"].result_list[0].pk
    page = html_of(admin, reverse(f"admin:{name}_change", args=[pk]))
    assert SECRET not in page
    assert proposal.number in page or name == "consultations_interest"
    for action, arguments in (("add", []), ("change", [pk]), ("delete", [pk])):
        assert admin.post(reverse(f"admin:{name}_{action}", args=arguments), {"post": "yes"}).status_code == 403, action


def test_a_scan_has_no_page_with_the_files_name(admin: Client, ward: Ward) -> None:
    fill(ward)
    for page in ("change", "history", "delete"):
        address = reverse(f"admin:attachments_scan_{page}", args=[Scan.objects.get().pk])
        assert SECRET not in admin.get(address, follow=True).content.decode()
    page = html_of(admin, reverse("admin:attachments_scan_changelist"))
    assert "危険なもの" in page
    assert ward.dx_main.name in page
    found = admin.get(reverse("admin:attachments_scan_changelist"), {"q": Attachment.objects.get().sha256})
    assert found.context["cl"].result_count == 1


@pytest.mark.parametrize("name", [f"proposals_{one}" for one in PAGES if one != "forwardedcall"])
@pytest.mark.parametrize(("words", "found"), [("令和８年度－0001", 1), ("2026-0002", 0), ("みなと見本", 1)])
def test_rows_are_found_by_number_and_company(admin: Client, ward: Ward, name: str, words: str, found: int) -> None:
    fill(ward)
    result = admin.get(reverse(f"admin:{name}_changelist"), {"q": words})
    assert result.context["cl"].result_count == found


def test_whose_a_private_case_is_is_not_told_by_the_wish_it_began_with(admin: Client, ward: Ward) -> None:
    fill(ward)
    case = Interest.objects.get().consultation
    assert case is not None
    page = html_of(admin, reverse("admin:consultations_interest_changelist"))
    assert ward.requester.name in page
    assert case.number not in page
    type(case).objects.update(is_private=False)
    assert case.number in html_of(admin, reverse("admin:consultations_interest_changelist"))
