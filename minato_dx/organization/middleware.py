"""What stands between a request and its page: the city's sign-in header, idle sessions, forced password changes."""

import ipaddress
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from minato_dx.core import calendar
from minato_dx.core.client_address import client_address
from minato_dx.organization import kept_input
from minato_dx.organization.backends import STAFF_BACKEND
from minato_dx.organization.managers import normalise_staff_number
from minato_dx.organization.models import User
from minato_dx.organization.receivers import SEEN_AT, SIGNED_IN_AT

GetResponse = Callable[[HttpRequest], HttpResponseBase]

BY_PROXY = "signed_in_by_proxy"
EXPIRED = "session_expired"
SEEN_EVERY_SECONDS = 5 * 60
OPEN_DURING_FORCED_CHANGE = {"password_change", "logout"}


class TrustedHeaderMiddleware:
    """Sign in whom the city's proxy names in REMOTE_USER_HEADER, and refuse the header from anywhere else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        header = settings.REMOTE_USER_HEADER
        if not header or header not in request.META:
            return self.get_response(request)
        if not is_trusted_address(client_address(request)):
            return _refuse(request, untrusted=True)
        staff_number = normalise_staff_number(request.META[header])
        before = request.user.pk
        if staff_number and not self._sign_in(request, staff_number):
            return _refuse(request, untrusted=False)
        if request.method == "POST" and before not in (None, request.user.pk):
            # The page was opened by the person before: what they wrote is not sent in the next one's name.
            return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
        return self.get_response(request)

    def _sign_in(self, request: HttpRequest, staff_number: str) -> bool:
        """Make the request that person's; tell whether they may come in."""
        if request.user.is_authenticated and request.user.staff_number == staff_number:
            return True
        user = User.objects.filter(staff_number=staff_number).first()
        if user is None or not user.may_sign_in(calendar.today()):
            logout(request)
            return False
        login(request, user, backend=STAFF_BACKEND)
        request.session[BY_PROXY] = True
        return True


def is_trusted_address(address: str) -> bool:
    """Tell whether ``address`` is one of REMOTE_USER_ADDRESSES (addresses or networks)."""
    try:
        peer = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(peer in ipaddress.ip_network(known, strict=False) for known in settings.REMOTE_USER_ADDRESSES)


def _refuse(request: HttpRequest, *, untrusted: bool) -> HttpResponse:
    context = {"navigation": None, "untrusted": untrusted}
    return render(request, "organization/header_refused.html", context, status=403)


class IdleSessionMiddleware:
    """End a session after SESSION_IDLE_SECONDS without a request, and after SESSION_COOKIE_AGE in any case.

    A session that the city's proxy opened ends with the proxy's own. What a form sent too late is kept.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session = request.session
        if SESSION_KEY in session and not session.get(BY_PROXY):
            now = timezone.now().timestamp()
            if self._has_ended(session, now):
                request.ended_user_id = session[SESSION_KEY]
                logout(request)
                request.session[EXPIRED] = True
                request.session.set_expiry(kept_input.KEEP_SECONDS)
            elif now - session.get(SEEN_AT, 0) >= SEEN_EVERY_SECONDS:
                session[SEEN_AT] = now
        return self.get_response(request)

    @staticmethod
    def _has_ended(session: Any, now: float) -> bool:
        idle = now - session.get(SEEN_AT, 0)
        age = now - session.get(SIGNED_IN_AT, 0)
        return idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_COOKIE_AGE

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer what a plain redirect to the sign-in page would lose: forms sent too late, and fragments."""
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if _is_fragment(request):
            return _answer_fragment(request)
        if request.method != "POST":
            return None
        if kept_input.keep(request, getattr(request, "ended_user_id", None)):
            return HttpResponseRedirect(_login_url(reverse("resume")))
        # Many addresses answer to POST only: the way back leads to the page that the form stood on.
        return HttpResponseRedirect(_login_url(_own_path(request, request.headers.get("Referer", ""))))


def _login_url(wanted: str) -> str:
    return _with_next(resolve_url(settings.LOGIN_URL), wanted)


def _with_next(url: str, wanted: str) -> str:
    return f"{url}?" + urlencode({REDIRECT_FIELD_NAME: wanted}, safe="/")


def _own_path(request: HttpRequest, address: str) -> str:
    """Return the path of ``address`` where it is a page of this site, otherwise that of home."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    return urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl() or "/"


def _is_fragment(request: HttpRequest) -> bool:
    """Tell whether a script asks: the answer goes into a page that stays open."""
    return "HX-Request" in request.headers or request.headers.get("Accept", "").startswith("application/json")


def _answer_fragment(request: HttpRequest) -> HttpResponse:
    """Send the whole page to sign in, but leave one with something typed in it as it is."""
    if request.method != "GET":
        # 401 swaps nothing in; the page says it and keeps the text.
        text = "ログインの時間が切れました。もう一度ログインすると、書きかけから続けられます。"
        return HttpResponse(text, status=401, content_type="text/plain; charset=utf-8")
    page = _own_path(request, request.headers.get("HX-Current-URL", ""))
    return HttpResponse(headers={"HX-Redirect": _login_url(page)})


class ForcedPasswordChangeMiddleware:
    """Let someone who came in with a slip do nothing before they have set a password of their own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not user.must_change_password or request.session.get(BY_PROXY):
            return None
        match = request.resolver_match
        is_open = match is not None and match.view_name in OPEN_DURING_FORCED_CHANGE
        if is_open or not getattr(view, "login_required", True):
            return None
        url = reverse("password_change")
        if _is_fragment(request):
            return HttpResponse(headers={"HX-Redirect": url})
        if request.method == "GET":
            url = _with_next(url, request.get_full_path())
        return HttpResponseRedirect(url)
