"""What the pages of an exhibition share: the exhibition of the address, who may work on it, steps of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from minato_dx.core.step_view import StepView
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.forms.exhibitions.planning import PlainForm
from showcase.models import Exhibition
from showcase.permissions import can_run_exhibitions
from showcase.selectors.exhibitions.planning import exhibition_for

NOT_YOURS = "展示会の準備は、デジタル改革担当がします。"


def require_desk(request: HttpRequest) -> None:
    """Raise PermissionDenied for anybody but the DX section."""
    if not can_run_exhibitions(request.user):
        raise PermissionDenied(NOT_YOURS)


def exhibition_of(request: HttpRequest, pk: int) -> Exhibition:
    """Return the exhibition for the DX section. Raises PermissionDenied (403), or Http404."""
    require_desk(request)
    found = exhibition_for(user=request.user, pk=pk)
    if found is None:
        raise Http404
    return found


class PlanStep(StepView):
    """A page on which the DX section changes something of an exhibition."""

    refusals, conflicts = ShowcaseError, StateConflict
    template_name = "showcase/plan/step.html"
    form_class: Any = PlainForm
    submit_label = ""
    submit_css = ""
    exhibition: Exhibition

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.exhibition = exhibition_of(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("exhibition_board", args=[self.exhibition.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        words = {"submit_label": self.submit_label} if self.submit_label else {}
        css = {"submit_css": self.submit_css} if self.submit_css else {}
        return super().get_form_kwargs() | {"back_url": self.get_success_url()} | words | css

    @property
    def step(self) -> dict[str, Any]:
        """Return what every step of an exhibition takes."""
        return {"exhibition": self.exhibition, "actor": self.request.user, "now": timezone.now()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(exhibition=self.exhibition, **kwargs)


def taken_away(request: HttpRequest, back: str, done: str, act: Any) -> HttpResponse:
    """Do what takes something away at once, and lead back with its result or its refusal."""
    try:
        act()
    except ShowcaseError as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(back)
