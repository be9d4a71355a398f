"""An answer to a research request becomes a case in one click; nothing of who asked goes into it."""

import pytest
from django.urls import reverse

from consultations.enums import Source
from minato_dx.reference.models import Company
from showcase.enums import CaseState, FoundBy
from showcase.models import Case
from tests.consultations.research.walk import QUESTION, TOLD, checked, passed_on, told
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.cases.factories import make_municipality


def test_one_click_drafts_a_case_and_twice_makes_one(ward: Ward) -> None:
    company = Company.objects.create(name="株式会社みほん技研", no_number_reason="試験のため", created_at=NOW)
    finding = checked(
        ward, passed_on(ward), municipality=make_municipality(), link="https://city.example.jp/x",
        source=Source.VENDOR, told_by="株式会社みほん技研", company=company,
    )  # fmt: skip
    browser = as_person(ward.dx_main)
    request_page = reverse("research_detail", args=[finding.request_id])
    address = reverse("case_from_finding", args=[finding.pk])
    assert address in browser.get(request_page).content.decode()
    first = browser.post(address)
    case = Case.objects.get()
    assert first.url == browser.post(address).url == reverse("case_edit", args=[case.pk])
    assert (case.state, case.found_by, case.finder) == (CaseState.DRAFT, FoundBy.RESEARCH, "株式会社みほん技研")
    assert (case.municipality.code, case.company, case.link) == ("131075", company, "https://city.example.jp/x")
    assert case.summary == TOLD
    words = " ".join(str(value) for value in vars(case).values())
    assert not [secret for secret in (QUESTION, "保育課", "真砂") if secret in words]
    assert case.title in browser.get(request_page).content.decode()
    # Whoever asked sees it once it is published.
    assert "この回答からできた事例" not in as_person(ward.requester).get(request_page).content.decode()
    browser.post(reverse("case_publish", args=[case.pk]), {"version": case.version, "compared": "on"})
    assert "この回答からできた事例" in as_person(ward.requester).get(request_page).content.decode()


def test_without_a_municipality_its_code_is_asked_for_first(ward: Ward) -> None:
    make_municipality()
    finding = checked(ward, passed_on(ward))
    browser = as_person(ward.dx_main)
    form = browser.post(reverse("case_from_finding", args=[finding.pk])).url
    assert TOLD in browser.get(form).content.decode()
    typed = {
        "code": "131075", "title": "空きを毎朝出す", "summary": TOLD, "found_by": "research", "found_on": "2026-11-24",
    }  # fmt: skip
    browser.post(form, typed)
    browser.post(form, typed | {"title": "空きを毎朝出す、その2"})
    case = Case.objects.get()
    assert case.source_finding == finding


def test_what_is_not_checked_is_no_case_yet(ward: Ward) -> None:
    finding = told(ward, passed_on(ward), municipality=make_municipality())
    browser = as_person(ward.dx_main)
    assert browser.post(reverse("case_from_finding", args=[finding.pk])).status_code == 302
    assert browser.get(reverse("case_create"), {"answer": finding.pk}).status_code == 200
    for odd in ("x", "９", "9" * 30, "999"):
        assert browser.get(reverse("case_create"), {"answer": odd}).status_code == 200
    assert not Case.objects.exists()


@pytest.mark.parametrize("role", ["requester", "head", "outsider", "cio", "administrator"])
def test_nobody_else_makes_one(ward: Ward, role: str) -> None:
    finding = checked(ward, passed_on(ward), municipality=make_municipality())
    browser = as_person(getattr(ward, role))
    assert browser.post(reverse("case_from_finding", args=[finding.pk])).status_code == 403
    assert not Case.objects.exists()
