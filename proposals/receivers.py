"""What comes from below: from the public door, read with the same forms as there, and from the files' inspection."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_datetime

from minato_dx.attachments.models import Attachment
from minato_dx.core.bundles.sealing import BundleFile, BundleItem
from minato_dx.exchange.exceptions import Unacceptable
from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.services import CompanyFacts
from proposals.enums import CostRange, YesNoUnknown
from proposals.exceptions import ProposalError
from proposals.forms.door import PROPOSAL
from proposals.forms.hiding import hidden_texts
from proposals.models import Proposal
from proposals.services import vendor
from proposals.services.files import tell_of_refused_file
from proposals.services.publishing import form_settings
from proposals.services.receiving import ContactFacts, ProposalFacts

TEXTS = ("title", "problem", "for_whom", "how", "evidence", "cost_note", "data_location", "tool_kind")
CHOICES = ("free_trial", "lgwan_asp", "ismap", "iso27001")


def hear_of_refused_file(attachment: Attachment, **_kwargs: object) -> None:
    """Pass on that a file opens to nobody; those of other apps are theirs."""
    tell_of_refused_file(attachment=attachment, now=timezone.now())


def take_from_door(item: BundleItem, now: dt.datetime) -> None:
    """Do what happened at the door to one submission. Raises Unacceptable for what cannot be read."""
    try:
        _EVENTS[item.event](item, now)
    except KeyError as error:
        raise Unacceptable(f"内容を読めません（{error}）。") from error
    except ProposalError as refusal:
        raise Unacceptable(refusal.message) from refusal
    except ValidationError as fault:
        raise Unacceptable("、".join(fault.messages)) from fault


def _submitted(item: BundleItem, now: dt.datetime) -> None:
    data = _read(item.payload["answers"])
    vendor.receive_from_door(
        sender=vendor.Sender(key=uuid.UUID(item.key), receipt=str(item.payload["receipt"])),
        company=CompanyFacts(
            name=data["company_name"],
            corporate_number=data["number"],
            no_number_reason=data["no_number_reason"],
            address=data["address"],
        ),
        contact=ContactFacts(
            name=data["contact_name"],
            department=data["contact_department"],
            # The confirmed one, whatever else is written.
            mail=str(item.payload["mail"]),
            phone=data["contact_phone"],
        ),
        facts=_facts(data, item.files),
        received_at=parse_datetime(str(item.payload["at"])) or now,
        now=now,
    )


def _revised(item: BundleItem, now: dt.datetime) -> None:
    vendor.revise(proposal=_proposal(item), facts=_facts(_read(item.payload["answers"]), item.files), now=now)


def _replied(item: BundleItem, now: dt.datetime) -> None:
    told = item.payload
    vendor.note_reply(proposal=_proposal(item), message=str(told["message"]), text=str(told["text"]), now=now)


def _withdrawn(item: BundleItem, now: dt.datetime) -> None:
    vendor.withdraw_by_vendor(proposal=_proposal(item), reason=str(item.payload["reason"]), now=now)


_EVENTS = {"submitted": _submitted, "revised": _revised, "replied": _replied, "withdrawn": _withdrawn}


def _proposal(item: BundleItem) -> Proposal:
    found = vendor.proposal_of(key=uuid.UUID(item.key))
    if found is None:
        raise Unacceptable("この受付の提案がありません。先に、受け付けられなかったものを片づけてください。")
    return found


def _read(answers: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Any]:
    """Return the cleaned values of every step. Raises Unacceptable where a step does not hold any more."""
    data: dict[str, Any] = {}
    published = form_settings()
    for step in PROPOSAL.steps:
        form = step.form(MultiValueDict(answers.get(step.name, {})), published=published)
        if not form.is_valid():
            faults = "、".join(f"{form.fields[name].label if name in form.fields else name}" for name in form.errors)
            raise Unacceptable(f"「{step.label}」に、受け取れない値があります（{faults}）。")
        data |= form.cleaned_data | {f"{step.name}_form": form}
    return data


def _facts(data: Mapping[str, Any], files: Any) -> ProposalFacts:
    return ProposalFacts(
        **{name: data[name] for name in TEXTS},
        **{name: data[name] or YesNoUnknown.UNKNOWN for name in CHOICES},
        fields=list(FieldOfWork.objects.filter(pk__in=data["work_fields"]).order_by("order", "pk")),
        cost_range=data["cost_range"] or CostRange.UNKNOWN,
        cities={} if data["hide_evidence"] else data["cities"],
        confidential=hidden_texts(_Labels(data), data),
        files=[_upload(one) for one in files if not one.meta.get("is_confidential")],
        confidential_files=[_upload(one) for one in files if one.meta.get("is_confidential")],
    )


class _Labels:
    """Words and choices of the steps' fields together, as ``hidden_texts`` asks one form for them."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._forms = [data[f"{step.name}_form"] for step in PROPOSAL.steps]
        self.fields = {name: field for form in self._forms for name, field in form.fields.items()}

    def label_of(self, name: str, value: str) -> str:
        form = next(form for form in self._forms if name in form.fields)
        return str(form.label_of(name, value))


def _upload(file: BundleFile) -> SimpleUploadedFile:
    return SimpleUploadedFile(str(file.meta["name"]), file.content)
