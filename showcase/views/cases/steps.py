"""A case is written, compared with its source, shown, and taken down: for the DX section."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django_fsm import can_proceed

from consultations.enums import FindingState
from consultations.models import Finding
from consultations.selectors.research import finding_for
from minato_dx.core.step_view import StepView
from showcase.enums import CaseState
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.forms.cases import CaseForm, CheckForm
from showcase.forms.stories import PlainForm, ReasonForm
from showcase.models import Case
from showcase.permissions import is_editor
from showcase.selectors.cases import case_for, possible_double
from showcase.services.cases import writing
from showcase.services.cases.steps import conflict

FOR_THE_SECTION = "ほかの自治体の事例は、デジタル改革担当が書きます。知っている事例は、担当に教えてください。"

# Of an id in an address; more of them are none.
MOST_DIGITS = 18


class CaseWriting(StepView):
    """A page of the DX section about a case."""

    refusals, conflicts = ShowcaseError, StateConflict
    template_name = "showcase/case_step.html"
    form_class: Any = CaseForm
    submit_label = ""
    case: Case | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_editor(request.user):
            raise PermissionDenied(FOR_THE_SECTION)
        return super().dispatch(request, *args, **kwargs)

    @property
    def who(self) -> dict[str, Any]:
        """Return what every service of a step takes."""
        return {"actor": self.request.user, "now": timezone.now()}

    @property
    def back_url(self) -> str:
        return reverse("case_detail", args=[self.case.pk]) if self.case else reverse("case_list")

    def get_success_url(self) -> str:
        return self.back_url

    def get_form_kwargs(self) -> dict[str, Any]:
        words = {"submit_label": self.submit_label} if self.submit_label else {}
        return super().get_form_kwargs() | {"back_url": self.back_url} | words

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, **kwargs)


@require_POST
def case_from_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the case of an answer and go on to its words; without a municipality, it is asked for first."""
    if not is_editor(request.user):
        raise PermissionDenied(FOR_THE_SECTION)
    finding = finding_for(user=request.user, pk=pk)
    if finding is None:
        raise Http404
    if finding.municipality is None:
        return redirect(f"{reverse('case_create')}?answer={pk}")
    try:
        case = writing.begin_case_of_finding(finding=finding, actor=request.user, now=timezone.now())
    except ShowcaseError as refusal:
        messages.warning(request, refusal.message)
        return redirect("research_detail", finding.request_id)
    return redirect("case_edit" if case.state == CaseState.DRAFT else "case_detail", case.pk)


class CaseCreateView(CaseWriting):
    """Write a new case; one of the same municipality with the same title is refused once, and led to."""

    question = "ほかの自治体の事例を書く"
    done_message = "保存しました。出典と見比べたら、公開してください。"

    @cached_property
    def finding(self) -> Finding | None:
        """Return the answer to a research request that the case is of, where the address names one."""
        typed = self.request.GET.get("answer", "")
        if not (typed.isascii() and typed.isdecimal() and len(typed) < MOST_DIGITS):
            return None
        found = finding_for(user=self.request.user, pk=int(typed))
        return found if found is not None and found.state == FindingState.CHECKED else None

    def get_initial(self) -> dict[str, Any]:
        return writing.words_of_finding(self.finding) if self.finding else {}

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def perform(self, data: dict[str, Any]) -> None:
        double = possible_double(municipality=data["municipality"], title=data["title"])
        if double is not None:
            raise ShowcaseError(
                f"同じ自治体の同じ件名の事例があります（番号{double.pk}）。別の取組みなら、件名を変えてください。",
                "title",
            )
        self.case = writing.begin_case(words=self.form.words, finding=self.finding, **self.who)


class CaseStep(CaseWriting):
    """A step of a case that is there: its ``transition`` where it is one, and what it means in words."""

    transition = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.case = case_for(user=request.user, pk=kwargs["pk"])
        if self.case is None:
            raise Http404
        if is_editor(request.user) and not self.fits():
            messages.warning(request, conflict(self.case).message)
            return redirect(self.back_url)
        return super().dispatch(request, *args, **kwargs)

    def fits(self) -> bool:
        return bool(can_proceed(getattr(self.case, self.transition)))


class CaseEditView(CaseStep):
    question = "事例の文を直す"
    done_message = "保存しました。"

    def fits(self) -> bool:
        return self.case is not None and self.case.state == CaseState.DRAFT

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.case}

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def perform(self, data: dict[str, Any]) -> None:
        version = data["version"] or 0
        writing.change_case(case=self.case, words=self.form.words, version=version, **self.who)


class CasePublishView(CaseStep):
    template_name = "showcase/case_publish.html"
    form_class = CheckForm
    transition = "publish"
    question = "確かめて公開しますか"
    consequences = ("すべての職員が読めるようになります。", "確かめた人として、あなたの名前と今日の日付が残ります。")
    done_message = "公開しました。"

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.case.version if self.case else 0}

    def perform(self, data: dict[str, Any]) -> None:
        writing.publish_case(case=self.case, version=data["version"], **self.who)


class CaseRewriteView(CaseStep):
    form_class = PlainForm
    transition = "rewrite"
    question = "書き直しますか"
    submit_label = "書き直す"
    consequences = ("直して確かめるまで、ほかの課の職員からは見えなくなります。",)
    done_message = "書き直せるようにしました。"

    def get_success_url(self) -> str:
        return reverse("case_edit", args=[self.kwargs["pk"]])

    def perform(self, data: dict[str, Any]) -> None:
        writing.rewrite_case(case=self.case, **self.who)


class CaseUnpublishView(CaseStep):
    form_class = ReasonForm
    transition = "unpublish"
    question = "公開を終えますか"
    submit_label = "公開を終える"
    consequences = (
        "ほかの課の職員からは見えなくなります。",
        "「うちの課でもできる」と、そこから始まった相談は残ります。",
    )
    done_message = "公開を終えました。"

    def perform(self, data: dict[str, Any]) -> None:
        writing.unpublish_case(case=self.case, reason=data["reason"], **self.who)
