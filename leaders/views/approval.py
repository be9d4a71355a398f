"""The CIO's pages: everything that waits, the review of what was chosen, and one candidate by themselves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView, View

from leaders.enums import Outcome
from leaders.exceptions import LeaderError
from leaders.forms.approval import DecideForm, RefusalForm
from leaders.models import Decision, Recommendation
from leaders.permissions import is_in_deciders_office
from leaders.selectors.approval import (
    Waiting,
    decided_unpublished,
    expected_numbers,
    histories,
    outlook,
    to_confirm,
    waiting,
)
from leaders.selectors.coverage import terms_of_division
from leaders.selectors.deciders import Capacity, capacity_of
from leaders.selectors.settings import leader_settings, term_end
from leaders.services.deciding import Decided, confirm_decisions, decide, obstacles_to
from leaders.services.letters import SERIES
from leaders.services.stepping_up import confirm_identity
from leaders.views.recommendations import status_of
from minato_dx.core.calendar import today
from minato_dx.organization.enums import Office
from minato_dx.organization.selectors import office_holder

NOT_YOURS = "任命の決定は、CIOと代決者が使います。"


def _ids(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 10]


class DeciderMixin:
    """Let in CIO and deputy; who of them decides today is ``capacity``."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_in_deciders_office(request.user):
            raise PermissionDenied(NOT_YOURS)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a view stands beside it

    @cached_property
    def capacity(self) -> Capacity | None:
        return capacity_of(user=self.request.user, day=today())

    def offices(self) -> dict[str, Any]:
        """Return who decides today, for the words on the page."""
        return {
            "capacity": self.capacity,
            "cio": office_holder(office=Office.CIO, day=today()),
            "is_deputy": self.capacity is not None and self.capacity.on_behalf_of is not None,
        }


class ApprovalListView(DeciderMixin, View):
    """Everything that waits, by department; what is chosen stands in the address."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        day = today()
        rows = waiting(day=day)
        obstacles = obstacles_to(recommendations=rows, actor=request.user, outcome=Outcome.APPROVED, day=day)
        known = histories(rows=rows, day=day)
        lines = [Waiting(row, known[row.pk], obstacles.get(row.pk, "")) for row in rows]
        free = [line.recommendation for line in lines if not line.obstacle]
        wanted = set(_ids(request.GET.getlist("id"))) if "id" in request.GET else None
        chosen = [row for row in free if wanted is None or row.pk in wanted]
        if request.GET.get("none"):
            chosen = []
        context = {
            "lines": lines,
            "chosen": {row.pk for row in chosen},
            "free_count": len(free),
            "outlook": outlook(chosen=chosen, day=day),
            "days": sorted({row.effective_on for row in rows}),
            "decided": decided_unpublished(user=request.user),
            "to_confirm": to_confirm(user=request.user) if self.capacity and not self.capacity.on_behalf_of else [],
            **self.offices(),
        }
        return render(request, "leaders/approval_list.html", context)


class ApprovalReviewView(DeciderMixin, FormView):
    """What was chosen once more, with its consequences; the password decides."""

    form_class = DecideForm
    template_name = "leaders/approval_review.html"

    @cached_property
    def rows(self) -> list[Recommendation]:
        return waiting(day=today(), ids=_ids(self.request.GET.getlist("id")))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_in_deciders_office(request.user):
            raise PermissionDenied(NOT_YOURS)
        if request.method in ("GET", "HEAD") and not self.rows:
            messages.warning(request, "決定する人が選ばれていません。選んだ人が、もう決まっていることもあります。")
            return redirect("approval_list")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        count = len(_ids(self.request.GET.getlist("id"))) if self.request.method == "POST" else len(self.rows)
        return super().get_form_kwargs() | {"count": count, "back_url": self._back()}

    def _back(self, without: int | None = None) -> str:
        kept = "&".join(f"id={row.pk}" for row in self.rows if row.pk != without)
        return f"{reverse('approval_list')}?{kept or 'none=1'}"

    def form_invalid(self, form: DecideForm, status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def form_valid(self, form: DecideForm) -> HttpResponse:
        if self.capacity is None:
            raise PermissionDenied(NOT_YOURS)
        try:
            confirm_identity(request=self.request, user=self.request.user, password=form.cleaned_data["password"])
            found = decide(
                actor=self.request.user,
                ids=_ids(self.request.GET.getlist("id")),
                outcome=Outcome.APPROVED,
                all_or_none=form.all_or_none,
            )
        except LeaderError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form, status_of(refusal))
        return self._done(found)

    def _done(self, found: Decided) -> HttpResponse:
        """Show who was decided and who was not: step 3. The address of a decision that is made is the list's own."""
        decisions = Decision.objects.filter(pk__in=[one.pk for one in found.decisions])
        context = {
            "decisions": decisions.select_related("recommendation").prefetch_related("letters").order_by("pk"),
            "left_out": found.left_out,
            **self.offices(),
        }
        return render(self.request, "leaders/approval_done.html", context, status=200 if found.decisions else 409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day, rows = today(), self.rows
        settings = leader_settings()
        others = len(waiting(day=day)) - len(rows)
        return super().get_context_data(
            rows=[(row, self._review_without(row.pk)) for row in rows],
            obstacles=obstacles_to(recommendations=rows, actor=self.request.user, outcome=Outcome.APPROVED, day=day),
            others=others,
            days=sorted({max(row.effective_on, day) for row in rows}),
            term_ends=sorted(
                {term_end(starts_on=max(row.effective_on, day), years=settings.term_years) for row in rows}
            ),
            numbers=expected_numbers(rows=rows, series=SERIES, day=day),
            **self.offices(),
            **kwargs,
        )

    def _review_without(self, pk: int) -> str:
        kept = "&".join(f"id={row.pk}" for row in self.rows if row.pk != pk)
        return f"{reverse('approval_review')}?{kept}" if kept else reverse("approval_list")


REFUSALS = {
    Outcome.RETURNED: ("所属長への質問", "差し戻す", "所属長への質問を書いてください。所属長に届きます。"),
    Outcome.DECLINED: ("不承認の理由", "不承認にする", "不承認の理由を書いてください。所属長に届きます。"),
}


class ApprovalDetailView(DeciderMixin, View):
    """One candidate with the division's history; approve, ask, or decline."""

    http_method_names = ["get", "head", "post", "options"]

    @cached_property
    def row(self) -> Recommendation:
        rows = Recommendation.objects.visible_to(self.request.user).filter(checked_at__isnull=False)
        return get_object_or_404(
            rows.select_related("candidate", "recommended_by", "cohort", "term", "department", "division"),
            pk=self.kwargs["pk"],
        )

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.capacity is None or request.POST.get("outcome") not in REFUSALS:
            raise PermissionDenied(NOT_YOURS)
        outcome = Outcome(request.POST["outcome"])
        form = self.form(outcome, request.POST)
        if not form.is_valid():
            return self.show(status=422, **{outcome.value: form, "form": form})
        try:
            confirm_identity(request=request, user=request.user, password=form.cleaned_data["password"])
            found = decide(actor=request.user, ids=[self.row.pk], outcome=outcome, reason=form.cleaned_data["reason"])
        except LeaderError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.show(status=status_of(refusal), **{outcome.value: form, "form": form})
        if found.left_out:
            form.add_error(None, found.left_out[0].why)
            return self.show(status=409, **{outcome.value: form, "form": form})
        said = (
            "差し戻しました。所属長に届きます。"
            if outcome == Outcome.RETURNED
            else "不承認にしました。発令日に知らせます。"
        )
        messages.success(request, f"{self.row.candidate_name}さんの推薦を{said}")
        return redirect("approval_list")

    def form(self, outcome: Outcome, data: Any = None) -> RefusalForm:
        label, button, missing = REFUSALS[outcome]
        return RefusalForm(
            data, label=label, button=button, missing=missing, back_url="", auto_id=f"{outcome.value}_%s"
        )

    def show(self, status: int = 200, **forms: Any) -> HttpResponse:
        day, row = today(), self.row
        obstacles = obstacles_to(recommendations=[row], actor=self.request.user, outcome=Outcome.APPROVED, day=day)
        decisions = row.decisions.visible_to(self.request.user)
        context = {
            "row": row,
            "history": histories(rows=[row], day=day)[row.pk],
            "terms": terms_of_division(division_id=row.division_id, day=day),
            "obstacle": obstacles.get(row.pk, ""),
            "decisions": decisions.prefetch_related("letters").order_by("pk"),
            "is_open": row in waiting(day=day, ids=[row.pk]),
            "returned": self.form(Outcome.RETURNED),
            "declined": self.form(Outcome.DECLINED),
            **self.offices(),
        }
        return render(self.request, "leaders/approval_detail.html", context | forms, status=status)


@require_POST
def approval_confirm(request: HttpRequest) -> HttpResponse:
    """Confirm as the CIO what the deputy decided (後閲)."""
    if not is_in_deciders_office(request.user):
        raise PermissionDenied(NOT_YOURS)
    count = confirm_decisions(actor=request.user, ids=_ids(request.POST.getlist("id")))
    if count:
        messages.success(request, f"代決の{count}件を確認しました（後閲）。")
    else:
        messages.info(request, "確認するものが選ばれていません。")
    return redirect("approval_list")
