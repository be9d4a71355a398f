"""One step of a proposal as a page: what it will do, a form, one service call, and its refusal on the form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_fsm import can_proceed

from minato_dx.core.calendar import today
from minato_dx.core.step_view import StepView
from minato_dx.organization.selectors import dx_staff
from proposals.converters import ReceiptNumber
from proposals.enums import AnswerKind, Outcome
from proposals.exceptions import ProposalError, StateConflict
from proposals.forms import steps as forms
from proposals.models import Proposal
from proposals.permissions import can_reassign, can_work_on
from proposals.services import deciding
from proposals.services.answering import ask_vendor
from proposals.services.steps import conflict
from proposals.services.wording import draft_answer
from proposals.views.lists import require_desk


def proposal_of(request: HttpRequest, number: ReceiptNumber) -> Proposal:
    """Return the proposal of that number; forbidden outside the desk, and not there where there is none."""
    require_desk(request)
    rows = Proposal.objects.visible_to(request.user).select_related(
        "company", "contact", "assignee", "entered_by", "same_as"
    )
    found = rows.filter(fiscal_year=number.fiscal_year, serial=number.serial).first()
    if found is None:
        raise Http404
    return found


class ProposalStep(StepView):
    """Base of every step: its ``transition`` where it is one, a ``question`` for a heading, what it means in words."""

    refusals, conflicts = ProposalError, StateConflict
    template_name = "proposals/step.html"
    transition = ""
    proposal: Proposal

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.proposal = proposal_of(request, kwargs["number"])
        if not self.allowed():
            raise PermissionDenied("この操作は、提案の担当とデジタル改革担当課長がします。")
        if not self.fits():
            messages.warning(request, conflict(self.proposal).message)
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def allowed(self) -> bool:
        return can_work_on(self.request.user, self.proposal)

    def fits(self) -> bool:
        """Tell whether the step can be taken in the state that the proposal is in now."""
        return not self.transition or can_proceed(getattr(self.proposal, self.transition))

    def get_success_url(self) -> str:
        return reverse("proposal_detail", args=[self.proposal.slug])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.get_success_url()}

    @property
    def step(self) -> dict[str, Any]:
        """Return what every service of a step takes."""
        return {"proposal": self.proposal, "actor": self.request.user, "now": timezone.now()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.proposal, **kwargs)


class TellStep(ProposalStep):
    """A step of which the vendor is told: the wording is filled in, looked at and changed, and then kept."""

    kind: AnswerKind
    needs_reason = True

    @property
    def shows_text(self) -> bool:
        return not self.needs_reason or bool(self.request.POST.get("text", "").strip())

    def get_initial(self) -> dict[str, Any]:
        return {} if self.needs_reason else {"text": draft_answer(proposal=self.proposal, kind=self.kind)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "shows_text": self.shows_text,
            "goes_by_door": self.proposal.door_key is not None,
        }

    def reason_of(self, data: dict[str, Any]) -> str:
        """Return what stands for ``{reason}`` in the wording."""
        return str(data.get("reason", ""))

    def form_valid(self, form: Any) -> HttpResponse:
        if form.cleaned_data["text"]:
            return super().form_valid(form)
        text = draft_answer(proposal=self.proposal, kind=self.kind, reason=self.reason_of(form.cleaned_data))
        kept = {"data", "files"}
        kwargs = {name: value for name, value in self.get_form_kwargs().items() if name not in kept}
        again = self.form_class(**kwargs | {"initial": form.cleaned_data | {"text": text}, "shows_text": True})
        return self.render_to_response(self.get_context_data(form=again))


class BeginView(TellStep):
    form_class = forms.TellForm
    transition, kind, needs_reason = "begin_screening", AnswerKind.RECEIPT, False
    question = "審査に進みますか"
    consequences = ("事業者に、内容がそろったことを知らせます。", "このあと、審査する人を2人決めます。")
    done_message = "審査に進みました。"

    def perform(self, data: dict[str, Any]) -> None:
        deciding.begin_screening(**self.step, text=data["text"])


class AskBackView(TellStep):
    form_class = forms.AskBackForm
    transition, kind = "ask_back", AnswerKind.INCOMPLETE
    question = "補正をお願いしますか"
    consequences = ("補ってもらうまで、期限は止まります。",)
    done_message = "補正をお願いしました。期限を止めました。"

    def perform(self, data: dict[str, Any]) -> None:
        deciding.ask_back(**self.step, text=data["text"])


class AskVendorView(TellStep):
    form_class = forms.QuestionForm
    kind = AnswerKind.QUESTION
    question = "事業者に質問する"
    consequences = ("期限は止まりません。足りないものを求めるときは「補正をお願いする」を使います。",)
    done_message = "質問を記録しました。"

    def perform(self, data: dict[str, Any]) -> None:
        ask_vendor(**self.step, text=data["text"])


class CompleteView(ProposalStep):
    form_class = forms.NoteForm
    transition = "complete"
    question = "補正を受け取りましたか"
    consequences = ("審査に進み、期限がまた進みます。",)
    done_message = "補正を受け取りました。"

    def perform(self, data: dict[str, Any]) -> None:
        deciding.complete(**self.step, note=data["note"])


class ShareView(TellStep):
    form_class = forms.ShareForm
    transition, kind, needs_reason = "share", AnswerKind.SHARED, False
    question = "庁内に共有しますか"
    consequences = (
        "すべての職員が読めるようになります。非公開の部分は見えません。",
        "共有は、調達の決定ではありません。",
    )
    done_message = "庁内に共有しました。"

    def perform(self, data: dict[str, Any]) -> None:
        if data["until"] and data["until"] <= today():
            raise ProposalError("見せる期間は、あしたより後の日にしてください。", "until")
        deciding.share(**self.step, text=data["text"], until=data["until"])


class TransferView(TellStep):
    form_class = forms.TransferForm
    transition, kind = "transfer", AnswerKind.TRANSFERRED
    question = "別の窓口へ移送しますか"
    consequences = ("この窓口での扱いは終わります。移送先には、先に話を通してください。",)
    done_message = "別の窓口へ移送しました。"

    def perform(self, data: dict[str, Any]) -> None:
        deciding.transfer(**self.step, to=data["reason"], text=data["text"])


class DeclineView(TellStep):
    form_class = forms.ReasonForm
    transition, kind = "decline", AnswerKind.DECLINED
    question = "この提案を見送りますか"
    consequences = ("理由が、事業者に伝わります。", "この窓口での扱いは終わります。")
    done_message = "見送りました。"

    def perform(self, data: dict[str, Any]) -> None:
        deciding.decline(**self.step, reason=data["reason"], text=data["text"])


class DialogueView(ProposalStep):
    form_class = forms.NoteForm
    transition = "begin_dialogue"
    question = "対話を始めますか"
    consequences = ("関心のある課と事業者が話します。デジタル改革担当も同席します。",)
    done_message = "対話を始めました。"

    def perform(self, data: dict[str, Any]) -> None:
        deciding.begin_dialogue(**self.step, note=data["note"])


class CloseView(TellStep):
    form_class = forms.CloseForm
    transition, kind = "close", AnswerKind.OUTCOME
    question = "結果を記録して終えますか"
    consequences = ("お金がかかることは、通常の調達の手続で決めます。", "庁内の一覧からは外れます。")
    done_message = "結果を記録しました。"

    def perform(self, data: dict[str, Any]) -> None:
        deciding.close(**self.step, outcome=Outcome(data["outcome"]), text=data["text"])


class WithdrawView(ProposalStep):
    form_class = forms.NoteForm
    transition = "withdraw"
    question = "取り下げを記録しますか"
    consequences = ("事業者から取り下げの連絡があったときに使います。", "この窓口での扱いは終わります。")
    done_message = "取り下げを記録しました。"

    def perform(self, data: dict[str, Any]) -> None:
        deciding.withdraw(**self.step, reason=data["note"])


class ReassignView(ProposalStep):
    form_class = forms.ReassignForm
    question = "担当を替えますか"
    consequences = ("新しい担当と前の担当に知らせます。",)
    done_message = "担当を替えました。"

    def allowed(self) -> bool:
        return can_reassign(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        people = dx_staff(day=today()).exclude(pk=self.proposal.assignee_id)
        return super().get_form_kwargs() | {"people": people}

    def perform(self, data: dict[str, Any]) -> None:
        deciding.reassign(**self.step, to=data["to"], reason=data["reason"])
