"""Writing the answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from consultations.enums import KINDS_TO_AGREE, AnswerKind, AnswerState, Verdict
from consultations.forms.answers import AnswerForm
from consultations.models import HearingSheet
from consultations.permissions import can_work_on
from consultations.selectors.agreement import decider_of
from consultations.selectors.drafts import KeptDraft, kept_draft
from consultations.selectors.sheets import latest_sheet
from consultations.services import give_answer
from consultations.services.answers import answer_key
from consultations.views.logged import LoggedActionView
from minato_dx.core.text import plain_text

KIND_AFTER = {Verdict.NOT_FITTING: AnswerKind.REDESIGN, Verdict.FITTING: AnswerKind.SOLUTION}


class AnswerCreateView(LoggedActionView):
    """Answer a consultation: on the spot, without a tool, with a solution, or with a redesign of the work."""

    form_class = AnswerForm
    template_name = "consultations/answer_create.html"
    transition = "give_answer"
    opened_as = "回答を書く画面"

    def allowed(self) -> bool:
        return can_work_on(self.request.user, self.case)

    def fits(self) -> bool:
        return super().fits() or self.was_sent

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.was_sent:
            messages.success(request, self._done_message(self.request.POST.get("kind", "")))
            return redirect(self.case_url())
        return super().post(request, *args, **kwargs)

    @cached_property
    def was_sent(self) -> bool:
        """Tell whether this very answer is in force already: the button was pressed twice."""
        if self.request.method != "POST":
            return False
        return self.case.answers.filter(
            author=self.request.user,
            kind=self.request.POST.get("kind", ""),
            body=plain_text(self.request.POST.get("body", "")),
            state__in=[AnswerState.GIVEN, AnswerState.PROPOSED],
        ).exists()

    @cached_property
    def sheet(self) -> HearingSheet | None:
        return latest_sheet(case=self.case)

    @cached_property
    def draft(self) -> KeptDraft | None:
        draft = kept_draft(user=self.request.user, key=answer_key(self.case))
        # An autosave that was under way when the answer was sent may arrive after it.
        return None if draft is None or self._was_sent_as(draft) else draft

    def _was_sent_as(self, draft: KeptDraft) -> bool:
        body = plain_text(draft.text.get("body", ""))
        return self.case.answers.filter(author=self.request.user, body=body).exists()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.case_url()}

    def get_initial(self) -> dict[str, Any]:
        """Start from the sheet, then from what was typed and not sent; the address names the kind last."""
        start = {"kind": self._kind_of_sheet(), "running_hours_per_year": 0, "initial_hours": 0, "method": "estimated"}
        if self.sheet is not None:
            start |= {
                "work_name": self.sheet.work_name,
                "cases_per_year": self.sheet.cases_per_year,
                "minutes_before": self.sheet.minutes_per_case,
            }
        if self.draft is not None:
            start |= self.draft.text
        if self.request.GET.get("kind") in AnswerKind.values:
            start["kind"] = self.request.GET["kind"]
        return start

    def _kind_of_sheet(self) -> str:
        """The verdict says which way it goes; without a hearing it is the short way."""
        if self.sheet is None:
            return AnswerKind.ON_THE_SPOT
        return KIND_AFTER.get(Verdict(self.sheet.verdict), "") if self.sheet.verdict else ""

    def perform(self, data: dict[str, Any]) -> None:
        form = self.form
        give_answer(consultation=self.case, actor=self.request.user, reply=form.reply)
        self.done_message = self._done_message(data["kind"])

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def _done_message(self, kind: str) -> str:
        if kind not in KINDS_TO_AGREE:
            return f"回答を{self.case.requester.surname}さんに送りました。"
        if self.case.is_private:
            return f"提案を{self.case.requester.surname}さんに送りました。要約を所属長に見せると、合意に進みます。"
        return f"提案を{self.case.requester.surname}さんと所属長に送りました。合意を待ちます。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sheet=self.sheet,
            draft=self.draft,
            draft_saved_at=self.draft.row.updated_at if self.draft else None,
            draft_key=answer_key(self.case),
            decider=decider_of(case=self.case),
            **kwargs,
        )
