"""Changes of the master data that other apps ask for."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from minato_dx.core.badges import clock
from minato_dx.core.calendar import local
from minato_dx.core.corporate_number import read_corporate_number
from minato_dx.core.steps import require
from minato_dx.core.text import company_key, is_blank, normalise_key
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.exceptions import EditConflict
from minato_dx.reference.models import Company, CompanyContact, ContactLog, FieldOfWork, NumberSeries, Work
from minato_dx.reference.permissions import keeps_companies

FIRST_FIELDS = (
    "申請・届出",
    "予約・受付",
    "問い合わせ対応",
    "入力・転記",
    "集計・報告",
    "文書・決裁",
    "情報共有",
    "会計・契約",
    "現場・巡回",
    "わからない",
)


# Series whose last number would tell of something that is not public yet.
_sealed_series: set[str] = set()


def seal_series(series: str) -> None:
    """Keep the series off the administrators' site; called by the app that owns it, when it is ready."""
    _sealed_series.add(series)


def sealed_series() -> frozenset[str]:
    """Return the series that administrators do not see."""
    return frozenset(_sealed_series)


def draw_number(*, series: str, fiscal_year: int) -> int:
    """Return the next number of the series, from 1, without gaps.

    Must run inside the transaction that uses the number: the row stays locked until it ends, and a rollback
    gives the number back. Raises RuntimeError outside one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("draw_number() needs the transaction that uses the number")
    NumberSeries.objects.get_or_create(series=series, fiscal_year=fiscal_year)
    row = NumberSeries.objects.select_for_update().get(series=series, fiscal_year=fiscal_year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def find_or_create_work(*, division_id: int, name: str, day: dt.date) -> Work:
    """Return the division's work of that name as spelled in any width, creating it from ``day`` on where new."""
    name = " ".join(name.split())
    work, _ = Work.objects.get_or_create(
        division_id=division_id,
        name_key=normalise_key(name),
        valid_to=None,
        defaults={"name": name, "valid_from": day},
    )
    return work


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What identifies a company, and where it is; without a number the reason for that."""

    name: str
    corporate_number: str = ""
    no_number_reason: str = ""
    address: str = ""
    website: str = ""


@transaction.atomic
def find_or_create_company(*, facts: CompanyFacts, now: dt.datetime) -> Company:
    """Return the one record of a company, made where it is new; what is known of it already stays as it is.

    With a 法人番号 that number alone decides; without one, the name among those without. Who may do this is asked by
    the caller. Raises ValidationError for a number that cannot be, and for neither number nor reason.
    """
    values = {"name": " ".join(facts.name.split()), "address": facts.address, "website": facts.website}
    if facts.corporate_number:
        number = read_corporate_number(facts.corporate_number)
        company, _ = Company.objects.get_or_create(corporate_number=number, defaults=values | {"created_at": now})
        return company
    if is_blank(facts.no_number_reason):
        raise ValidationError("法人番号を入れるか、ない理由を書いてください。", code="no_number")
    known = Company.objects.filter(corporate_number__isnull=True, name_key=company_key(facts.name)).first()
    reason = facts.no_number_reason.strip()
    return known or Company.objects.create(**values, no_number_reason=reason, created_at=now)


@dataclass(frozen=True, slots=True)
class ContactNote:
    """One contact as somebody notes it; ``about`` is the thing of an upper app, by registered kind and id."""

    at: dt.datetime
    channel: ContactChannel
    direction: ContactDirection
    summary: str
    contact: CompanyContact | None = None
    field: FieldOfWork | None = None
    promised: str = ""
    promised_until: dt.date | None = None
    about: tuple[str, int] | None = None


def note_contact(*, company: Company, facts: ContactNote, by: User, now: dt.datetime) -> ContactLog:
    """Append a contact to the company's log. Who may do this is asked by the caller.

    Raises ValidationError, by field, for a moment ahead of now, no words, and a day without what was promised.
    """
    faults = {}
    if facts.at > now:
        faults["at"] = "連絡した日時は、いまより前にしてください。"
    if is_blank(facts.summary):
        faults["summary"] = "話したことを書いてください。1行でかまいません。"
    if facts.promised_until is not None and is_blank(facts.promised):
        faults["promised"] = "約束の日に何をするのかを、書いてください。"
    if faults:
        raise ValidationError(faults)
    kind, object_id = facts.about or ("", None)
    return ContactLog.objects.create(
        company=company,
        contact=facts.contact,
        at=facts.at,
        channel=facts.channel,
        direction=facts.direction,
        by=by,
        field=facts.field,
        summary=facts.summary.strip(),
        promised=facts.promised.strip(),
        promised_until=facts.promised_until,
        object_kind=kind,
        object_id=object_id,
        noted_at=now,
    )


@transaction.atomic
def keep_promise(*, entry: ContactLog, day: dt.date) -> ContactLog:
    """Note that what was promised to a company was done; said twice, the first day counts."""
    row = ContactLog.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if row.promised and row.kept_on is None:
        row.kept_on = day
        row.save(update_fields=["kept_on"])
    return row


@transaction.atomic
def erase_contact(*, contact: CompanyContact, now: dt.datetime) -> CompanyContact:
    """Take the personal data of somebody at a company out; what was said with them stays."""
    row = CompanyContact.objects.select_for_update().get(pk=contact.pk)
    row.name = row.mail = row.phone = ""
    row.is_active, row.erased_at = False, row.erased_at or now
    row.save()
    return row


@dataclass(frozen=True, slots=True)
class CompanyChange:
    """What the desk may mend of a company; its 法人番号 is an administrator's to mend."""

    name: str
    address: str = ""
    website: str = ""
    note: str = ""


@transaction.atomic
def change_company(*, company: Company, change: CompanyChange, seen: int, actor: User) -> Company:
    """Mend a company's facts, as somebody saw them who read version ``seen`` (the id of its newest history row).

    Raises EditConflict where there is a newer version, and ValidationError, by field, for no name, and for the name of
    another company that has no 法人番号 either.
    """
    require(keeps_companies(actor))
    row = Company.objects.select_for_update().get(pk=company.pk)
    _require_newest(row, seen)
    name = " ".join(change.name.split())
    if is_blank(name):
        raise ValidationError({"name": "事業者の名称を入れてください。"})
    namesakes = Company.objects.filter(corporate_number__isnull=True, name_key=company_key(name)).exclude(pk=row.pk)
    if row.corporate_number is None and namesakes.exists():
        raise ValidationError(
            {"name": "同じ名称の、法人番号のない事業者が、もう登録されています。区別できる名称にしてください。"}
        )
    row.name, row.address, row.website = name, change.address.strip(), change.website
    row.note = change.note.strip()
    row._history_user = actor  # type: ignore[attr-defined]  # read by simple_history
    row.save()
    return row


def _require_newest(company: Company, seen: int) -> None:
    newest = company.history.select_related("history_user").order_by("-history_id").first()
    if newest is None or newest.history_id == seen:
        return
    who = f"{newest.history_user.name}さん" if newest.history_user else "ほかの人"
    when = local(newest.history_date)
    raise EditConflict(
        f"{who}が{when.month}月{when.day}日{clock(when)}に、この事業者を直しました。"
        "登録の内容と見比べて、残すほうを入れてください。"
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a company, and where one reaches them."""

    name: str
    department: str = ""
    mail: str = ""
    phone: str = ""


@transaction.atomic
def add_contact(*, company: Company, person: Person, actor: User) -> CompanyContact:
    """Note whom one reaches at a company; who is there already by the same name and mail or phone is found again.

    Raises ValidationError, by field, for somebody without a name.
    """
    require(keeps_companies(actor))
    firm = Company.objects.select_for_update().get(pk=company.pk)
    name = " ".join(person.name.split())
    if is_blank(name):
        raise ValidationError({"name": "担当者の氏名を入れてください。姓だけでもかまいません。"})
    values = {"mail": person.mail.strip(), "phone": person.phone.strip()}
    row = CompanyContact.objects.filter(company=firm, name=name, erased_at__isnull=True, **values).first()
    row = row or CompanyContact(company=firm, name=name, **values)
    row.department, row.is_active = person.department.strip() or row.department, True
    row._history_user = actor  # type: ignore[attr-defined]  # read by simple_history
    row.save()
    return row


@transaction.atomic
def set_contact_active(*, contact: CompanyContact, is_active: bool, actor: User) -> CompanyContact:
    """Note that somebody is no longer, or is again, who one reaches at the company; what was said with them stays.

    Raises ValidationError for somebody whose personal data was taken out: there is nobody to come back.
    """
    require(keeps_companies(actor))
    row = CompanyContact.objects.select_for_update().get(pk=contact.pk)
    if is_active and row.erased_at is not None:
        raise ValidationError("個人情報を消した担当者は、戻せません。新しく加えてください。")
    if row.is_active != is_active:
        row.is_active = is_active
        row._history_user = actor  # type: ignore[attr-defined]  # read by simple_history
        row.save()
    return row


def ensure_first_fields() -> None:
    """Give a new installation its fields of work; an administrator's own list is never touched."""
    if not FieldOfWork.objects.exists():
        FieldOfWork.objects.bulk_create(FieldOfWork(name=name, order=order) for order, name in enumerate(FIRST_FIELDS))
