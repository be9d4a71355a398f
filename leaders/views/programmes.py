"""Trainings, for the DX section that runs them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leaders.exceptions import LeaderError
from leaders.forms.training import AddTraineeForm
from leaders.models import Cohort, Programme, Trainee, TrainingQuestion
from leaders.permissions import can_check
from leaders.selectors.training import (
    attendance_sheet,
    modules_of,
    skill_averages,
    staying_trainees,
    submissions_to_look_at,
)
from leaders.services.training.completing import complete
from leaders.services.training.enrolling import add_trainee, let_leave, open_programme
from leaders.views.coursework import ActFormView
from leaders.views.training import STAGES
from minato_dx.core.calendar import today
from minato_dx.core.exports import Cell, csv_response, xlsx_response

NOT_YOURS = "研修を動かすのは、デジタル改革担当です。"


def require_section(request: HttpRequest) -> None:
    if not can_check(request.user):
        raise PermissionDenied(NOT_YOURS)


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Show the trainings, the newest first, and the cohorts that have none yet."""
    require_section(request)
    programmes = Programme.objects.select_related("cohort").annotate(
        people=Count("trainees", filter=Q(trainees__left_on__isnull=True)),
        completed=Count("trainees", filter=Q(trainees__completed_on__isnull=False)),
    )
    without = Cohort.objects.filter(programme__isnull=True, training_until__gte=today()).order_by("number")
    return render(request, "leaders/programme_list.html", {"programmes": list(programmes), "without": list(without)})


@require_POST
def programme_open(request: HttpRequest) -> HttpResponse:
    """Open a cohort's training, like the last one where there is one."""
    require_section(request)
    chosen = request.POST.get("cohort", "")
    cohort = get_object_or_404(Cohort, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0)
    last = Programme.objects.filter(starts_on__lt=cohort.training_from).order_by("-starts_on").first()
    try:
        programme = open_programme(cohort=cohort, actor=request.user, like=last, now=timezone.now())
    except LeaderError as refusal:
        messages.error(request, refusal.message)
        return redirect("programme_list")
    copied = "前の期の科目と課題を写しました。" if last else ""
    messages.success(request, f"{cohort}の研修を始めました。{copied}")
    return redirect("programme_detail", programme.pk)


def programme_of(request: HttpRequest, pk: int) -> Programme:
    require_section(request)
    return get_object_or_404(Programme.objects.select_related("cohort"), pk=pk)


@require_safe
def programme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a training is made of, what waits for the organisers, and how far its people have come."""
    programme = programme_of(request, pk)
    context = {
        "programme": programme,
        "modules": modules_of(programme=programme),
        "assignments": list(programme.assignments.annotate(count=Count("submissions"))),
        "to_look_at": list(submissions_to_look_at(programme=programme)),
        "open_questions": TrainingQuestion.objects.filter(
            trainee__programme=programme, answered_at__isnull=True
        ).count(),
        "sheet": attendance_sheet(programme=programme),
        "skills": skill_averages(programme=programme),
        "stages": STAGES,
        "now": timezone.now(),
    }
    return render(request, "leaders/programme_detail.html", context)


class PeopleView(ActFormView):
    """Who takes part: added, let go, and noted as having completed."""

    form_class = AddTraineeForm
    template_name = "leaders/programme_people.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.programme = programme_of(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("programme_people", args=[self.programme.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.get_success_url(), "day": today()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act", "")
        if act == "complete":
            return self._complete()
        if act == "leave":
            return self._leave()
        return super().post(request, *args, **kwargs)

    def act(self, form: AddTraineeForm) -> str:
        person = form.cleaned_data["person"]
        add_trainee(programme=self.programme, person=person, actor=self.request.user, now=timezone.now())
        return f"{person.name}さんを受講者に追加しました。"

    def _complete(self) -> HttpResponse:
        ids = [int(one) for one in self.request.POST.getlist("id") if one.isdecimal() and len(one) < 10]
        done = complete(programme=self.programme, ids=ids, actor=self.request.user, now=timezone.now())
        if done:
            messages.success(self.request, f"{len(done)}人の修了を記録し、修了証を作りました。")
        else:
            messages.warning(self.request, "修了を記録する人を選んでください。")
        return redirect(self.get_success_url())

    def _leave(self) -> HttpResponse:
        chosen = self.request.POST.get("trainee", "")
        rows = Trainee.objects.filter(programme=self.programme).select_related("person")
        trainee = get_object_or_404(rows, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0)
        try:
            let_leave(trainee=trainee, actor=self.request.user, now=timezone.now())
        except LeaderError as refusal:
            messages.error(self.request, refusal.message)
        else:
            messages.success(
                self.request, f"{trainee.person.name}さんを受講者から外しました。追加し直すと、記録ごと戻ります。"
            )
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = attendance_sheet(programme=self.programme)
        return super().get_context_data(
            programme=self.programme,
            sheet=sheet,
            ready=[line for line in sheet.lines if _is_ready(line.progress)],
            **kwargs,
        )


def _is_ready(progress: Any) -> bool:
    return progress.is_complete and progress.trainee.completed_on is None


@require_safe
def attendance_export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Answer with trainees × sessions as CSV or Excel."""
    programme = programme_of(request, pk)
    sheet = attendance_sheet(programme=programme)
    header = ["職員番号", "氏名", *(session.name for session in sheet.sessions), "出席", "割合（%）"]
    rows: list[list[Cell]] = [
        [
            line.progress.trainee.person.staff_number,
            line.progress.trainee.person.name,
            *(cell.get_presence_display() if cell else "" for cell in line.cells),
            line.progress.attended,
            line.progress.percent,
        ]
        for line in sheet.lines
    ]
    return _export(kind, f"研修の出席_{programme.cohort}_{today()}", "出席", header, rows)


@require_safe
def results_export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Answer with each trainee's result as CSV or Excel."""
    programme = programme_of(request, pk)
    header = ("職員番号", "氏名", "出席（回）", "数える回", "割合（%）", "足りないもの", "修了日", "修了証")
    certificates = dict(staying_trainees(programme=programme).values_list("pk", "certificate__serial"))
    rows: list[list[Cell]] = [
        [
            line.progress.trainee.person.staff_number,
            line.progress.trainee.person.name,
            line.progress.attended,
            line.progress.required,
            line.progress.percent,
            "、".join(line.progress.missing),
            line.progress.trainee.completed_on,
            certificates.get(line.progress.trainee.pk),
        ]
        for line in attendance_sheet(programme=programme).lines
    ]
    return _export(kind, f"研修の結果_{programme.cohort}_{today()}", "結果", header, rows)


def _export(kind: str, name: str, title: str, header: Any, rows: list[list[Cell]]) -> HttpResponseBase:
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=header, rows=rows)
    if kind == "xlsx":
        return xlsx_response(filename=f"{name}.xlsx", title=title, header=header, rows=rows)
    raise Http404
