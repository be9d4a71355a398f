"""What staff ask on the page of a shared proposal: a question, or to read its confidential parts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from minato_dx.attachments.selectors import files_of
from minato_dx.core.step_view import StepView
from proposals.converters import ReceiptNumber
from proposals.enums import CONFIDENTIAL_KIND, SHOWN
from proposals.exceptions import ProposalError, StateConflict
from proposals.forms.sharing import AskForm, OpenForm, PurposeForm
from proposals.models import Proposal
from proposals.permissions import can_ask_desk, can_request_parts
from proposals.selectors.granting import Access, access_of
from proposals.services.asking import OVER, ask_desk
from proposals.services.granting import ask_grant, open_granted

NO_DIVISION = "所属の課が登録されていません。システム管理者に知らせると、質問できるようになります。"
BY_DECLARATION = "デジタル改革担当の職員は、提案のページで利害関係を申告して開きます。"


def shared_of(request: HttpRequest, number: ReceiptNumber) -> Proposal:
    """Return the proposal of that number that is or was shared; for anybody it is not there otherwise."""
    rows = Proposal.objects.once_shared_with(request.user).select_related("company", "assignee")
    found = rows.filter(fiscal_year=number.fiscal_year, serial=number.serial).first()
    if found is None:
        raise Http404
    return found


class SharedStep(StepView):
    """Base of what staff ask about a shared proposal: a question, what follows from it, a form, one service call."""

    refusals, conflicts = ProposalError, StateConflict
    template_name = "proposals/shared_step.html"
    anchor = ""
    refusal = ""
    proposal: Proposal

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.proposal = shared_of(request, kwargs["number"])
        if not self.allowed():
            raise PermissionDenied(self.refusal)
        if self.proposal.state not in SHOWN:
            messages.warning(request, OVER)
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def allowed(self) -> bool:
        raise NotImplementedError

    def get_success_url(self) -> str:
        return f"{reverse('shared_detail', args=[self.proposal.slug])}{self.anchor}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.get_success_url()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.proposal, **kwargs)


class AskView(SharedStep):
    form_class = AskForm
    question = "この提案について、担当に聞く"
    done_message = "質問を送りました。担当が答えると、お知らせが届きます。"
    anchor = "#questions"
    refusal = NO_DIVISION

    def allowed(self) -> bool:
        return can_ask_desk(self.request.user)

    def perform(self, data: dict[str, Any]) -> None:
        ask_desk(
            proposal=self.proposal,
            asker=self.request.user,
            text=data["text"],
            token=data["token"],
            now=timezone.now(),
        )


class RequestView(SharedStep):
    form_class = PurposeForm
    question = "非公開の部分を見たいと申し込む"
    consequences = (
        "提案の担当が目的を読んで、見られる最後の日を決めます。結果はお知らせで届きます。",
        "見られるのは申し込んだ人だけです。写しや転送はしないでください。開くたびに記録されます。",
    )
    done_message = "申し込みました。結果はお知らせで届きます。"
    anchor = "#confidential"
    refusal = BY_DECLARATION

    def allowed(self) -> bool:
        return can_request_parts(self.request.user)

    def perform(self, data: dict[str, Any]) -> None:
        ask_grant(proposal=self.proposal, user=self.request.user, purpose=data["purpose"], now=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
def shared_confidential(request: HttpRequest, number: ReceiptNumber) -> HttpResponse:
    """Ask for the reader's word (GET), and open the confidential parts to whom they are granted today (POST)."""
    proposal = shared_of(request, number)
    if not can_request_parts(request.user):
        raise PermissionDenied(BY_DECLARATION)
    access = access_of(proposal=proposal, user=request.user)
    back_url = f"{reverse('shared_detail', args=[proposal.slug])}#confidential"
    form = OpenForm(request.POST or None, back_url=back_url)
    context: dict[str, Any] = {"proposal": proposal, "access": access, "form": form, "parts": None, "files": []}
    status = 200 if access.is_standing else 403
    if access.is_standing and request.method == "POST":
        status = _open(request, context)
    return _page(request, context, status)


def _open(request: HttpRequest, context: dict[str, Any]) -> int:
    """Put what is confidential into the context, where the tick is there; return the status of the answer."""
    form, proposal = OpenForm(request.POST, back_url=context["form"].back_url), context["proposal"]
    context["form"] = form
    if not form.is_valid():
        return 422
    parts = open_granted(proposal=proposal, user=request.user, is_promised=True, now=timezone.now())
    context["parts"] = [(part.get_part_display(), part.text) for part in parts]
    context["files"] = files_of(kind=CONFIDENTIAL_KIND, ids=[proposal.pk])[proposal.pk]
    return 200


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    access: Access = context["access"]
    name = "shared_confidential" if access.is_standing else "shared_closed"
    response = render(request, f"proposals/{name}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
