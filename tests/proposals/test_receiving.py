"""A proposal comes to the desk."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from minato_dx.attachments.enums import FileState
from minato_dx.attachments.models import Attachment
from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.reference.models import Company, ContactLog, FieldOfWork
from minato_dx.reference.services import CompanyFacts
from proposals.enums import Part, PromiseKind, Source
from proposals.exceptions import ProposalError
from proposals.models import ConfidentialPart, FieldDesk, Proposal
from proposals.services.receiving import ContactFacts, record_proposal
from tests.consultations.test_concurrency import at_once
from tests.consultations.walk import NOW
from tests.organization.factories import AbsenceFactory, Ward, make_ward
from tests.proposals.steps import COMPANY, facts, propose, release_all


def test_number_company_contact_promises_log_and_message(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = propose(ward)
    assert (proposal.number, proposal.slug) == ("提案 令和8年度-0001", "2026-0001")
    assert (proposal.company.name, proposal.contact.name) == ("みなと見本株式会社", "見本 太郎")  # type: ignore[union-attr]
    promises = dict(proposal.promises.values_list("kind", "due_at"))
    # Ten working days after 24 November, and 30 days of the calendar.
    assert promises == {
        PromiseKind.FIRST_ANSWER: jst(dt.date(2026, 12, 8), dt.time(17, 15)),
        PromiseKind.DECISION: jst(dt.date(2026, 12, 24), dt.time(17, 15)),
    }
    assert proposal.next_due_kind == PromiseKind.FIRST_ANSWER
    entry = ContactLog.objects.get()
    assert (entry.company, entry.object_kind, entry.object_id) == (proposal.company, "proposal", proposal.pk)
    # Who wrote it down has it, and so nobody is told.
    assert not Notification.objects.exists()


def test_the_first_field_with_somebody_decides_who_has_it(ward: Ward, fields: list[FieldOfWork]) -> None:
    first, second = fields
    assert propose(ward, fields=[second]).assignee == ward.section_head
    assert Notification.objects.get().recipient == ward.section_head
    assert propose(ward, fields=[second, first]).assignee == ward.dx_main
    AbsenceFactory(user=ward.dx_main, valid_from=NOW.date())
    assert propose(ward, fields=[first]).assignee == ward.dx_deputy
    FieldDesk.objects.create(field=second, staff=ward.dx_other)
    assert propose(ward, fields=[second, first]).assignee == ward.dx_other
    User.objects.filter(pk=ward.dx_other.pk).update(left_on=NOW.date())
    assert propose(ward, fields=[second]).assignee == ward.section_head


@pytest.mark.parametrize(("change", "field"), [({"title": " "}, "title"), ({"problem": "\u3000"}, "problem")])
def test_what_is_missing_is_named(ward: Ward, fields: list[FieldOfWork], change: dict[str, str], field: str) -> None:
    with pytest.raises(ProposalError) as refusal:
        propose(ward, **change)
    assert refusal.value.field == field
    with pytest.raises(ProposalError) as refusal:
        propose(ward, fields=[])
    assert refusal.value.field == "fields"
    assert not Company.objects.exists()


def test_a_wrong_number_makes_nothing(ward: Ward, fields: list[FieldOfWork]) -> None:
    with pytest.raises(ValidationError, match="数字のどれか"):
        propose(ward, company=CompanyFacts(name="x", corporate_number="8000020131033"))
    with pytest.raises(ValidationError, match="検査数字"):
        propose(ward, cities={"13103": "港区"})
    assert not Proposal.objects.exists()
    assert propose(ward).serial == 1


def test_only_the_desk_records(ward: Ward, fields: list[FieldOfWork]) -> None:
    for actor in (ward.requester, ward.head, ward.cio, ward.administrator):
        with pytest.raises(PermissionDenied):
            record_proposal(
                company=COMPANY,
                contact=ContactFacts(),
                facts=facts(),
                source=Source.PHONE,
                actor=actor,
                token=uuid.uuid4(),
                now=NOW,
            )


def test_confidential_parts_stand_in_their_own_table_alone(ward: Ward, fields: list[FieldOfWork]) -> None:
    secret = "独自の読み取りの方式です"
    proposal = propose(
        ward,
        how="",
        confidential={Part.HOW: secret, Part.COST: "1件10円", Part.EVIDENCE: " "},
        cost_note="1件10円",
        evidence="3市で使われています",
        files=[SimpleUploadedFile("案内.csv", b"a,b\n")],
        confidential_files=[SimpleUploadedFile("仕組み.csv", b"a,b\n")],
    )
    assert set(ConfidentialPart.objects.values_list("part", "text")) == {("how", secret), ("cost", "1件10円")}
    row = Proposal.objects.filter(pk=proposal.pk).values().get()
    assert not [value for value in row.values() if value in (secret, "1件10円")]
    assert row["evidence"] == "3市で使われています"
    assert dict(Attachment.objects.values_list("name", "kind")) == {
        "案内.csv": "proposal",
        "仕組み.csv": "proposal_confidential",
    }


def test_what_came_by_mail_waits_in_quarantine_as_what_came_by_the_door(ward: Ward, fields: list[FieldOfWork]) -> None:
    propose(ward, files=[SimpleUploadedFile("案内.csv", b"a,b\n")])
    row = Attachment.objects.get()
    assert (row.state, row.uploaded_by) == (FileState.QUARANTINED, ward.dx_main)
    release_all(ward.dx_other)
    row.refresh_from_db()
    assert row.is_released
    with pytest.raises(ValidationError, match="「.csv」"):
        propose(ward, files=[SimpleUploadedFile("案内.csv", b"<html><script>alert(1)</script></html>")])


def test_sent_twice_it_is_one(ward: Ward, fields: list[FieldOfWork]) -> None:
    token = uuid.uuid4()
    assert propose(ward, token=token) == propose(ward, token=token)
    assert Proposal.objects.count() == ContactLog.objects.count() == 1


def test_two_of_one_company_share_its_record_and_its_contact(ward: Ward, fields: list[FieldOfWork]) -> None:
    first, second = propose(ward), propose(ward, title="別の提案")
    assert first.company == second.company
    assert first.contact == second.contact
    other = propose(ward, contact=ContactFacts(name="見本 花子"))
    assert other.contact != first.contact
    assert propose(ward, contact=ContactFacts()).contact is None


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_twenty_numbers_and_one_company(transactional_db: None) -> None:
    ward = make_ward()
    FieldDesk.objects.create(field=FieldOfWork.objects.create(name="紙の読み取り"), staff=ward.dx_main)
    token = uuid.uuid4()
    same = [lambda: propose(ward, token=token) for _ in range(4)]
    results = at_once([*(lambda: propose(ward) for _ in range(20)), *same])
    assert all(isinstance(result, Proposal) for result in results), results
    assert len({proposal.pk for proposal in results}) == Proposal.objects.count() == 21  # type: ignore[attr-defined]
    assert sorted(Proposal.objects.values_list("serial", flat=True)) == list(range(1, 22))
    assert Company.objects.count() == 1
