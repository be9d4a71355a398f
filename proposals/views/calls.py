"""Cold calls: words to copy and a form to hand one on, for all staff; what waits for the desk, and what it did."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from minato_dx.core.paging import Paginator
from proposals.enums import SHOWN, CallState
from proposals.exceptions import ProposalError
from proposals.forms.calls import ForwardForm, InvitedForm
from proposals.models import ForwardedCall
from proposals.permissions import can_forward, is_at_desk
from proposals.selectors.calls import (
    TABS,
    call_of,
    door_address,
    in_tab,
    listed_calls,
    own_calls,
    tab_counts,
    words_for_callers,
)
from proposals.services.calls import forward_call, note_invitation
from proposals.views.lists import require_desk


@require_safe
def cold_call(request: HttpRequest) -> HttpResponse:
    """Show the words that point to the door, the form to hand a call on, and what became of one's own."""
    return _cold_call(request, ForwardForm(initial={"token": str(uuid.uuid4())}))


@require_POST
def call_forward(request: HttpRequest) -> HttpResponse:
    """Hand a call on to the desk."""
    if not can_forward(request.user):
        raise PermissionDenied("転送は、課に所属する職員ができます。")
    form = ForwardForm(request.POST)
    if form.is_valid():
        token = uuid.uuid5(form.cleaned_data["token"], f"{request.user.pk}:{form.cleaned_data['company_name']}")
        try:
            call = forward_call(sender=request.user, facts=form.facts, token=token, now=timezone.now())
        except ProposalError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"「{call.company_name}」を窓口に転送しました。どうなったかは、ここに出ます。")
            return redirect("cold_call")
    return _cold_call(request, form, status=422)


def _cold_call(request: HttpRequest, form: ForwardForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "words": words_for_callers(),
        "address": door_address(),
        "may_forward": can_forward(request.user),
        "own": own_calls(user=request.user),
        "at_desk": is_at_desk(request.user),
    }
    return render(request, "proposals/cold_call.html", context, status=status)


@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    """Show the desk what was handed on: what waits, and what was done."""
    require_desk(request)
    rows = listed_calls(user=request.user)
    counts, tab = tab_counts(rows=rows), request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    context = {
        "tab": tab,
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "page": Paginator(in_tab(rows, tab=tab)).page(request.GET.get("page"), count=counts[tab]),
    }
    return render(request, "proposals/call_list.html", context)


def found_call(request: HttpRequest, pk: int) -> ForwardedCall:
    """Return the call, or raise Http404 for whoever neither handed it on nor is at the desk."""
    found = call_of(user=request.user, pk=pk)
    if found is None:
        raise Http404
    return found


@require_safe
def call_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one call: to the desk with what it can do, to whoever handed it on with what became of it."""
    call, at_desk = found_call(request, pk), is_at_desk(request.user)
    context = {
        "call": call,
        "at_desk": at_desk,
        "waits": at_desk and call.state == CallState.NEW,
        "is_shared": call.proposal is not None and call.proposal.state in SHOWN,
    }
    return render(request, "proposals/call_detail.html", context)


class InviteView(FormView):
    """The caller was shown the way to the door."""

    form_class = InvitedForm
    template_name = "proposals/call_invite.html"
    call: ForwardedCall

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.call = found_call(request, kwargs["pk"])
        require_desk(request)
        if self.call.state != CallState.NEW:
            messages.warning(request, "この転送には、もう対応しています。")
            return redirect("call_detail", self.call.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": reverse("call_detail", args=[self.call.pk])}

    def form_valid(self, form: InvitedForm) -> HttpResponse:
        try:
            note_invitation(call=self.call, actor=self.request.user, note=form.cleaned_data["note"], now=timezone.now())
        except ProposalError as refusal:
            form.add_error(None, refusal.message)
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(self.request, f"窓口を案内したと記録しました。{self.call.sent_by.name}さんに知らせます。")
        return redirect("call_list")

    def form_invalid(self, form: InvitedForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(call=self.call, words=words_for_callers(), **kwargs)
