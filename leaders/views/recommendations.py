"""Recommendations: the head's own, the candidate's, and the DX section's list."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from leaders.enums import Kind
from leaders.exceptions import LeaderError, StateConflict
from leaders.forms.recommendations import SAVE_DRAFT, ChangeForm, NoCandidateForm, NominationForm
from leaders.models import Cohort, LeaderTerm, Recommendation
from leaders.permissions import can_check, can_recommend, can_recommend_for, is_in_deciders_office
from leaders.selectors.cohorts import answers_of, open_cohort
from leaders.selectors.holding import heirs_by_division
from leaders.selectors.recommendations import (
    TABS,
    candidates_of,
    consents_asked_of,
    listed,
    own_divisions,
    tab_counts,
    without_candidate,
)
from leaders.services.checking import check_off_each
from leaders.services.deciding import obstacles_to_approval
from leaders.services.recommending import answer_no_candidate, recommend, recommend_change
from minato_dx.core.calendar import today
from minato_dx.core.exports import csv_response, xlsx_response
from minato_dx.core.paging import Paginator
from minato_dx.organization.models import Division
from minato_dx.organization.selectors import division_version

EXPORT_HEADER = (
    "期", "種類", "部", "課", "候補者", "職名", "所属長", "理由", "任せたいこと", "本人の同意", "状態", "推薦した日時",
)  # fmt: skip
NOT_YOURS = "推薦は、所属長とデジタル改革担当が使います。"


def status_of(refusal: LeaderError) -> int:
    """A step that came too late is a conflict (409), anything else has to be mended (422)."""
    return 409 if isinstance(refusal, StateConflict) else 422


@require_safe
def recommendation_list(request: HttpRequest) -> HttpResponse:
    """Show heads their divisions, candidates what asks for their consent, and the DX section all of them."""
    user, day = request.user, today()
    asked = consents_asked_of(user=user)
    heads, checks = can_recommend(user), can_check(user)
    if not (heads or checks or asked or is_in_deciders_office(user) or listed(user=user).exists()):
        raise PermissionDenied(NOT_YOURS)
    cohort, own = own_divisions(user=user, day=day) if heads else (open_cohort(day=day), [])
    rows = listed(user=user)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "check" if checks else ""
    words = request.GET.get("q", "").split()
    for word in words:
        rows = rows.filter(candidate_name__icontains=word) | rows.filter(division_name__icontains=word)
    shown = rows.filter(TABS[tab][1]) if tab else rows
    if checks and request.GET.get("format") in ("csv", "xlsx"):
        return _export(request.GET["format"], shown)
    page = Paginator(shown.order_by("-pk")).page(request.GET.get("page"))
    context = {
        "asked": asked,
        "heads": heads,
        "checks": checks,
        "cohort": cohort,
        "own": own,
        "tabs": [(name, label, count) for (name, (label, _q)), count in _counted(rows).items()] if checks else [],
        "tab": tab,
        "q": request.GET.get("q", ""),
        "page": page,
        "lines": _lines(page.rows, day, with_obstacles=checks and tab == "check"),
        "ticks": checks and tab == "check",
        "silent": answers_of(cohort=cohort, day=day).silent if checks and cohort else [],
        "declined": without_candidate(cohort=cohort) if checks and cohort else [],
    }
    return render(request, "leaders/recommendation_list.html", context)


def _lines(rows: Sequence[Recommendation], day: dt.date, *, with_obstacles: bool) -> list[tuple[Recommendation, str]]:
    """Return each row with what stands in its way, where that is asked for."""
    obstacles = obstacles_to_approval(recommendations=rows, day=day) if with_obstacles else {}
    return [(row, obstacles.get(row.pk, "")) for row in rows]


@require_POST
def recommendation_check(request: HttpRequest) -> HttpResponse:
    """Pass on what was ticked; what could not be is named with its reason."""
    if not can_check(request.user):
        raise PermissionDenied(NOT_YOURS)
    ids = [int(one) for one in request.POST.getlist("id") if one.isdecimal() and len(one) < 10]
    try:
        result = check_off_each(actor=request.user, ids=ids)
    except LeaderError as refusal:
        messages.warning(request, refusal.message)
    else:
        if result.done:
            messages.success(request, f"{len(result.done)}件を確認しました。CIOの決定を待ちます。")
        for one in result.left_out:
            row = one.recommendation
            messages.warning(
                request, f"{row.division_name} {row.candidate_name}さんの推薦は、確認していません。{one.why}"
            )
    return redirect(f"{reverse('recommendation_list')}?tab=check")


def _counted(rows: Any) -> dict[Any, int]:
    counts = tab_counts(rows=rows)
    return {item: counts[item[0]] for item in TABS.items()}


def _export(kind: str, rows: Any) -> HttpResponseBase:
    lines = (
        (
            str(row.cohort or ""), row.get_kind_display(), row.department_name, row.division_name,
            row.candidate_name, row.candidate_post, row.recommended_by_name, row.reason, row.expected_use,
            row.get_consent_display(), row.get_state_display(), row.submitted_at,
        )
        for row in rows.order_by("pk").iterator()
    )  # fmt: skip
    name = f"リーダー推薦_{today()}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=EXPORT_HEADER, rows=lines)
    return xlsx_response(filename=f"{name}.xlsx", title="リーダー推薦", header=EXPORT_HEADER, rows=lines)


class DivisionView(FormView):
    """A form of the head about one of their divisions and the open cohort."""

    @cached_property
    def division(self) -> Division:
        division = get_object_or_404(Division, key=self.kwargs["key"])
        if not can_recommend_for(self.request.user, division.pk):
            raise PermissionDenied(NOT_YOURS)
        return division

    @cached_property
    def cohort(self) -> Cohort | None:
        return open_cohort(day=today())

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _ = self.division
        if self.cohort is None:
            messages.warning(
                request, "いまは、推薦を受け付けている期がありません。受付が始まると、お知らせが届きます。"
            )
            return redirect("recommendation_list")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": reverse("recommendation_list")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = division_version(division=self.division, day=today())
        return super().get_context_data(division=self.division, version=version, cohort=self.cohort, **kwargs)

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def refuse(self, form: Any, refusal: LeaderError) -> HttpResponse:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return self.form_invalid(form, status_of(refusal))


class RecommendationCreateView(DivisionView):
    """Recommend somebody of the division."""

    form_class = NominationForm
    template_name = "leaders/recommendation_create.html"

    def get_initial(self) -> dict[str, Any]:
        return {"token": uuid.uuid4()}

    def get_form_kwargs(self) -> dict[str, Any]:
        people = candidates_of(division=self.division, day=today(), head=self.request.user)
        return super().get_form_kwargs() | {"candidates": people}

    def form_valid(self, form: NominationForm) -> HttpResponse:
        as_draft = SAVE_DRAFT in self.request.POST
        try:
            row = recommend(
                cohort=self.cohort,
                division=self.division,
                actor=self.request.user,
                nomination=form.nomination,
                as_draft=as_draft,
                token=form.cleaned_data["token"],
            )
        except LeaderError as refusal:
            return self.refuse(form, refusal)
        said = (
            "下書きに保存しました。" if as_draft else f"推薦しました。{row.candidate_name}さんに同意をお願いしました。"
        )
        messages.success(self.request, said)
        return redirect("recommendation_detail", row.pk)


class NoCandidateView(DivisionView):
    """Answer that the division recommends nobody this time."""

    form_class = NoCandidateForm
    template_name = "leaders/recommendation_none.html"

    def form_valid(self, form: NoCandidateForm) -> HttpResponse:
        try:
            answer_no_candidate(
                cohort=self.cohort,
                division=self.division,
                actor=self.request.user,
                reason=form.cleaned_data["reason"],
            )
        except LeaderError as refusal:
            return self.refuse(form, refusal)
        messages.success(self.request, "回答しました。推薦できるようになったら、締切までは推薦できます。")
        return redirect("recommendation_list")


class TermChangeView(FormView):
    """Ask for the renewal or the end of the term of the division's leader."""

    form_class = ChangeForm
    template_name = "leaders/term_change.html"
    kinds = {"renew": Kind.RENEW, "release": Kind.RELEASE}

    @cached_property
    def kind(self) -> Kind:
        if self.kwargs["what"] not in self.kinds:
            raise Http404
        return self.kinds[self.kwargs["what"]]

    @cached_property
    def term(self) -> LeaderTerm:
        terms = LeaderTerm.objects.filter(published_on__lte=today()).select_related("person", "division")
        return get_object_or_404(terms, pk=self.kwargs["pk"])

    @cached_property
    def division(self) -> Division:
        """The division that stands for the term today, and that this person heads."""
        places = heirs_by_division(day=today()).get(self.term.division_id) or {self.term.division_id}
        own = [pk for pk in sorted(places) if can_recommend_for(self.request.user, pk)]
        if not own:
            raise PermissionDenied(NOT_YOURS)
        return Division.objects.get(pk=own[0])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _ = self.kind, self.term, self.division
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        back = reverse("leader_division", args=[self.division.key])
        return super().get_form_kwargs() | {"kind": self.kind, "back_url": back}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            term=self.term, is_renewal=self.kind == Kind.RENEW, division=self.division, **kwargs
        )

    def form_invalid(self, form: ChangeForm, status: int = 422) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def form_valid(self, form: ChangeForm) -> HttpResponse:
        try:
            row: Recommendation = recommend_change(
                term=self.term,
                kind=self.kind,
                actor=self.request.user,
                division=self.division,
                reason=form.cleaned_data["reason"],
                effective_on=form.cleaned_data.get("effective_on"),
            )
        except LeaderError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form, status_of(refusal))
        messages.success(self.request, "申し出ました。デジタル改革担当が確認します。")
        return redirect("recommendation_detail", row.pk)
