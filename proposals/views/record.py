"""Writing down what a vendor proposed by mail, by phone or in person."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from minato_dx.core.calendar import local
from minato_dx.core.corporate_number import DIGITS, read_corporate_number
from proposals.enums import CallState, Source
from proposals.exceptions import ProposalError, StateConflict
from proposals.forms.record import NAMES_HERE, RecordForm
from proposals.models import ForwardedCall, Proposal
from proposals.selectors.calls import call_of
from proposals.selectors.likeness import alike_titles
from proposals.selectors.recording import known_company
from proposals.services.calls import record_call
from proposals.services.receiving import record_proposal
from proposals.views.lists import require_desk

MENDABLE = "法人番号の数字のどれかが違っているようです。書き写しを確かめてください。"


class RecordView(FormView):
    """The form; sent twice with the same words it is one proposal."""

    form_class = RecordForm
    template_name = "proposals/proposal_record.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_desk(request)
        self.now = timezone.now()
        if request.method != "POST" and self.call is not None and self.call.state != CallState.NEW:
            messages.warning(request, "この転送には、もう対応しています。")
            return redirect("call_detail", self.call.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def call(self) -> ForwardedCall | None:
        """The cold call that is being recorded (``?call=``), where it is one."""
        typed = self.request.GET.get("call", "")
        return call_of(user=self.request.user, pk=int(typed)) if typed.isdecimal() and len(typed) < 19 else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"now": self.now, "is_forwarded": self.call is not None}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {"token": str(uuid.uuid4())}
        return initial | (from_call(self.call) if self.call else {})

    def form_valid(self, form: RecordForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            proposal = self._record(
                company=form.company,
                contact=form.contact,
                facts=form.facts,
                token=self._submission(form),
                received_at=data["received_at"],
                source=Source(data["source"]),
            )
        except ProposalError as refusal:
            name = NAMES_HERE.get(refusal.field or "", refusal.field)
            form.add_error(name if name in form.fields else None, refusal.message)
            return self.form_invalid(form, status=409 if isinstance(refusal, StateConflict) else 422)
        except ValidationError as fault:
            form.add_error(None, fault)
            return self.form_invalid(form)
        messages.success(self.request, self._said(proposal))
        return redirect(reverse("proposal_detail", args=[proposal.slug]))

    def _record(self, *, source: Source, **facts: Any) -> Proposal:
        if self.call is not None:
            return record_call(call=self.call, actor=self.request.user, now=self.now, **facts)
        return record_proposal(source=source, actor=self.request.user, now=self.now, **facts)

    def _submission(self, form: RecordForm) -> uuid.UUID:
        """Name the submission: what comes back with another company or title (the browser's "back") is another one."""
        data = form.cleaned_data
        who = data["number"] or data["company_name"]
        return uuid.uuid5(data["token"], f"{self.request.user.pk}:{who}:{data['title']}")

    def _said(self, proposal: Proposal) -> str:
        said = f"{proposal.number}として受け付けました。担当は{proposal.assignee.name}さんです。"
        number = proposal.company.corporate_number
        known = known_company(number=number, user=self.request.user, other_than=proposal.pk) if number else None
        if known is None or not known.proposals:
            return said
        names = "、".join(f"{one.number}「{one.title}」" for one in known.proposals)
        return f"{said}この事業者からは、前にも提案があります：{names}{'など' if known.has_more else ''}。"

    def form_invalid(self, form: RecordForm, status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        typed = str(form["title"].value() or "") if form.is_bound else ""
        alike = alike_titles(title=typed, user=self.request.user)
        return context | {"call": self.call, "alike": alike} | _about(self.request, form["number"].value() or "")


def from_call(call: ForwardedCall) -> dict[str, Any]:
    """Return what the form begins with for a call that a division handed on."""
    at = local(call.sent_at)
    return {
        "source": Source.FORWARDED,
        "received_on": at.date(),
        "received_time": at.time().replace(second=0, microsecond=0),
        "company_name": call.company_name,
        "contact_name": call.contact[:80],
        "problem": call.text,
    }


@require_safe
def proposal_company(request: HttpRequest) -> HttpResponse:
    """Answer with what is known of the company whose 法人番号 is being typed; nothing while it is not all there."""
    require_desk(request)
    return render(request, "proposals/_known_company.html", _about(request, request.GET.get("number", "")))


def _about(request: HttpRequest, typed: str) -> dict[str, Any]:
    """Return the company of the typed number, and what to say of a number that is whole and cannot be."""
    if len(typed) < DIGITS or len(typed) > 2 * DIGITS + 1:
        return {"number": "", "known": None, "fault": ""}
    try:
        number = read_corporate_number(typed)
    except ValidationError as fault:
        return {"number": "", "known": None, "fault": MENDABLE if fault.code == "check" else ""}
    return {"number": number, "known": known_company(number=number, user=request.user), "fault": ""}
