"""The page behind the mailed key: how it stands, questions and answers, changes, taking back."""

from typing import Any

import segno
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minato_dx.core.fields import TextField
from minato_dx.core.forms import PortalForm, StepForm
from minato_dx.door import offers
from minato_dx.door.enums import Scope
from minato_dx.door.exceptions import DoorError, Gone
from minato_dx.door.models import Submission
from minato_dx.door.selectors import status_page
from minato_dx.door.services import status as services
from minato_dx.door.views.guards import door_page

# No kind has longer names of actions and things.
MOST_OF_A_BUTTON = 40


class RenewForm(PortalForm):
    submit_label = "新しいリンクを送る"
    not_done = "まだ送っていません"

    mail = forms.EmailField(
        label="受付のときのメールアドレス",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "メールアドレスを入れてください。",
            "invalid": "メールアドレスの形になっていません。「@」の前後を確かめてください。",
        },
    )


class ReplyForm(PortalForm):
    submit_label = "返事を送る"
    not_done = "まだ送っていません"

    text = TextField(
        label="お返事",
        rows=6,
        max_length=services.REPLY_LENGTH,
        error_messages={"required": "お返事を書いてください。"},
    )


class WithdrawForm(StepForm):
    submit_label = "取り下げる"
    submit_css = "btn-outline-danger"
    not_done = "まだ取り下げていません"

    reason = TextField(label="理由（任意）", rows=3, max_length=services.REPLY_LENGTH, required=False)


@require_safe
@door_page(Scope.REPLY)
def status(request: HttpRequest, key: str) -> HttpResponse:
    """Show one's own submission."""
    return _page(request, key, services.submission_of(key=key, now=timezone.now()))


def _page(
    request: HttpRequest, key: str, submission: Submission, *, bound: Any = None, message: int = 0, fault: str = ""
) -> HttpResponse:
    kind = offers.get(submission.kind)
    page = status_page(submission=submission, kind=kind)
    shown = [(one, bound if bound is not None and one.pk == message else _reply_form(one.pk)) for one in page.waiting]
    context = {"page": page, "submission": submission, "key": key, "waiting": shown, "fault": fault, "kind": kind}
    return render(request, "door/status.html", context, status=422 if bound is not None or fault else 200)


def _reply_form(message: int, data: Any = None) -> ReplyForm:
    # Several questions may wait on one page.
    form = ReplyForm(data, prefix=f"m{message}", auto_id=f"id_%s_{message}")
    form.form_tag = False
    return form


@require_POST
@door_page(Scope.REPLY)
def reply(request: HttpRequest, key: str, message: int) -> HttpResponse:
    """Answer one question of the desk."""
    submission = services.submission_of(key=key, now=timezone.now())
    form = _reply_form(message, request.POST)
    if form.is_valid():
        try:
            services.reply(
                submission=submission, message_id=message, text=form.cleaned_data["text"], now=timezone.now()
            )
        except Gone:
            raise
        except DoorError as refusal:
            return _page(request, key, submission, fault=refusal.message)
        return redirect(f"{reverse('door_status', args=[key])}#messages")
    return _page(request, key, submission, bound=form, message=message)


@require_POST
@door_page(Scope.REPLY)
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Press a button that the kind has on its status page."""
    submission = services.submission_of(key=key, now=timezone.now())
    action, thing = (request.POST.get(name, "")[:MOST_OF_A_BUTTON] for name in ("action", "thing"))
    try:
        services.act(submission=submission, action=action, thing=thing, now=timezone.now())
    except Gone:
        raise
    except DoorError as refusal:
        return _page(request, key, submission, fault=refusal.message)
    return redirect(f"{reverse('door_status', args=[key])}#now")


@require_safe
@door_page(Scope.REPLY)
def code(request: HttpRequest, key: str) -> HttpResponse:
    """Show the code that the ward's reception reads, for the screen of a phone and for paper."""
    submission = services.submission_of(key=key, now=timezone.now())
    text = str(submission.page.get("code", ""))
    if not text:
        raise Http404
    drawn = segno.make(text, error="q", micro=False).svg_inline(scale=8, border=4, omitsize=True)
    context = {"submission": submission, "code": text, "drawn": drawn, "key": key}
    return render(request, "door/code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door_page(Scope.REPLY)
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take one's submission back, after a look at what that means."""
    submission = services.submission_of(key=key, now=timezone.now())
    back = reverse("door_status", args=[key])
    if not submission.is_open:
        return redirect(back)
    kind = offers.get(submission.kind)
    form = WithdrawForm(request.POST if request.method == "POST" else None, back_url=back)
    form.submit_label = kind.words.withdraw
    if request.method == "POST" and form.is_valid():
        services.withdraw(submission=submission, reason=form.cleaned_data["reason"], now=timezone.now())
        return redirect(back)
    context = {"form": form, "submission": submission, "kind": kind, "back_url": back}
    return render(request, "door/withdraw.html", context, status=422 if form.errors else 200)


@require_POST
@door_page(Scope.REPLY)
def revise(request: HttpRequest, key: str) -> HttpResponse:
    """Open what was sent as a draft again."""
    submission = services.submission_of(key=key, now=timezone.now())
    try:
        draft_key = services.begin_revision(submission=submission, now=timezone.now())
    except DoorError as refusal:
        return _page(request, key, submission, fault=refusal.message)
    return redirect("door_step", submission.kind, draft_key, 1)


@require_http_methods(["GET", "HEAD", "POST"])
@door_page(Scope.RENEW)
def renew(request: HttpRequest) -> HttpResponse:
    """Mail new links; the answer is the same whether there is anything to send or not."""
    form = RenewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.renew(mail=form.cleaned_data["mail"], now=timezone.now())
        return redirect("door_renewed")
    return render(request, "door/renew.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def renewed(request: HttpRequest) -> HttpResponse:
    """Say what happens now, to whoever asked."""
    return render(request, "door/renewed.html")
