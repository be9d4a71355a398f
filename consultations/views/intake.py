"""Sending a consultation: for oneself (home), for somebody who phoned, and the page that thanks for it."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django.views.generic import View

from consultations import services
from consultations.converters import ReceiptNumber
from consultations.enums import Channel, State
from consultations.exceptions import ConsultationError
from consultations.forms.intake import EnterForm, IntakeForm, new_token, typed_values
from consultations.models import Consultation
from consultations.permissions import can_enter_for_others, is_requester
from consultations.selectors.drafts import KeptDraft, kept_draft
from consultations.selectors.meetings import coming_hearing, offers_for
from consultations.selectors.requesters import Found, Requester, find_requesters, requester_by_post
from consultations.services.drafts import keep_files, remove_file
from consultations.services.intake import ENTER_DRAFT, submission_token
from consultations.services.leader_turns import open_turn
from consultations.views.drafts import was_discarded
from consultations.views.lookup import visible_case
from minato_dx.organization.models import User

ONLY_DX_STAFF = "代わりに入力できるのは、デジタル改革担当の職員です。ご自分の相談は、ホームから送れます。"
ONLY_REQUESTER = "受け付けの控えは、相談した人の画面です。相談は「相談」の一覧から見られます。"
OFFERS_AFTER_SENDING = 6
REMOVE_FILE, FIND = "remove_file", "find"
WORDS_LENGTH = 100


class IntakeView(View):
    """Base of the two forms: what was typed and chosen outlives an error, and one submission is one consultation."""

    draft_key = ""
    form_class: type[IntakeForm]
    template_name = ""

    def form(self, *args: Any, **kwargs: Any) -> IntakeForm:
        """Build the form with what it may choose from."""
        raise NotImplementedError

    def submit(self, form: IntakeForm) -> Consultation:
        """Hand the valid form to the service."""
        raise NotImplementedError

    def address(self) -> str:
        """Return the address of the page itself."""
        raise NotImplementedError

    def done_url(self, consultation: Consultation) -> str:
        """Return the address of the page that says it is sent."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """Return what the page shows besides the form."""
        raise NotImplementedError

    def initial(self, draft: KeptDraft | None) -> dict[str, str]:
        """Return what the form begins with: the draft's text."""
        return {name: value for name, value in draft.text.items() if value} if draft else {}

    def draft(self) -> KeptDraft | None:
        return kept_draft(user=self.request.user, key=self.draft_key)

    def get(self, request: HttpRequest) -> HttpResponse:
        draft = self.draft()
        form = self.form(initial=self.initial(draft) | {"token": new_token()}, files_kept=_file_count(draft))
        return self.page(form, draft)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = self.form(request.POST, request.FILES, files_kept=_file_count(self.draft()))
        is_valid = form.is_valid()
        if REMOVE_FILE in request.POST:
            return self.without_file(form)
        if not is_valid:
            return self.with_faults(form)
        try:
            consultation = self.submit(form)
        except ConsultationError as refusal:
            form.add_error(None, refusal.message)
        except ValidationError as fault:
            form.add_error("files", fault)
        else:
            return redirect(self.done_url(consultation))
        return self.with_faults(form)

    def with_faults(self, form: IntakeForm) -> HttpResponse:
        """Show what to mend; text and good files are kept as a draft."""
        self.keep(form)
        draft = self.draft()
        form.files_kept = _file_count(draft)
        return self.page(form, draft, status=422)

    def without_file(self, form: IntakeForm) -> HttpResponseBase:
        """Take one file off the draft and go on with the form."""
        self.keep(form)
        try:
            remove_file(user=self.request.user, key=self.draft_key, file_key=uuid.UUID(self.request.POST[REMOVE_FILE]))
        except ValueError:
            raise Http404 from None
        return redirect(f"{self.address()}#div_id_files")

    def keep(self, form: IntakeForm) -> None:
        data = typed_values(self.request.POST, self.form_class)
        keep_files(user=self.request.user, key=self.draft_key, data=data, uploads=form.good_files)

    def token(self, form: IntakeForm, person: str = "") -> uuid.UUID:
        return submission_token(
            form_token=form.cleaned_data["token"],
            sender=self.request.user,
            body=form.cleaned_data["body"],
            person=person,
        )

    def page(self, form: IntakeForm, draft: KeptDraft | None, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "files": draft.files if draft else [],
            "saved_at": draft.row.updated_at if draft and draft.has_text else None,
            **self.context(),
        }
        return render(self.request, self.template_name, context, status=status)


def _file_count(draft: KeptDraft | None) -> int:
    return len(draft.files) if draft else 0


class ConsultationEnter(IntakeView):
    """A member of the DX section writes down what somebody said on the phone or at the desk."""

    draft_key = ENTER_DRAFT
    form_class = EnterForm
    template_name = "consultations/consultation_enter.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_enter_for_others(request.user):
            raise PermissionDenied(ONLY_DX_STAFF)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.htmx and not request.htmx.history_restore_request:
            return render(request, "consultations/_enter_people.html", self.context() | {"form": self.form()})
        return super().get(request)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if FIND not in request.POST:
            return super().post(request)
        # Without JavaScript the search is a button of the same form: what was typed has to come back.
        form = self.form(request.POST, request.FILES, files_kept=_file_count(self.draft()))
        form.is_valid()
        self.keep(form)
        return redirect(f"{self.address()}#people")

    def form(self, *args: Any, **kwargs: Any) -> EnterForm:
        chosen = self.request.POST.get("person") or self.request.GET.get("person")
        people = self.people(chosen or kwargs.get("initial", {}).get("person", ""))
        return EnterForm(*args, people=people, file_limit=settings.ATTACHMENT_MAX_COUNT, **kwargs)

    def people(self, chosen: str) -> list[Requester]:
        """Return whom the words find; who was chosen before stays in the list."""
        people = list(self.found.people)
        if chosen and not any(str(one.membership_id) == chosen for one in people):
            earlier = requester_by_post(chosen)
            people[:0] = [earlier] if earlier else []
        return people

    @cached_property
    def found(self) -> Found:
        return find_requesters(self.words)

    @cached_property
    def words(self) -> str:
        return (self.request.POST.get("q") or self.request.GET.get("q") or "").strip()[:WORDS_LENGTH]

    def context(self) -> dict[str, Any]:
        return {
            "words": self.words,
            "has_more": self.found.has_more,
            "was_discarded": was_discarded(self.request, self.draft_key),
        }

    def address(self) -> str:
        url = reverse("consultation_enter")
        return f"{url}?{urlencode({'q': self.words})}" if self.words else url

    def submit(self, form: IntakeForm) -> Consultation:
        chosen = form.cleaned_data["person"]
        one = next(one for one in self.people(chosen) if str(one.membership_id) == chosen)
        return services.submit_consultation(
            requester=User.objects.get(pk=one.user_id),
            intake=form.intake(division_id=one.division_id),
            token=self.token(form, person=chosen),
            entered_by=self.request.user,
            channel=Channel(form.cleaned_data["channel"]),
        )

    def done_url(self, consultation: Consultation) -> str:
        return reverse("consultation_detail", args=[consultation])


@require_safe
def consultation_sent(request: HttpRequest, number: ReceiptNumber) -> HttpResponse:
    """Thank the requester: number, who has it, by when, what comes next."""
    case = visible_case(request.user, number)
    if not is_requester(request.user, case):
        raise PermissionDenied(ONLY_REQUESTER)
    now = timezone.now()
    is_new = case.working_state == State.RECEIVED and not case.is_with_leader
    meetable = is_new and coming_hearing(case=case, now=now) is None
    offers = offers_for(case=case, now=now, limit=OFFERS_AFTER_SENDING) if meetable else []
    turn = open_turn(case)
    context = {"case": case, "offers": offers, "leader": turn.leader if turn else None}
    return render(request, "consultations/consultation_sent.html", context)


@require_safe
def consultation_by_id(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from a message to its case; a head who only sees the summary of a private one, to the agreement page."""
    rows = Consultation.objects.only("fiscal_year", "serial")
    case = rows.visible_to(request.user).filter(pk=pk).first()
    if case is not None:
        return redirect("consultation_detail", case)
    case = rows.summarised_for(request.user).filter(pk=pk).first()
    if case is None:
        raise Http404
    return redirect("agreement", case)
