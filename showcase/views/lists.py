"""The list of stories, and the page of one."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minato_dx.core.calendar import local, today
from minato_dx.core.exports import Cell, csv_response, xlsx_response
from minato_dx.core.markdown import without_marks
from minato_dx.core.paging import Paginator, query_without
from showcase.enums import MARKED, State
from showcase.forms.lists import StoriesForm
from showcase.models import Story
from showcase.permissions import can_write
from showcase.selectors.adoptions import adopted_hours, adoption_lines, may_say_any
from showcase.selectors.buttons import acts_for
from showcase.selectors.people import people_to_turn_to
from showcase.selectors.stories import (
    TABS,
    choices_for,
    consents_of,
    in_tab,
    story_for,
    story_rows,
    tab_counts,
    waits_for,
)
from showcase.selectors.voices import voices_of

HEADER = (
    "番号", "状態", "件名", "課", "概要", "困っていたこと", "したこと", "成果", "工夫", "制約・つまずいたところ",
    "評価方法", "庁内ツール", "分野", "1年の時間", "時間の段階", "時間の出し方",
    "提案時の時間", "合意した時間", "実績の時間",
    "参考になった", "質問", "取り入れた課", "取り入れた課の1年の時間", "公開した日",
)  # fmt: skip


def _found(request: HttpRequest) -> tuple[StoriesForm, QuerySet[Story]]:
    form = StoriesForm(request.GET, offered=choices_for(user=request.user))
    return form, story_rows(user=request.user, conditions=form.conditions)


@require_safe
def story_list(request: HttpRequest) -> HttpResponse:
    """Show the stories; the conditions stand in the address. Those being written have tabs of their own."""
    form, rows = _found(request)
    counts = tab_counts(rows)
    context = {
        "form": form,
        "page": Paginator(in_tab(rows, tab=form.tab_name)).page(request.GET.get("page"), count=counts[form.tab_name]),
        "tab": form.tab_name,
        "tabs": [(name, label, counts[name]) for name, label in TABS.items() if not name or counts[name]],
        "tab_query": query_without(request.GET, "tab", "page"),
        "query": query_without(request.GET, "page"),
        "narrowed": form.chosen,
    }
    return render(request, "showcase/story_list.html", context, status=200 if form.is_valid() else 422)


@require_safe
def story_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one story: to all staff once it is published, and on its way there to whoever has to do with it."""
    story = story_for(user=request.user, pk=pk)
    if story is None:
        raise Http404
    consents = consents_of(story=story) if story.state != State.PUBLISHED else []
    acts = acts_for(story=story, user=request.user)
    is_shown = story.state == State.PUBLISHED
    context = {
        "story": story,
        "people": people_to_turn_to(story=story, day=today()),
        "consents": consents,
        "question": waits_for(story=story, user=request.user, consents=consents),
        "voices": voices_of(story=story, user=request.user) if is_shown else None,
        "adoptions": adoption_lines(story=story, user=request.user) if is_shown else [],
        "may_adopt": is_shown and may_say_any(user=request.user, story=story),
        # What is published is read; taking it down is not what the page is for.
        "main": None if is_shown or not acts else acts[0],
        "others": acts if is_shown else acts[1:],
        "is_shown": is_shown,
        "steps": story.steps.all() if can_write(request.user, story) else [],
    }
    return render(request, "showcase/story_detail.html", context)


@require_safe
def story_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Answer with what the list shows, all pages of it, as CSV or Excel."""
    form, rows = _found(request)
    spread = adopted_hours()
    lines: Iterator[Sequence[Cell]] = (_cells(row, spread) for row in in_tab(rows, tab=form.tab_name))
    name = f"成功事例_{today():%Y%m%d}"
    if kind == "csv":
        return csv_response(filename=f"{name}.csv", header=HEADER, rows=lines)
    if kind == "xlsx":
        return xlsx_response(filename=f"{name}.xlsx", title="成功事例", header=HEADER, rows=lines)
    raise Http404


def _cells(row: Any, spread: dict[int, Decimal]) -> Sequence[Cell]:
    return (
        row.pk,
        row.get_state_display(),
        row.title,
        row.division_name,
        row.summary,
        *(without_marks(getattr(row, name)) for name in MARKED),
        row.tool.name if row.tool else "",
        row.field.name if row.field else "",
        row.hours_per_year,
        row.get_hours_stage_display(),
        row.hours_formula,
        row.hours_proposed,
        row.hours_agreed,
        row.hours_realised,
        row.useful_count,
        row.question_count,
        row.adopted_count,
        spread.get(row.pk),
        local(row.published_at).date() if row.published_at else None,
    )
