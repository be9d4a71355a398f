"""What the desk answers to staff: questions about shared proposals, and requests for their confidential parts."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from minato_dx.core.calendar import short_day, today
from minato_dx.core.paging import Paginator
from minato_dx.organization.roles import roles_of
from proposals.enums import GrantState
from proposals.forms.sharing import ALLOW, AnswerForm, DecideForm, EndForm
from proposals.models import Grant, StaffQuestion
from proposals.permissions import can_decide_grant
from proposals.selectors.asking import QUESTION_TABS, question_of, question_tab_counts, questions_in_tab
from proposals.selectors.granting import GRANT_TABS, grant_of, grant_tab_counts, grants_in_tab
from proposals.services.asking import answer_question
from proposals.services.granting import allow_grant, end_grant, refuse_grant
from proposals.views.lists import require_desk
from proposals.views.steps import ProposalStep


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """Show the questions that wait for an answer, or those that have one."""
    require_desk(request)
    tab = _tab(request, QUESTION_TABS)
    rows = questions_in_tab(user=request.user, tab=tab)
    return _list(request, "question_list", tab, QUESTION_TABS, question_tab_counts(user=request.user), rows)


@require_safe
def grant_list(request: HttpRequest) -> HttpResponse:
    """Show who waits for the confidential parts, who may read them now, and what is over."""
    require_desk(request)
    tab = _tab(request, GRANT_TABS)
    rows = grants_in_tab(user=request.user, tab=tab)
    return _list(request, "grant_list", tab, GRANT_TABS, grant_tab_counts(user=request.user), rows)


def _tab(request: HttpRequest, tabs: Mapping[str, str]) -> str:
    tab = request.GET.get("tab", "")
    return tab if tab in tabs else ""


def _list(
    request: HttpRequest,
    name: str,
    tab: str,
    tabs: Mapping[str, str],
    counts: Mapping[str, int],
    rows: QuerySet[Any],
) -> HttpResponse:
    context = {
        "page": Paginator(rows).page(request.GET.get("page"), count=counts[tab]),
        "tab": tab,
        "tabs": [(key, label, counts[key]) for key, label in tabs.items()],
        "is_head": roles_of(request.user).is_section_head,
    }
    return render(request, f"proposals/{name}.html", context)


class AnswerView(ProposalStep):
    form_class = AnswerForm
    template_name = "proposals/question_answer.html"
    question = "質問に答える"
    consequences = ("聞いた人に知らせます。", "この提案を読めるすべての職員が、返事を読めます。")
    done_message = "質問に答えました。"

    @cached_property
    def row(self) -> StaffQuestion:
        found = question_of(proposal=self.proposal, pk=self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.answered_at is not None:
            messages.info(request, "もう答えてある質問です。")
            return redirect(f"{reverse('shared_detail', args=[self.proposal.slug])}#questions")
        return super().get(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("question_list")

    def perform(self, data: dict[str, Any]) -> None:
        answer_question(question=self.row, actor=self.request.user, text=data["text"], now=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, **kwargs)


class GrantStep(ProposalStep):
    """Base of what the desk does with a request: for whoever works on the proposal, and never on one's own."""

    template_name = "proposals/grant_decide.html"

    @cached_property
    def row(self) -> Grant:
        found = grant_of(proposal=self.proposal, pk=self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def allowed(self) -> bool:
        return super().allowed() and can_decide_grant(self.request.user, self.proposal, self.row.user_id)

    def get_success_url(self) -> str:
        return reverse("grant_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, **kwargs)

    def leads_back(self, state: GrantState) -> HttpResponse | None:
        """Return the way back for what has been decided by now."""
        if self.row.state == state:
            return None
        messages.info(self.request, f"この申し込みは「{self.row.get_state_display()}」になっています。")
        return redirect(self.get_success_url())


class DecideView(GrantStep):
    form_class = DecideForm
    question = "非公開の部分を見せますか"
    consequences = ("申し込んだ人に知らせます。", "見せるときは、その人だけが、決めた日まで見られます。")
    done_message = "決めました。申し込んだ人に知らせます。"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.leads_back(GrantState.ASKED) or super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"day": today()}

    def perform(self, data: dict[str, Any]) -> None:
        step: dict[str, Any] = {"grant": self.row, "actor": self.request.user, "now": timezone.now()}
        if data["decision"] == ALLOW:
            allow_grant(**step, last_day=data["last_day"])
            self.done_message = f"{self.row.user.name}さんに、{short_day(data['last_day'])}まで見せます。"
        else:
            refuse_grant(**step, reason=data["reason"])


class EndView(GrantStep):
    form_class = EndForm
    question = "見られる期間を終えますか"
    consequences = ("すぐに見られなくなります。本人に知らせます。",)
    done_message = "見られる期間を終えました。本人に知らせます。"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.leads_back(GrantState.GRANTED) or super().get(request, *args, **kwargs)

    def perform(self, data: dict[str, Any]) -> None:
        end_grant(grant=self.row, actor=self.request.user, reason=data["reason"], now=timezone.now())
