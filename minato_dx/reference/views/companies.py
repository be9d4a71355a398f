"""Mending a company's facts, and noting who is and who is no longer reached there; for the desk."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from minato_dx.reference.exceptions import EditConflict
from minato_dx.reference.forms import CompanyForm, PersonForm
from minato_dx.reference.models import Company, CompanyContact
from minato_dx.reference.permissions import keeps_companies
from minato_dx.reference.selectors import changes_of, version_of
from minato_dx.reference.services import add_contact, change_company, set_contact_active

FOR_THE_DESK = "事業者の登録は、デジタル改革担当の職員が見ます。"


def company_of(request: HttpRequest, pk: int) -> Company:
    """Return the company; forbidden outside the desk, and not there where there is none."""
    if not keeps_companies(request.user):
        raise PermissionDenied(FOR_THE_DESK)
    return get_object_or_404(Company, pk=pk)


class CompanyStep(FormView):
    """A form about one company."""

    template_name = "reference/company_form.html"
    title = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.company = company_of(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("company_detail", args=[self.company.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.get_success_url()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(company=self.company, title=self.title, **kwargs)

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def act(self, form: Any) -> str:
        """Call the one service with what the form says, and return what is said of it."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            done = self.act(form)
        except ValidationError as fault:
            form.add_error(None, fault)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.get_success_url())


class CompanyEditView(CompanyStep):
    """Two who mend it at once see both; nothing is overwritten unseen."""

    form_class = CompanyForm
    title = "事業者の登録を直す"

    def get_initial(self) -> dict[str, Any]:
        row = self.company
        facts = {"name": row.name, "address": row.address, "website": row.website, "note": row.note}
        return facts | {"seen": version_of(row)}

    def act(self, form: CompanyForm) -> str:
        change_company(company=self.company, change=form.change, seen=form.version, actor=self.request.user)
        return "事業者の登録を直しました。"

    def form_valid(self, form: CompanyForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except EditConflict as conflict:
            form.add_error(None, conflict.message)
            form.show_version(version_of(self.company))
            context = self.get_context_data(form=form, stored=Company.objects.get(pk=self.company.pk))
            return self.render_to_response(context, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"stored": None, "changes": changes_of(self.company)} | kwargs)


class ContactAddView(CompanyStep):
    form_class = PersonForm
    title = "担当者を加える"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(stored=None, changes=None, **kwargs)

    def act(self, form: PersonForm) -> str:
        contact = add_contact(company=self.company, person=form.person, actor=self.request.user)
        return f"{contact.name}さんを担当者に加えました。"


@require_POST
def contact_gone(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """Note that somebody is no longer reached there."""
    return _set_active(request, pk, contact, is_active=False)


@require_POST
def contact_back(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """Take that back."""
    return _set_active(request, pk, contact, is_active=True)


def _set_active(request: HttpRequest, pk: int, contact: int, *, is_active: bool) -> HttpResponse:
    row = get_object_or_404(CompanyContact, company=company_of(request, pk), pk=contact)
    try:
        set_contact_active(contact=row, is_active=is_active, actor=request.user)
    except ValidationError as fault:
        messages.warning(request, fault.message)
    return redirect(f"{reverse('company_detail', args=[pk])}#contact-{row.pk}")
