"""What a training is made of, registered by the DX section: rules, modules, sessions, times, assignments."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from leaders.forms.teams import MilestoneForm
from leaders.forms.training import (
    AssignmentForm,
    CancelRunForm,
    ModuleForm,
    ProgrammeForm,
    RunForm,
    SessionForm,
)
from leaders.models import Assignment, Milestone, Module, Programme, Session, SessionRun
from leaders.services.telling import SESSION_KIND
from leaders.services.training.materials import change_materials
from leaders.services.training.runs import cancel_run, move_run, plan_run
from leaders.views.coursework import ActFormView
from leaders.views.programmes import require_section
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.selectors import files_of
from minato_dx.core.calendar import local


class RegisterView(FormView):
    """A row of the training, new (with ``parent``) or changed (with ``pk``)."""

    template_name = "leaders/register.html"
    model: Any
    parent_model: Any = None
    parent_field = ""
    what = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_section(request)
        if "pk" in kwargs:
            self.object = get_object_or_404(self.model, pk=kwargs["pk"])
        else:
            parent = get_object_or_404(self.parent_model, pk=kwargs["parent"])
            self.object = self.model(**{self.parent_field: parent})
        self.programme = self.programme_of(self.object)
        return super().dispatch(request, *args, **kwargs)

    def programme_of(self, row: Any) -> Programme:
        found: Programme = row.programme
        return found

    def get_success_url(self) -> str:
        return reverse("programme_detail", args=[self.programme.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object, "back_url": self.get_success_url()}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        self.object = form.save()
        self.saved(form)
        messages.success(self.request, f"「{self.object}」を登録しました。")
        return redirect(self.get_success_url())

    def saved(self, form: Any) -> None:
        """Do what goes with the row, in its transaction."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = f"{self.what}を直す" if self.object.pk else f"{self.what}を登録する"
        return super().get_context_data(programme=self.programme, title=title, **kwargs)


class ProgrammeEditView(RegisterView):
    form_class = ProgrammeForm
    model = Programme
    what = "研修"

    def programme_of(self, row: Programme) -> Programme:
        return row


class ModuleEditView(RegisterView):
    form_class = ModuleForm
    model, parent_model, parent_field = Module, Programme, "programme"
    what = "科目"


class SessionEditView(RegisterView):
    """A session and its materials."""

    form_class = SessionForm
    model, parent_model, parent_field = Session, Module, "module"
    what = "回"

    def programme_of(self, row: Session) -> Programme:
        return row.module.programme

    @cached_property
    def files(self) -> list[Attachment]:
        pk = self.object.pk
        return files_of(kind=SESSION_KIND, ids=[pk])[pk] if pk else []

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kept": self.files}

    def saved(self, form: SessionForm) -> None:
        data = form.cleaned_data
        change_materials(
            session=self.object, actor=self.request.user, uploads=data["files"], remove=data.get("remove", [])
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(files=self.files, **kwargs)


class AssignmentEditView(RegisterView):
    form_class = AssignmentForm
    model, parent_model, parent_field = Assignment, Programme, "programme"
    what = "課題"


class MilestoneEditView(RegisterView):
    form_class = MilestoneForm
    model, parent_model, parent_field = Milestone, Programme, "programme"
    what = "節目"

    def get_success_url(self) -> str:
        return reverse("team_board", args=[self.programme.pk])


class RunEditView(ActFormView):
    """A time of a session, new (with ``session``) or moved (with ``pk``)."""

    form_class = RunForm
    template_name = "leaders/register.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_section(request)
        self.run = None
        sessions = Session.objects.select_related("module__programme")
        if "pk" in kwargs:
            self.run = run_of(kwargs["pk"])
            self.session = self.run.session
        else:
            self.session = get_object_or_404(sessions, pk=kwargs["session"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("programme_detail", args=[self.session.module.programme_id])

    def get_form_kwargs(self) -> dict[str, Any]:
        event = self.run.event if self.run else None
        return super().get_form_kwargs() | {"back_url": self.get_success_url(), "event": event}

    def get_initial(self) -> dict[str, Any]:
        if self.run is None:
            return {}
        event = self.run.event
        starts, ends = local(event.starts_at), local(event.ends_at)
        return {
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "room": event.room_id,
            "place": event.place,
            "capacity": event.capacity,
        }

    def act(self, form: RunForm) -> str:
        now = timezone.now()
        if self.run is not None:
            move_run(run=self.run, plan=form.plan, actor=self.request.user, now=now)
            return "日程を直しました。席のある人に、お知らせします。"
        seat_all = form.cleaned_data["seat_all"]
        plan_run(session=self.session, plan=form.plan, actor=self.request.user, seat_all=seat_all, now=now)
        return "日程を登録しました。受講者に、お知らせします。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = f"「{self.session.name}」の日程を{'直す' if self.run else '登録する'}"
        return super().get_context_data(programme=self.session.module.programme, title=title, run=self.run, **kwargs)


class RunCancelView(ActFormView):
    """A time that does not take place."""

    form_class = CancelRunForm
    template_name = "leaders/register.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_section(request)
        self.run = run_of(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("programme_detail", args=[self.run.session.module.programme_id])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.get_success_url()}

    def act(self, form: CancelRunForm) -> str:
        reason = form.cleaned_data["reason"]
        cancel_run(run=self.run, actor=self.request.user, reason=reason, now=timezone.now())
        return "日程を取りやめました。席のあった人に、お知らせします。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = f"「{self.run.session.name}」の日程を取りやめる"
        programme = self.run.session.module.programme
        return super().get_context_data(programme=programme, title=title, at=self.run.event.starts_at, **kwargs)


def run_of(pk: int) -> SessionRun:
    """Return the time with its session, training and event, or raise Http404."""
    rows = SessionRun.objects.select_related("session__module__programme", "event__room", "event__organizer")
    return get_object_or_404(rows, pk=pk)
