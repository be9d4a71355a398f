"""Where the DX section puts the teams of a training together, announces them, and reads what was said of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leaders.exceptions import LeaderError
from leaders.forms.teams import PlacesForm, SuggestForm
from leaders.models import Team
from leaders.selectors.peers import results_of
from leaders.selectors.teams import mixes, place_lines, team_lines
from leaders.services.training.teams import add_team, announce_teams, place_people, remove_team, suggest_teams
from leaders.views.coursework import ActFormView
from leaders.views.programmes import programme_of
from leaders.views.recommendations import status_of
from minato_dx.core.calendar import today
from minato_dx.core.exports import Cell, csv_response, xlsx_response


class TeamBoardView(ActFormView):
    """Suggested first, then changed by hand; nobody is told before the teams are announced."""

    form_class = SuggestForm
    template_name = "leaders/team_board.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.programme = programme_of(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("team_board", args=[self.programme.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.get_success_url()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acts = {"places": self._place, "add": self._add, "announce": self._announce, "remove": self._remove}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            return super().post(request, *args, **kwargs)
        try:
            return act()
        except LeaderError as refusal:
            messages.error(request, refusal.message)
            return self.render_to_response(self.get_context_data(), status=status_of(refusal))

    def act(self, form: SuggestForm) -> str:
        size = form.cleaned_data["size"]
        count = suggest_teams(programme=self.programme, actor=self.request.user, size=size, now=timezone.now())
        return f"{count}人を班に分けました。まだ知らせていません。" if count else "班の決まっていない人は、いません。"

    def _place(self) -> HttpResponse:
        form = self._places_form(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(places_form=form), status=422)
        changed = place_people(
            programme=self.programme, actor=self.request.user, places=form.places, now=timezone.now()
        )
        messages.success(self.request, f"{len(changed)}人の班を変えました。" if changed else "変わった人はいません。")
        return redirect(self.get_success_url())

    def _add(self) -> HttpResponse:
        team = add_team(programme=self.programme, actor=self.request.user)
        messages.success(self.request, f"{team.name}を加えました。")
        return redirect(self.get_success_url())

    def _remove(self) -> HttpResponse:
        chosen = self.request.POST.get("team", "")
        rows = Team.objects.filter(programme=self.programme).select_related("programme")
        team = get_object_or_404(rows, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0)
        remove_team(team=team, actor=self.request.user)
        messages.success(self.request, f"{team.name}をなくしました。")
        return redirect(self.get_success_url())

    def _announce(self) -> HttpResponse:
        count = announce_teams(programme=self.programme, actor=self.request.user, now=timezone.now())
        messages.success(self.request, f"{count}人に、班を知らせました。")
        return redirect(self.get_success_url())

    def _places_form(self, data: Any = None) -> PlacesForm:
        self.lines = place_lines(programme=self.programme, day=today())
        people = [(line.trainee.pk, line.trainee.person.name, line.team_id) for line in self.lines]
        teams = list(self.programme.teams.all())
        return PlacesForm(data, people=people, teams=teams, back_url=self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("places_form", None) or self._places_form()
        lines = team_lines(teams=self.programme.teams.all(), programme=self.programme)
        results = results_of(programme=self.programme)
        return super().get_context_data(
            programme=self.programme,
            rows=[(line, form[f"place_{line.trainee.pk}"]) for line in self.lines],
            places_form=form,
            mixes=mixes(teams=[line.team for line in lines], places=self.lines),
            teams=[(line, results[line.team.pk]) for line in lines],
            milestones=list(self.programme.milestones.all()),
            without=sum(line.team_id is None for line in self.lines),
            **kwargs,
        )


@require_safe
def team_export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Answer with the teams, their people and their scores as CSV or Excel."""
    programme = programme_of(request, pk)
    results = results_of(programme=programme)
    names = [criterion.name for criterion, _mean in next(iter(results.values())).means] if results else []
    header = ["班", "テーマ", "ツール", "メンバー", "提出日時", "採点した人数", *names, "平均"]
    rows: list[list[Cell]] = [
        [
            line.team.name,
            line.team.theme,
            line.team.tool.name if line.team.tool else "",
            "、".join(person.name for person in line.people),
            line.team.submitted_at,
            results[line.team.pk].count,
            *(mean for _criterion, mean in results[line.team.pk].means),
            results[line.team.pk].total,
        ]
        for line in team_lines(teams=programme.teams.all(), programme=programme)
    ]
    name = f"グループワーク_{programme.cohort}_{today()}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=header, rows=rows)
    if kind == "xlsx":
        return xlsx_response(filename=f"{name}.xlsx", title="グループワーク", header=header, rows=rows)
    raise Http404
