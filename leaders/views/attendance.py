"""The reception of a time, and the list of a session."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import View

from leaders.enums import Presence
from leaders.exceptions import LeaderError
from leaders.models import Attendance, Session, SessionRun
from leaders.selectors.training import feedback_of, planned_runs, reception_lines, staying_trainees
from leaders.services.training.attending import CheckedIn, check_in, check_in_by_name, note_attendance
from leaders.views.contents import run_of
from leaders.views.programmes import require_section
from minato_dx.core.middleware import permissions_policy

UNKNOWN = ""


class ReceptionView(View):
    """One field that a scanner or the camera fills, and the list for whoever forgot the card.

    Without a script each entry opens the page anew; to htmx, what changed is answered, so that the camera stays on.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_section(request)
        self.run: SessionRun = run_of(kwargs["pk"])
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Permissions-Policy"] = permissions_policy(camera=True)
        return response

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            done = self._take_in()
        except LeaderError as refusal:
            return self.show(status=422, refusal=refusal.message, code=request.POST.get("code", ""))
        return self.show(done=done)

    def _take_in(self) -> CheckedIn:
        actor, now, chosen = self.request.user, timezone.now(), self.request.POST.get("trainee", "")
        if chosen.isdecimal() and len(chosen) < 10:
            return check_in_by_name(run=self.run, trainee_id=int(chosen), actor=actor, now=now)
        return check_in(run=self.run, code=self.request.POST.get("code", ""), actor=actor, now=now)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        lines = reception_lines(run=self.run)
        context |= {
            "run": self.run,
            "session": self.run.session,
            "programme": self.run.session.module.programme,
            "lines": lines,
            "arrived": sum(line.is_in for line in lines),
            "expected": sum(line.has_seat for line in lines),
        }
        template = "leaders/_reception_state.html" if self.request.htmx else "leaders/reception.html"
        return render(self.request, template, context, status=status)


class AttendanceView(View):
    """The list of one session: everybody's part in it, changed at once; and what they say of it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_section(request)
        rows = Session.objects.select_related("module__programme")
        self.session = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        known = {str(presence) for presence in Presence}
        chosen: dict[int, Presence | None] = {}
        for trainee in staying_trainees(programme=self.session.module.programme):
            value = request.POST.get(f"presence_{trainee.pk}")
            if value is not None and (value in known or value == UNKNOWN):
                chosen[trainee.pk] = Presence(value) if value else None
        count = note_attendance(
            session=self.session, presences=chosen, actor=request.user, now=timezone.now(), run=None
        )
        messages.success(request, f"{count}人の出欠を記録しました。" if count else "変わったところはありませんでした。")
        return redirect("session_attendance", self.session.pk)

    def show(self) -> HttpResponse:
        known = {row.trainee_id: row for row in Attendance.objects.filter(session=self.session)}
        trainees = staying_trainees(programme=self.session.module.programme)
        mean, remarks = feedback_of(session=self.session)
        context = {
            "session": self.session,
            "programme": self.session.module.programme,
            "lines": [(one, known.get(one.pk)) for one in trainees],
            "presences": Presence.choices,
            "runs": planned_runs(sessions=[self.session]),
            "mean": mean,
            "remarks": remarks,
        }
        return render(self.request, "leaders/session_attendance.html", context)
