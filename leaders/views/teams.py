"""Group work, for those who take part: the teams, the page of each, and what the others say of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leaders.forms.teams import TeamForm, TeamWorkForm, VerdictForm
from leaders.models import Milestone, PeerCriterion, Programme, Team
from leaders.permissions import can_check
from leaders.selectors.peers import judge_of, may_be_judged, may_read_result, own_verdicts, results_of, still_to_judge
from leaders.selectors.teams import team_lines
from leaders.services.telling import TEAM_KIND
from leaders.services.training.peers import give_verdict
from leaders.services.training.teams import hand_in_for_all, may_write, reach, set_theme
from leaders.views.coursework import ActFormView
from minato_dx.attachments.selectors import files_of
from minato_dx.core.calendar import today

NOT_YOURS = "班のページに書けるのは、班のメンバーと研修の担当です。"


def team_of(request: HttpRequest, pk: int) -> Team:
    """Return the team with its training, or raise Http404 for whoever may not see it."""
    rows = Team.objects.visible_to(request.user).select_related("programme__cohort", "tool", "submitted_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def team_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the teams of a training, one's own first, and on the days of presentation whom to score."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user).select_related("cohort"), pk=pk)
    teams = Team.objects.visible_to(request.user).filter(programme=programme)
    lines = team_lines(teams=teams, programme=programme)
    own = [line for line in lines if request.user in line.people]
    context = {
        "programme": programme,
        "own": own,
        "others": [line for line in lines if line not in own],
        "to_judge": _to_judge(own[0].team, request.user) if own else [],
        "may_check": can_check(request.user),
    }
    return render(request, "leaders/team_list.html", context)


def _to_judge(own: Team, person: Any) -> list[Team]:
    judge = judge_of(team=own, person=person)
    if judge is None or not may_be_judged(team=own, day=today()):
        return []
    return still_to_judge(trainee=judge.trainee)


@require_safe
def team_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a team takes up, how far it is, what it built, and (to whom may read it) what the others say."""
    team = team_of(request, pk)
    [line] = team_lines(teams=Team.objects.filter(pk=pk), programme=team.programme)
    files = files_of(kind=TEAM_KIND, ids=[pk])[pk]
    judge, day = judge_of(team=team, person=request.user), today()
    writes = may_write(team=team, person=request.user)
    reads = may_read_result(team=team, person=request.user)
    context = {
        "programme": team.programme,
        "team": team,
        "line": line,
        "milestones": [(one, one.is_late(day)) for one in line.milestones],
        "pictures": [file for file in files if file.is_image],
        "files": [file for file in files if not file.is_image],
        "writes": writes,
        "may_judge": judge is not None and judge.team_id != pk and may_be_judged(team=team, day=day),
        "has_judged": reads and not can_check(request.user),
        "result": results_of(programme=team.programme)[pk] if reads else None,
        "is_own": judge is not None and judge.team_id == pk,
        "is_presented": may_be_judged(team=team, day=day),
        "apps": list(team.trial_apps.all()),
    }
    return render(request, "leaders/team_detail.html", context)


@require_POST
def team_reach(request: HttpRequest, pk: int, milestone: int) -> HttpResponse:
    """Note a milestone as reached, or take that back."""
    team = team_of(request, pk)
    row = get_object_or_404(Milestone, pk=milestone, programme=team.programme_id)
    is_reached = request.POST.get("reached") == "yes"
    reach(team=team, milestone=row, actor=request.user, is_reached=is_reached, now=timezone.now())
    words = f"「{row.name}」を済みにしました。" if is_reached else f"「{row.name}」を、まだに戻しました。"
    messages.success(request, words)
    return redirect("team_detail", pk)


class TeamStep(ActFormView):
    """A form about one team."""

    template_name = "leaders/team_step.html"
    title = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.team = team_of(request, kwargs["pk"])
        self.check()
        return super().dispatch(request, *args, **kwargs)

    def check(self) -> None:
        if not may_write(team=self.team, person=self.request.user):
            raise PermissionDenied(NOT_YOURS)

    def get_success_url(self) -> str:
        return reverse("team_detail", args=[self.team.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.get_success_url()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(team=self.team, programme=self.team.programme, title=self.title, **kwargs)


class TeamEditView(TeamStep):
    form_class = TeamForm
    title = "テーマとツールを決める"

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.team.name, "theme": self.team.theme, "tool": self.team.tool_id}

    def act(self, form: TeamForm) -> str:
        set_theme(team=self.team, actor=self.request.user, **form.cleaned_data)
        return "班の名前、テーマ、ツールを登録しました。"


class TeamHandInView(TeamStep):
    form_class = TeamWorkForm
    title = "グループワークを提出する"

    def get_form_kwargs(self) -> dict[str, Any]:
        kept = files_of(kind=TEAM_KIND, ids=[self.team.pk])[self.team.pk]
        return super().get_form_kwargs() | {"kept": kept}

    def get_initial(self) -> dict[str, Any]:
        return {"about": self.team.about}

    def act(self, form: TeamWorkForm) -> str:
        hand_in_for_all(team=self.team, actor=self.request.user, **form.cleaned_data, now=timezone.now())
        return "提出しました。メンバー全員の提出になりました。"


class TeamVerdictView(TeamStep):
    """What one says of another team's work; not one's own, and on the days of presentation only."""

    form_class = VerdictForm

    @property
    def title(self) -> str:  # type: ignore[override]  # a plain name elsewhere
        return f"{self.team.name}の発表を採点する"

    def check(self) -> None:
        judge = judge_of(team=self.team, person=self.request.user)
        if judge is None:
            raise PermissionDenied("採点できるのは、この研修の受講者です。")
        if judge.team_id == self.team.pk or not may_be_judged(team=self.team, day=today()):
            raise Http404
        self.judge = judge

    def get_form_kwargs(self) -> dict[str, Any]:
        criteria = list(PeerCriterion.objects.filter(is_active=True))
        return super().get_form_kwargs() | {"criteria": criteria}

    def get_initial(self) -> dict[str, Any]:
        mine = own_verdicts(trainee=self.judge.trainee).get(self.team.pk)
        if mine is None:
            return {}
        return {f"criterion_{row.criterion_id}": row.score for row in mine.scores.all()} | {"remark": mine.remark}

    def act(self, form: VerdictForm) -> str:
        remark = form.cleaned_data["remark"]
        give_verdict(team=self.team, actor=self.request.user, scores=form.scores, remark=remark, now=timezone.now())
        return f"{self.team.name}の採点を送りました。ほかの人の採点も見られます。"
