"""Error pages of the door, with its own face and no way into the intranet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "door/error.html", {"title": "このお願いは受け取れませんでした"}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "door/error.html", {"title": "このページは開けません"}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "door/error.html", {"title": "ページが見つかりません"}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "door/error.html", {"title": "いま、うまく動いていません"}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    """Say that cookies are needed; what was typed is still in the browser."""
    return render(request, "door/csrf.html", status=403)
