"""Headers that every answer carries, errors and fragments too: this middleware stands before all others."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers


def permissions_policy(*, camera: bool = False) -> str:
    """Return the header that refuses a page every device, but for the camera where it reads codes with one."""
    return (
        f"camera={'(self)' if camera else '()'}, display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    )


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": permissions_policy(),
}


class SecureHeadersMiddleware:
    """Set what the answer does not set itself, and keep answers out of shared PCs' caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # Static files bring their own Cache-Control; everything else may show what only this person may see.
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
            # The same address answers with a page or, to htmx, with a fragment of it.
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response
