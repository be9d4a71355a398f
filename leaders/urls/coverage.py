"""Addresses of coverage."""

from typing import Any

urlpatterns: list[Any] = []
