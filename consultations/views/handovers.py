"""Handing over all open work of a person in one step, and reading what was handed over."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from consultations.exceptions import ConsultationError
from consultations.forms.handovers import HandoverForm
from consultations.models import Hearing
from consultations.permissions import can_hand_over
from consultations.selectors.candidates import staff_with_load
from consultations.selectors.handovers import (
    WorkLine,
    busy_at,
    handovers_of,
    leavers,
    lines_for,
    open_times_of,
    planned_hearings,
    work_of,
)
from consultations.services.handovers import hand_over_work
from minato_dx.core.calendar import today
from minato_dx.core.paging import Paginator
from minato_dx.organization.models import User

ONLY_SECTION_HEAD = "引き継ぎは、デジタル改革担当課長が決めます。"


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One consultation as it will be: its new person, and whether the hearing has to be put off."""

    work: WorkLine
    to: User
    is_put_off: bool


@require_safe
def handover_list(request: HttpRequest) -> HttpResponse:
    """Show who leaves a duty with open work, everybody who carries any, and what was handed over."""
    if not can_hand_over(request.user):
        raise PermissionDenied(ONLY_SECTION_HEAD)
    day = today()
    found = leavers(day=day)
    known = {leaver.person.pk for leaver in found}
    context = {
        "leavers": found,
        "others": [one for one in staff_with_load(day=day) if one.open_count and one.pk not in known],
        "page": Paginator(handovers_of(user=request.user)).page(request.GET.get("page")),
    }
    return render(request, "consultations/handover_list.html", context)


@require_safe
def handover_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one handover, with the consultations of it that the person may see."""
    handover = handovers_of(user=request.user).filter(pk=pk).first()
    if handover is None:
        raise Http404
    context = {
        "handover": handover,
        "lines": list(lines_for(handover=handover, user=request.user)),
        "is_whole": can_hand_over(request.user),
    }
    return render(request, "consultations/handover_detail.html", context)


class HandoverCreateView(FormView):
    """Choose who goes on with each consultation, look at what will happen, and do it."""

    form_class = HandoverForm
    template_name = "consultations/handover_create.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_hand_over(request.user):
            raise PermissionDenied(ONLY_SECTION_HEAD)
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        if request.method == "POST" and not self.lines:
            messages.info(request, f"{self.person.name}さんが担当する、進行中の相談はありません。")
            return redirect("handover_list")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def lines(self) -> list[WorkLine]:
        return work_of(person=self.person, now=timezone.now(), day=today())

    @cached_property
    def hearings_of_others(self) -> list[Hearing]:
        """Hearings that the person would hear for colleagues."""
        own = {line.consultation.pk for line in self.lines}
        rows = planned_hearings(person=self.person, now=timezone.now())
        return [hearing for hearing in rows if hearing.consultation_id not in own]

    def get_form_kwargs(self) -> dict[str, Any]:
        people = list(staff_with_load(day=today()).exclude(pk=self.person.pk))
        return super().get_form_kwargs() | {
            "lines": self.lines,
            "people": people,
            "back_url": reverse("handover_list"),
        }

    def form_valid(self, form: HandoverForm) -> HttpResponse:
        review = self._review(form)
        if not review:
            form.add_error(None, "引き継ぐ相談が1件もありません。新しい担当を選んでください。")
            return self.form_invalid(form)
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if "confirmed" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, review=review))
        try:
            handover = hand_over_work(
                person=self.person,
                actor=self.request.user,
                assignments=form.assignments,
                reason=form.cleaned_data["reason"],
                token=form.cleaned_data["token"],
            )
        except ConsultationError as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, f"{len(review)}件の相談を引き継ぎ、相談者に知らせました。")
        return redirect("handover_detail", handover.pk)

    def form_invalid(self, form: HandoverForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _review(self, form: HandoverForm) -> list[ReviewLine]:
        assignments = form.assignments
        moving = [line for line in self.lines if assignments[line.consultation.pk] is not None]
        people = [to for to in assignments.values() if to is not None]
        busy = busy_at(hearings=[line.hearing for line in moving if line.hearing], people=people)
        lines = []
        for line in moving:
            to = assignments[line.consultation.pk]
            if to is not None:
                lines.append(ReviewLine(line, to, bool(line.hearing) and (line.hearing.pk, to.pk) in busy))
        return lines

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review: list[ReviewLine] = kwargs.pop("review", [])
        return super().get_context_data(
            person=self.person,
            lines=self.lines,
            review=review,
            requesters=len({line.work.consultation.requester_id for line in review}),
            stays=len(self.lines) - len(review),
            hearings_of_others=self.hearings_of_others,
            slots=open_times_of(person=self.person, now=timezone.now()).count(),
            **kwargs,
        )
