"""The leader's turn: answering a colleague or handing on, and what the requester says to it."""

from typing import Any

from consultations.forms.leader_first import HAND_ON, HandOnForm, LeaderAnswerForm, LeaderSolvedForm
from consultations.permissions import leads_division
from consultations.services.leader_first import TOO_LATE, answer_as_leader, hand_on, solve_with_leader
from consultations.services.leader_turns import open_turn
from consultations.views.case_step import RequesterStep, StepView


class LeaderAnswerView(StepView):
    """For the leader who was asked: an answer, or the way to the DX section."""

    form_class = LeaderAnswerForm
    template_name = "consultations/leader_answer.html"
    question = "答えるか、担当に回す"
    crumb = "リーダーへの相談"

    def allowed(self) -> bool:
        return leads_division(self.request.user, self.case)

    def fits(self) -> bool:
        turn = open_turn(self.case)
        return turn is not None and turn.leader_id == self.request.user.pk

    def refusal(self) -> str:
        return TOO_LATE

    def perform(self, data: dict[str, Any]) -> None:
        if self.request.POST.get("act") == HAND_ON:
            hand_on(consultation=self.case, actor=self.request.user, learned=data["text"])
            self.done_message = f"担当の{self.case.assignee.surname}さんに回しました。"
        else:
            answer_as_leader(consultation=self.case, actor=self.request.user, text=data["text"])
            self.done_message = "答えを送りました。解決したかどうかが、返ってきます。"


class HandOnView(RequesterStep):
    """For the requester: not to wait for the leader any longer."""

    form_class = HandOnForm
    template_name = "consultations/leader_hand_on.html"
    question = "担当に回しますか"
    crumb = "担当に回す"

    def fits(self) -> bool:
        return self.case.is_with_leader

    def refusal(self) -> str:
        return TOO_LATE

    def perform(self, data: dict[str, Any]) -> None:
        hand_on(consultation=self.case, actor=self.request.user, learned=data["text"])
        self.done_message = f"担当の{self.case.assignee.surname}さんに回しました。"


class LeaderSolvedView(RequesterStep):
    """For the requester: the leader's answer helped."""

    form_class = LeaderSolvedForm
    template_name = "consultations/leader_solved.html"
    transition = "solved_with_leader"
    question = "リーダーの回答で解決しましたか"
    crumb = "解決した"
    done_message = "解決したと伝えました。相談は完了です。"

    def perform(self, data: dict[str, Any]) -> None:
        solve_with_leader(consultation=self.case, actor=self.request.user, comment=data["comment"])
