"""Who is away when, and what becomes of the hearings and promises of those days."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from consultations.exceptions import ConsultationError
from consultations.forms.absences import AbsenceForm, ArrangeForm
from consultations.permissions import can_see_triage, can_work_on
from consultations.selectors.absences import (
    HearingLine,
    coming_absences,
    hearing_lines,
    promises_during,
    slots_during,
)
from consultations.services.absences import arrange_absence
from consultations.services.routing import desk_for
from minato_dx.core.calendar import today
from minato_dx.organization.enums import AbsenceReason, Office
from minato_dx.organization.models import Absence, User
from minato_dx.organization.permissions import can_note_absence_of, can_note_absences
from minato_dx.organization.roles import roles_of
from minato_dx.organization.selectors import noted_by_section_head
from minato_dx.organization.services.absences import AbsenceError, end_absence, note_absence, period_text

NOT_YOURS = "不在の登録は、デジタル改革担当の職員、所属長、CIOが使います。"


class AbsenceListView(FormView):
    """One's own absences to come and a form for the next; the section head sees the section's."""

    form_class = AbsenceForm
    template_name = "consultations/absence_list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_note_absences(request.user):
            raise PermissionDenied(NOT_YOURS)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def people(self) -> QuerySet[User] | None:
        """Those whose absence this person notes beside their own; None for nobody."""
        return noted_by_section_head(day=today()) if roles_of(self.request.user).is_section_head else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.people, "me": self.request.user}

    def form_valid(self, form: AbsenceForm) -> HttpResponse:
        data = form.cleaned_data
        person = data.get("person") or self.request.user
        if not can_note_absence_of(self.request.user, person):
            raise PermissionDenied(NOT_YOURS)
        try:
            absence = note_absence(
                person=person,
                first=data["first"],
                last=data["last"],
                reason=AbsenceReason(data["reason"]),
                today=today(),
            )
        except AbsenceError as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, f"{person.name}さんの不在（{period_text(absence)}）を登録しました。")
        return redirect("absence_detail", absence.pk)

    def form_invalid(self, form: AbsenceForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = [self.request.user] if self.people is None else list(self.people)
        absences = [(row, period_text(row)) for row in coming_absences(people=people, day=today())]
        return super().get_context_data(
            absences=absences,
            is_section=self.people is not None,
            is_dx=can_see_triage(self.request.user),
            is_cio=Office.CIO in roles_of(self.request.user).offices,
            **kwargs,
        )


class AbsenceDetailView(FormView):
    """One absence: the hearings to move in one step, and what else falls into it."""

    form_class = ArrangeForm
    template_name = "consultations/absence_detail.html"

    @cached_property
    def absence(self) -> Absence:
        found = Absence.objects.select_related("user").filter(pk=self.kwargs["pk"]).first()
        if found is None or not can_note_absence_of(self.request.user, found.user):
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Found before anything is drawn: what is not there must not become an empty page.
        _ = self.absence
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "back" in request.POST:
            return self._come_back()
        return super().post(request, *args, **kwargs)

    def _come_back(self) -> HttpResponse:
        person = self.absence.user
        try:
            was_away = end_absence(absence=self.absence, today=today())
        except AbsenceError as refusal:
            messages.warning(self.request, refusal.message)
        else:
            done = "きょうから戻ったことにしました。" if was_away else "不在を取り消しました。"
            messages.success(self.request, f"{person.name}さんの{done}")
        return redirect("absence_list")

    @cached_property
    def lines(self) -> list[HearingLine]:
        return hearing_lines(absence=self.absence, now=timezone.now())

    @cached_property
    def own_lines(self) -> list[HearingLine]:
        """The hearings that this person may move."""
        return [line for line in self.lines if can_work_on(self.request.user, line.hearing.consultation)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"lines": self.own_lines, "back_url": reverse("absence_list")}

    def form_valid(self, form: ArrangeForm) -> HttpResponse:
        decisions = form.decisions
        try:
            arrange_absence(hearings=decisions, actor=self.request.user, reason=form.cleaned_data["reason"])
        except ConsultationError as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        if decisions:
            messages.success(self.request, f"{len(decisions)}件のヒアリングを変えて、相手に知らせました。")
        else:
            messages.info(self.request, "変えたヒアリングはありません。")
        return redirect("absence_detail", self.absence.pk)

    def form_invalid(self, form: ArrangeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, absence = timezone.now(), self.absence
        return super().get_context_data(
            absence=absence,
            period=period_text(absence),
            is_own=absence.user_id == self.request.user.pk,
            has_begun=absence.valid_from < today(),
            is_over=absence.valid_to is not None and absence.valid_to <= today(),
            lines=self.own_lines,
            others=[line for line in self.lines if line not in self.own_lines],
            promises=promises_during(absence=absence, now=now),
            slots=slots_during(absence=absence, now=now),
            stand_ins=self._stand_ins(),
            **kwargs,
        )

    def _stand_ins(self) -> list[tuple[str, User]]:
        """Return for each department that the person serves who answers on the absence's first day to come."""
        day = max(self.absence.valid_from, today())
        duties = self.absence.user.duties.on(day).select_related("department").order_by("department__order")
        return [(duty.department.name, desk_for(department=duty.department, day=day).answers) for duty in duties]
