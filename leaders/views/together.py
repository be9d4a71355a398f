"""The directory of leaders, which everybody reads, and the page on which a leader writes of themselves."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leaders.forms.together import DirectoryForm, ProfileForm
from leaders.permissions import is_among_leaders
from leaders.selectors.together import directory, leads_on, narrow, profile_of
from leaders.services.together import write_profile
from leaders.views.coursework import ActFormView
from minato_dx.core.calendar import today

NOT_YOURS = "紹介は、いまリーダーの人が自分で書きます。"


@require_safe
def leader_directory(request: HttpRequest) -> HttpResponse:
    """Show the leaders of today and what each is good at; the conditions stand in the address."""
    day = today()
    form = DirectoryForm(request.GET, day=day)
    conditions = form.conditions
    everybody = directory(day=day)
    context = {
        "form": form,
        "chosen": form.chosen,
        "directory": everybody,
        "cards": narrow(
            everybody.cards,
            words=conditions.get("q", ""),
            tool=conditions.get("tool"),
            field=conditions.get("field"),
            department=conditions.get("department"),
        ),
        "leads": leads_on(user=request.user, day=day),
        "is_among": is_among_leaders(request.user),
    }
    return render(request, "leaders/leader_directory.html", context)


class ProfileView(ActFormView):
    """What a leader says they are good at; each leader for themselves."""

    form_class = ProfileForm
    template_name = "leaders/leader_profile.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not leads_on(user=request.user, day=today()):
            raise PermissionDenied(NOT_YOURS)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        row = profile_of(person=self.request.user)
        if row is None:
            return {}
        return {"good_at": row.good_at, "tools": list(row.tools.all()), "knows_fields": list(row.fields.all())}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.get_success_url()}

    def get_success_url(self) -> str:
        return reverse("leader_directory")

    def act(self, form: ProfileForm) -> str:
        data = form.cleaned_data
        write_profile(
            actor=self.request.user,
            good_at=data["good_at"],
            tools=data["tools"],
            fields=data["knows_fields"],
            now=timezone.now(),
        )
        return "紹介を登録しました。庁内のみんなが見られます。"
