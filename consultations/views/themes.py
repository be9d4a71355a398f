"""Lending a consultation to the leaders' group work, and taking one up as a team."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from consultations.exceptions import ConsultationError
from consultations.forms.themes import LendForm, ThemeChoiceForm
from consultations.permissions import can_lend_as_theme, is_requester
from consultations.selectors.themes import free_themes, is_lent, theme_of_team
from consultations.services.themes import choose_theme, lend_as_theme
from consultations.views.case_step import StepView
from leaders.models import Team
from leaders.services.training.teams import may_write

LEND, KEEP = "lend", "keep"


class ThemeView(StepView):
    """The requester lends the consultation, on a page that says what is shown to whom; or takes that back."""

    form_class = LendForm
    template_name = "consultations/consultation_theme.html"
    crumb = "研修のテーマ"

    def allowed(self) -> bool:
        return is_requester(self.request.user, self.case)

    def fits(self) -> bool:
        return can_lend_as_theme(self.request.user, self.case) and (self.case.is_open or self.is_lent)

    def refusal(self) -> str:
        if self.case.is_private:
            return "非公開の相談は、テーマに使えません。先に「課の人にも見せる」を選んでください。"
        return "終わった相談は、テーマにできません。"

    @cached_property
    def is_lent(self) -> bool:
        return is_lent(consultation=self.case)

    def get_initial(self) -> dict[str, Any]:
        return {"wanted": KEEP if self.is_lent else LEND}

    def perform(self, data: dict[str, Any]) -> None:
        lend = data["wanted"] == LEND
        lend_as_theme(consultation=self.case, actor=self.request.user, lend=lend)
        self.done_message = "テーマに使えるようにしました。" if lend else "テーマに使うのをやめました。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.question = "テーマに使うのをやめますか" if self.is_lent else "リーダー研修のテーマに使ってもらいますか"
        return super().get_context_data(is_lent=self.is_lent, **kwargs)


class ThemeChooseView(View):
    """What was lent and is free, for a team to choose from."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Team.objects.visible_to(request.user).select_related("programme", "tool")
        self.team = get_object_or_404(rows, pk=kwargs["team"])
        if not may_write(team=self.team, person=request.user):
            raise PermissionDenied("テーマを選べるのは、班のメンバーと研修の担当です。")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ThemeChoiceForm(request.POST, themes=free_themes(user=request.user))
        if not form.is_valid():
            return self.show(" ".join(form.errors["theme"]), status=422)
        theme = form.cleaned_data["theme"]
        try:
            choose_theme(team=self.team, theme=theme, actor=request.user)
        except ConsultationError as refusal:
            return self.show(refusal.message, status=409)
        messages.success(request, "テーマを決めました。相談した人に知らせました。" if theme else "テーマを戻しました。")
        return redirect("team_detail", self.team.pk)

    def show(self, fault: str = "", status: int = 200) -> HttpResponse:
        context = {
            "team": self.team,
            "programme": self.team.programme,
            "themes": list(free_themes(user=self.request.user)),
            "own": theme_of_team(team=self.team, user=self.request.user),
            "fault": fault,
        }
        return render(self.request, "consultations/theme_choose.html", context, status=status)
