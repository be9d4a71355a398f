"""Planning exhibitions: the list of all, the page of one, its steps."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_fsm import can_proceed

from minato_dx.core.calendar import today
from minato_dx.core.paging import Paginator
from minato_dx.core.step_view import StepView
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.forms.exhibitions.planning import (
    ExhibitionForm,
    NewExhibitionForm,
    PlainForm,
    ReasonForm,
    exhibition_facts,
)
from showcase.selectors.exhibitions.buttons import STEPS, acts_for
from showcase.selectors.exhibitions.planning import (
    TABS,
    counts_of,
    halls_of,
    items_outside_days,
    planned_exhibitions,
    programme_of,
    tab_counts,
)
from showcase.services.exhibitions import running
from showcase.services.exhibitions.copying import copy_from
from showcase.services.exhibitions.planning import CHANGEABLE, change_exhibition, create_exhibition
from showcase.services.exhibitions.steps import conflict
from showcase.views.exhibitions.base import PlanStep, exhibition_of, require_desk


@require_safe
def exhibition_plan(request: HttpRequest) -> HttpResponse:
    """List the exhibitions ahead, those that are only planned among them, and those that are over."""
    require_desk(request)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    counts = tab_counts(user=request.user)
    page = Paginator(planned_exhibitions(user=request.user, tab=tab)).page(request.GET.get("page"), count=counts[tab])
    tabs = [(name, label, counts[name]) for name, label in TABS.items()]
    return render(request, "showcase/plan/list.html", {"page": page, "tabs": tabs, "tab": tab})


@require_safe
def exhibition_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all of one exhibition to those who plan it: what is next, halls, programme, exhibitors, what happened."""
    exhibition = exhibition_of(request, pk)
    context = {
        "exhibition": exhibition,
        "acts": acts_for(exhibition=exhibition, user=request.user, day=today()),
        "may_change": exhibition.state in CHANGEABLE,
        "halls": halls_of(exhibition=exhibition),
        "items": programme_of(exhibition=exhibition),
        "outside": items_outside_days(exhibition=exhibition),
        "counts": counts_of(exhibition=exhibition),
        "notices": exhibition.notices.select_related("sent_by")[:3],
        "steps": exhibition.steps.filter(exhibitor__isnull=True),
        "now": timezone.now(),
    }
    return render(request, "showcase/plan/board.html", context)


class CreateView(StepView):
    """A new exhibition, from an earlier one or from nothing."""

    refusals, conflicts = ShowcaseError, StateConflict
    template_name = "showcase/plan/create.html"
    form_class = NewExhibitionForm
    question = "展示会を計画する"
    done_message = "計画を始めました。まだデジタル改革担当だけが見られます。"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_desk(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": reverse("exhibition_plan")}

    def perform(self, data: dict[str, Any]) -> None:
        step: dict[str, Any] = {"actor": self.request.user, "now": timezone.now()}
        with transaction.atomic():
            self.made = create_exhibition(facts=exhibition_facts(data), **step)
            if data["copied_from"] is None:
                return
            left_out = copy_from(exhibition=self.made, earlier=data["copied_from"], parts=data["parts"], **step)
        for words in left_out:
            messages.warning(self.request, words)

    def get_success_url(self) -> str:
        return reverse("exhibition_board", args=[self.made.pk])


class EditView(PlanStep):
    template_name = "showcase/plan/create.html"
    form_class = ExhibitionForm
    question = "計画を直す"
    done_message = "保存しました。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"exhibition": self.exhibition}

    def perform(self, data: dict[str, Any]) -> None:
        facts, seen = exhibition_facts(data), data["seen"] or 0
        change_exhibition(exhibition=self.exhibition, facts=facts, seen=seen, actor=self.request.user)


class ExhibitionStep(PlanStep):
    """One step from state to state; the address names it."""

    name: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.name = kwargs["name"]
        found = STEPS.get(self.name)
        exhibition = exhibition_of(request, kwargs["pk"])
        if found is None:
            raise Http404
        self.question, self.submit_label, self.consequences = found.question, found.label, found.consequences
        self.done_message = found.done
        self.form_class = ReasonForm if found.needs_reason else PlainForm
        self.submit_css = "btn-outline-danger" if found.needs_reason else "btn-primary"
        if not can_proceed(getattr(exhibition, self.name)):
            messages.warning(request, conflict(exhibition).message)
            return redirect("exhibition_board", exhibition.pk)
        return super().dispatch(request, *args, **kwargs)

    def perform(self, data: dict[str, Any]) -> None:
        getattr(running, self.name)(**self.step, **data)
