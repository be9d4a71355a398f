"""The proposals in the administrators' site."""

from proposals.admin import desk, rows

__all__ = ["desk", "rows"]
