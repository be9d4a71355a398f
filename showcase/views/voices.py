"""What readers say to a published story: that it was of use, and what they would like to know."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from showcase.enums import State
from showcase.forms import voices as forms
from showcase.models import Story, StoryQuestion
from showcase.permissions import can_answer, can_hide
from showcase.services import voices
from showcase.views.steps import StoryStep


@require_POST
def story_useful(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the story was of use, or with ``undo`` take it back."""
    story = Story.objects.published_for(request.user).filter(pk=pk).first()
    if story is None:
        raise Http404
    if "undo" in request.POST:
        voices.take_useful_back(story=story, actor=request.user)
        messages.success(request, "「参考になった」を取り消しました。")
    else:
        voices.say_useful(story=story, actor=request.user, now=timezone.now())
        messages.success(request, "「参考になった」と伝えました。")
    return redirect("story_detail", pk)


class ReaderStep(StoryStep):
    """A step of whoever reads a published story."""

    def allowed(self) -> bool:
        return True

    def fits(self) -> bool:
        return self.story.state == State.PUBLISHED


class QuestionView(ReaderStep):
    template_name = "showcase/story_ask_question.html"
    form_class = forms.QuestionForm
    question = "この事例について質問する"
    done_message = "質問しました。答えがあったら知らせます。"

    def get_success_url(self) -> str:
        return f"{super().get_success_url()}#questions"

    def perform(self, data: dict[str, Any]) -> None:
        voices.ask_question(**self.step, body=data["body"])


class AboutQuestion(ReaderStep):
    """A step about one question that the person sees."""

    template_name = "showcase/story_about_question.html"
    asked: StoryQuestion

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = StoryQuestion.objects.visible_to(request.user).filter(story=kwargs["pk"], pk=kwargs["question"])
        found = rows.select_related("asker").prefetch_related("replies").first()
        if found is None:
            raise Http404
        self.asked = found
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return f"{reverse('story_detail', args=[self.story.pk])}#question-{self.asked.pk}"

    @property
    def call(self) -> dict[str, Any]:
        return {"question": self.asked, "actor": self.request.user, "now": timezone.now()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=self.asked, **kwargs)


class AnswerView(AboutQuestion):
    form_class = forms.ReplyForm
    question = "質問に答える"
    done_message = "答えました。聞いた人に知らせます。"

    def allowed(self) -> bool:
        return can_answer(self.request.user, self.story)

    def perform(self, data: dict[str, Any]) -> None:
        voices.answer_question(**self.call, body=data["body"])


class HideView(AboutQuestion):
    form_class = forms.HideForm
    question = "質問を見えなくする"
    done_message = "質問を見えなくしました。聞いた人に理由を知らせます。"

    def allowed(self) -> bool:
        return can_hide(self.request.user)

    def perform(self, data: dict[str, Any]) -> None:
        voices.hide_question(**self.call, reason=data["reason"])
