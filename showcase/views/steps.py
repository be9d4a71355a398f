"""One step of a story as a page: what it will do, a form, one service call, and its refusal on the form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_fsm import can_proceed

from consultations.converters import ReceiptNumber
from consultations.selectors.lists import visible_by_number
from leaders.models import TrialApp
from minato_dx.core.calendar import today
from minato_dx.core.step_view import StepView
from minato_dx.organization.selectors import division_members
from showcase.enums import State
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.forms import stories as forms
from showcase.models import Story
from showcase.permissions import can_review, can_take_down, can_write
from showcase.selectors.stories import consents_of, story_for, waits_for
from showcase.services import agreeing, beginning, colleagues, pictures, publishing
from showcase.services.steps import conflict


@require_POST
def story_begin(request: HttpRequest, number: ReceiptNumber) -> HttpResponse:
    """Draft the story of a closed consultation, and go on to its words."""
    case = visible_by_number(request.user, number)
    if case is None:
        raise Http404
    story = beginning.begin_story(case=case, actor=request.user, now=timezone.now())
    return _go_on(request, story)


def _go_on(request: HttpRequest, story: Story) -> HttpResponse:
    page = "story_edit" if story.state == State.DRAFT and can_write(request.user, story) else "story_detail"
    return redirect(page, story.pk)


@require_POST
def story_begin_app(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the story of a trial app, and go on to its words."""
    app = TrialApp.objects.visible_to(request.user).filter(pk=pk).first()
    if app is None:
        raise Http404
    try:
        story = beginning.begin_story_of_app(app=app, actor=request.user, now=timezone.now())
    except ShowcaseError as refusal:
        messages.warning(request, refusal.message)
        return redirect("app_detail", pk)
    return _go_on(request, story)


class StoryStep(StepView):
    """Base of every step: its ``transition`` where it is one, a ``question`` for a heading, what it means in words."""

    refusals, conflicts = ShowcaseError, StateConflict
    template_name = "showcase/story_step.html"
    form_class: Any = forms.PlainForm
    transition = ""
    submit_label = ""
    story: Story

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = story_for(user=request.user, pk=kwargs["pk"])
        if found is None:
            raise Http404
        self.story = found
        if not self.allowed():
            raise PermissionDenied("この操作は、事例を書いた人とデジタル改革担当がします。")
        if not self.fits():
            return self.misfit(conflict(found))
        return super().dispatch(request, *args, **kwargs)

    def allowed(self) -> bool:
        """Tell whether the step is this person's to take, apart from the state."""
        return can_write(self.request.user, self.story)

    def fits(self) -> bool:
        return bool(can_proceed(getattr(self.story, self.transition)))

    def misfit(self, refusal: StateConflict) -> HttpResponse:
        """Lead back to the story, and tell how it stands."""
        messages.warning(self.request, refusal.message)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("story_detail", args=[self.story.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        words = {"submit_label": self.submit_label} if self.submit_label else {}
        return super().get_form_kwargs() | {"back_url": reverse("story_detail", args=[self.story.pk])} | words

    @property
    def step(self) -> dict[str, Any]:
        """Return what every service of a step takes."""
        return {"story": self.story, "actor": self.request.user, "now": timezone.now()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(story=self.story, **kwargs)


class WriterStep(StoryStep):
    """A page on which a draft is written on."""

    def fits(self) -> bool:
        return self.story.state == State.DRAFT


class PicturesView(WriterStep):
    template_name = "showcase/story_pictures.html"
    form_class = forms.PictureForm
    question = "写真を付ける・外す"
    done_message = "写真を付けました。"

    def get_success_url(self) -> str:
        return reverse("story_pictures", args=[self.story.pk])

    def perform(self, data: dict[str, Any]) -> None:
        pictures.add_picture(**self.step, upload=data["picture"], alt=data["alt"])


@require_POST
def picture_remove(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """Take a picture off a draft."""
    story = story_for(user=request.user, pk=pk)
    if story is None:
        raise Http404
    try:
        pictures.remove_picture(story=story, actor=request.user, picture_id=picture, now=timezone.now())
    except StateConflict as refusal:
        messages.warning(request, refusal.message)
        return redirect("story_detail", pk)
    messages.success(request, "写真を外しました。")
    return redirect("story_pictures", pk)


class HelpersView(WriterStep):
    template_name = "showcase/story_helpers.html"
    form_class = forms.HelperForm
    question = "聞ける人を決める"
    done_message = "聞ける人を加えました。"

    def get_form_kwargs(self) -> dict[str, Any]:
        members = division_members(division=self.story.division, day=today())
        return super().get_form_kwargs() | {"members": members.exclude(pk=self.story.contact_id)}

    def get_success_url(self) -> str:
        return reverse("story_helpers", args=[self.story.pk])

    def perform(self, data: dict[str, Any]) -> None:
        colleagues.add_helper(**self.step, person=data["person"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(helpers=self.story.helpers.select_related("person"), **kwargs)


@require_POST
def helper_remove(request: HttpRequest, pk: int, helper: int) -> HttpResponse:
    """Name somebody no more on a draft."""
    story = story_for(user=request.user, pk=pk)
    if story is None:
        raise Http404
    try:
        colleagues.remove_helper(story=story, actor=request.user, helper_id=helper, now=timezone.now())
    except StateConflict as refusal:
        messages.warning(request, refusal.message)
        return redirect("story_detail", pk)
    messages.success(request, "聞ける人から外しました。")
    return redirect("story_helpers", pk)


class AskView(StoryStep):
    transition = "ask"
    question = "公開してよいか確かめますか"
    submit_label = "確かめる"
    consequences = (
        "もとの相談やアプリの人、所属長、聞ける人に、この内容で公開してよいかを聞きます。",
        "そろったら、デジタル改革担当が確かめて公開します。",
    )
    done_message = "公開してよいかを聞きました。"

    def perform(self, data: dict[str, Any]) -> None:
        agreeing.ask_consent(**self.step)


class ConsentView(StoryStep):
    """The page of whoever is asked; forbidden for anybody else who sees the story."""

    template_name = "showcase/story_consent.html"
    form_class = forms.ConsentForm
    question = "公開に同意しますか"
    done_message = "答えました。"

    def allowed(self) -> bool:
        return bool(self.story.consents.filter(person=self.request.user).exists())

    def fits(self) -> bool:
        consents = consents_of(story=self.story)
        return waits_for(story=self.story, user=self.request.user, consents=consents) is not None

    def perform(self, data: dict[str, Any]) -> None:
        agreeing.say_to_story(**self.step, agrees=data["said"] == forms.YES, comment=data["comment"])


class ReviewerStep(StoryStep):
    """A step of whoever looks at a story before it is shown."""

    def allowed(self) -> bool:
        return can_review(self.request.user, self.story)


class PublishView(ReviewerStep):
    transition = "publish"
    question = "公開しますか"
    submit_label = "公開する"
    consequences = ("すべての職員が読めるようになります。", "書いた人と、同意した人に知らせます。")
    done_message = "公開しました。"

    def perform(self, data: dict[str, Any]) -> None:
        publishing.publish(**self.step)


class SendBackView(ReviewerStep):
    form_class = forms.ReasonForm
    transition = "send_back"
    question = "直しをお願いしますか"
    submit_label = "直しをお願いする"
    consequences = ("下書きに戻ります。直したあと、もう一度同意を確かめます。",)
    done_message = "直しをお願いしました。"

    def perform(self, data: dict[str, Any]) -> None:
        publishing.send_back(**self.step, reason=data["reason"])


class RewriteView(StoryStep):
    transition = "rewrite"
    question = "書き直しますか"
    submit_label = "書き直す"
    consequences = ("下書きに戻ります。", "公開するときは、同意をもう一度確かめます。")
    done_message = "下書きに戻しました。"

    def get_success_url(self) -> str:
        return reverse("story_edit" if self.story.state == State.DRAFT else "story_detail", args=[self.story.pk])

    def perform(self, data: dict[str, Any]) -> None:
        self.story = publishing.rewrite(**self.step)


class UnpublishView(StoryStep):
    form_class = forms.ReasonForm
    transition = "unpublish"
    question = "公開を終えますか"
    submit_label = "公開を終える"
    consequences = (
        "ほかの課の職員からは見えなくなります。",
        "「うちの課でもできる」と、そこから始まった相談は残ります。",
    )
    done_message = "公開を終えました。"

    def allowed(self) -> bool:
        return can_take_down(self.request.user, self.story)

    def perform(self, data: dict[str, Any]) -> None:
        publishing.unpublish(**self.step, reason=data["reason"])
