"""What a company does at the public door: it applies, answers an invitation, changes what it shows, withdraws."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from minato_dx.attachments.services import attach
from minato_dx.exchange.services.telling import tell_door
from minato_dx.reference.enums import ContactDirection
from minato_dx.reference.models import Company, CompanyContact, FieldOfWork
from minato_dx.reference.services import CompanyFacts, Person, find_or_create_company
from showcase.enums import EXHIBITOR_KIND, ExhibitorKind, ExhibitorState
from showcase.models import Exhibition, Exhibitor, ExhibitorPerson
from showcase.services.exhibitions.door_telling import BEFORE, CHANGEABLE, OVER
from showcase.services.exhibitions.steps import lock_exhibition, lock_exhibitor, log, take_step
from showcase.services.exhibitions.telling import note_with_company, tell_desk

State = ExhibitorState
CHECKING = (
    "お申込みをいただき、ありがとうございます。同じ会社の記録が先にあるため、展示会の担当が確かめて、ご連絡します。"
)
LATE = "お申込みが、締切のあとに届きました。申し訳ありませんが、今回はお受けできません。"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a company shows, and what its booth needs; ``people`` are name and role."""

    title: str
    summary: str
    about: str = ""
    difficulty: str = ""
    cost: str = ""
    field: FieldOfWork | None = None
    needs_power: bool = False
    needs_network: bool = False
    needs_space: str = ""
    people: Sequence[tuple[str, str]] = ()
    files: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Applicant:
    """From which submission at the door it came, which company it is, and whom one reaches there (confirmed mail)."""

    key: uuid.UUID
    receipt: str
    company: CompanyFacts
    person: Person
    sent_at: dt.datetime


def exhibitor_of(*, key: uuid.UUID) -> Exhibitor | None:
    """Return the exhibitor that the door knows by this key."""
    return Exhibitor.objects.select_related("exhibition", "company").filter(key=key).first()


@transaction.atomic
def apply_from_door(
    *, exhibition: Exhibition, applicant: Applicant, shown: Shown, now: dt.datetime
) -> Exhibitor | None:
    """Make an exhibitor of an application; the same submission again is the same exhibitor.

    None where it is not one: it was sent after the deadline, or the company has a record there already, which nobody
    gets at who only knows its 法人番号. The company is told, and for the latter the DX section. Raises ValidationError
    for a 法人番号 that cannot be.
    """
    earlier = exhibitor_of(key=applicant.key)
    if earlier is not None:
        return earlier
    exhibition = lock_exhibition(exhibition)
    if _is_late(exhibition, applicant.sent_at):
        _turn_away(applicant, exhibition, "締切後", LATE, now)
        return None
    company = find_or_create_company(facts=applicant.company, now=now)
    known = Exhibitor.objects.filter(exhibition=exhibition, company=company).first()
    if known is not None:
        _turn_away(applicant, exhibition, "確認中", CHECKING, now)
        _tell_of_second(known, applicant, now)
        return None
    contact = _contact(company, applicant.person)
    exhibitor = Exhibitor(
        exhibition=exhibition,
        kind=ExhibitorKind.COMPANY,
        company=company,
        contact=contact,
        name=company.name,
        key=applicant.key,
        at_door_since=now,
        door_receipt=applicant.receipt,
        created_at=now,
    )
    _set(exhibitor, shown)
    # The first state is an invitation's; it applies at once.
    exhibitor.apply()
    exhibitor.save()
    _add(exhibitor, shown)
    log(row=exhibitor, actor=None, name="apply", before="", now=now, actor_name=company.name)
    _note(exhibitor, f"展示会「{exhibition.title}」への出展の申込み：{shown.title}", now)
    _tell(exhibitor, "applied", f"出展の申込みがありました（{company.name}）", shown.title, now)
    return exhibitor


def _is_late(exhibition: Exhibition, sent_at: dt.datetime) -> bool:
    until = exhibition.applications_until
    return exhibition.state not in BEFORE or bool(until and timezone.localdate(sent_at) > until)


def _turn_away(applicant: Applicant, exhibition: Exhibition, state: str, text: str, now: dt.datetime) -> None:
    """Owe the door the end of a submission that becomes no exhibitor, with its words."""
    status = {
        "number": exhibition.title[:40],
        "state": state,
        "at": now.isoformat(),
        "is_revisable": False,
        "has_ended": True,
    }
    message = {
        "key": f"exhibitor-away-{applicant.key}",
        "label": "お申込みについて",
        "text": text,
        "wants_reply": False,
        "at": now.isoformat(),
    }
    for event, payload in (("status", status), ("message", message)):
        tell_door(key=str(applicant.key), kind=EXHIBITOR_KIND, event=event, payload=payload, now=now)


def _tell_of_second(known: Exhibitor, applicant: Applicant, now: dt.datetime) -> None:
    person = applicant.person
    tell_desk(
        exhibitor=known,
        event=f"second:{applicant.key}",
        text=f"{known.name}から、もう一度申込みが届きました",
        details=f"この会社の記録は、もうあります（{known.state_badge.label}）。本人かを確かめて、連絡してください。\n"
        f"窓口の受付番号：{applicant.receipt}\n{person.name}（{person.mail}）",
        now=now,
    )


@transaction.atomic
def change_from_door(
    *, exhibitor: Exhibitor, person: Person, receipt: str, shown: Shown, now: dt.datetime
) -> Exhibitor:
    """Put what the company wrote in the place of what there was; whoever was invited has applied by it.

    Where its choice has been made against it, or the exhibition has begun meanwhile, nothing changes but that the DX
    section is told.
    """
    exhibitor = lock_exhibitor(exhibitor)
    if exhibitor.state not in CHANGEABLE or exhibitor.exhibition.state not in BEFORE:
        _tell(exhibitor, "late", f"変更が遅れて届きました（{exhibitor.name}）", shown.title, now)
        return exhibitor
    company = exhibitor.company
    if company is not None:
        exhibitor.contact = _contact(company, person)
    exhibitor.door_receipt = receipt
    _set(exhibitor, shown)
    was_invited = exhibitor.state == State.INVITED
    if was_invited:
        take_step(row=exhibitor, actor=None, name="apply", now=now, actor_name=exhibitor.name)
    else:
        exhibitor.save()
        log(row=exhibitor, actor=None, name="change", before=exhibitor.state, now=now, actor_name=exhibitor.name)
    _add(exhibitor, shown)
    words = "招待に応えて、出展を申し込みました" if was_invited else "出展の内容を変えました"
    _note(exhibitor, f"展示会「{exhibitor.exhibition.title}」：{words}（{shown.title}）", now)
    _tell(exhibitor, "changed", f"{exhibitor.name}が、{words}", shown.title, now)
    return exhibitor


@transaction.atomic
def withdraw_from_door(*, exhibitor: Exhibitor, reason: str, now: dt.datetime) -> Exhibitor:
    """Withdraw, as the company did at the door; its booth is free again. One that is out already stays as it is."""
    exhibitor = lock_exhibitor(exhibitor)
    if exhibitor.state not in CHANGEABLE or exhibitor.exhibition.state in OVER:
        return exhibitor
    exhibitor.booth = None
    take_step(row=exhibitor, actor=None, name="withdraw", now=now, reason=reason, actor_name=exhibitor.name)
    _note(exhibitor, f"展示会「{exhibitor.exhibition.title}」への出展の辞退：{reason or '理由は書かれていない'}", now)
    _tell(exhibitor, "withdrawn", f"{exhibitor.name}が、出展を辞退しました", reason, now)
    return exhibitor


def _set(exhibitor: Exhibitor, shown: Shown) -> None:
    for name in (
        "title", "summary", "about", "difficulty", "cost", "field", "needs_power", "needs_network", "needs_space",
    ):  # fmt: skip
        setattr(exhibitor, name, getattr(shown, name))


def _add(exhibitor: Exhibitor, shown: Shown) -> None:
    """Set who stands at the booth, and add the files: they come from outside, and stay in quarantine."""
    named = set(shown.people)
    own = {(one.name, one.role): one for one in exhibitor.people.filter(user__isnull=True)}
    for who, row in own.items():
        if who not in named:
            row.delete()
    ExhibitorPerson.objects.bulk_create(
        ExhibitorPerson(exhibitor=exhibitor, name=name, role=role)
        for name, role in dict.fromkeys(shown.people)
        if (name, role) not in own
    )
    attach(uploads=shown.files, kind=EXHIBITOR_KIND, object_id=exhibitor.pk, user=None, quarantined=True)


def _contact(company: Company, person: Person) -> CompanyContact:
    values = {"name": person.name.strip(), "mail": person.mail.strip(), "phone": person.phone.strip()}
    rows = CompanyContact.objects.filter(company=company, **values, erased_at__isnull=True)
    return rows.first() or CompanyContact.objects.create(
        company=company, department=person.department.strip(), **values
    )


def _note(exhibitor: Exhibitor, summary: str, now: dt.datetime) -> None:
    note_with_company(
        exhibitor=exhibitor,
        summary=summary,
        by=exhibitor.exhibition.organizer,
        direction=ContactDirection.INCOMING,
        now=now,
    )


def _tell(exhibitor: Exhibitor, event: str, text: str, details: str, now: dt.datetime) -> None:
    tell_desk(exhibitor=exhibitor, event=event, text=text, details=details, now=now)
