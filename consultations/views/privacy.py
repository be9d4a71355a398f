"""Who sees a consultation: the requester's own decision, on pages that say what it means."""

from typing import Any

from consultations import services
from consultations.enums import State
from consultations.forms.privacy import PrivacyForm, SummaryForm
from consultations.permissions import can_change_privacy
from consultations.selectors.agreement import decider_of, estimate_of, newest_proposal
from consultations.views.case_step import RequesterStep, StepView

PRIVATE, SHARED = "private", "shared"


class PrivacyView(StepView):
    form_class = PrivacyForm
    template_name = "consultations/consultation_privacy.html"
    crumb = "見られる人"

    def allowed(self) -> bool:
        return can_change_privacy(self.request.user, self.case)

    def get_initial(self) -> dict[str, Any]:
        return {"wanted": SHARED if self.case.is_private else PRIVATE}

    def perform(self, data: dict[str, Any]) -> None:
        private = data["wanted"] == PRIVATE
        services.set_privacy(consultation=self.case, actor=self.request.user, private=private)
        self.done_message = "非公開にしました。" if private else "課の人も見られるようにしました。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.question = "課の人にも見せますか" if self.case.is_private else "この相談を非公開にしますか"
        return super().get_context_data(**kwargs)


class SummaryView(RequesterStep):
    form_class = SummaryForm
    template_name = "consultations/consultation_summary.html"
    question = "要約を所属長に見せますか"
    crumb = "所属長に見せる要約"
    done_message = "要約を所属長に見せました。合意のお願いが届きます。"

    def fits(self) -> bool:
        return self.case.is_private and self.case.working_state == State.PROPOSED

    def refusal(self) -> str:
        if not self.case.is_private:
            return "この相談は、所属長もすでに見られます。"
        return "要約は、提案が届いてから見せられます。"

    def get_initial(self) -> dict[str, Any]:
        return {"summary": self.case.head_summary}

    def perform(self, data: dict[str, Any]) -> None:
        if self.case.head_summary_opened_at and data["summary"] == self.case.head_summary:
            return  # sent twice: it is done already
        services.open_summary_to_head(consultation=self.case, actor=self.request.user, summary=data["summary"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answer = newest_proposal(case=self.case)
        return super().get_context_data(
            answer=answer,
            estimate=estimate_of(answer=answer) if answer else None,
            decider=decider_of(case=self.case),
            **kwargs,
        )
