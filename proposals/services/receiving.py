"""A proposal comes to the desk: one form, whether it came by the door, by mail, by phone or in person."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from minato_dx.attachments.services import attach
from minato_dx.core.calendar import fiscal_year
from minato_dx.core.municipality_code import read_municipality_code
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.models import Company, CompanyContact, ContactLog, FieldOfWork
from minato_dx.reference.services import CompanyFacts, draw_number, find_or_create_company
from proposals.enums import CONFIDENTIAL_KIND, PROPOSAL_KIND, CostRange, Part, Source, YesNoUnknown
from proposals.exceptions import ProposalError
from proposals.models import ConfidentialPart, EvidenceCity, Proposal
from proposals.permissions import is_at_desk
from proposals.selectors.routing import assignee_for
from proposals.services.promises import make_first_promises
from proposals.services.steps import log
from proposals.services.telling import tell

SERIES = "proposal"
# By which way of contact a proposal that came so is noted in the company's log.
CHANNELS = {
    Source.DOOR: ContactChannel.DESK,
    Source.MAIL: ContactChannel.MAIL,
    Source.PHONE: ContactChannel.PHONE,
    Source.VISIT: ContactChannel.VISIT,
    Source.FORWARDED: ContactChannel.MAIL,
}


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Whom one reaches at the company."""

    name: str = ""
    department: str = ""
    mail: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """What is proposed. ``confidential`` has the parts that only the desk reads; ``cities`` code → name."""

    title: str
    problem: str
    fields: Sequence[FieldOfWork] = ()
    for_whom: str = ""
    tool_kind: str = ""
    how: str = ""
    evidence: str = ""
    cost_range: str = CostRange.UNKNOWN
    cost_note: str = ""
    free_trial: str = YesNoUnknown.UNKNOWN
    lgwan_asp: str = YesNoUnknown.UNKNOWN
    ismap: str = YesNoUnknown.UNKNOWN
    iso27001: str = YesNoUnknown.UNKNOWN
    data_location: str = ""
    cities: Mapping[str, str] = field(default_factory=dict)
    confidential: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[Any] = ()
    confidential_files: Sequence[Any] = ()


def record_proposal(
    *,
    company: CompanyFacts,
    contact: ContactFacts,
    facts: ProposalFacts,
    source: Source,
    actor: User,
    token: uuid.UUID,
    received_at: dt.datetime | None = None,
    now: dt.datetime,
) -> Proposal:
    """Receive a proposal that a member of the desk writes down, and give it its number.

    ``received_at`` is when it came, now where nothing is said. ``token`` names one submission: sent twice, it returns
    what the first one made. Raises ProposalError for what is missing, ValidationError for a 法人番号, a code or a file
    that cannot be, and PermissionDenied outside the desk.
    """
    require(is_at_desk(actor))
    if received_at is not None and received_at > now:
        raise ProposalError("受け付けた日時は、いまより前にしてください。", "received_at")
    try:
        with transaction.atomic():
            return receive(
                company=company,
                contact=contact,
                facts=facts,
                source=source,
                actor=actor,
                token=token,
                received_at=received_at or now,
                now=now,
            )
    except IntegrityError:
        # The same submission, sent twice at the same moment: the other one was first.
        earlier = Proposal.objects.filter(submission_token=token).first()
        if earlier is None:
            raise
        return earlier


def receive(
    *,
    company: CompanyFacts,
    contact: ContactFacts,
    facts: ProposalFacts,
    source: Source,
    actor: User | None,
    token: uuid.UUID,
    received_at: dt.datetime,
    now: dt.datetime,
    door_key: uuid.UUID | None = None,
    door_receipt: str = "",
) -> Proposal:
    """Make the proposal inside the caller's transaction; ``actor`` None is the door, which has no member of staff."""
    earlier = Proposal.objects.filter(submission_token=token).first()
    if earlier is not None:
        return earlier
    _require_complete(facts)
    day = timezone.localdate(now)
    assignee = assignee_for(fields=facts.fields, day=day)
    if assignee is None:
        raise ProposalError("提案の担当がいません。システム管理者に、分野の担当の登録をお願いしてください。")
    firm = find_or_create_company(facts=company, now=now)
    proposal = Proposal(
        fiscal_year=fiscal_year(day),
        submission_token=token,
        door_key=door_key,
        door_receipt=door_receipt,
        source=source,
        entered_by=actor,
        company=firm,
        contact=_contact(firm, contact),
        title=facts.title.strip(),
        problem=facts.problem.strip(),
        for_whom=facts.for_whom.strip(),
        assignee=assignee,
        received_at=received_at,
        **_open_parts(facts),
    )
    # The number is drawn late, so that its series is locked for a moment only.
    proposal.serial = draw_number(series=SERIES, fiscal_year=proposal.fiscal_year)
    proposal.save()
    change_details(proposal, facts, actor)
    make_first_promises(proposal=proposal, now=now)
    proposal.save()
    log(proposal=proposal, actor=actor, name="receive", before="", now=now)
    _note_contact(proposal, source, actor or assignee, received_at, now)
    tell(
        proposal=proposal,
        event="received",
        to=[assignee],
        by=actor,
        text=f"新しい提案です（{firm.name}）",
        details=proposal.title,
        topic=Topic.ASSIGNED,
        now=now,
    )
    return proposal


def _require_complete(facts: ProposalFacts) -> None:
    if is_blank(facts.title):
        raise ProposalError("件名を入れてください。", "title")
    if is_blank(facts.problem):
        raise ProposalError("何を解決する提案かを、書いてください。", "problem")
    if not facts.fields:
        raise ProposalError("分野を1つ以上選んでください。担当が決まります。", "fields")


def _open_parts(facts: ProposalFacts) -> dict[str, Any]:
    """Return the parts that stand in the proposal itself; what is confidential is left out of it."""
    parts = {
        Part.HOW: {"how": facts.how.strip()},
        Part.EVIDENCE: {"evidence": facts.evidence.strip()},
        Part.COST: {"cost_range": facts.cost_range, "cost_note": facts.cost_note.strip()},
        Part.SECURITY: {
            "lgwan_asp": facts.lgwan_asp,
            "ismap": facts.ismap,
            "iso27001": facts.iso27001,
            "data_location": facts.data_location.strip(),
        },
    }
    hidden = {part for part, text in facts.confidential.items() if not is_blank(text)}
    return {
        name: value for part, values in parts.items() if part.value not in hidden for name, value in values.items()
    } | {"free_trial": facts.free_trial, "tool_kind": facts.tool_kind}


def _contact(company: Company, facts: ContactFacts) -> CompanyContact | None:
    values = {
        "name": facts.name.strip(),
        "department": facts.department.strip(),
        "mail": facts.mail.strip(),
        "phone": facts.phone.strip(),
    }
    if not any(values.values()):
        return None
    known = CompanyContact.objects.filter(company=company, **values, erased_at__isnull=True).first()
    return known or CompanyContact.objects.create(company=company, **values)


def change_open_parts(proposal: Proposal, facts: ProposalFacts) -> None:
    """Set what stands in the proposal itself; what became confidential is emptied. The caller saves it."""
    proposal.title, proposal.problem = facts.title.strip(), facts.problem.strip()
    proposal.for_whom = facts.for_whom.strip()
    empty = _open_parts(ProposalFacts(title=facts.title, problem=facts.problem))
    for name, value in (empty | _open_parts(facts)).items():
        setattr(proposal, name, value)


def change_details(proposal: Proposal, facts: ProposalFacts, by: User | None = None) -> None:
    """Set fields, municipalities and confidential parts, and add the files; ``by`` None is the vendor at the door.

    Whichever way it came, it comes from outside: it stays in quarantine until it has been looked at.
    """
    proposal.fields.set(facts.fields)
    proposal.cities.all().delete()
    EvidenceCity.objects.bulk_create(
        EvidenceCity(proposal=proposal, code=read_municipality_code(code), name=name)
        for code, name in facts.cities.items()
    )
    ConfidentialPart.objects.filter(proposal=proposal).delete()
    ConfidentialPart.objects.bulk_create(
        ConfidentialPart(proposal=proposal, part=Part(part), text=text.strip())
        for part, text in facts.confidential.items()
        if not is_blank(text)
    )
    _attach(proposal, PROPOSAL_KIND, facts.files, by)
    _attach(proposal, CONFIDENTIAL_KIND, facts.confidential_files, by)


def _attach(proposal: Proposal, kind: str, files: Iterable[Any], by: User | None) -> None:
    attach(uploads=files, kind=kind, object_id=proposal.pk, user=by, quarantined=True)


def _note_contact(proposal: Proposal, source: Source, by: User, at: dt.datetime, now: dt.datetime) -> None:
    ContactLog.objects.create(
        company=proposal.company,
        contact=proposal.contact,
        at=at,
        channel=CHANNELS[source],
        direction=ContactDirection.INCOMING,
        by=by,
        field=proposal.fields.order_by("order", "pk").first(),
        summary=f"提案を受け付けた：{proposal.title}",
        object_kind=PROPOSAL_KIND,
        object_id=proposal.pk,
        noted_at=now,
    )
