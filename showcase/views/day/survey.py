"""The survey, by visitors; and what it says, to the DX section."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from minato_dx.core.calendar import today
from minato_dx.core.paging import Paginator
from minato_dx.core.step_view import StepView
from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.selectors import fields_of_work
from showcase.enums import ExhibitionState, NextStep
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.forms.day.survey import BoothSurveyForm, SurveyForm
from showcase.models import Exhibition, Exhibitor, SurveyAnswer
from showcase.permissions import can_run_exhibitions
from showcase.selectors.day.stamps import stamp_card
from showcase.selectors.day.survey import (
    booth_lines,
    booths_answered,
    comments_of,
    own_answer,
    survey_result,
    themes_of,
)
from showcase.services.exhibitions.reserving import visitor_of
from showcase.services.exhibitions.surveying import answer_survey, put_under_theme, why_closed
from showcase.views.day.charts import chart
from showcase.views.day.reception import exhibition_for


class SurveyView(StepView):
    """Of the whole; beneath it the booths, those first where one has been."""

    refusals, conflicts = ShowcaseError, StateConflict
    template_name = "showcase/day/survey.html"
    form_class: Any = SurveyForm
    done_message = "答えを受け取りました。ありがとうございます。"
    exhibition: Exhibition
    exhibitor: Exhibitor | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.exhibition = exhibition_for(request, kwargs["pk"])
        self.closed = why_closed(exhibition=self.exhibition, day=today())
        self.earlier = own_answer(exhibition=self.exhibition, exhibitor=self.exhibitor, user=request.user)
        if request.method == "POST" and self.closed:
            messages.warning(request, self.closed)
            return redirect("exhibition_survey", self.exhibition.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"earlier": self.earlier, "back_url": self.back_url}

    @property
    def back_url(self) -> str:
        return reverse("exhibition_stamps", args=[self.exhibition.pk])

    def get_success_url(self) -> str:
        return reverse("exhibition_survey", args=[self.exhibition.pk])

    def form_valid(self, form: Any) -> HttpResponse:
        self.said = form.said
        return super().form_valid(form)

    def perform(self, data: dict[str, Any]) -> None:
        now = timezone.now()
        visitor = visitor_of(exhibition=self.exhibition, user=self.request.user, now=now)
        answer_survey(visitor=visitor, exhibitor=self.exhibitor, said=self.said, now=now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"exhibition": self.exhibition, "exhibitor": self.exhibitor, "closed": self.closed}
        if self.exhibitor is None:
            context |= self._booths()
        return super().get_context_data(**context, earlier=self.earlier, **kwargs)

    def _booths(self) -> dict[str, Any]:
        answered = booths_answered(exhibition=self.exhibition, user=self.request.user)
        card = stamp_card(exhibition=self.exhibition, user=self.request.user)
        card.sort(key=lambda one: one.at is None)
        wants_more = self.earlier is not None and self.earlier.next_step == NextStep.CONSULT
        return {"booths": [(one, one.exhibitor.pk in answered) for one in card], "wants_to_consult": wants_more}


class BoothSurveyView(SurveyView):
    """Of one booth."""

    template_name = "showcase/day/survey_booth.html"
    form_class = BoothSurveyForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        exhibition = exhibition_for(request, kwargs["pk"])
        booths = Exhibitor.objects.visible_to(request.user).shown().select_related("exhibition", "field", "booth")
        self.exhibitor = booths.filter(exhibition=exhibition, pk=kwargs["exhibitor"]).first()
        if self.exhibitor is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def back_url(self) -> str:
        return reverse("exhibition_survey", args=[self.exhibition.pk])


def _results_for(request: HttpRequest, pk: int) -> Exhibition:
    exhibition = exhibition_for(request, pk)
    if not can_run_exhibitions(request.user):
        raise PermissionDenied("アンケートの結果は、デジタル改革担当が見ます。まとめは、閉会後に報告でお知らせします。")
    return exhibition


@require_safe
def survey_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Show charts and tables of the answers so far, and the comments by theme."""
    exhibition = _results_for(request, pk)
    result = survey_result(exhibition=exhibition)
    context = {
        "exhibition": exhibition,
        "result": result,
        "blocks": [
            ("awareness", "DXへの見方は変わったか", result.awareness, _chart(result.awareness)),
            ("useful", "仕事に役立ちそうか", result.useful, _chart(result.useful)),
            ("next", "次にしたいこと", result.next_steps, _chart(result.next_steps)),
        ],
        "booths": booth_lines(exhibition=exhibition),
        "now": timezone.now(),
        "goes_on": exhibition.state == ExhibitionState.RUNNING,
    }
    if request.htmx:
        return render(request, "showcase/day/_survey_state.html", context)
    theme = request.GET.get("theme", "")
    context |= {
        "theme": theme,
        "themes": themes_of(exhibition=exhibition),
        "page": Paginator(comments_of(exhibition=exhibition, theme=theme)).page(request.GET.get("page")),
        "fields": fields_of_work(),
    }
    return render(request, "showcase/day/survey_results.html", context)


def _chart(shares: Any) -> Any:
    return chart([(share.label, share.number) for share in shares], unit="人")


@require_POST
def survey_theme(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """Put a comment under a theme, or under none."""
    exhibition = _results_for(request, pk)
    row = get_object_or_404(SurveyAnswer, exhibition=exhibition, pk=answer)
    chosen = request.POST.get("theme", "")
    is_number = chosen.isascii() and chosen.isdecimal() and len(chosen) < 10
    theme = get_object_or_404(FieldOfWork, pk=int(chosen)) if is_number else None
    put_under_theme(answer=row, theme=theme, actor=request.user)
    messages.success(request, f"「{theme or '分野なし'}」に移しました。")
    return redirect(reverse("exhibition_survey_results", args=[exhibition.pk]) + "#comments-h")
