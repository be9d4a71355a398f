"""What a trainee opens: what is still missing, the times to choose from, the code for the reception, one's skills."""

from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django.views.generic import FormView, View

from leaders.enums import SkillStage
from leaders.exceptions import LeaderError
from leaders.forms.training import FeedbackForm, NoticeForm, SkillForm
from leaders.models import Certificate, Programme, Session, SessionRun, SkillItem, Trainee
from leaders.permissions import can_check
from leaders.selectors.training import (
    assignment_lines,
    due_stage,
    progress_of,
    session_lines,
    skill_lines,
    stages_answered,
    trainings_of,
)
from leaders.services.training.attending import give_notice
from leaders.services.training.completing import certificate_as_pdf
from leaders.services.training.coursework import check_skills, give_feedback
from leaders.services.training.runs import accept_place, choose_run, leave_run
from leaders.views.recommendations import status_of
from minato_dx.attachments.selectors import files_of
from minato_dx.core.calendar import today
from minato_dx.scheduling.enums import SeatState

STAGES = list(SkillStage)


def place_in(programme_id: int, user: Any) -> Trainee:
    """Return the person's place in the training, or raise Http404."""
    found = trainings_of(user=user).filter(programme=programme_id).first()
    if found is None:
        raise Http404
    return found


@require_safe
def training_home(request: HttpRequest) -> HttpResponseBase:
    """Lead to the person's training, to the list of trainings for those who run them, or say that there is none."""
    if can_check(request.user):
        return redirect("programme_list")
    newest = trainings_of(user=request.user).first()
    if newest is not None:
        return redirect("training", newest.programme_id)
    return render(request, "leaders/training_none.html")


@require_safe
def training_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one's training: what is missing, what is next, and all of it."""
    if can_check(request.user) and not trainings_of(user=request.user).filter(programme=pk).exists():
        get_object_or_404(Programme, pk=pk)
        return redirect("programme_detail", pk)
    trainee = place_in(pk, request.user)
    now, day = timezone.now(), today()
    lines = session_lines(trainee=trainee)
    [progress] = progress_of(programme=trainee.programme, trainees=[trainee])
    stage = due_stage(trainee=trainee, day=day)
    context = {
        "trainee": trainee,
        "programme": trainee.programme,
        "others": trainings_of(user=request.user).exclude(pk=trainee.pk),
        "progress": progress,
        "lines": lines,
        "now": now,
        "to_choose": [line for line in lines if line.needs_choice(now)],
        "to_make_up": [line for line in lines if line.can_make_up(now)],
        "offered": [one for line in lines for one in line.runs if one.seat == SeatState.OFFERED],
        "feedback": [line for line in lines if line.wants_feedback()],
        "coming": sorted(
            (line.own.run for line in lines if line.own and line.own.run.event.ends_at > now),
            key=lambda run: run.event.starts_at,
        ),
        "assignments": assignment_lines(trainee=trainee),
        "stage": stage,
        "asks_skills": stage.value not in stages_answered(trainee=trainee),
        "certificate": Certificate.objects.filter(trainee=trainee).first(),
    }
    return render(request, "leaders/training.html", context)


@require_safe
def training_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the code for the reception, for the screen of a phone and for paper."""
    trainee = place_in(pk, request.user)
    code = segno.make(trainee.code, error="q", micro=False).svg_inline(scale=8, border=4, omitsize=True)
    context = {"trainee": trainee, "programme": trainee.programme, "code": code}
    return render(request, "leaders/training_code.html", context)


class SessionView(View):
    """One session: its times, its materials, a notice of absence, and a word afterwards."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Session.objects.visible_to(request.user).select_related("module__programme")
        self.session = get_object_or_404(rows, pk=kwargs["pk"])
        programme = self.session.module.programme_id
        self.trainee = trainings_of(user=request.user).filter(programme=programme).first()
        if self.trainee is None:
            return redirect("session_attendance", self.session.pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act", "")
        if act == "notice":
            return self._with_form(NoticeForm(request.POST, back_url=self.address), self._notice, "notice_form")
        if act == "feedback":
            return self._with_form(FeedbackForm(request.POST, back_url=self.address), self._feedback, "feedback_form")
        return self._with_run(act)

    @property
    def address(self) -> str:
        return reverse("training_session", args=[self.session.pk])

    def _with_run(self, act: str) -> HttpResponse:
        runs = SessionRun.objects.filter(session=self.session).select_related("event", "session")
        chosen = self.request.POST.get("run", "")
        run = get_object_or_404(runs, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0)
        now = timezone.now()
        try:
            if act == "leave":
                leave_run(run=run, actor=self.request.user, now=now)
                messages.success(self.request, "席を取り消しました。")
            elif act == "accept":
                accept_place(run=run, actor=self.request.user, now=now)
                messages.success(self.request, "席が決まりました。")
            else:
                seat = choose_run(run=run, actor=self.request.user, now=now)
                waits = seat.state == SeatState.WAITING
                words = (
                    "満席なので、空き待ちに並びました。空いたら、お知らせします。" if waits else "席が決まりました。"
                )
                messages.success(self.request, words)
        except LeaderError as refusal:
            messages.error(self.request, refusal.message)
            return self.show(status=409)
        return redirect(self.address)

    def _notice(self, form: NoticeForm) -> str:
        give_notice(
            session=self.session, actor=self.request.user, reason=form.cleaned_data["reason"], now=timezone.now()
        )
        return "欠席を連絡しました。別の日程に出るときは、席を選び直してください。"

    def _feedback(self, form: FeedbackForm) -> str:
        give_feedback(session=self.session, actor=self.request.user, **form.cleaned_data, now=timezone.now())
        return "ふりかえりを受け取りました。ありがとうございます。"

    def _with_form(self, form: Any, act: Any, name: str) -> HttpResponse:
        if not form.is_valid():
            return self.show(status=422, **{name: form})
        try:
            done = act(form)
        except LeaderError as refusal:
            form.add_error(refusal.field, refusal.message)
            return self.show(status=status_of(refusal), **{name: form})
        messages.success(self.request, done)
        return redirect(self.address)

    def show(self, status: int = 200, **forms: Any) -> HttpResponse:
        [line] = session_lines(trainee=self.trainee, session_id=self.session.pk)
        now = timezone.now()
        context = {
            "session": self.session,
            "programme": self.session.module.programme,
            "line": line,
            "now": now,
            "files": files_of(kind="training_session", ids=[self.session.pk])[self.session.pk],
            "seats_shown": {one.run.pk for one in line.runs if one.run.event.starts_at > now or line.attended},
            "may_give_notice": line.attendance is None and bool(line.next_runs(now)),
            "notice_form": forms.get("notice_form") or NoticeForm(back_url=self.address),
            "feedback_form": forms.get("feedback_form") or FeedbackForm(back_url=self.address),
            "open_notice": "notice_form" in forms,
        }
        return render(self.request, "leaders/training_session.html", context, status=status)


class SkillView(FormView):
    """A look at oneself, and what one said before, as a chart and as a table."""

    form_class = SkillForm
    template_name = "leaders/training_skills.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.trainee = place_in(kwargs["pk"], request.user)
        self.stage = due_stage(trainee=self.trainee, day=today())
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        items = list(SkillItem.objects.filter(is_active=True))
        back = reverse("training", args=[self.trainee.programme_id])
        return super().get_form_kwargs() | {"items": items, "back_url": back}

    def form_valid(self, form: SkillForm) -> HttpResponse:
        check_skills(
            trainee=self.trainee, actor=self.request.user, stage=self.stage, scores=form.scores, now=timezone.now()
        )
        messages.success(self.request, f"自己評価（{self.stage.label}）を登録しました。")
        return redirect("training_skills", self.trainee.programme_id)

    def form_invalid(self, form: SkillForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answered = stages_answered(trainee=self.trainee)
        return super().get_context_data(
            programme=self.trainee.programme,
            stage=self.stage,
            stages=[stage for stage in STAGES if stage.value in answered],
            lines=skill_lines(trainee=self.trainee),
            has_answered=self.stage.value in answered,
            **kwargs,
        )


@require_safe
def certificate_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the certificate of the person, or of anybody for the DX section."""
    rows = Certificate.objects.filter(trainee__in=Trainee.objects.visible_to(request.user))
    certificate = get_object_or_404(rows, pk=pk)
    response = HttpResponse(certificate_as_pdf(certificate=certificate), content_type="application/pdf")
    name = f"修了証_{certificate.fiscal_year}-{certificate.serial}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response
