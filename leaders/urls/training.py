"""Addresses of the training."""

from typing import Any

urlpatterns: list[Any] = []
