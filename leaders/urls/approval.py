"""Addresses of approval."""

from typing import Any

urlpatterns: list[Any] = []
