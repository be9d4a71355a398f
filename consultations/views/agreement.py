"""The page on which a division's head reads a proposal and decides."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from consultations.enums import AnswerState, State
from consultations.exceptions import ConsultationError, StateConflict
from consultations.forms.answers import AgreeForm, ChangeForm
from consultations.models import Answer, Consultation
from consultations.permissions import may_agree
from consultations.selectors.agreement import decider_of, estimate_of, newest_proposal
from consultations.selectors.sheets import figure_of, findings_of
from consultations.services import agree_to_proposal, ask_for_change, log_access
from consultations.views.lookup import agreeable_case
from minato_dx.organization.roles import roles_of
from minato_dx.reference.selectors import closed_days

DECIDED = {"agree": AnswerState.AGREED, "change": AnswerState.CHANGE_ASKED}


class AgreementView(View):
    """Everybody who may see the proposal reads it here; whoever decides for the division today decides."""

    case: Consultation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.case = agreeable_case(request.user, kwargs["number"])
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def answer(self) -> Answer | None:
        return newest_proposal(case=self.case)

    @cached_property
    def sees_case(self) -> bool:
        """A head who was shown the summary of a private case sees that and the proposal, and nothing of the rest."""
        return Consultation.objects.visible_to(self.request.user).filter(pk=self.case.pk).exists()

    @property
    def awaits_decision(self) -> bool:
        is_proposed = self.answer is not None and self.answer.state == AnswerState.PROPOSED
        return is_proposed and self.case.working_state == State.PROPOSED

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        log_access(consultation=self.case, user=request.user, what="提案（合意の画面）")
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not may_agree(request.user, self.case):
            raise PermissionDenied
        decision = "agree" if request.POST.get("decision") == "agree" else "change"
        if self._decided_so_before(decision):
            return self.done(decision)
        form = (AgreeForm if decision == "agree" else ChangeForm)(
            request.POST, auto_id=f"{decision}_%s", back_url=self.back_url
        )
        if not form.is_valid():
            return self.show(**{f"{decision}_form": form, "form": form}, status=422)
        return self.decide(decision, form)

    def decide(self, decision: str, form: AgreeForm | ChangeForm) -> HttpResponse:
        """Take the decision, or say who was quicker."""
        take = agree_to_proposal if decision == "agree" else ask_for_change
        try:
            take(consultation=self.case, actor=self.request.user, comment=form.cleaned_data["comment"])
        except ConsultationError as refusal:
            form.add_error(None, refusal.message)
            self.case = agreeable_case(self.request.user, self.kwargs["number"])
            del self.answer
            status = 409 if isinstance(refusal, StateConflict) else 422
            return self.show(**{f"{decision}_form": form, "form": form}, status=status)
        return self.done(decision)

    def done(self, decision: str) -> HttpResponse:
        """Show the page again, with what was decided on it: a head may see no other page of a private case."""
        said = "合意しました。" if decision == "agree" else "修正をお願いしました。"
        messages.success(self.request, f"{said}担当の{self.case.assignee.surname}と{self._requester}に届きます。")
        return redirect("agreement", self.case)

    @property
    def _requester(self) -> str:
        return f"{self.case.requester.surname}さん"

    def _decided_so_before(self, decision: str) -> bool:
        """Tell whether this person has just decided the same: the button was pressed twice."""
        return (
            self.answer is not None
            and self.answer.decided_by_id == self.request.user.pk
            and self.answer.state == DECIDED[decision]
        )

    @property
    def back_url(self) -> str:
        return reverse("consultation_detail", args=[self.case]) if self.sees_case else reverse("home")

    def show(self, status: int = 200, **forms: Any) -> HttpResponse:
        decides = self.awaits_decision and may_agree(self.request.user, self.case)
        sheet = findings_of(case=self.case) if self.sees_case else None
        context = {
            "case": self.case,
            "sees_case": self.sees_case,
            "is_dx": roles_of(self.request.user).is_dx_staff,
            "answer": self.answer,
            "estimate": estimate_of(answer=self.answer) if self.answer else None,
            "sheet": sheet,
            "figure": figure_of(sheet) if sheet else None,
            "decider": decider_of(case=self.case) if self.awaits_decision else None,
            "decides": decides,
            "awaits_decision": self.awaits_decision,
            "states": AnswerState,
            "back_url": self.back_url,
            "closed": closed_days(),
            "agree_form": AgreeForm(auto_id="agree_%s", back_url=self.back_url),
            "change_form": ChangeForm(auto_id="change_%s", back_url=self.back_url),
        }
        return render(self.request, "consultations/agreement.html", context | forms, status=status)
