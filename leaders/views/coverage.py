"""The coverage board: every division and its leader, against the plan."""

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leaders.enums import Cover
from leaders.forms.coverage import CoverageForm, wanted_covers
from leaders.models import LeaderTerm
from leaders.permissions import (
    can_check,
    can_recommend,
    can_recommend_for,
    is_among_leaders,
    is_in_deciders_office,
    knows_decisions,
    sees_training_of,
)
from leaders.selectors.activity import Activity, activity_of, quiet_leaders
from leaders.selectors.coverage import (
    DivisionCover,
    by_department,
    counts_of,
    coverage,
    covered_count,
    current_plan,
    plan_figures,
    terms_of_division,
)
from leaders.selectors.forecast import forecast, move_rate
from leaders.selectors.leader_progress import LeaderProgress, progress_of_leader
from leaders.selectors.settings import leader_settings
from leaders.selectors.terms import led_division_ids
from leaders.selectors.trial_apps import apps_of_division
from minato_dx.core.calendar import today
from minato_dx.core.exports import Cell, csv_response, xlsx_response
from minato_dx.core.paging import query_without
from minato_dx.organization.models import Division, DivisionVersion, User
from minato_dx.organization.selectors import division_version, head_of

HEADER = (
    "部",
    "課コード",
    "課",
    "状態",
    "リーダー",
    "職員番号",
    "いつから",
    "任期の最終日",
    "空席の理由",
    "前のリーダー",
)
# The widest bar of the chart, in units of its drawing.
CHART_WIDTH, BAR_STEP = 225, 48


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows: all divisions of the day, and those that the conditions keep."""

    day: dt.date
    form: CoverageForm
    all: list[DivisionCover]
    kept: list[DivisionCover]


def _board(request: HttpRequest) -> Board:
    form = CoverageForm(request.GET)
    is_valid = form.is_valid()
    data: dict[str, Any] = form.cleaned_data if is_valid else {}
    day = min(data.get("on") or today(), today())
    # What is being recommended is a matter of today, and of a few people.
    covers = coverage(day=day, with_recommendations=day == today() and knows_decisions(request.user))
    wanted = wanted_covers(data.get("cover") or "")
    words = _folded(data.get("q") or "").split()
    kept = [one for one in covers if one.cover in wanted and all(word in _searched(one) for word in words)]
    return Board(day=day, form=form, all=covers, kept=kept)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _searched(one: DivisionCover) -> str:
    leader = f"{one.leader.name} {one.leader.kana}" if one.leader else ""
    return _folded(f"{one.version.department.name} {one.version.name} {one.version.code} {leader}")


@require_safe
def leader_coverage(request: HttpRequest) -> HttpResponse:
    """Show the board; its conditions stand in the address."""
    board = _board(request)
    plan = current_plan()
    years = list(plan.years.all()) if plan else []
    figures = plan_figures(years=years, day=board.day)
    rate = move_rate(day=board.day)
    context = {
        "board": board,
        "form": board.form,
        "departments": _departments(board),
        "counts": [(cover, number) for cover, number in counts_of(board.all).items() if _is_shown(cover, request)],
        "covered": covered_count(board.all),
        "plan": plan,
        "bars": _bars(figures),
        "chart_height": BAR_STEP * len(figures),
        "rate": rate,
        "forecast": forecast(years=years, covers=board.all, rate=rate, day=board.day),
        "is_past": board.day != today(),
        "as_table": board.form.data.get("view") == "table",
        "query": query_without(request.GET, "view"),
        "narrowed": board.form.chosen() if board.form.is_valid() else [],
        "can_check": can_check(request.user),
        "can_recommend": can_recommend(request.user),
        "decides": is_in_deciders_office(request.user),
        "is_among": is_among_leaders(request.user),
        "leads": bool(led_division_ids(user=request.user, on=today())),
        "quiet": quiet_leaders(covers=board.all, day=board.day) if _looks_after(request, board) else [],
        "quiet_months": leader_settings().quiet_months if _looks_after(request, board) else 0,
    }
    return render(request, "leaders/coverage.html", context, status=200 if board.form.is_valid() else 422)


def _looks_after(request: HttpRequest, board: Board) -> bool:
    """The DX section asks leaders of whom nothing was heard how they are; that is a matter of today."""
    return can_check(request.user) and board.day == today()


def _departments(board: Board) -> list[tuple[str, list[DivisionCover], int, int]]:
    """Return (name, the divisions kept, how many of all are covered, how many there are) for each department."""
    all_of = {name: (covered_count(rows), len(rows)) for name, rows in by_department(board.all)}
    return [(name, rows, *all_of[name]) for name, rows in by_department(board.kept)]


def _is_shown(cover: Cover, request: HttpRequest) -> bool:
    return cover != Cover.RECOMMENDED or knows_decisions(request.user)


def _bars(figures: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the bars of the chart with their places, so that the template draws and does not reckon."""
    widest = max((max(one.target, one.covered or 0) for one in figures), default=0) or 1
    return [
        {
            "figure": one,
            "upper": BAR_STEP * place + 8,
            "lower": BAR_STEP * place + 22,
            "plan": round(CHART_WIDTH * one.target / widest),
            "fact": None if one.covered is None else round(CHART_WIDTH * one.covered / widest),
        }
        for place, one in enumerate(figures)
    ]


def _rows(covers: Sequence[DivisionCover]) -> Iterator[Sequence[Cell]]:
    for one in covers:
        yield (
            one.version.department.name,
            one.version.code,
            one.version.name,
            one.cover.label,
            one.leader.name if one.leader else "",
            one.leader.staff_number if one.leader else "",
            one.since,
            one.last_day,
            one.reason,
            one.last_leader.name if one.last_leader else "",
        )


@require_safe
def leader_coverage_csv(request: HttpRequest) -> HttpResponseBase:
    """Return what the board shows, as CSV."""
    board = _board(request)
    return csv_response(filename=f"リーダー配置_{board.day}.csv", header=HEADER, rows=_rows(board.kept))


@require_safe
def leader_coverage_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Return what the board shows, as an Excel file."""
    board = _board(request)
    return xlsx_response(
        filename=f"リーダー配置_{board.day}.xlsx", title="リーダー配置", header=HEADER, rows=_rows(board.kept)
    )


@require_safe
def leader_division(request: HttpRequest, key: str) -> HttpResponse:
    """Show how one division stands, and who led it."""
    division = get_object_or_404(Division, key=key)
    day = today()
    version = division_version(division=division, day=day) or _last_version(division)
    cover = next(
        (
            one
            for one in coverage(day=day, with_recommendations=knows_decisions(request.user))
            if one.version.division_id == division.pk
        ),
        None,
    )
    terms = terms_of_division(division_id=division.pk, day=day)
    context = {
        "division": division,
        "version": version,
        "cover": cover,
        "terms": [(term, term.valid_to - dt.timedelta(days=1) if term.valid_to else None) for term in terms],
        "current": next((term for term in terms if cover and cover.leader and term.holds_on(day)), None),
        "head": head_of(division=division, day=day),
        "recommends": can_recommend_for(request.user, division.pk),
        "training": _training_of(request, division, cover),
        "left_by": _left_by(request, division, cover, terms),
        "activity": _activity_of(request, division, cover),
        "apps": apps_of_division(division_id=division.pk, day=day),
    }
    return render(request, "leaders/division_detail.html", context)


def _training_of(request: HttpRequest, division: Division, cover: DivisionCover | None) -> LeaderProgress | None:
    """Return how far the division's leader has come, for those whom it concerns."""
    leader = cover.leader if cover else None
    if leader is None or not sees_training_of(request.user, leader_id=leader.pk, division_id=division.pk):
        return None
    return progress_of_leader(leader=leader, now=timezone.now())


def _activity_of(request: HttpRequest, division: Division, cover: DivisionCover | None) -> Activity | None:
    """Return what the leader did this fiscal year, for those whom it concerns."""
    leader = cover.leader if cover else None
    if leader is None or not sees_training_of(request.user, leader_id=leader.pk, division_id=division.pk):
        return None
    return activity_of(person=leader, day=today())


def _left_by(
    request: HttpRequest, division: Division, cover: DivisionCover | None, terms: Sequence[LeaderTerm]
) -> User | None:
    """Return the leader who went, whose open work is to be taken over, for those whom that concerns."""
    now_leading = cover.leader if cover else None
    before = next((term.person for term in terms if term.person != now_leading), None)
    if before is None or not sees_training_of(
        request.user, leader_id=now_leading.pk if now_leading else 0, division_id=division.pk
    ):
        return None
    return before


def _last_version(division: Division) -> DivisionVersion:
    version = division.versions.select_related("department").order_by("-valid_from").first()
    if version is None:
        raise Http404
    return version
