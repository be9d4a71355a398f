"""A company's page tells of its exhibits, to the desk alone."""

from django.urls import reverse

from minato_dx.reference.happenings import happenings_of
from showcase.enums import ExhibitorState
from showcase.services.exhibitions.steps import log
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.exhibitions.factories import make_company, make_exhibition, make_exhibitor


def test_what_was_decided_stands_there_with_its_reason(ward: Ward) -> None:
    exhibition, company = make_exhibition(ward.dx_main), make_company()
    booth = make_exhibitor(exhibition, company=company, state=ExhibitorState.DECLINED)
    log(row=booth, actor=ward.dx_main, name="decline", before="applied", now=NOW, reason="ほかの会と重なるため")
    other = make_exhibitor(exhibition, company=make_company("別の会社"))
    log(row=other, actor=ward.dx_main, name="select", before="applied", now=NOW)

    [one] = happenings_of(company=company, user=ward.dx_main, limit=10)
    assert (one.kind, one.title, one.text) == ("展示会：見送りました", exhibition.title, "ほかの会と重なるため")
    assert not happenings_of(company=company, user=ward.requester, limit=10)
    page = as_person(ward.dx_main).get(reverse("company_detail", args=[company.pk])).content.decode()
    assert "ほかの会と重なるため" in page
    assert reverse("exhibitor_detail", args=[booth.pk]) in page
