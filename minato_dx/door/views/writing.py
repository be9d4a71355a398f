"""Writing a submission: the first page, its steps, its files."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from minato_dx.core.file_fields import ACCEPTED
from minato_dx.core.files.kinds import KINDS_IN_WORDS
from minato_dx.door.enums import Scope
from minato_dx.door.exceptions import DoorError, Gone
from minato_dx.door.models import Submission
from minato_dx.door.offers import Step, SubmissionKind
from minato_dx.door.selectors import initial_of, known_to, offered, refusal_of
from minato_dx.door.services.drafts import add_files, draft_of, remove_file, save_step, start_draft
from minato_dx.door.views.guards import HONEYPOT, door_page, kind_of, new_form_mark, read_form_mark

STALE = "ページを開いてから時間がたちました。もう一度「次へ」を押してください。書いたことは残っています。"
TOO_QUICK = "もう一度「次へ」を押してください。書いたことは残っています。"
TRAPPED = "「ここは空けておいてください」の欄に文字が入っています。消してから、もう一度「次へ」を押してください。"


@require_http_methods(["GET", "HEAD"])
def landing(request: HttpRequest) -> HttpResponse:
    """Lead to what is submitted here; with one kind there is nothing to choose."""
    found = offered()
    if len(found) == 1:
        return redirect("door_start", found[0].kind.name)
    return render(request, "door/landing.html", {"offered": found})


@require_http_methods(["GET", "HEAD", "POST"])
@door_page(Scope.START)
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """Say what has to be known before, and ask the first questions; sent, they are a draft."""
    what = kind_of(kind)
    known = known_to(kind=what)
    if not known:
        return render(request, "door/not_yet.html", {"kind": what}, status=503)
    refusal = refusal_of(kind=what, known=known)
    if refusal:
        return closed(request, what, refusal)
    step = what.steps[0]
    if request.method != "POST":
        return _first_page(request, what, step.form(published=known), known)
    form = step.form(request.POST, published=known)
    fault = _fault_of_mark(request)
    if fault:
        form.add_error(None, fault)
    if not form.is_valid():
        return _first_page(request, what, form, known, status=422)
    key, _is_quick = read_form_mark(request.POST["mark"])
    start_draft(kind=what.name, key=key, step=step.name, typed=_typed(request, form), now=timezone.now())
    return redirect("door_step", what.name, key, 2)


def closed(request: HttpRequest, kind: SubmissionKind, refusal: str) -> HttpResponse:
    """Say why nothing (more) is taken, to who looks, and to who was too late."""
    is_late = request.method == "POST"
    return render(request, "door/closed.html", {"kind": kind, "refusal": refusal}, status=409 if is_late else 200)


def _fault_of_mark(request: HttpRequest) -> str:
    """Return what a person is told whose form looks like a script's, empty where it does not."""
    if request.POST.get(HONEYPOT):
        return TRAPPED
    try:
        _key, is_quick = read_form_mark(request.POST.get("mark", ""))
    except BadSignature:
        return STALE
    return TOO_QUICK if is_quick else ""


def _first_page(
    request: HttpRequest, kind: SubmissionKind, form: Any, known: dict[str, Any], status: int = 200
) -> HttpResponse:
    # A mark that was too quick is older when it comes again; one that is stale is replaced.
    mark = request.POST.get("mark", "")
    try:
        read_form_mark(mark)
    except BadSignature:
        mark = new_form_mark()
    form.form_tag = False
    page = {
        "kind": kind, "form": form, "published": known, "place": 1, "mark": mark, "honeypot": HONEYPOT,
        "heading": kind.steps[0].title, "next_label": kind.steps[1].label, "draft_key": f"{kind.name}/1",
        "is_fresh": not form.is_bound,
    }  # fmt: skip
    return render(request, "door/start.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@door_page(Scope.SAVE)
def write_step(request: HttpRequest, kind: str, key: str, place: int) -> HttpResponse:
    """Ask one step's questions. What was typed is kept, whether it holds already or not."""
    what, draft = kind_of(kind), draft_of(key=key)
    step = _step(what, draft, place)
    known = known_to(kind=what, submission=draft)
    refusal = refusal_of(kind=what, known=known, draft=draft)
    if refusal:
        return closed(request, what, refusal)
    if request.method != "POST":
        form = step.form(initial=initial_of(step, draft.answers), published=known, answers=draft.answers)
        return _step_page(request, what, draft, key, step, form)
    form = step.form(request.POST, published=known, answers=draft.answers)
    save_step(draft=draft, step=step.name, typed=_typed(request, form), now=timezone.now())
    is_valid = form.is_valid()
    if step.takes_files:
        is_valid = _keep_files(request, draft, form, step) and is_valid
    if not is_valid:
        return _step_page(request, what, draft, key, step, form, status=422)
    if "attach" in request.POST:
        return redirect(f"{reverse('door_step', args=[what.name, key, place])}#files")
    if place == len(what.steps) or "review" in request.POST:
        return redirect("door_review", what.name, key)
    return redirect("door_step", what.name, key, place + 1)


def _step(kind: SubmissionKind, draft: Submission, place: int) -> Step:
    if draft.kind != kind.name or not 1 <= place <= len(kind.steps):
        raise Gone
    return kind.steps[place - 1]


def _keep_files(request: HttpRequest, draft: Submission, form: Any, step: Step) -> bool:
    """Keep the files that came with the step; the faults of all of them are told at once."""
    is_valid = True
    for name, is_confidential in (("files", False), ("confidential_files", True)):
        for upload in request.FILES.getlist(name):
            try:
                is_secret = is_confidential and step.takes_confidential
                add_files(draft=draft, uploads=[upload], is_confidential=is_secret, now=timezone.now())
            except ValidationError as fault:
                form.add_error(None, fault)
                is_valid = False
            except DoorError as refusal:
                form.add_error(None, refusal.message)
                return False
    return is_valid


def _step_page(
    request: HttpRequest, kind: SubmissionKind, draft: Submission, key: str, step: Step, form: Any, status: int = 200
) -> HttpResponse:
    place = kind.place_of(step.name)
    form.form_tag = False
    back = reverse("door_step", args=[kind.name, key, place - 1]) if place > 1 else ""
    page = {
        "kind": kind, "draft": draft, "key": key, "step": step, "form": form, "place": place, "back_url": back,
        "heading": step.title, "files": list(draft.files.all()) if step.takes_files else [], "accepted": ACCEPTED,
        "kinds_in_words": KINDS_IN_WORDS, "is_fresh": not form.is_bound and step.name not in draft.answers,
        "draft_key": f"{kind.name}/{key[:8]}/{place}",
        "next_label": kind.steps[place].label if place < len(kind.steps) else "確認して送る",
    }  # fmt: skip
    return render(request, "door/step.html", page, status=status)


def _typed(request: HttpRequest, form: Any) -> dict[str, list[str]]:
    return {name: request.POST.getlist(name) for name in form.fields}


@require_POST
@door_page(Scope.SAVE)
def take_file_off(request: HttpRequest, kind: str, key: str, file: uuid.UUID) -> HttpResponse:
    """Take a file off one's own draft; any other file does not exist."""
    what = kind_of(kind)
    remove_file(draft=draft_of(key=key), key=file, now=timezone.now())
    place = next(number for number, step in enumerate(what.steps, start=1) if step.takes_files)
    return redirect(f"{reverse('door_step', args=[what.name, key, place])}#files")
