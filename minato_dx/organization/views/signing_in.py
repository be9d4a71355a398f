"""Coming in, going out, and going on where an ended session stopped."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from minato_dx.core import calendar
from minato_dx.organization import kept_input, selectors
from minato_dx.organization.backends import STAFF_BACKEND
from minato_dx.organization.forms import LoginForm
from minato_dx.organization.middleware import BY_PROXY, EXPIRED


class LoginView(auth_views.LoginView):
    """The portal's one sign-in page; it keeps ``next`` and says why one is here again."""

    template_name = "organization/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.request.session
        return super().get_context_data(
            has_expired=session.get(EXPIRED, False),
            has_kept_input=kept_input.SESSION_KEY in session,
            demo_people=selectors.demo_people(day=calendar.today()) if settings.DEMO else [],
            **kwargs,
        )

    def form_valid(self, form: LoginForm) -> HttpResponse:
        self.request.session.pop(EXPIRED, None)
        return super().form_valid(form)


@method_decorator(login_not_required, name="dispatch")
class LogoutView(auth_views.LogoutView):
    """Leave. Whom the city's proxy signs in is told that the proxy will do so again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by_proxy = request.session.get(BY_PROXY, False)
        response = super().post(request, *args, **kwargs)
        return render(request, "organization/logged_out.html", {"navigation": None}) if by_proxy else response


@login_not_required
@sensitive_post_parameters()
@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo people; there is no such address where DEMO is off."""
    if not settings.DEMO:
        raise Http404
    people = selectors.demo_people(day=calendar.today())
    user = get_object_or_404(people, staff_number=request.POST.get("staff_number", ""))
    request.session.pop(EXPIRED, None)
    login(request, user, backend=STAFF_BACKEND)
    redirection = auth_views.RedirectURLMixin()
    redirection.request = request
    return HttpResponseRedirect(redirection.get_redirect_url() or resolve_url(settings.LOGIN_REDIRECT_URL))


@require_GET
def resume(request: HttpRequest) -> HttpResponse:
    """Show what was sent after the session had ended, to send it now."""
    kept = kept_input.recall(request)
    if kept is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "organization/resume.html", {"kept": kept})
