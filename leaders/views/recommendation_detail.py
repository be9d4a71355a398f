"""One recommendation: what happens next, what was said, and what this person may do with it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from leaders.enums import OPEN, Consent, Kind, LetterKind, State
from leaders.exceptions import LeaderError
from leaders.forms.recommendations import (
    SAVE_DRAFT,
    CheckForm,
    ConsentForm,
    NominationForm,
    QuestionForm,
    ReplaceForm,
    ResendForm,
    WithdrawForm,
)
from leaders.models import Decision, Recommendation
from leaders.permissions import can_check, can_recommend_for, is_in_deciders_office, knows_decisions
from leaders.selectors.recommendations import candidates_of
from leaders.services.recommending import answer_consent, change_nomination, check_off, give_back, replace, withdraw
from leaders.views.recommendations import status_of
from minato_dx.core.calendar import today


def visible_recommendation(user: Any, pk: int) -> Recommendation:
    """Return what ``user`` may see, or raise Http404."""
    rows = Recommendation.objects.visible_to(user).select_related(
        "candidate", "recommended_by", "cohort", "term", "division", "department"
    )
    return get_object_or_404(rows, pk=pk)


class RecommendationDetailView(View):
    """The page, and the three answers that need no page of their own."""

    row: Recommendation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.row = visible_recommendation(request.user, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def acts(self) -> dict[str, bool]:
        """Which acts this person has now; the template draws just these."""
        row, user = self.row, self.request.user
        is_head, checks = can_recommend_for(user, row.division_id), can_check(user)
        return {
            "edit": is_head and row.state in (State.DRAFT, State.RETURNED),
            "withdraw": is_head and row.state in OPEN,
            "replace": is_head and row.kind == Kind.NEW and row.state in (State.SUBMITTED, State.CHECKED),
            "consent": row.candidate_id == user.pk
            and row.kind != Kind.RELEASE
            and row.consent == Consent.ASKED
            and row.state in (State.SUBMITTED, State.RETURNED),
            "refuse_later": row.candidate_id == user.pk
            and row.consent == Consent.GIVEN
            and row.kind != Kind.RELEASE
            and row.state in (State.SUBMITTED, State.CHECKED),
            "check": checks
            and row.state == State.SUBMITTED
            and (row.kind == Kind.RELEASE or row.consent == Consent.GIVEN),
            "give_back": checks and row.state == State.SUBMITTED,
        }

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        act = {"consent": self._consent, "check": self._check, "return": self._give_back}.get(
            request.POST.get("act", "")
        )
        if act is None:
            raise PermissionDenied
        return act()

    def _consent(self) -> HttpResponse:
        form = self.form(ConsentForm)
        agrees = self.request.POST.get("agrees") == "yes"
        return self._do(
            "consent_form",
            form,
            lambda data: answer_consent(
                recommendation=self.row, actor=self.request.user, agrees=agrees, comment=data["comment"]
            ),
            "同意しました。デジタル改革担当が確認します。" if agrees else "辞退しました。所属長に伝えました。",
        )

    def _check(self) -> HttpResponse:
        return self._do(
            "check_form",
            self.form(CheckForm),
            lambda data: check_off(
                recommendation=self.row, actor=self.request.user, letter_kind=LetterKind(data["letter_kind"])
            ),
            "確認しました。CIOの決定を待ちます。",
        )

    def _give_back(self) -> HttpResponse:
        return self._do(
            "question_form",
            self.form(QuestionForm),
            lambda data: give_back(recommendation=self.row, actor=self.request.user, question=data["question"]),
            "差し戻しました。所属長に届きます。",
        )

    def form(self, form_class: Any) -> Any:
        return form_class(self.request.POST, back_url="")

    def _do(self, name: str, form: Any, step: Any, said: str) -> HttpResponse:
        if not form.is_valid():
            return self.show(status=422, **{name: form, "form": form})
        try:
            step(form.cleaned_data)
        except LeaderError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            self.row = visible_recommendation(self.request.user, self.row.pk)
            return self.show(status=status_of(refusal), **{name: form, "form": form})
        messages.success(self.request, said)
        return redirect("recommendation_detail", self.row.pk)

    def show(self, status: int = 200, **forms: Any) -> HttpResponse:
        user, row = self.request.user, self.row
        decision = None
        if knows_decisions(user):
            decision = Decision.objects.visible_to(user).unpublished().filter(recommendation=row).first()
        context = {
            "row": row,
            "acts": self.acts,
            "decision": decision,
            "steps": row.steps.all(),
            "is_candidate": row.candidate_id == user.pk,
            "checks": can_check(user),
            "decides": is_in_deciders_office(user),
            "consent_form": ConsentForm(back_url=""),
            "check_form": CheckForm(back_url="", initial={"letter_kind": row.letter_kind}),
            "question_form": QuestionForm(back_url=""),
        }
        return render(self.request, "leaders/recommendation_detail.html", context | forms, status=status)


class HeadStepView(FormView):
    """A page on which the head does one thing with the recommendation."""

    @cached_property
    def row(self) -> Recommendation:
        row = visible_recommendation(self.request.user, self.kwargs["pk"])
        if not can_recommend_for(self.request.user, row.division_id):
            raise PermissionDenied
        return row

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _ = self.row
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": reverse("recommendation_detail", args=[self.row.pk])}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, **kwargs)

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def done(self, form: Any) -> tuple[Recommendation, str]:
        """Do it, and return where to go on and what to say."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            row, said = self.done(form)
        except LeaderError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form, status_of(refusal))
        messages.success(self.request, said)
        return redirect("recommendation_detail", row.pk)


class NominationStepView(HeadStepView):
    """A page with the choice of a person."""

    def get_form_kwargs(self) -> dict[str, Any]:
        people = candidates_of(division=self.row.division, day=today(), head=self.request.user)
        return super().get_form_kwargs() | {"candidates": people}


class RecommendationEditView(NominationStepView):
    """Go on with a draft, or answer the question of a recommendation that came back."""

    template_name = "leaders/recommendation_edit.html"

    def get_form_class(self) -> Any:
        return NominationForm if self.row.state == State.DRAFT else ResendForm

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        return {
            "candidate": row.candidate.staff_number,
            "reason": row.reason,
            "expected_use": row.expected_use,
        }

    def done(self, form: NominationForm) -> tuple[Recommendation, str]:
        as_draft = SAVE_DRAFT in self.request.POST and self.row.state == State.DRAFT
        row = change_nomination(
            recommendation=self.row,
            actor=self.request.user,
            nomination=form.nomination,
            answer=form.cleaned_data.get("answer", ""),
            send=not as_draft,
        )
        return row, "下書きに保存しました。" if as_draft else "送りました。デジタル改革担当が確認します。"


class RecommendationReplaceView(NominationStepView):
    """Recommend somebody else instead."""

    form_class = ReplaceForm
    template_name = "leaders/recommendation_replace.html"

    def get_initial(self) -> dict[str, Any]:
        return {"token": uuid.uuid4()}

    def done(self, form: NominationForm) -> tuple[Recommendation, str]:
        row = replace(
            recommendation=self.row,
            actor=self.request.user,
            nomination=form.nomination,
            token=form.cleaned_data["token"],
        )
        return row, f"差し替えました。{row.candidate_name}さんに同意をお願いしました。"


class RecommendationWithdrawView(HeadStepView):
    """Take it back."""

    form_class = WithdrawForm
    template_name = "leaders/recommendation_withdraw.html"

    def done(self, form: WithdrawForm) -> tuple[Recommendation, str]:
        row = withdraw(recommendation=self.row, actor=self.request.user, reason=form.cleaned_data["reason"])
        return row, "推薦を取り下げました。"
