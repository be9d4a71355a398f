"""When to meet: chosen or wished for by the requester, changed by either side, and what came of it."""

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property

from consultations.enums import HearingState, State
from consultations.forms.meetings import MoveForm, OutcomeForm, ProposeForm, SlotForm, SlotMoveForm
from consultations.models import Hearing
from consultations.permissions import can_work_on, is_requester
from consultations.selectors.meetings import Offer, coming_hearing, offers_for, open_proposal
from consultations.services import choose_slot, move_hearing, note_no_show, postpone_hearing, propose_times
from consultations.services.meetings import When, moment_text
from consultations.views.hearings import HearingStepView
from consultations.views.logged import LoggedActionView

MEETABLE = (State.RECEIVED, State.HEARING, State.ASSESSING)


class MeetingView(LoggedActionView):
    """Base of what the requester does while no hearing is fixed."""

    opened_as = "会う日時を選ぶ画面"

    def allowed(self) -> bool:
        return is_requester(self.request.user, self.case)

    def fits(self) -> bool:
        return self.case.working_state in MEETABLE and self.coming is None

    @cached_property
    def coming(self) -> Hearing | None:
        return coming_hearing(case=self.case, now=timezone.now())

    def refusal(self) -> str:
        if self.coming is not None:
            return f"ヒアリングは{moment_text(self.coming.starts_at)}に決まっています。"
        return super().refusal()

    @cached_property
    def offers(self) -> list[Offer]:
        return offers_for(case=self.case, now=timezone.now())

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.case_url()}


class SlotChooseView(MeetingView):
    """Take one of the published times."""

    form_class = SlotForm
    template_name = "consultations/meeting_choose.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"slots": [(str(offer.slot_id), offer.label) for offer in self.offers]}

    def perform(self, data: dict[str, Any]) -> None:
        hearing = choose_slot(consultation=self.case, actor=self.request.user, slot_id=int(data["slot"]))
        who = f"{hearing.hearer.surname}さん"
        self.done_message = f"{moment_text(hearing.starts_at)}に、{who}がお話を聞きます。場所は{hearing.place}です。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(offers=self.offers, wished=open_proposal(case=self.case), **kwargs)


class TimesProposeView(MeetingView):
    """Wish for up to three times."""

    form_class = ProposeForm
    template_name = "consultations/meeting_propose.html"

    def perform(self, data: dict[str, Any]) -> None:
        propose_times(consultation=self.case, actor=self.request.user, times=data["times"], note=data["note"])
        self.done_message = f"会いたい日時を伝えました。{self.case.assignee.surname}さんからお返事します。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(wished=open_proposal(case=self.case), **kwargs)


class HearingMoveView(HearingStepView):
    """Another time for a planned hearing: any for those who work on the case, a published one for the requester."""

    template_name = "consultations/hearing_move.html"
    opened_as = "ヒアリングの日時を変える画面"

    @cached_property
    def works(self) -> bool:
        return can_work_on(self.request.user, self.case)

    @cached_property
    def offers(self) -> list[Offer]:
        return offers_for(case=self.case, now=timezone.now())

    def get_form_class(self) -> type[MoveForm | SlotMoveForm]:
        return MoveForm if self.works else SlotMoveForm

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {} if self.works else {"slots": [(str(offer.slot_id), offer.label) for offer in self.offers]}
        return super().get_form_kwargs() | more

    def get_initial(self) -> dict[str, Any]:
        return self.get_form_class().initial_of(self.hearing) if self.works else {}

    def perform(self, data: dict[str, Any]) -> None:
        if self.works:
            when = When(starts_at=data["starts_at"], place=data["place"], minutes=data["minutes"], room=data["room"])
            target: dict[str, Any] = {"to": when}
        else:
            target = {"slot_id": int(data["slot"])}
        hearing = move_hearing(hearing=self.hearing, actor=self.request.user, reason=data["reason"], **target)
        self.done_message = f"ヒアリングを{moment_text(hearing.starts_at)}に変えました。相手にも届きます。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(works=self.works, offers=[] if self.works else self.offers, **kwargs)


class HearingOutcomeView(HearingStepView):
    """A planned hearing that did not take place; one that did is written down on its sheet."""

    form_class = OutcomeForm
    template_name = "consultations/hearing_outcome.html"
    opened_as = "ヒアリングの結果を記録する画面"

    def allowed(self) -> bool:
        return can_work_on(self.request.user, self.case)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"has_begun": self.hearing.starts_at <= timezone.now()}

    def perform(self, data: dict[str, Any]) -> None:
        step = note_no_show if data["outcome"] == HearingState.NO_SHOW else postpone_hearing
        step(hearing=self.hearing, actor=self.request.user, reason=data["reason"])
        self.done_message = (
            f"{self.hearing}を記録しました。{self.case.requester.surname}さんに、日時の選び直しをお願いしました。"
        )
