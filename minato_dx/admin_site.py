"""The administrators' site: Django admin under the portal's own sign-in.

Imported while the applications load, so nothing here may import a model.
"""

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator


class NamedAutocompleteView(AutocompleteJsonView):
    """Let a list's own admin say how its rows are named (``autocomplete_label``)."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "autocomplete_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class PortalAdminSite(admin.AdminSite):
    """Django admin without a second login form: the portal's own one knows lock-outs and first logins."""

    site_header = site_title = "港区DX相談ポータル 管理"
    index_title = "管理メニュー"

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Answer 403 to someone signed in who is no administrator: sending them to sign in would be a loop."""
        guarded = super().admin_view(view, cacheable)

        @functools.wraps(guarded)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return inner

    def get_urls(self) -> list[Any]:
        """Send straight to the portal's sign-in, not by way of this site's own."""
        urls = super().get_urls()
        for callback in (getattr(pattern, "callback", None) for pattern in urls):
            if hasattr(callback, "login_url"):
                callback.login_url = settings.LOGIN_URL
        return urls

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to the portal's sign-in page and back to where the person wanted to go."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index", current_app=self.name)
        query = urlencode({REDIRECT_FIELD_NAME: wanted}, safe="/")
        return HttpResponseRedirect(f"{reverse('login')}?{query}")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return NamedAutocompleteView.as_view(admin_site=self)(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("password_change"))


class PortalAdminConfig(AdminConfig):
    default_site = "minato_dx.admin_site.PortalAdminSite"

    def ready(self) -> None:
        super().ready()
        from django.contrib.auth.models import Group

        # Roles follow from dated facts; a list of groups would promise something that it does not do.
        admin.site.unregister(Group)
