"""Whether this process can serve: asked by the proxy, the containers and ``make run``."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis

from minato_dx.core.health import complaints

SECONDS_FOR_REDIS = 2

log = logging.getLogger(__name__)


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis() -> None:
    with Redis.from_url(
        settings.REDIS_URL, socket_timeout=SECONDS_FOR_REDIS, socket_connect_timeout=SECONDS_FOR_REDIS
    ) as client:
        client.ping()


def _answer(part: str, ask: Callable[[], None]) -> str:
    try:
        ask()
    except Exception as error:  # whatever is wrong, it cannot serve; the reason is for the log only
        log.error("Health: %s does not answer: %s", part, error)
        return "down"
    return "ok"


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 where the database (and Redis, where it is used) answers, else 503; names nothing secret."""
    parts = {"database": _answer("database", _ask_database)}
    if settings.REDIS_URL:
        parts["redis"] = _answer("redis", _ask_redis)
    return JsonResponse(parts, status=200 if set(parts.values()) == {"ok"} else 503)


@login_not_required
@never_cache
@require_safe
def health_work(request: HttpRequest) -> JsonResponse:
    """Answer 200 where what the portal owes is being done, 503 with figures otherwise; for the city's monitoring.

    Apart from ``health``: a process that is told to be restarted because a mail server is down helps nobody.
    """
    found = complaints()
    return JsonResponse(found, status=503 if any(found.values()) else 200)
