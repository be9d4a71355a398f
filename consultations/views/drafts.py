"""Keeping what is being typed, while it is being typed."""

import re
import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from consultations.permissions import can_enter_for_others
from consultations.selectors.drafts import is_visible, kept_draft
from consultations.services import discard_draft, write_draft
from consultations.services.intake import ENTER_DRAFT, INTAKE_DRAFT, submission_token, was_submitted
from consultations.services.thread import was_posted
from minato_dx.core.badges import clock
from minato_dx.core.text import plain_text
from minato_dx.organization.models import User

MAX_BYTES = 100_000
TOO_LONG = "書きかけが長すぎて、下書きに保存できません。長い説明は、ファイルにして付けてください。"
EXPIRED = "ログインの時間が切れました。もう一度ログインすると、書きかけから続けられます。"
# Marks of one form and one session, not text.
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "token", "submission_token", "autosave_key", "version"})
OF_A_CASE = re.compile(r"(?:reply|note|answer|effect):([0-9]{1,18})")
DISCARDED = "discarded_drafts"

Data = dict[str, object]


@login_not_required
@require_POST
def draft_save(request: HttpRequest, key: str) -> JsonResponse:
    """Keep the fields of the form ``key`` and answer the time; to a script whose session has ended, 401."""
    if not isinstance(request.user, User):
        return JsonResponse({"error": EXPIRED}, status=401)
    require_own_key(request.user, key)
    data = _fields(request)
    if _size(data) > MAX_BYTES:
        return JsonResponse({"error": TOO_LONG}, status=413)
    with transaction.atomic():
        # What was typed last may arrive after the form itself was sent: it must not come back as a draft.
        if not _was_sent(request, key):
            write_draft(user=request.user, key=key, data=data)
    return JsonResponse({"saved_at": clock(timezone.localtime())})


@require_POST
def draft_discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a draft away, or with ``undo`` put its text back, and go back to the form."""
    require_own_key(request.user, key)
    thrown_away = request.session.get(DISCARDED, {})
    if "undo" in request.POST:
        data = thrown_away.pop(key, None)
        request.session[DISCARDED] = thrown_away
        if data is not None:
            write_draft(user=request.user, key=key, data=data)
        return redirect(_page_of(key))
    draft = kept_draft(user=request.user, key=key)
    data = _fields(request) or (draft.row.data if draft else {})
    if _size(data) <= MAX_BYTES:
        request.session[DISCARDED] = {key: data}
    discard_draft(user=request.user, key=key)
    return redirect(f"{_page_of(key)}?discarded=1")


def was_discarded(request: HttpRequest, key: str) -> bool:
    """Tell whether the page shows, this once, that its draft was thrown away and can be put back."""
    return "discarded" in request.GET and key in request.session.get(DISCARDED, {})


def require_own_key(user: User, key: str) -> None:
    """Raise Http404 for a form that is not there, or belongs to a consultation that ``user`` may not see."""
    if key == INTAKE_DRAFT or (key == ENTER_DRAFT and can_enter_for_others(user)):
        return
    match = OF_A_CASE.fullmatch(key)
    if match is None or not is_visible(user, int(match[1])):
        raise Http404


def _fields(request: HttpRequest) -> Data:
    data: Data = {}
    for name, values in request.POST.lists():
        if name not in NEVER_KEPT:
            data[name] = values[0] if len(values) == 1 else values
    return data


def _size(data: Data) -> int:
    """Return how large the texts are, in bytes of UTF-8."""
    return sum(len(f"{name}{value}".encode(errors="replace")) for name, value in data.items())


def _was_sent(request: HttpRequest, key: str) -> bool:
    try:
        form_token = uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return False
    if key not in (INTAKE_DRAFT, ENTER_DRAFT):
        return was_posted(author=request.user, key=key, token=form_token)
    token = submission_token(
        form_token=form_token,
        sender=request.user,
        body=plain_text(request.POST.get("body", "")),
        person=request.POST.get("person", "") if key == ENTER_DRAFT else "",
    )
    return was_submitted(token)


def _page_of(key: str) -> str:
    if key == INTAKE_DRAFT:
        return reverse(settings.LOGIN_REDIRECT_URL)
    if key == ENTER_DRAFT:
        return reverse("consultation_enter")
    return reverse("consultation_by_id", args=[int(key.partition(":")[2])])
