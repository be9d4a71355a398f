"""Arranging a hearing, and calling it off."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from consultations.enums import HearingState, State
from consultations.forms.hearings import HearingCancelForm, HearingForm
from consultations.models import Consultation, Hearing, TimeProposal
from consultations.permissions import can_choose_time, can_work_on
from consultations.selectors.hearings import hearing_of_case, time_text
from consultations.selectors.meetings import open_proposal
from consultations.services import arrange_hearing, cancel_hearing
from consultations.views.logged import LoggedActionView
from minato_dx.core.calendar import short_day


def find_hearing(case: Consultation, hearing_id: int) -> Hearing:
    """Return the hearing of this case, or raise Http404."""
    hearing = hearing_of_case(case=case, hearing_id=hearing_id)
    if hearing is None:
        raise Http404
    return hearing


class HearingCreateView(LoggedActionView):
    """Fix day, time and place of the next hearing, or write down one that was held."""

    form_class = HearingForm
    template_name = "consultations/hearing_create.html"
    transition = "begin_hearing"
    opened_as = "ヒアリングの日を決める画面"
    hearing: Hearing

    def allowed(self) -> bool:
        return can_work_on(self.request.user, self.case)

    def fits(self) -> bool:
        # A further hearing of a case that is being heard already is no transition.
        return self.case.working_state == State.HEARING or super().fits()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.case_url()}

    def get_initial(self) -> dict[str, Any]:
        return {"attendees": self.case.requester.surname} | self._wished_time()

    def _wished_time(self) -> dict[str, Any]:
        """Return the wished time that the page was asked for, by its place in the wish (``?wish=2``)."""
        wished, number = self.wished, self.request.GET.get("wish", "")
        if wished is None or number not in {str(index) for index in range(1, len(wished.times) + 1)}:
            return {}
        starts = timezone.localtime(wished.times[int(number) - 1])
        return {"day": starts.date(), "starts": starts.time()}

    def perform(self, data: dict[str, Any]) -> None:
        self.hearing = arrange_hearing(
            consultation=self.case,
            actor=self.request.user,
            starts_at=data["starts_at"],
            minutes=data["minutes"],
            place=data["place"],
            room=data["room"],
            attendees=data["attendees"],
        )
        self.done_message = self._done_message()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wished=self.wished, **kwargs)

    @cached_property
    def wished(self) -> TimeProposal | None:
        return open_proposal(case=self.case)

    @property
    def _was_held(self) -> bool:
        return self.hearing.starts_at <= timezone.now()

    def _done_message(self) -> str:
        starts = timezone.localtime(self.hearing.starts_at)
        when = f"{short_day(starts.date())} {starts.hour}:{starts:%M}"
        if self._was_held:
            return f"{when}のヒアリングを記録しました。聞いたことを、聞き取り票に書いてください。"
        return f"ヒアリングを{when}に決めました。{self.case.requester.surname}さんに届きます。"

    def get_success_url(self) -> str:
        if self._was_held:
            return reverse("hearing_sheet", args=[self.case, self.hearing.pk])
        return super().get_success_url()


class HearingStepView(LoggedActionView):
    """Base of what is done with one planned hearing, by either side."""

    hearing: Hearing

    def find_case(self) -> Consultation:
        case = super().find_case()
        self.hearing = find_hearing(case, self.kwargs["hearing"])
        return case

    def allowed(self) -> bool:
        return can_choose_time(self.request.user, self.case)

    def fits(self) -> bool:
        return self.hearing.state == HearingState.PLANNED

    def refusal(self) -> str:
        return f"{self.hearing}は「{self.hearing.get_state_display()}」です。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.case_url()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(hearing=self.hearing, time_text=time_text(self.hearing), **kwargs)


class HearingCancelView(HearingStepView):
    """Call a planned hearing off."""

    form_class = HearingCancelForm
    template_name = "consultations/hearing_cancel.html"
    opened_as = "ヒアリングを取りやめる画面"

    def perform(self, data: dict[str, Any]) -> None:
        cancel_hearing(hearing=self.hearing, actor=self.request.user, reason=data["reason"])
        self.done_message = f"{self.hearing}を取りやめました。相手にも届きます。"
