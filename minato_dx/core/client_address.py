"""From which address a request came, seen past our own proxies and no further."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address that connected to the outermost of our ``PROXY_COUNT`` proxies.

    Each of them appends the address it was called from to ``X-Forwarded-For``; what stands further left was sent by
    the caller and proves nothing. A request that did not pass all of them counts by its own address.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if 0 < settings.PROXY_COUNT <= len(hops):
        return hops[-settings.PROXY_COUNT]
    return str(request.META.get("REMOTE_ADDR", ""))
