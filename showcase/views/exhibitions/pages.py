"""An exhibitor's own page, for its division's or team's people and the DX section: nobody else opens it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from minato_dx.attachments.selectors import files_of
from minato_dx.core.calendar import today
from minato_dx.core.step_view import StepView
from showcase.enums import EXHIBITOR_KIND, SHOWN, ExhibitorState
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.forms.exhibitions.pages import ApplyForm, page_words
from showcase.models import Exhibition, Exhibitor
from showcase.permissions import can_run_exhibitions, can_speak_for
from showcase.selectors.exhibitions.exhibitors import (
    acts_for_exhibitor,
    contacts_of,
    exhibitor_for,
    lacks,
    open_calls,
    own_divisions,
    own_exhibitors,
    own_teams,
)
from showcase.selectors.exhibitions.planning import AHEAD
from showcase.services.exhibitions import inviting
from showcase.services.exhibitions.describing import OPEN

NOT_YOURS = "この画面は、出展する課・班の人と、デジタル改革担当が使います。"


def exhibitor_of(request: HttpRequest, pk: int) -> Exhibitor:
    """Return the exhibitor for those who speak for it. Raises Http404, or PermissionDenied (403)."""
    found = exhibitor_for(user=request.user, pk=pk)
    if found is None:
        raise Http404
    if not can_speak_for(request.user, found):
        raise PermissionDenied(NOT_YOURS)
    return found


@require_safe
def exhibitor_mine(request: HttpRequest) -> HttpResponse:
    """Show what one's division and team exhibit, and where they may apply."""
    rows = list(own_exhibitors(user=request.user))
    known = {row.exhibition_id for row in rows}
    may_apply = own_divisions(user=request.user).exists() or own_teams(user=request.user).exists()
    calls = list(open_calls(day=today()))
    context = {"rows": rows, "calls": calls, "known": known, "may_apply": may_apply}
    return render(request, "showcase/plan/mine.html", context)


@require_safe
def exhibitor_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one exhibitor's own page: what is next, what it shows, its booth, its people, what it was told."""
    row = exhibitor_of(request, pk)
    is_desk = can_run_exhibitions(request.user)
    is_open = row.state in OPEN and row.exhibition.state in AHEAD
    context = {
        "row": row,
        "exhibition": row.exhibition,
        "acts": acts_for_exhibitor(exhibitor=row, user=request.user),
        "waits": row.state in (ExhibitorState.INVITED, ExhibitorState.APPLIED),
        "shown": SHOWN,
        "is_open": is_open,
        "is_desk": is_desk,
        "lacks": lacks(exhibitor=row, booth=row.booth),
        "people": row.people.all(),
        "files": files_of(kind=EXHIBITOR_KIND, ids=[row.pk])[row.pk],
        "notices": row.exhibition.notices.all() if row.state == ExhibitorState.SELECTED else [],
        "steps": row.steps.all(),
        "contacts": contacts_of(exhibitor=row)[:20] if is_desk and row.company else [],
    }
    return render(request, "showcase/plan/exhibitor.html", context)


class ApplyView(StepView):
    """An application of one's own division or team, while applications are open."""

    refusals, conflicts = ShowcaseError, StateConflict
    template_name = "showcase/plan/apply.html"
    form_class = ApplyForm
    question = "展示会に出展する"
    done_message = "申し込みました。デジタル改革担当が、出展するかどうかを決めて知らせます。"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = open_calls(day=today()).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.exhibition: Exhibition = found
        divisions, teams = own_divisions(user=request.user), own_teams(user=request.user)
        self.owners: dict[str, inviting.Who] = {f"division-{one.pk}": inviting.Who(division=one) for one in divisions}
        self.owners |= {f"team-{one.pk}": inviting.Who(team=one) for one in teams}
        if not self.owners:
            raise PermissionDenied("出展の申込みは、課かDXリーダーの班の人がします。")
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("exhibitor_mine")

    def get_form_kwargs(self) -> dict[str, Any]:
        names = [(key, inviting.name_of(who, today())) for key, who in self.owners.items()]
        return super().get_form_kwargs() | {"owners": names, "back_url": reverse("exhibitor_mine")}

    def perform(self, data: dict[str, Any]) -> None:
        who = self.owners[data["who"]]
        step: dict[str, Any] = {"actor": self.request.user, "now": timezone.now()}
        inviting.apply_by_themselves(exhibition=self.exhibition, who=who, words=page_words(data), **step)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(exhibition=self.exhibition, **kwargs)
