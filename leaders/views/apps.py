"""One trial app: registered, looked at, changed, confirmed and handed on."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leaders.enums import APPS_ALIVE, AppState
from leaders.forms.trial_apps import NO, YES, AppForm, ConfirmForm, HandOnForm, NewAppForm
from leaders.models import Team, TrialApp
from leaders.permissions import can_check, can_keep_app, can_name_owner, can_register_app
from leaders.selectors.app_story import story_of
from leaders.selectors.trial_apps import divisions_to_register_for, people_of, teams_of, with_facts
from leaders.services.telling import APP_KIND
from leaders.services.trial_apps import change_app, confirm_app, hand_to, register_app
from leaders.views.coursework import ActFormView
from minato_dx.core.calendar import today
from minato_dx.notifications.services import mark_thing_read
from minato_dx.organization.models import User

NOT_A_LEADER = "登録できるのは、DX推進リーダーと研修の受講者、デジタル改革担当です。"
NOT_YOURS = "直したり確かめたりできるのは、持ち主とデジタル改革担当です。"
NOT_YOURS_TO_HAND_ON = "持ち主を替えられるのは、いまの持ち主、課の所属長、デジタル改革担当です。"


def app_of(request: HttpRequest, pk: int) -> Any:
    """Return the app with what a line shows, or raise Http404 where it is not there for the user."""
    rows = with_facts(TrialApp.objects.visible_to(request.user), day=today())
    return get_object_or_404(rows.select_related("created_by", "confirmed_by"), pk=pk)


@require_safe
def app_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the app, who answers for it, and what became of it; reading it settles its messages."""
    app = app_of(request, pk)
    user = request.user
    mark_thing_read(user=user, object_kind=APP_KIND, object_id=pk)
    is_alive = app.state in APPS_ALIVE
    context = {
        "app": app,
        "story": story_of(app=app),
        "is_alive": is_alive,
        "keeps": can_keep_app(user, app),
        "names_owner": is_alive and can_name_owner(user, app),
        "is_own": app.owner_id == user.pk,
        "team": Team.objects.visible_to(user).filter(pk=app.team_id).first(),
    }
    return render(request, "leaders/app_detail.html", context)


class AppCreateView(ActFormView):
    """A new app in the register; ``?team=`` takes over what the team says of its work."""

    form_class = NewAppForm
    template_name = "leaders/app_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_register_app(request.user):
            raise PermissionDenied(NOT_A_LEADER)
        self.teams = teams_of(user=request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        user, day = self.request.user, today()
        return super().get_form_kwargs() | {
            "back_url": reverse("app_list"),
            "divisions": divisions_to_register_for(user=user, day=day),
            "teams": self.teams,
            "people": User.objects.employed(day) if can_check(user) else None,
        }

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("team", "")
        team = self.teams.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 10 else None
        if team is None:
            return {}
        return {"team": team.pk, "about": team.about[:2000], "tool": team.tool_id}

    def get_success_url(self) -> str:
        return reverse("app_detail", args=[self.app.pk])

    def act(self, form: NewAppForm) -> str:
        data = form.cleaned_data
        self.app = register_app(
            division=form.chosen_division,
            facts=form.facts,
            actor=self.request.user,
            owner=data.get("owner"),
            state=AppState(data["state"]),
            team=data.get("team"),
            now=timezone.now(),
        )
        return f"「{self.app.name}」を登録しました。ほかの課の人も、一覧で見られます。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="試作アプリを登録する", app=None, **kwargs)


class AppStep(ActFormView):
    """A form about one app."""

    template_name = "leaders/app_form.html"
    title = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.app = app_of(request, kwargs["pk"])
        self.check()
        return super().dispatch(request, *args, **kwargs)

    def check(self) -> None:
        if not can_keep_app(self.request.user, self.app):
            raise PermissionDenied(NOT_YOURS)

    def get_success_url(self) -> str:
        return reverse("app_detail", args=[self.app.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": reverse("app_detail", args=[self.app.pk])}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, app=self.app, **kwargs)


class AppEditView(AppStep):
    form_class = AppForm
    title = "登録の内容を直す"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"app": self.app}

    def get_initial(self) -> dict[str, Any]:
        app = self.app
        return {
            "name": app.name,
            "about": app.about,
            "tool": app.tool_id,
            "other_tool": app.other_tool,
            "work": app.work.name if app.work else "",
            "handles_personal_data": YES if app.handles_personal_data else NO,
        }

    def act(self, form: AppForm) -> str:
        change_app(app=self.app, facts=form.facts, actor=self.request.user, now=timezone.now())
        return "直しました。"


class AppConfirmView(AppStep):
    """One click says that the app is of use; retiring it is a page with one line to write."""

    form_class = ConfirmForm
    template_name = "leaders/app_confirm.html"
    title = "使うのをやめたことを登録する"

    def get_success_url(self) -> str:
        """Lead back to the list, with its conditions, where the click was made there."""
        conditions = self.request.POST.get("list")
        return super().get_success_url() if conditions is None else f"{reverse('app_list')}?{conditions}"

    def get_initial(self) -> dict[str, Any]:
        return {"state": AppState.RETIRED.value, "seen": self.app.state}

    def act(self, form: ConfirmForm) -> str:
        data = form.cleaned_data
        row = confirm_app(
            app=self.app,
            actor=self.request.user,
            state=AppState(data["state"]),
            seen=AppState(data["seen"]),
            reason=data["reason"],
            now=timezone.now(),
        )
        if row.state == AppState.RETIRED:
            return f"「{row.name}」を「やめた」にしました。記録は一覧に残ります。"
        return f"「{row.name}」を「{row.get_state_display()}」として確かめました。ありがとうございます。"


class AppHandOnView(AppStep):
    form_class = HandOnForm
    title = "持ち主を替える"

    def check(self) -> None:
        if not can_name_owner(self.request.user, self.app):
            raise PermissionDenied(NOT_YOURS_TO_HAND_ON)

    def get_form_kwargs(self) -> dict[str, Any]:
        people = people_of(app=self.app, day=today())
        if self.app.owner_id:
            people = people.exclude(pk=self.app.owner_id)
        return super().get_form_kwargs() | {"people": people}

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.app.owner_id}

    def act(self, form: HandOnForm) -> str:
        to = form.cleaned_data["person"]
        hand_to(
            app=self.app,
            to=to,
            actor=self.request.user,
            seen_owner_id=form.cleaned_data["seen"],
            now=timezone.now(),
        )
        return f"持ち主を、{to.name}さんにしました。"
