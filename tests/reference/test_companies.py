"""Companies: one record each, whom one reaches there, and what was said and promised."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from minato_dx.core.calendar import jst
from minato_dx.reference.models import Company, CompanyContact, ContactLog
from minato_dx.reference.services import CompanyFacts, erase_contact, find_or_create_company, keep_promise
from tests.consultations.test_concurrency import at_once
from tests.organization.factories import UserFactory

NOW = jst(dt.date(2026, 11, 24), dt.time(10))
NUMBER = "8000020131032"


def company(**facts: str) -> Company:
    return find_or_create_company(facts=CompanyFacts(**({"name": "株式会社みなと"} | facts)), now=NOW)


@pytest.mark.django_db
def test_the_number_alone_decides() -> None:
    first = company(corporate_number=NUMBER)
    again = company(corporate_number="８０００－０２０１３１０３２", name="ミナト商事")
    assert again == first
    assert again.name == "株式会社みなと"


@pytest.mark.django_db
def test_without_a_number_the_reason_and_the_name() -> None:
    with pytest.raises(ValidationError, match="ない理由"):
        company(no_number_reason=" ")
    first = company(name="Acme  Inc.", no_number_reason="国外の会社です")
    assert company(name="ＡＣＭＥ inc.", no_number_reason="国外") == first
    # One with a number is another record: a name is no proof.
    assert company(name="Acme Inc.", corporate_number=NUMBER) != first


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["㈱みなと", "(株) みなと", "（株）みなと", "株式会社　みなと", "株式会社みなと"])
def test_spellings_of_one_name_have_one_key(name: str) -> None:
    assert company(name=name, no_number_reason="x").name_key == "株式会社みなと"


@pytest.mark.django_db
def test_neither_number_nor_reason_is_refused_by_the_database_too() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.create(name="だれか", created_at=NOW)
    company(corporate_number=NUMBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Company.objects.create(name="ほか", corporate_number=NUMBER, created_at=NOW)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_company_made_at_once_is_one() -> None:
    results = at_once([lambda: company(corporate_number=NUMBER) for _ in range(12)])
    assert {result.pk for result in results} == {Company.objects.get().pk}  # type: ignore[attr-defined]


def said(**facts: object) -> ContactLog:
    values: dict[str, object] = {
        "company": company(corporate_number=NUMBER),
        "at": NOW,
        "channel": "phone",
        "direction": "incoming",
        "by": UserFactory(),
        "summary": "製品の説明を受けた",
        "noted_at": NOW,
    }
    return ContactLog.objects.create(**values | facts)


@pytest.mark.django_db
def test_what_was_promised_is_kept_once() -> None:
    entry = said(promised="資料を送る", promised_until=dt.date(2026, 12, 1))
    keep_promise(entry=entry, day=dt.date(2026, 11, 30))
    assert keep_promise(entry=entry, day=dt.date(2026, 12, 2)).kept_on == dt.date(2026, 11, 30)
    assert keep_promise(entry=said(), day=dt.date(2026, 12, 2)).kept_on is None
    with pytest.raises(IntegrityError), transaction.atomic():
        said(promised_until=dt.date(2026, 12, 1))


@pytest.mark.django_db
def test_personal_data_goes_and_what_was_said_stays() -> None:
    contact = CompanyContact.objects.create(
        company=company(corporate_number=NUMBER), name="見本 太郎", mail="a@example.com", phone="03-0000-0000"
    )
    entry = said(contact=contact)
    erase_contact(contact=contact, now=NOW)
    contact.refresh_from_db()
    assert (contact.name, contact.mail, contact.phone, contact.is_active) == ("", "", "", False)
    assert str(contact) == "（個人情報は消しました）"
    assert ContactLog.objects.get() == entry
    # Nor does it stand in the history.
    assert not {"name", "mail", "phone"} & {field.name for field in contact.history.model._meta.get_fields()}


@pytest.mark.django_db
def test_in_the_administrators_site(client: Client) -> None:
    client.force_login(UserFactory(is_administrator=True))
    sent = {
        "name": "株式会社みなと", "corporate_number": "8000020131033", "no_number_reason": "", "address": "",
        "website": "", "note": "", "contacts-TOTAL_FORMS": "0", "contacts-INITIAL_FORMS": "0",
    }  # fmt: skip
    refused = client.post(reverse("admin:reference_company_add"), sent)
    assert "数字のどれかが違っています" in refused.content.decode()
    accepted = client.post(reverse("admin:reference_company_add"), sent | {"corporate_number": "８０００020131032"})
    assert accepted.status_code == 302
    assert Company.objects.get().corporate_number == NUMBER
    entry = said()
    assert "製品の説明" in client.get(reverse("admin:reference_contactlog_change", args=[entry.pk])).content.decode()
    for name in ("company", "contactlog"):
        assert client.get(reverse(f"admin:reference_{name}_changelist"), {"q": "みなと"}).status_code == 200
    assert client.get(reverse("admin:reference_company_delete", args=[Company.objects.get().pk])).status_code == 403
