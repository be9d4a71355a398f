"""Writing into a consultation; with htmx the thread and the next step change in place."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from consultations.converters import ReceiptNumber
from consultations.enums import Side
from consultations.exceptions import ConsultationError, StateConflict
from consultations.forms.thread import NoteForm, ReplyForm
from consultations.models import Consultation
from consultations.permissions import can_see_notes, can_write_message
from consultations.selectors.drafts import kept_draft
from consultations.services import add_note, post_message
from consultations.services.drafts import keep_files, remove_file, write_draft
from consultations.services.thread import reply_key, side_of
from consultations.views.case_page import page_context
from consultations.views.lookup import shown_case, visible_case

REMOVE = "remove_file"


@require_POST
def message_post(request: HttpRequest, number: ReceiptNumber) -> HttpResponse:
    """Post a reply; what cannot be sent stays on the form, its good files beside it."""
    case = visible_case(request.user, number)
    if not can_write_message(request.user, case):
        raise PermissionDenied
    if REMOVE in request.POST:
        return _without_file(request, case)
    kept = kept_draft(user=request.user, key=reply_key(case))
    form = ReplyForm(
        request.POST,
        request.FILES,
        files_kept=len(kept.files) if kept else 0,
        file_limit=settings.ATTACHMENT_MAX_COUNT,
    )
    if not form.is_valid():
        return _reply_again(request, case, form, 422)
    try:
        post_message(
            consultation=case,
            author=request.user,
            body=form.cleaned_data["body"],
            files=form.good_files,
            token=form.cleaned_data["token"],
        )
    except ConsultationError as refusal:
        form.add_error(None, refusal.message)
        return _reply_again(request, case, form, 409 if isinstance(refusal, StateConflict) else 422)
    reader = case.requester if side_of(request.user, case) == Side.DX else case.assignee
    return _done(request, number, f"返信しました。{reader.surname}さんに届きます。", "consultations/_case_replied.html")


@require_POST
def note_post(request: HttpRequest, number: ReceiptNumber) -> HttpResponse:
    """Leave an internal note."""
    case = visible_case(request.user, number)
    if not can_see_notes(request.user, case):
        raise PermissionDenied
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _again(request, case, "consultations/_case_note_fields.html", "#note-fields", 422, note_form=form)
    add_note(
        consultation=case,
        author=request.user,
        body=form.cleaned_data["body"],
        token=form.cleaned_data["token"],
    )
    return _done(request, number, "内部メモを残しました。相談者には見えません。", "consultations/_case_noted.html")


def _reply_again(request: HttpRequest, case: Consultation, form: ReplyForm, status: int) -> HttpResponse:
    _keep(request, case, form)
    return _again(request, case, "consultations/_case_reply_fields.html", "#reply-fields", status, reply_form=form)


def _keep(request: HttpRequest, case: Consultation, form: ReplyForm) -> None:
    """A browser forgets the chosen files of a form that comes back; they wait beside the draft."""
    key, data = reply_key(case), {"body": request.POST.get("body", "")}
    if form.good_files:
        keep_files(user=request.user, key=key, data=data, uploads=form.good_files)
    else:
        write_draft(user=request.user, key=key, data=data)
    form.files = MultiValueDict()


def _without_file(request: HttpRequest, case: Consultation) -> HttpResponse:
    """Take one file off the reply; nothing is sent, and nothing typed is lost."""
    key = reply_key(case)
    write_draft(user=request.user, key=key, data={"body": request.POST.get("body", "")})
    try:
        remove_file(user=request.user, key=key, file_key=uuid.UUID(request.POST[REMOVE]))
    except ValueError:
        pass  # no file has such a key, so there is none to take off
    if not request.htmx:
        return redirect(f"{_url(case)}#reply")
    return _again(request, case, "consultations/_case_reply_fields.html", "#reply-fields", 200)


def _again(
    request: HttpRequest, case: Consultation, fragment: str, target: str, status: int, **forms: ReplyForm | NoteForm
) -> HttpResponse:
    """Answer with the form as it was sent: the whole page, or to htmx its fields alone."""
    case = shown_case(request.user, ReceiptNumber(case.fiscal_year, case.serial))
    context = page_context(case=case, user=request.user, **forms)
    if not request.htmx:
        return render(request, "consultations/consultation_detail.html", context, status=status)
    response = render(request, fragment, context, status=status)
    response.headers["HX-Retarget"] = target
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _done(request: HttpRequest, number: ReceiptNumber, text: str, fragment: str) -> HttpResponse:
    case = shown_case(request.user, number)
    if not request.htmx:
        messages.success(request, text)
        return redirect(_url(case))
    context = page_context(case=case, user=request.user) | {"done": text, "oob": True}
    return render(request, fragment, context)


def _url(case: Consultation) -> str:
    return reverse("consultation_detail", args=[case])
