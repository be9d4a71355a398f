"""What every page of the door shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

NAME = "デジタル改革の受付窓口"


def door(request: HttpRequest) -> dict[str, Any]:
    """Add the door's name, and whether its data is invented."""
    return {"door_name": NAME, "is_demo": settings.DEMO}
