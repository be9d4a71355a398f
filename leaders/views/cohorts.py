"""Cohorts and the plan, kept by the DX section."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from leaders.forms.plan import CohortForm, PlanForm
from leaders.models import Cohort
from leaders.permissions import can_check
from leaders.selectors.cohorts import answers_of, open_cohorts
from leaders.selectors.coverage import current_plan
from leaders.services.planning import save_plan
from minato_dx.core.calendar import is_working_day, short_day, today
from minato_dx.reference.selectors import closed_days

NOT_YOURS = "期と計画は、デジタル改革担当が登録します。"


@require_safe
def cohort_list(request: HttpRequest) -> HttpResponse:
    """Show the cohorts, and how far the open ones have come."""
    if not can_check(request.user):
        raise PermissionDenied(NOT_YOURS)
    day = today()
    open_ones = {cohort.pk: answers_of(cohort=cohort, day=day) for cohort in open_cohorts(day=day)}
    cohorts = [(cohort, open_ones.get(cohort.pk)) for cohort in Cohort.objects.all()]
    plan = current_plan()
    context = {"cohorts": cohorts, "plan": plan, "years": plan.years.all() if plan else []}
    return render(request, "leaders/cohort_list.html", context)


class SectionView(FormView):
    """A form of the DX section."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_check(request.user):
            raise PermissionDenied(NOT_YOURS)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": reverse("cohort_list")}

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class CohortEditView(SectionView):
    """Register a cohort, or change its days."""

    form_class = CohortForm
    template_name = "leaders/cohort_form.html"

    @property
    def cohort(self) -> Cohort | None:
        pk = self.kwargs.get("pk")
        return get_object_or_404(Cohort, pk=pk) if pk else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.cohort}

    def get_initial(self) -> dict[str, Any]:
        last = Cohort.objects.order_by("-number").first()
        return {"number": last.number + 1 if last else 1} if self.cohort is None else {}

    @transaction.atomic
    def form_valid(self, form: CohortForm) -> HttpResponse:
        cohort: Cohort = form.save()
        messages.success(self.request, f"{cohort}を登録しました。")
        for label, day in (("推薦の締切", cohort.recommend_until), ("発令日", cohort.appoint_on)):
            if not is_working_day(day, closed_days()):
                messages.warning(self.request, f"{label}の{short_day(day)}は閉庁日です。日を確かめてください。")
        return redirect("cohort_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cohort=self.cohort, **kwargs)


class PlanEditView(SectionView):
    """The plan's name and the target of each of its years."""

    form_class = PlanForm
    template_name = "leaders/plan_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": current_plan(), "this_year": today().year}

    def form_valid(self, form: PlanForm) -> HttpResponse:
        save_plan(name=form.cleaned_data["name"], targets=form.targets)
        messages.success(self.request, "計画を登録しました。")
        return redirect("leader_coverage")
