"""The steps between the first word and the end, each a page that says what it will do."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from consultations import services
from consultations.enums import ENDED, State
from consultations.forms.steps import (
    AssessForm,
    LiveForm,
    ReassignForm,
    ResumeForm,
    RethinkForm,
    SolvedForm,
    StartForm,
    StillForm,
    WaitForm,
)
from consultations.models import Consultation
from consultations.permissions import can_write_message
from consultations.selectors.candidates import candidates_for
from consultations.selectors.meetings import coming_hearing
from consultations.services.progress import MONTHS_TO_MEASURE
from consultations.views.case_step import AnswerStep, HandlerStep, StepView
from minato_dx.core.calendar import today
from minato_dx.reference.selectors import portal_settings


class WaitView(HandlerStep):
    form_class = WaitForm
    template_name = "consultations/consultation_wait.html"
    transition = "wait"
    question = "相談者の返信を待ちますか"
    crumb = "返信を待つ"
    done_message = "返信を待っています。お返事が届くまで、期限は止まります。"

    def fits(self) -> bool:
        # Waiting does not begin a second time, though the state it returns to would allow it.
        return not self.case.is_waiting and super().fits()

    def perform(self, data: dict[str, Any]) -> None:
        services.wait_for_requester(consultation=self.case, actor=self.request.user, reason=data["reason"])


class ResumeView(StepView):
    form_class = ResumeForm
    template_name = "consultations/consultation_resume.html"
    transition = "resume"
    question = "返信を待つのをやめますか"
    crumb = "待つのをやめる"
    done_message = "待つのをやめました。期限がまた進みます。"

    def allowed(self) -> bool:
        return can_write_message(self.request.user, self.case)

    def perform(self, data: dict[str, Any]) -> None:
        services.resume_consultation(consultation=self.case, actor=self.request.user)


class AssessView(HandlerStep):
    form_class = AssessForm
    template_name = "consultations/consultation_assess.html"
    transition = "begin_assessing"
    question = "見立てに進みますか"
    crumb = "見立てに進む"
    done_message = "見立てに進みました。"

    def perform(self, data: dict[str, Any]) -> None:
        services.begin_assessing(consultation=self.case, actor=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rules=portal_settings(), received=State.RECEIVED, **kwargs)


class StartView(HandlerStep):
    form_class = StartForm
    template_name = "consultations/consultation_start.html"
    transition = "start_work"
    question = "実施を始めますか"
    crumb = "実施を始める"
    done_message = "実施を始めました。相談者に知らせました。"

    def perform(self, data: dict[str, Any]) -> None:
        services.start_work(consultation=self.case, actor=self.request.user, plan=data["plan"])


class LiveView(HandlerStep):
    form_class = LiveForm
    template_name = "consultations/consultation_live.html"
    transition = "go_live"
    question = "運用が始まりましたか"
    crumb = "運用を始めた日"
    done_message = "運用を始めた日を記録しました。3か月後に、実績を聞きます。"

    def perform(self, data: dict[str, Any]) -> None:
        services.go_live(consultation=self.case, actor=self.request.user, on=data["on"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(months=MONTHS_TO_MEASURE, **kwargs)


class RethinkView(HandlerStep):
    form_class = RethinkForm
    template_name = "consultations/consultation_rethink.html"
    transition = "rethink"
    question = "見立てに戻しますか"
    crumb = "見立てに戻す"
    done_message = "見立てに戻しました。相談者に知らせました。"

    def perform(self, data: dict[str, Any]) -> None:
        services.rethink_consultation(consultation=self.case, actor=self.request.user, reason=data["reason"])


class ReassignView(HandlerStep):
    form_class = ReassignForm
    template_name = "consultations/consultation_reassign.html"
    question = "担当を替えますか"
    crumb = "担当を替える"
    done_message = "担当を替えました。新しい担当、これまでの担当、相談者に知らせました。"

    def fits(self) -> bool:
        return self.case.state not in ENDED

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidates": candidates_for(consultation=self.case, day=today())}

    def perform(self, data: dict[str, Any]) -> None:
        if data["to"].pk == self.case.assignee_id:
            return  # sent twice: it is done already
        services.reassign_consultation(
            consultation=self.case, actor=self.request.user, to=data["to"], reason=data["reason"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(coming=coming_hearing(case=self.case, now=timezone.now()), **kwargs)

    def get_success_url(self) -> str:
        """A private case that was given away is out of sight for who gave it."""
        is_visible = Consultation.objects.visible_to(self.request.user).filter(pk=self.case.pk).exists()
        return self.case_url() if is_visible else reverse("triage_list")


class SolvedView(AnswerStep):
    form_class = SolvedForm
    template_name = "consultations/consultation_solved.html"
    transition = "confirm_solved"
    question = "解決しましたか"
    crumb = "解決した"
    done_message = "解決したと伝えました。相談は完了です。"

    def perform(self, data: dict[str, Any]) -> None:
        services.say_solved(consultation=self.case, actor=self.request.user, comment=data["comment"])


class StillView(AnswerStep):
    form_class = StillForm
    template_name = "consultations/consultation_still.html"
    transition = "still_in_trouble"
    question = "まだ困っていますか"
    crumb = "まだ困っている"
    done_message = "まだ困っていると伝えました。担当がもう一度見立てます。"

    def perform(self, data: dict[str, Any]) -> None:
        services.say_still_in_trouble(consultation=self.case, actor=self.request.user, comment=data["comment"])
