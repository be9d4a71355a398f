"""Pages for what went wrong, each saying what to do next."""

import logging

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# What is sent when not even a template can be drawn.
LAST_RESORT = (
    '<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><title>表示できませんでした｜DXポータル</title>'
    "<h1>画面を表示できませんでした</h1>"
    "<p>しばらくしてから、もう一度開いてください。続くときは、デジタル改革担当へお知らせください。</p></html>"
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, or 413 where the request was too large."""
    if isinstance(exception, TOO_LARGE):
        return _page(request, "413.html", 413)
    return _page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403; an exception raised with a Japanese text of its own shows it."""
    return _page(request, "403.html", 403, reason=_reason(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 with one and the same page, whether the thing is hidden or does not exist."""
    return _page(request, "404.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 where the form was opened under another session, and give back what was typed into it.

    ``reason`` goes to the log only.
    """
    logger.warning("CSRF check failed: %s (%s)", reason, request.path)
    return _page(request, "403_csrf.html", 403, typed=_typed_texts(request))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without database, session or context processors: any of them may be what broke."""
    try:
        body: str = render_to_string("500.html")
    except Exception:
        logger.exception("the page for errors could not be drawn")
        body = LAST_RESORT
    return HttpResponse(body, status=500)


def _typed_texts(request: HttpRequest) -> list[str]:
    """Return what a person wrote in Japanese; codes, tokens and passwords are plain ASCII and stay away."""
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if "password" not in name and not value.isascii()
    ]


def _page(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    # Without navigation and its counts: a page that went wrong should not go wrong again.
    return render(request, template, {"navigation": None, **context}, status=status)


def _reason(exception: Exception) -> str:
    text = str(exception)
    return "" if text.isascii() else text
