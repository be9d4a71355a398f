"""Companies: the list of all, and one company's whole past with the ward; for the desk."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minato_dx.core.paging import Paginator
from minato_dx.organization.models import User
from minato_dx.portal.forms import CompanyFilterForm
from minato_dx.portal.selectors.companies import company_page, listed_companies
from minato_dx.reference.models import Company
from minato_dx.reference.selectors import closed_days
from minato_dx.reference.views.companies import company_of
from proposals.views.lists import require_desk


@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """Show the companies that the words keep; the conditions stand in the address."""
    require_desk(request)
    form = CompanyFilterForm(request.GET)
    rows = listed_companies(user=cast(User, request.user), words=form.words, sort=form.order)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": Paginator(rows).page(request.GET.get("page")),
        "words": form.words,
        "query": query.urlencode(),
    }
    return render(request, "portal/company_list.html", context, status=200 if form.is_valid() else 422)


@require_safe
def company_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is known of a company, what is owed to it, and all that happened with it."""
    company: Company = company_of(request, pk)
    page = company_page(company=company, user=cast(User, request.user))
    return render(request, "portal/company_detail.html", {"company": company, "page": page, "closed": closed_days()})
