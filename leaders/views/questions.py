"""Questions among leaders. For anybody else they are not there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leaders.enums import QuestionState
from leaders.exceptions import LeaderError
from leaders.forms.together import AskForm, QuestionsForm, ReplyEditForm, ReplyForm, WithdrawQuestionForm
from leaders.models import LeaderQuestion, LeaderReply
from leaders.permissions import is_among_leaders
from leaders.selectors.questions import (
    counts_by_state,
    question_lines,
    questions_for,
    similar_questions,
    thread_of,
    with_replies,
)
from leaders.services.together import (
    ask_question,
    can_settle,
    edit_reply,
    mark_helpful,
    reply,
    settle_question,
    withdraw_question,
)
from leaders.views.coursework import ActFormView
from minato_dx.core.calendar import today
from minato_dx.core.paging import Paginator

NOT_YOUR_REPLY = "直せるのは、自分の回答だけです。"
NOT_YOUR_QUESTION = "取り下げられるのは、自分の質問だけです。"


def require_among_leaders(request: HttpRequest) -> None:
    """Raise Http404 for whoever is not among the leaders."""
    if not is_among_leaders(request.user):
        raise Http404


def question_of(request: HttpRequest, pk: int) -> LeaderQuestion:
    """Return the question with its asker, tool and field, or raise Http404."""
    rows = LeaderQuestion.objects.visible_to(request.user).select_related("asker", "tool", "field")
    return get_object_or_404(rows, pk=pk)


def reply_of(request: HttpRequest, pk: int) -> LeaderReply:
    """Return the reply with its question, or raise Http404."""
    rows = LeaderReply.objects.filter(question__in=LeaderQuestion.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("question"), pk=pk)


@require_safe
def leader_questions(request: HttpRequest) -> HttpResponse:
    """Show open or solved questions, the newest first; the conditions stand in the address."""
    require_among_leaders(request)
    form = QuestionsForm(request.GET)
    conditions = form.conditions
    rows = questions_for(
        user=request.user,
        words=conditions.get("q", ""),
        tool=conditions.get("tool"),
        field=conditions.get("field"),
        own="own" in conditions,
    )
    counts = counts_by_state(rows)
    tab = _tab(request)
    page = Paginator(_shown(rows, tab), read=_read).page(request.GET.get("page"), count=counts[tab])
    context = {
        "form": form,
        "chosen": form.chosen,
        "words": conditions.get("q", ""),
        "tabs": [(state, _address(request, state), number) for state, number in counts.items()],
        "tab": tab,
        "page": page,
        "lines": question_lines(questions=page.rows, day=today()),
    }
    return render(request, "leaders/leader_questions.html", context)


def _tab(request: HttpRequest) -> QuestionState:
    return QuestionState.SOLVED if request.GET.get("tab") == QuestionState.SOLVED else QuestionState.OPEN


def _shown(rows: QuerySet[LeaderQuestion], tab: QuestionState) -> QuerySet[LeaderQuestion]:
    return rows.filter(solved_at__isnull=tab == QuestionState.OPEN)


def _read(keys: QuerySet[Any]) -> list[LeaderQuestion]:
    """Return the rows of one page: only their replies are counted."""
    return list(with_replies(LeaderQuestion.objects.filter(pk__in=keys)).order_by("-asked_at", "-pk"))


def _address(request: HttpRequest, tab: QuestionState) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query["tab"] = tab.value
    return f"?{query.urlencode()}"


@require_safe
def leader_question_similar(request: HttpRequest) -> HttpResponse:
    """Return earlier questions like the title that is being typed: a fragment."""
    require_among_leaders(request)
    similar = similar_questions(user=request.user, title=request.GET.get("title", ""))
    return render(request, "leaders/_similar_questions.html", {"similar": similar})


class AskView(ActFormView):
    """Ask the other leaders; ``q`` in the address is what was searched for in vain."""

    form_class = AskForm
    template_name = "leaders/leader_question_ask.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_among_leaders(request)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.request.GET.get("q", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": reverse("leader_questions")}

    def get_success_url(self) -> str:
        return reverse("leader_question", args=[self.question.pk])

    def act(self, form: AskForm) -> str:
        data = form.cleaned_data
        self.question = ask_question(
            actor=self.request.user,
            title=data["title"],
            text=data["text"],
            tool=data["tool"],
            field=data["field"],
            now=timezone.now(),
        )
        return "質問しました。回答があると、お知らせします。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.request.POST.get("title", "") or self.request.GET.get("q", "")
        return super().get_context_data(similar=similar_questions(user=self.request.user, title=typed), **kwargs)


class QuestionView(ActFormView):
    """One question with its replies, and the form for another one."""

    form_class = ReplyForm
    template_name = "leaders/leader_question.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.question = question_of(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": reverse("leader_questions")}

    def get_success_url(self) -> str:
        return reverse("leader_question", args=[self.question.pk])

    def act(self, form: ReplyForm) -> str:
        reply(question=self.question, actor=self.request.user, text=form.cleaned_data["text"], now=timezone.now())
        return f"回答しました。{self.question.asker.name}さんに、お知らせします。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thread = thread_of(question=self.question, day=today())
        user = self.request.user
        return super().get_context_data(
            question=self.question,
            thread=thread,
            settles=can_settle(question=self.question, user=user),
            may_withdraw=self.question.asker_id == user.pk and not thread.replies,
            **kwargs,
        )


class WithdrawView(ActFormView):
    """Take one's own question back, while nobody has replied."""

    form_class = WithdrawQuestionForm
    template_name = "leaders/leader_question_step.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.question = question_of(request, kwargs["pk"])
        if self.question.asker_id != request.user.pk:
            raise PermissionDenied(NOT_YOUR_QUESTION)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": reverse("leader_question", args=[self.question.pk])}

    def get_success_url(self) -> str:
        return reverse("leader_questions")

    def act(self, form: WithdrawQuestionForm) -> str:
        withdraw_question(question=self.question, actor=self.request.user)
        return "質問を取り下げました。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.question, title="質問を取り下げる", **kwargs)


class ReplyEditView(ActFormView):
    """Correct one's own reply."""

    form_class = ReplyEditForm
    template_name = "leaders/leader_question_step.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.reply = reply_of(request, kwargs["pk"])
        if self.reply.author_id != request.user.pk:
            raise PermissionDenied(NOT_YOUR_REPLY)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.reply.text}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.get_success_url()}

    def get_success_url(self) -> str:
        return f"{reverse('leader_question', args=[self.reply.question_id])}#reply-{self.reply.pk}"

    def act(self, form: ReplyEditForm) -> str:
        edit_reply(reply=self.reply, actor=self.request.user, text=form.cleaned_data["text"])
        return "回答を直しました。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.reply.question, title="回答を直す", **kwargs)


@require_POST
def leader_question_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a question is solved, or open again (``act`` is solve or reopen)."""
    question = question_of(request, pk)
    solved = request.POST.get("act") != "reopen"
    try:
        settle_question(question=question, actor=request.user, solved=solved, now=timezone.now())
    except LeaderError as refusal:
        messages.error(request, refusal.message)
        return redirect("leader_questions")
    messages.success(request, "解決済みにしました。" if solved else "もう一度、回答を募集します。")
    return redirect("leader_question", pk)


@require_POST
def leader_reply_helpful(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a reply helped, or did not after all (``helped`` is 1 or 0)."""
    row = reply_of(request, pk)
    helped = request.POST.get("helped") != "0"
    mark_helpful(reply=row, actor=request.user, helped=helped)
    messages.success(request, "「役に立った」を付けました。" if helped else "「役に立った」を外しました。")
    return redirect(f"{reverse('leader_question', args=[row.question_id])}#reply-{row.pk}")
