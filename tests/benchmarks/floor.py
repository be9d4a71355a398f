"""The least that a page of the portal can cost, and how many SQL statements the others take."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

STATEMENTS = "X-Benchmark-Statements"


def floor(request: HttpRequest) -> HttpResponse:
    """Answer a signed-in person with a small template: session, user, every middleware, and nothing else."""
    return render(request, "floor.html", {"person": request.user})


class CountStatements:
    """Tell in a header how many statements the answer took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        count = 0

        def counting(execute: Callable[..., Any], *args: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*args)

        with connection.execute_wrapper(counting):
            response = self.get_response(request)
        response.headers[STATEMENTS] = str(count)
        return response
