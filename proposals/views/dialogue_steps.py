"""What is done with dialogues: arranged and changed by whoever works on the proposal, written down by the host."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from minato_dx.core.calendar import moment_text, today
from minato_dx.organization.models import Division
from minato_dx.organization.selectors import dx_staff
from minato_dx.organization.selectors.on_a_day import division_members
from proposals.enums import SHOWN, DialogueState
from proposals.forms.dialogues import CancelForm, DivisionForm, MinutesForm, MoveForm, PlanForm
from proposals.models import Dialogue
from proposals.permissions import can_record
from proposals.selectors.dialogues import division_named, divisions_to_invite, slots_for
from proposals.services import dialogues
from proposals.services.dialogue_rules import NO_LONGER_PLANNED, Party
from proposals.services.dialogue_times import Booking
from proposals.views.dialogues import found_dialogue
from proposals.views.steps import ProposalStep

NOT_YOURS = "この操作は、提案の担当とデジタル改革担当課長がします。"


class DialoguePlanView(ProposalStep):
    """First the division, then its people with day, time and place."""

    form_class: Any = PlanForm
    template_name = "proposals/dialogue_plan.html"
    question = "対話の日時を決める"
    dialogue: Dialogue

    def fits(self) -> bool:
        return self.proposal.state in SHOWN

    @cached_property
    def division(self) -> tuple[Division, str] | None:
        return division_named(typed=self.request.GET.get("division", ""))

    def get_form_class(self) -> Any:
        return PlanForm if self.division else DivisionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.division is None:
            kwargs.pop("back_url")
            asked = self.request.GET if "division" in self.request.GET or self.request.method == "POST" else None
            return kwargs | {"divisions": divisions_to_invite(proposal=self.proposal), "data": asked}
        assignee = self.proposal.assignee
        return kwargs | {
            "people": division_members(division=self.division[0], day=today()),
            "hosts": dx_staff(day=today()),
            "slots": slots_for(hosts=list(dict.fromkeys([assignee, self.request.user])), now=timezone.now()),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"host": self.proposal.assignee_id}

    def form_valid(self, form: Any) -> HttpResponse:
        # Sent without a division: it is asked for first.
        return super().form_valid(form) if self.division else redirect(self.request.path)

    def perform(self, data: dict[str, Any]) -> None:
        if self.division is None:
            raise TypeError("without a division nothing is planned")
        party = Party(division=self.division[0], people=list(data["people"]), vendor_people=data["vendor_people"])
        self.dialogue = dialogues.plan_dialogue(**self.step, party=party, booking=booking_of(data, data["host"]))
        when = moment_text(self.dialogue.starts_at)
        self.done_message = f"対話を{when}に決めました。出席する職員に届きます。事業者には、ご自分で連絡してください。"

    def get_success_url(self) -> str:
        made = getattr(self, "dialogue", None)
        return reverse("dialogue_detail", args=[made.pk]) if made else super().get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.division[1] if self.division else ""
        return super().get_context_data(division_name=name, is_first=not self.proposal.dialogues.exists(), **kwargs)


def booking_of(data: dict[str, Any], host: Any) -> Booking:
    """Return what the form says of time and place; of a published time, moment and length are the service's to read."""
    return Booking(
        host=host,
        starts_at=data["starts_at"] or timezone.now(),
        minutes=data["minutes"],
        place=data["place"],
        room=data["room"],
        slot_id=data["slot_id"],
    )


class DialogueStep(ProposalStep):
    """Base of what is done with one dialogue."""

    dialogue: Dialogue

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.dialogue = found_dialogue(request, kwargs["pk"])
        self.proposal = self.dialogue.proposal
        if not self.allowed():
            raise PermissionDenied(NOT_YOURS)
        if not self.fits():
            return self.lead_back(NO_LONGER_PLANNED)
        return super(ProposalStep, self).dispatch(request, *args, **kwargs)

    def lead_back(self, words: str) -> HttpResponse:
        messages.warning(self.request, words)
        return redirect(self.get_success_url())

    def fits(self) -> bool:
        return self.dialogue.state == DialogueState.PLANNED

    def get_success_url(self) -> str:
        return reverse("dialogue_detail", args=[self.dialogue.pk])

    @property
    def step(self) -> dict[str, Any]:
        return {"dialogue": self.dialogue, "actor": self.request.user, "now": timezone.now()}


class DialogueMoveView(DialogueStep):
    form_class = MoveForm
    question = "対話の日時を変える"
    consequences = ("出席する職員の予定が変わります。事業者には、ご自分で連絡してください。",)

    def get_initial(self) -> dict[str, Any]:
        return MoveForm.initial_of(self.dialogue)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"slots": slots_for(hosts=[self.dialogue.host], now=timezone.now())}

    def perform(self, data: dict[str, Any]) -> None:
        booking = booking_of(data, self.dialogue.host)
        moved = dialogues.move_dialogue(**self.step, booking=booking, reason=data["reason"])
        self.done_message = f"対話を{moment_text(moved.starts_at)}に変えました。出席する職員に届きます。"


class DialogueCancelView(DialogueStep):
    form_class = CancelForm
    question = "対話を取りやめますか"
    consequences = ("出席する職員の予定から消えます。", "提案は「対話」のままです。あとで別の日時を決められます。")
    done_message = "対話を取りやめました。出席する職員に届きます。"

    def perform(self, data: dict[str, Any]) -> None:
        dialogues.cancel_dialogue(**self.step, reason=data["reason"])


class DialogueRecordView(DialogueStep):
    form_class = MinutesForm
    question = "対話の記録を書く"
    consequences = (
        "出席した職員も読みます。窓口の中だけのことや、非公開の部分は書かないでください。",
        "お金がかかることは、ここでは決めず、通常の調達の手続に進みます。",
    )
    done_message = "記録しました。出席した職員に届きます。"

    def allowed(self) -> bool:
        return can_record(self.request.user, self.dialogue)

    def fits(self) -> bool:
        return self.dialogue.state != DialogueState.CANCELLED

    def get_initial(self) -> dict[str, Any]:
        row = self.dialogue
        return {"record": row.record, "followed": row.followed, "seen_at": row.recorded_at}

    def perform(self, data: dict[str, Any]) -> None:
        dialogues.record_dialogue(
            **self.step, record=data["record"], followed=data["followed"], seen_at=data["seen_at"]
        )
