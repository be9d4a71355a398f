"""Addresses of letters."""

from typing import Any

urlpatterns: list[Any] = []
