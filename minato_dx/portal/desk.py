"""The leader's desk: what colleagues ask, what goes on in the division, what is theirs, and what they did."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leaders.selectors import led_division_ids
from minato_dx.core.calendar import today
from minato_dx.organization.models import User
from minato_dx.portal.selectors.desk import desk_of
from minato_dx.reference.selectors import closed_days

NOT_A_LEADER = "リーダーの机は、いまDX推進リーダーの人の画面です。"


@require_safe
def leader_desk(request: HttpRequest) -> HttpResponse:
    """Show the desk of whoever leads a division today."""
    user = cast(User, request.user)
    if not led_division_ids(user=user, on=today()):
        raise PermissionDenied(NOT_A_LEADER)
    desk = desk_of(user=user, now=timezone.now())
    return render(request, "portal/leader_desk.html", {"desk": desk, "closed": closed_days()})
