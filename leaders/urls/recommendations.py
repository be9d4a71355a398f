"""Addresses of recommendations."""

from typing import Any

urlpatterns: list[Any] = []
