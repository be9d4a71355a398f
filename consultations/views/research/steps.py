"""The steps of a research request, each a page that says what it will do."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_fsm import can_proceed

from consultations.converters import ReceiptNumber
from consultations.enums import FindingState, ResearchState
from consultations.exceptions import ConsultationError, StateConflict
from consultations.forms import research as forms
from consultations.models import Consultation, Finding, ResearchRequest
from consultations.permissions import can_ask_others, can_run_research
from consultations.selectors.lists import visible_by_number
from consultations.selectors.research import finding_for, public_request, request_for
from consultations.services import findings, research
from consultations.services.research_steps import research_conflict
from minato_dx.core.step_view import StepView
from minato_dx.reference.selectors import portal_settings

FOR_THE_SECTION = "この操作は、デジタル改革担当がします。"


class ResearchPage(StepView):
    """A page with a form about research."""

    refusals, conflicts = ConsultationError, StateConflict
    template_name = "consultations/research_step.html"
    form_class: Any = forms.SayWhyForm

    @property
    def who(self) -> dict[str, Any]:
        return {"actor": self.request.user, "now": timezone.now()}

    @property
    def back_url(self) -> str:
        return reverse("research_list")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.back_url}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"research": None, "case": None} | kwargs)


class AskOthersView(ResearchPage):
    """Ask alone, or from a consultation."""

    form_class = forms.AskOthersForm
    question = "ほかの自治体に聞いてみる"
    consequences = (
        "デジタル改革担当が、課の名前が分からない文に直して、ほかの自治体や事業者、庁内の職員に聞きます。",
        "届いた回答は、担当が確かめてからお知らせします。",
    )
    done_message = "調査を依頼しました。担当が2開庁日以内にお返事します。"
    case: Consultation | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        number: ReceiptNumber | None = kwargs.get("number")
        if number is not None:
            self.case = visible_by_number(request.user, number)
            if self.case is None:
                raise Http404
            if not can_ask_others(request.user, self.case):
                raise PermissionDenied("非公開の相談からは、ほかの自治体に聞けません。")
        return super().dispatch(request, *args, **kwargs)

    @property
    def back_url(self) -> str:
        return reverse("consultation_detail", args=[self.case]) if self.case else super().back_url

    def get_initial(self) -> dict[str, Any]:
        return {"field": self.case.field_id} if self.case else {}

    def perform(self, data: dict[str, Any]) -> None:
        self.made = research.ask_others(
            asker=self.request.user, question=data["question"], field=data["field"], case=self.case, now=timezone.now()
        )
        self.done_message = f"調査を依頼しました。担当が{portal_settings().first_reply_days}開庁日以内にお返事します。"

    def get_success_url(self) -> str:
        return reverse("research_detail", args=[self.made.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, **kwargs)


class ResearchStep(ResearchPage):
    """A step of a request that is there, for those who may know who asks."""

    transition = ""
    research: ResearchRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.find(request, kwargs)
        if not self.allowed():
            raise PermissionDenied(FOR_THE_SECTION)
        if not self.fits():
            messages.warning(request, self.misfit_text())
            return redirect(self.back_url)
        return super().dispatch(request, *args, **kwargs)

    def find(self, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        """Set the request; 404 for what the user may not see, without telling more where it is but public."""
        found = request_for(user=request.user, pk=kwargs["pk"])
        if found is None:
            raise Http404
        self.research = found

    def allowed(self) -> bool:
        return can_run_research(self.request.user)

    def fits(self) -> bool:
        return bool(can_proceed(getattr(self.research, self.transition)))

    def misfit_text(self) -> str:
        return research_conflict(self.research).message

    @property
    def back_url(self) -> str:
        return reverse("research_detail", args=[self.kwargs["pk"]])

    def get_success_url(self) -> str:
        return self.back_url

    @property
    def step(self) -> dict[str, Any]:
        """Return what every service of a step takes."""
        return {"request": self.research} | self.who

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(research=self.research, **kwargs)


class WordView(ResearchStep):
    form_class = forms.WordingForm
    transition = "accept"
    question = "公開する文を決める"
    consequences = ("課の名前が分からない文にします。聞き始めるまでは、何度でも直せます。",)
    done_message = "公開する文を決めました。次は、聞き始めてください。"

    def get_initial(self) -> dict[str, Any]:
        return {"wording": self.research.public_wording or self.research.question}

    def perform(self, data: dict[str, Any]) -> None:
        research.word_for_others(wording=data["wording"], **self.step)


class PassOnView(ResearchStep):
    template_name = "consultations/research_pass_on.html"
    form_class = forms.PassOnForm
    transition = "pass_on"
    question = "ほかの人に聞き始めますか"
    consequences = (
        "公開する文が、すべての職員と、提案の窓口の画面に出ます。課の名前は出ません。",
        "事業者や、ほかの自治体の人には、下の案内の文を送ってください。",
    )
    done_message = "聞き始めました。依頼した人に知らせました。"

    def perform(self, data: dict[str, Any]) -> None:
        research.pass_on(to=data["to"], **self.step)


class ReasonStep(ResearchStep):
    submit_label = not_done = ""
    is_optional = False

    def get_form_kwargs(self) -> dict[str, Any]:
        words = {"submit_label": self.submit_label, "not_done": self.not_done, "is_optional": self.is_optional}
        return super().get_form_kwargs() | words


class DeclineView(ReasonStep):
    transition = "decline"
    question = "調査を見送りますか"
    submit_label, not_done = "見送る", "まだ見送っていません"
    consequences = ("依頼した人に、理由を知らせます。",)
    done_message = "見送りました。依頼した人に知らせました。"

    def perform(self, data: dict[str, Any]) -> None:
        research.decline_research(reason=data["reason"], **self.step)


class WithdrawView(ReasonStep):
    transition = "withdraw"
    question = "調査依頼を取り下げますか"
    submit_label, not_done = "取り下げる", "まだ取り下げていません"
    is_optional = True
    consequences = ("ほかの人には聞かなくなります。これまでに届いた回答は残ります。",)
    done_message = "取り下げました。"

    def allowed(self) -> bool:
        return self.research.asker_id == self.request.user.pk

    def perform(self, data: dict[str, Any]) -> None:
        research.withdraw_research(reason=data["reason"], **self.step)


class CloseView(ResearchStep):
    form_class = forms.CloseResearchForm
    transition = "close"
    question = "調査を終えますか"
    consequences = ("ほかの人には聞かなくなります。", "依頼した人に、結果を知らせます。")
    done_message = "調査を終えました。依頼した人に知らせました。"

    def perform(self, data: dict[str, Any]) -> None:
        research.close_research(outcome=data["outcome"], text=data["text"], **self.step)


class AnswerView(ResearchStep):
    """Whoever of the staff knows something tells it; the DX section notes what came from elsewhere."""

    template_name = "consultations/research_answer.html"
    question = "知っていることを教える"

    def find(self, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        self.runs = can_run_research(request.user)
        found = request_for(user=request.user, pk=kwargs["pk"])
        if found is None:
            self.public = public_request(user=request.user, pk=kwargs["pk"])
            if self.public is None:
                raise Http404
            found = ResearchRequest.objects.get(pk=kwargs["pk"])
        self.research = found

    def allowed(self) -> bool:
        return True

    def fits(self) -> bool:
        return self.research.state == ResearchState.PASSED_ON

    def misfit_text(self) -> str:
        return findings.OVER

    def get_form_class(self) -> Any:
        return forms.NoteFindingForm if self.runs else forms.TellForm

    def perform(self, data: dict[str, Any]) -> None:
        self.done_message = (
            "記録しました。内容を確かめてください。" if self.runs else "ありがとうございます。担当に届きました。"
        )
        findings.note_finding(told=self.told, **self.step)

    def form_valid(self, form: Any) -> HttpResponse:
        self.told = form.told
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Of the request itself the page is given nothing but its public wording: its reader may be anybody.
        context = super().get_context_data(**kwargs)
        return context | {"research": None, "wording": self.research.public_wording, "runs": self.runs}


class CheckView(ResearchStep):
    """Compare one answer with what it names."""

    template_name = "consultations/research_check.html"
    form_class = forms.CheckFindingForm
    question = "回答を確かめる"
    done_message = "依頼した人に渡しました。"
    finding: Finding

    def find(self, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        super().find(request, kwargs)
        if not can_run_research(request.user):
            raise PermissionDenied(FOR_THE_SECTION)
        found = finding_for(user=request.user, pk=kwargs["finding"])
        if found is None or found.request_id != self.research.pk:
            raise Http404
        self.finding = found

    def allowed(self) -> bool:
        return True

    def fits(self) -> bool:
        return self.finding.state == FindingState.RECEIVED

    def perform(self, data: dict[str, Any]) -> None:
        if data["said"] == forms.USE:
            findings.check_finding(finding=self.finding, **self.who)
        else:
            findings.leave_out_finding(finding=self.finding, reason=data["reason"], **self.who)
            self.done_message = "この回答は渡さないことにしました。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(finding=self.finding, **kwargs)
