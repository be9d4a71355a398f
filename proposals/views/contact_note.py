"""Noting a contact: the company is found first, then one short form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from consultations.selectors.lists import receipt_number_in
from minato_dx.reference.models import Company
from proposals.exceptions import ProposalError
from proposals.forms.contacts import CompanyForm, ContactForm
from proposals.models import Proposal
from proposals.selectors.contacts import companies_found
from proposals.services.contacts import log_contact
from proposals.views.lists import require_desk

NEW = "new"
# What the services call otherwise than the form.
NAMES_HERE = {"at": "on"}


class ContactNoteView(TemplateView):
    """``?proposal=`` or ``?company=`` says whom it is about; ``?company=new`` is one that is not known yet."""

    template_name = "proposals/contact_note.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_desk(request)
        self.now = timezone.now()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def proposal(self) -> Proposal | None:
        number = receipt_number_in(self.request.GET.get("proposal", ""))
        if number is None:
            return None
        rows = Proposal.objects.visible_to(self.request.user).select_related("company")
        found: Proposal | None = rows.filter(fiscal_year=number.fiscal_year, serial=number.serial).first()
        return found

    @cached_property
    def company(self) -> Company | None:
        if self.proposal is not None:
            return self.proposal.company
        typed = self.request.GET.get("company", "")
        return Company.objects.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 19 else None

    @property
    def is_new(self) -> bool:
        return self.company is None and self.request.GET.get("company") == NEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "")[:80].strip()
        context = super().get_context_data(**kwargs) | {
            "company": self.company,
            "is_new": self.is_new,
            "proposal": self.proposal,
            "words": words,
            "found": companies_found(text=words) if words and self.company is None else [],
        }
        if self.company or self.is_new:
            context.setdefault("form", self._form())
            context.setdefault("company_form", CompanyForm(initial={"company_name": words}))
        return context

    def _form(self, data: Any = None) -> ContactForm:
        rows = Proposal.objects.visible_to(self.request.user).filter(company=self.company)
        proposals = rows.order_by("-pk") if self.company else rows.none()
        initial: dict[str, Any] = {}
        if self.proposal is not None:
            field = self.proposal.fields.order_by("order", "pk").first()
            initial = {"proposal": self.proposal.pk, "contact": self.proposal.contact_id, "field": field}
        return ContactForm(data, company=self.company, proposals=proposals, now=self.now, initial=initial)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.company is None and not self.is_new:
            return redirect("contact_note")
        form = self._form(request.POST)
        company_form = CompanyForm(request.POST) if self.is_new else CompanyForm()
        are_valid = form.is_valid() & (not self.is_new or company_form.is_valid())
        if are_valid and self._noted(form, company_form):
            return redirect(self._next())
        context = self.get_context_data(form=form, company_form=company_form)
        return self.render_to_response(context, status=422)

    def _noted(self, form: ContactForm, company_form: CompanyForm) -> bool:
        """Note it, or say on the form why not."""
        company = self.company or company_form.facts
        try:
            entry = log_contact(company=company, said=form.said, actor=self.request.user, now=self.now)
        except ProposalError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return False
        except ValidationError as fault:
            for name, words in getattr(fault, "message_dict", {None: fault.messages}).items():
                name = NAMES_HERE.get(name, name)
                form.add_error(name if name in form.fields else None, words)
            return False
        messages.success(self.request, f"{entry.company.name}との連絡を記録しました。")
        return True

    def _next(self) -> str:
        return reverse("proposal_detail", args=[self.proposal.slug]) if self.proposal else reverse("contact_list")
