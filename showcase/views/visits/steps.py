"""What a visitor does with one click."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from showcase.exceptions import ShowcaseError
from showcase.models import Exhibitor, ProgrammeItem
from showcase.services.exhibitions import reserving, visiting

WAITS = "満席なので、空き待ちに並びました。空いたら、お知らせします。"


@require_POST
def programme_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Reserve, cancel, or answer an offer (``act``), and go back to where one was in the programme."""
    rows = ProgrammeItem.objects.visible_to(request.user).select_related("exhibition", "event")
    item = get_object_or_404(rows, pk=pk)
    act = ACTS.get(request.POST.get("act", ""), _reserve)
    try:
        messages.success(request, act(item, request))
    except ShowcaseError as refusal:
        messages.error(request, refusal.message)
    page = "my_visit" if request.POST.get("from") == "mine" else "exhibition_detail"
    return redirect(f"{reverse(page, args=[item.exhibition_id])}#item-{item.pk}")


def _reserve(item: ProgrammeItem, request: HttpRequest) -> str:
    seat = visiting.reserve_for(item=item, user=request.user, now=timezone.now())
    return f"「{item.title}」を予約しました。" if reserving.is_confirmed(seat) else WAITS


def _leave(item: ProgrammeItem, request: HttpRequest) -> str:
    visiting.leave(item=item, user=request.user, now=timezone.now())
    return f"「{item.title}」の予約を取り消しました。もう一度予約することもできます。"


def _accept(item: ProgrammeItem, request: HttpRequest) -> str:
    visiting.accept(item=item, user=request.user, now=timezone.now())
    return f"「{item.title}」の席が決まりました。"


def _decline(item: ProgrammeItem, request: HttpRequest) -> str:
    visiting.decline(item=item, user=request.user, now=timezone.now())
    return "席を次の人に譲りました。ありがとうございます。"


ACTS: dict[str, Callable[[ProgrammeItem, HttpRequest], str]] = {
    "leave": _leave,
    "accept": _accept,
    "decline": _decline,
}


@require_POST
def exhibitor_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the company know one's name, or take that back."""
    exhibitor = get_object_or_404(Exhibitor.objects.visible_to(request.user), pk=pk)
    is_shown = request.POST.get("shown") == "yes"
    try:
        visiting.show_name(exhibitor=exhibitor, user=request.user, is_shown=is_shown, now=timezone.now())
    except ShowcaseError as refusal:
        messages.error(request, refusal.message)
    else:
        words = "この企業に、名前と課を伝えます。" if is_shown else "この企業に、名前は伝えません。"
        messages.success(request, words)
    return redirect(f"{reverse('exhibitor_detail', args=[pk])}#name")
