"""Asked of the door, every address of the intranet is not there."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

SAMPLES = {
    "int": "1", "str": "x", "slug": "x", "path": "x/y", "uuid": "0f4a8a5c-2c43-4f5e-9d0e-6a1f6d8f0c11",
    "receipt": "2026-0001", "proposal": "2026-0001",
}  # fmt: skip
# What both have, each its own.
SHARED = {"", "accessibility/", "healthz/"}


def paths(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Yield an address for every pattern, its arguments filled in with something."""
    for pattern in patterns:
        route = prefix + _filled(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from paths(pattern.url_patterns, route)
        else:
            yield route


def _filled(route: str) -> str:
    typed = re.sub(r"<(\w+):\w+>", lambda found: SAMPLES.get(found[1], "1"), route)
    plain = re.sub(r"<\w+>", "x", typed)
    # A regular expression: its groups as a receipt number, its marks left out.
    return re.sub(r"\(\?P<\w+>[^)]*\)", "2026-0001", plain).replace("^", "").replace("$", "").replace("\\", "")


INTRANET = sorted(set(paths(get_resolver("minato_dx.urls").url_patterns)) - SHARED)


def test_there_are_many_addresses_to_ask_for() -> None:
    assert len(INTRANET) > 300
    assert {"login/", "admin/", "home/"} & set(INTRANET)


@pytest.mark.django_db(databases=["default", "door"])
def test_none_of_them_is_at_the_door(vendor: Client) -> None:
    for path in INTRANET:
        for method in ("get", "post"):
            answer = getattr(vendor, method)(f"/{path}")
            assert answer.status_code == 404, f"{method} /{path}: {answer.status_code}"
            assert "庁内専用" not in answer.content.decode()
