"""What the desk mends of a company: facts with their history, and who is reached there."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from minato_dx.reference.exceptions import EditConflict
from minato_dx.reference.models import Company, CompanyContact
from minato_dx.reference.selectors import changes_of, version_of
from minato_dx.reference.services import (
    CompanyChange,
    CompanyFacts,
    Person,
    add_contact,
    change_company,
    erase_contact,
    find_or_create_company,
    set_contact_active,
)
from tests.consultations.test_concurrency import at_once
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward, make_ward

NUMBER = "8000020131032"
NEW = {
    "name": "新しい名称株式会社",
    "address": "東京都港区芝公園",
    "website": "https://www.example.com",
    "note": "来庁は午後",
}
NOT_THE_DESK = ("requester", "head", "leader", "cio", "administrator")


@pytest.fixture
def ward(db: None) -> Ward:
    return make_ward()


@pytest.fixture
def company(ward: Ward) -> Company:
    return find_or_create_company(facts=CompanyFacts("みなと見本株式会社", NUMBER), now=NOW)


@pytest.fixture
def desk(ward: Ward) -> Client:
    return as_person(ward.dx_other)


def test_mended_with_who_and_what_in_the_history(ward: Ward, company: Company, desk: Client) -> None:
    url = reverse("company_edit", args=[company.pk])
    assert "登録しました" in desk.get(url).content.decode()
    response = desk.post(url, NEW | {"seen": version_of(company)})
    assert response.url == reverse("company_detail", args=[company.pk])
    company.refresh_from_db()
    assert (company.name, company.address, company.note) == (NEW["name"], NEW["address"], NEW["note"])
    assert company.name_key == "新しい名称株式会社"
    newest = changes_of(company)[0]
    assert (newest.by, set(newest.fields)) == (
        ward.dx_other.name, {"名称", "所在地", "ウェブサイト", "メモ（庁内だけ）"}
    )  # fmt: skip


def test_two_who_mend_at_once_see_both(ward: Ward, company: Company, desk: Client) -> None:
    seen = version_of(company)
    change_company(company=company, change=CompanyChange("先に直した名称"), seen=seen, actor=ward.dx_main)
    url = reverse("company_edit", args=[company.pk])
    response = desk.post(url, NEW | {"seen": seen})
    text = response.content.decode()
    assert response.status_code == 409
    assert f"{ward.dx_main.name}さんが" in text
    assert "先に直した名称" in text
    assert NEW["name"] in text, "what was typed stays"
    assert Company.objects.get().name == "先に直した名称"
    again = desk.post(url, NEW | {"seen": response.context["form"]["seen"].value()})
    assert again.status_code == 302
    assert Company.objects.get().name == NEW["name"]


def test_without_the_version_nothing_is_overwritten(company: Company, desk: Client) -> None:
    assert desk.post(reverse("company_edit", args=[company.pk]), NEW).status_code == 409
    assert Company.objects.get().name == "みなと見本株式会社"


def test_what_is_wrong_is_said_at_its_field(company: Company, ward: Ward, desk: Client) -> None:
    url = reverse("company_edit", args=[company.pk])
    text = desk.post(url, {"name": "　", "website": "://", "seen": version_of(company)}).content.decode()
    assert "事業者の名称を入れてください" in text
    assert "「https://…」の形" in text
    abroad = CompanyFacts("㈱みなと海外", no_number_reason="海外")
    find_or_create_company(facts=abroad, now=NOW)
    other = find_or_create_company(facts=CompanyFacts("べつの会社", no_number_reason="海外"), now=NOW)
    change = CompanyChange("株式会社 みなと海外")
    with pytest.raises(ValidationError, match="もう登録されています"):
        change_company(company=other, change=change, seen=version_of(other), actor=ward.dx_main)
    # One with a number may be called the same: the number decides.
    change_company(company=company, change=change, seen=version_of(company), actor=ward.dx_main)


def test_somebody_is_added_once_leaves_and_comes_back(company: Company, desk: Client) -> None:
    url = reverse("company_contact_add", args=[company.pk])
    for _ in range(2):
        desk.post(url, {"name": "見本 花子", "department": "公共営業", "mail": "hanako@example.com"})
    contact = CompanyContact.objects.get()
    assert (contact.name, contact.is_active) == ("見本 花子", True)
    page = reverse("company_detail", args=[company.pk])
    assert "hanako@example.com" in desk.get(page).content.decode()
    gone = desk.post(reverse("company_contact_gone", args=[company.pk, contact.pk]), follow=True)
    assert "いまの担当ではありません" in gone.content.decode()
    assert "元に戻す" in gone.content.decode()
    desk.post(reverse("company_contact_back", args=[company.pk, contact.pk]))
    assert CompanyContact.objects.get().is_active
    assert contact.history.count() >= 3


def test_who_was_erased_does_not_come_back(company: Company, ward: Ward, desk: Client) -> None:
    contact = add_contact(company=company, person=Person("見本"), actor=ward.dx_main)
    erase_contact(contact=contact, now=NOW)
    response = desk.post(reverse("company_contact_back", args=[company.pk, contact.pk]), follow=True)
    assert "新しく加えてください" in response.content.decode()
    assert not CompanyContact.objects.get().is_active
    again = add_contact(company=company, person=Person("見本"), actor=ward.dx_main)
    assert again != contact


def test_another_companys_contact_is_not_there(company: Company, ward: Ward, desk: Client) -> None:
    other = find_or_create_company(facts=CompanyFacts("べつの会社", no_number_reason="海外"), now=NOW)
    contact = add_contact(company=other, person=Person("見本"), actor=ward.dx_main)
    assert desk.post(reverse("company_contact_gone", args=[company.pk, contact.pk])).status_code == 404


@pytest.mark.parametrize("role", NOT_THE_DESK)
def test_nobody_else_mends_or_sees(ward: Ward, company: Company, role: str) -> None:
    person = getattr(ward, role)
    contact = add_contact(company=company, person=Person("見本 花子"), actor=ward.dx_main)
    browser = as_person(person)
    for name, args in (
        ("company_detail", [company.pk]),
        ("company_edit", [company.pk]),
        ("company_contact_add", [company.pk]),
    ):
        assert browser.get(reverse(name, args=args)).status_code == 403
        assert browser.post(reverse(name, args=args), NEW).status_code in {403, 405}
    for name in ("company_contact_gone", "company_contact_back"):
        assert browser.post(reverse(name, args=[company.pk, contact.pk])).status_code == 403
    with pytest.raises(PermissionDenied):
        change_company(company=company, change=CompanyChange("x"), seen=version_of(company), actor=person)
    with pytest.raises(PermissionDenied):
        add_contact(company=company, person=Person("x"), actor=person)
    with pytest.raises(PermissionDenied):
        set_contact_active(contact=contact, is_active=False, actor=person)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_mends_and_one_is_told(ward: Ward, company: Company) -> None:
    seen = version_of(company)

    def mend(number: int) -> bool:
        try:
            change_company(company=company, change=CompanyChange(f"名称{number}"), seen=seen, actor=ward.dx_main)
        except EditConflict:
            return False
        return True

    assert sorted(map(str, at_once([partial(mend, number) for number in range(3)]))) == ["False", "False", "True"]
