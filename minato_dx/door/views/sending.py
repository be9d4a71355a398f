"""The last look, sending, and the confirmation by mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from minato_dx.door import offers
from minato_dx.door.enums import Scope, SubmissionState
from minato_dx.door.exceptions import DoorError, Gone
from minato_dx.door.models import Submission, SubmittedFile
from minato_dx.door.selectors import known_to, read_back, refusal_of
from minato_dx.door.services.keys import hash_of
from minato_dx.door.services.sending import confirm as confirm_mail
from minato_dx.door.services.sending import send
from minato_dx.door.services.sending import waiting_for as submission_to_confirm
from minato_dx.door.services.status import send_revision
from minato_dx.door.views.guards import door_page, kind_of
from minato_dx.door.views.writing import closed

INCOMPLETE = "まだ送れません。「直す」と書いてあるところを直してください。"


@require_http_methods(["GET", "HEAD", "POST"])
@door_page(Scope.SEND)
def review(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show all that was written; sent, it is sent once, however often the button is pressed."""
    what = kind_of(kind)
    draft = Submission.objects.filter(draft_hash=hash_of(key), kind=what.name).first()
    if draft is None:
        raise Gone
    if draft.state != SubmissionState.DRAFT:
        return _sent(draft)
    known = known_to(kind=what, submission=draft)
    refusal = refusal_of(kind=what, known=known, draft=draft)
    if refusal:
        return closed(request, what, refusal)
    words = read_back(kind=what, answers=draft.answers, known=known)
    is_ready = all(step.is_valid for step in words)
    fault = ""
    if request.method == "POST":
        fault = _send(draft) if is_ready else INCOMPLETE
        if not fault:
            return _sent(draft)
    page = {
        "kind": what, "key": key, "words": words, "is_ready": is_ready, "fault": fault, "place": len(what.steps) + 1,
        "draft": draft, "files": list(SubmittedFile.objects.filter(submission=draft)),
        "mail": draft.revises.mail if draft.revises else what.mail_of(draft.answers),
    }  # fmt: skip
    return render(request, "door/review.html", page, status=422 if fault else 200)


def _send(draft: Submission) -> str:
    """Send the draft, and return why it cannot be, empty where it was."""
    try:
        if draft.revises_id is not None:
            send_revision(draft=draft, now=timezone.now())
        else:
            send(draft=draft, now=timezone.now())
    except Gone:
        # Somebody's second press: the first one has sent it.
        return ""
    except DoorError as refusal:
        return refusal.message
    return ""


def _sent(draft: Submission) -> HttpResponse:
    return redirect("door_changed" if draft.revises_id is not None else "door_sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way; nothing here tells whose."""
    return render(request, "door/sent.html")


@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    """Say that a change was sent."""
    return render(request, "door/changed.html")


@require_http_methods(["GET", "HEAD", "POST"])
@door_page(Scope.SEND)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Receive a submission by its mailed key. A look alone (a mail filter's, for one) confirms nothing."""
    now = timezone.now()
    if request.method != "POST":
        submission = submission_to_confirm(key=key, now=now)
        return render(request, "door/confirm.html", {"submission": submission, "kind": offers.get(submission.kind)})
    submission = confirm_mail(key=key, now=now)
    return render(request, "door/received.html", {"submission": submission, "kind": offers.get(submission.kind)})
