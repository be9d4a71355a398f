"""The ways a consultation ends, and the way back, each a page that says what it will do."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse

from consultations import services
from consultations.enums import EffectStage, HearingState, State
from consultations.forms.endings import CloseForm, HandOverForm, MergeForm, ReopenForm, WithdrawForm
from consultations.models import Consultation
from consultations.permissions import can_reopen
from consultations.services.answers import answer_in_force
from consultations.services.endings import outcomes_for, reopen_until
from consultations.views.case_step import HandlerStep, RequesterStep, StepView
from minato_dx.core.calendar import short_day, today
from minato_dx.organization.selectors import head_of
from minato_dx.reference.selectors import portal_settings

OUTCOME_TEXT_LENGTH = 4000


class WithdrawView(RequesterStep):
    form_class = WithdrawForm
    template_name = "consultations/consultation_withdraw.html"
    transition = "withdraw"
    question = "この相談を取り下げますか"
    crumb = "取り下げ"
    done_message = "相談を取り下げました。"

    def perform(self, data: dict[str, Any]) -> None:
        services.withdraw_consultation(consultation=self.case, actor=self.request.user, reason=data["reason"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.case
        head = None if case.is_private else head_of(division=case.division, day=today())
        return super().get_context_data(
            head=head if head is not None and head.pk != case.requester_id else None,
            planned=case.hearings.filter(state=HearingState.PLANNED),
            reopen_days=portal_settings().reopen_days,
            **kwargs,
        )


class ReopenView(StepView):
    form_class = ReopenForm
    template_name = "consultations/consultation_reopen.html"
    transition = "reopen"
    question = "この相談を再開しますか"
    crumb = "再開"
    done_message = "相談を再開しました。"

    def allowed(self) -> bool:
        return can_reopen(self.request.user, self.case)

    def fits(self) -> bool:
        return super().fits() and not self._is_over()

    def _is_over(self) -> bool:
        last = reopen_until(self.case)
        return last is not None and today() > last

    def refusal(self) -> str:
        last = reopen_until(self.case)
        if last is not None and self._is_over():
            return (
                f"再開できるのは{short_day(last)}まででした。新しい相談として送ってください。"
                f"{self.case.number}の続きだと書くと、話が早く進みます。"
            )
        return super().refusal()

    def perform(self, data: dict[str, Any]) -> None:
        services.reopen_consultation(consultation=self.case, actor=self.request.user, reason=data["reason"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            until=reopen_until(self.case),
            was_merged=self.case.state == State.MERGED,
            first_reply_days=portal_settings().first_reply_days,
            **kwargs,
        )


class CloseView(HandlerStep):
    form_class = CloseForm
    template_name = "consultations/consultation_close.html"
    transition = "close"
    question = "この相談を完了にしますか"
    crumb = "完了にする"
    done_message = "完了にしました。相談者に知らせました。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"outcomes": outcomes_for(self.case)}

    def get_initial(self) -> dict[str, Any]:
        answer = answer_in_force(self.case)
        likely = outcomes_for(self.case)
        return {
            "outcome": likely[0] if likely else "",
            "text": answer.body[:OUTCOME_TEXT_LENGTH] if answer else "",
        }

    def perform(self, data: dict[str, Any]) -> None:
        services.close_consultation(
            consultation=self.case, actor=self.request.user, outcome=data["outcome"], text=data["text"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reached = self.case.working_state
        return super().get_context_data(
            without_agreement=reached == State.PROPOSED,
            unmeasured=reached == State.MEASURING and not _has_realised(self.case),
            reopen_days=portal_settings().reopen_days,
            **kwargs,
        )


def _has_realised(case: Consultation) -> bool:
    return case.effects.filter(stage=EffectStage.REALISED).exists()


class MergeView(HandlerStep):
    form_class = MergeForm
    template_name = "consultations/consultation_merge.html"
    transition = "merge"
    question = "ほかの相談に統合しますか"
    crumb = "統合"
    done_message = "統合しました。相談者に知らせました。"
    target: Consultation | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.case, "user": self.request.user}

    def form_valid(self, form: Form) -> HttpResponse:
        """Show the title of what was found before anything happens."""
        self.target = form.target
        if not form.is_confirmed:
            form.ask_to_confirm()
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    def perform(self, data: dict[str, Any]) -> None:
        services.merge_consultation(
            consultation=self.case, into=self.target, actor=self.request.user, reason=data["reason"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(target=self.target, **kwargs)


class HandOverView(HandlerStep):
    form_class = HandOverForm
    template_name = "consultations/consultation_hand_over.html"
    transition = "hand_over"
    question = "別の窓口へ引き継ぎますか"
    crumb = "引き継ぎ"
    done_message = "引き継ぎました。相談者に知らせました。"

    def perform(self, data: dict[str, Any]) -> None:
        services.hand_over_consultation(
            consultation=self.case, actor=self.request.user, to=data["to"], reason=data["reason"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reopen_days=portal_settings().reopen_days, **kwargs)
