"""Stamps: the page that a booth's code leads to, the card, and the codes to print."""

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from showcase.exceptions import ShowcaseError
from showcase.models import CheckIn, Exhibitor
from showcase.permissions import can_receive, can_stamp_for
from showcase.selectors.day.stamps import booths_of, stamp_card
from showcase.services.exhibitions.stamping import exhibitor_of_token, stamp_oneself, stamp_token
from showcase.views.day.reception import exhibition_for


@require_http_methods(["GET", "HEAD", "POST"])
def stamp(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever read a booth's code for one tap, and give them the stamp. Reading it alone changes nothing."""
    exhibitor = exhibitor_of_token(token=token, user=request.user)
    if exhibitor is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            noted = stamp_oneself(exhibitor=exhibitor, actor=request.user, now=timezone.now())
        except ShowcaseError as error:
            refusal = error.message
        else:
            words = "スタンプを押しました。" if noted.is_new else "このブースのスタンプは、もう押してあります。"
            messages.success(request, f"{exhibitor.name}：{words}")
            return redirect("exhibition_stamps", exhibitor.exhibition_id)
    context = {
        "exhibitor": exhibitor,
        "exhibition": exhibitor.exhibition,
        "is_taken": CheckIn.objects.filter(exhibitor=exhibitor, visitor__user=request.user).exists(),
        "refusal": refusal,
    }
    return render(request, "showcase/day/stamp.html", context, status=422 if refusal else 200)


@require_safe
def stamps(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one's own card: every booth, and where one has been."""
    exhibition = exhibition_for(request, pk)
    card = stamp_card(exhibition=exhibition, user=request.user)
    context = {"exhibition": exhibition, "card": card, "taken": sum(one.at is not None for one in card)}
    return render(request, "showcase/day/stamps.html", context)


@require_safe
def stamp_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the codes that hang at the booths, one sheet each: all to the DX section, their own to those who exhibit."""
    exhibition = exhibition_for(request, pk)
    booths = booths_of(exhibition=exhibition)
    own = booths if can_receive(request.user) else [one for one in booths if can_stamp_for(request.user, one)]
    if not own:
        raise PermissionDenied("ブースの符号は、デジタル改革担当と、出展する課や班の人が印刷します。")
    context = {"exhibition": exhibition, "sheets": [_sheet(one) for one in own]}
    return render(request, "showcase/day/stamp_codes.html", context)


def _sheet(exhibitor: Exhibitor) -> dict[str, Any]:
    address = settings.PORTAL_URL + reverse("exhibition_stamp", args=[stamp_token(exhibitor=exhibitor)])
    code = segno.make(address, error="m", micro=False).svg_inline(scale=8, border=4, omitsize=True)
    return {"exhibitor": exhibitor, "code": code, "address": address}
