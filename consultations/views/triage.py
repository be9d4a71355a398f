"""The DX section's list, its exports, and who carries how much."""

import functools
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View as BaseView

from consultations.filters import TriageFilter
from consultations.models import Consultation
from consultations.permissions import can_hand_over, can_see_triage
from consultations.selectors import triage
from consultations.selectors.handovers import leavers
from consultations.selectors.load import LOAD_SORTS, load_overview
from consultations.selectors.punctuality import DAYS_BACK, punctuality
from consultations.selectors.triage import Sort, View
from consultations.selectors.triage_choices import triage_choices
from consultations.selectors.triage_rows import read_rows
from minato_dx.core.calendar import today
from minato_dx.core.exports import csv_response, xlsx_response
from minato_dx.core.paging import Paginator
from minato_dx.organization.roles import roles_of
from minato_dx.reference.selectors import closed_days

ONLY_DX_STAFF = "この画面は、デジタル改革担当の職員が使います。ご自分の課の相談は「相談」から見られます。"
TOO_LONG = (
    f"条件に合う相談が{triage.EXPORT_LIMIT:,}件を超えるので、ファイルを作っていません。"
    "受付日や部・課でしぼり込んでから、もう一度保存してください。"
)


class DxStaffView(BaseView):
    """Base of the section's own pages."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_see_triage(request.user):
            raise PermissionDenied(ONLY_DX_STAFF)
        return super().dispatch(request, *args, **kwargs)


EMPTY = {
    View.MINE: ("担当している相談はありません", "担当になった相談が、ここに並びます。"),
    View.UNANSWERED: ("未返信の相談はありません", "最初の返事を待っている相談が、ここに並びます。"),
    View.OVERDUE: ("期限を過ぎた相談はありません", "約束の日を過ぎた相談が、ここに並びます。"),
    View.WAITING: ("返信を待っている相談はありません", "返信を待つ相談が並びます。待つあいだ期限は進みません。"),
    View.DEPARTMENTS: ("担当部門に進行中の相談はありません", "担当部門から相談が届くと、ここに並びます。"),
    View.ALL: (
        "進行中の相談はありません",
        "新しい相談が届くと、ここに並びます。電話や来庁で受けた相談は、代わりに入力できます。",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """A column heading; one that sorts has an address, and says how the column stands now."""

    label: str
    css: str = ""
    url: str = ""
    arrow: str = ""
    aria_sort: str = ""


def sorted_heading(label: str, css: str, url: str, *, falls: bool) -> Heading:
    """Return the heading of the column that the list is sorted by."""
    return Heading(label, css, url, " ▼" if falls else " ▲", "descending" if falls else "ascending")


class Listing:
    """What the address asks for: a view, its conditions and an order. The list and its exports share it."""

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user
        self.now = timezone.now()
        self.roles = roles_of(self.user)
        self.view = self._view(request.GET.get("view", ""))
        self.seen = Consultation.objects.visible_to(self.user)
        rows = triage.in_view(view=self.view, seen=self.seen, user=self.user, now=self.now)
        self.filter = TriageFilter(request.GET, rows, choices=triage_choices(day=today()), day=today())
        self.sort = triage.parse_sort(request.GET.get("sort", ""), with_ended=self.filter.shows_ended)

    def _view(self, wanted: str) -> View:
        known = triage.views_for(self.roles)
        return View(wanted) if wanted in known else triage.default_view(self.roles)

    @cached_property
    def rows(self) -> QuerySet[Consultation]:
        return triage.in_order(self.filter.qs, self.sort)

    def query(self, *, without: str = "", sort: Sort | None = None) -> str:
        """Return the address's query with nothing empty in it, another ``sort``, or ``without`` one condition."""
        chosen = {"view": self.view.value, **self.filter.chosen}
        order = sort or self.sort
        if order != triage.parse_sort("", with_ended=self.filter.shows_ended):
            chosen["sort"] = order.param
        chosen.pop(without, None)
        return f"?{urlencode(chosen)}"

    @property
    def conditions(self) -> list[dict[str, str]]:
        """Return the conditions to read, each with the address of the list without it."""
        return [
            {"label": label, "text": text, "url": self.query(without=name)}
            for name, label, text in self.filter.conditions
        ]

    @property
    def columns(self) -> list[Heading]:
        """Return the table's headings."""
        return [
            self._heading("相談", "number"),
            Heading("状態"),
            self._heading("次の約束", "due"),
            Heading("課・相談者"),
            self._heading("最後の発言", "word"),
            self._heading("経過（開庁日）", "received", "num"),
            Heading("担当"),
        ]

    def _heading(self, label: str, key: str, css: str = "") -> Heading:
        if key not in triage.sort_keys(with_ended=self.filter.shows_ended):
            return Heading(label, css)
        url = self.query(sort=triage.next_sort(self.sort, key))
        if key != self.sort.key:
            return Heading(label, css, url)
        # The days elapsed grow as the day of receipt goes back.
        return sorted_heading(label, css, url, falls=self.sort.descending != (key == "received"))

    @property
    def empty_title(self) -> str:
        return EMPTY[self.view][0]

    @property
    def empty_text(self) -> str:
        return EMPTY[self.view][1]


class TriageList(DxStaffView):
    """The list as a page, and to htmx the part of it that a condition changes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        listing = Listing(request)
        read = functools.partial(read_rows, order=triage.order_by(listing.sort), now=listing.now, closed=closed_days())
        pages = Paginator(listing.rows, read=read)
        number = request.GET.get("page")
        if request.htmx and not request.htmx.history_restore_request:
            context = {"listing": listing, "page": pages.page(number), "tabs": []}
            answer = render(request, "consultations/triage_results.html", context)
            answer.headers["HX-Push-Url"] = reverse("triage_list") + listing.query()
            return answer
        counts = triage.list_counts(
            seen=listing.seen,
            counted=pages.counted,
            whole_view=None if listing.filter.chosen else listing.view,
            user=request.user,
            now=listing.now,
        )
        context = {
            "listing": listing,
            "page": pages.page(number, count=counts[triage.LISTED]),
            "tabs": [(view, counts[view], view == listing.view) for view in triage.views_for(listing.roles)],
        }
        return render(request, "consultations/triage_list.html", context)


class TriageExport(DxStaffView):
    """What the list shows, all its pages, as a file."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        listing = Listing(request)
        if triage.is_too_long(listing.filter.qs):
            messages.warning(request, TOO_LONG)
            return redirect(reverse("triage_list") + listing.query())
        lines = triage.export_lines(rows=listing.rows, now=listing.now, closed=closed_days())
        return self.answer(f"相談一覧_{today():%Y%m%d}", lines)

    def answer(self, name: str, lines: Any) -> HttpResponseBase:
        """Return ``lines`` as a file of this kind; ``name`` has no ending."""
        raise NotImplementedError


class TriageCsv(TriageExport):
    def answer(self, name: str, lines: Any) -> HttpResponseBase:
        return csv_response(filename=f"{name}.csv", header=triage.EXPORT_HEADER, rows=lines)


class TriageXlsx(TriageExport):
    def answer(self, name: str, lines: Any) -> HttpResponseBase:
        return xlsx_response(filename=f"{name}.xlsx", title="相談一覧", header=triage.EXPORT_HEADER, rows=lines)


LOAD_COLUMNS = (
    ("name", "職員"),
    ("total", "進行中"),
    ("dx", "デジタル改革担当の番"),
    ("you", "相談者の番"),
    ("waiting", "うち返信待ち"),
    ("live", "合意のあと"),
    ("overdue", "期限超過"),
    ("oldest", "いちばん長い経過"),
)


class TriageLoad(DxStaffView):
    """Who has how many open, how old, and which departments nobody serves."""

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("sort", "-total")
        key = text.removeprefix("-")
        if key not in LOAD_SORTS:
            text, key = "-total", "total"
        rising = not text.startswith("-")
        day = today()
        overview = load_overview(
            user=request.user, now=timezone.now(), day=day, closed=closed_days(), sort=key, rising=rising
        )
        context = {
            "load": overview,
            "headings": [_load_heading(name, label, key, rising) for name, label in LOAD_COLUMNS],
            "day": day,
            "sees_private": roles_of(request.user).is_section_head,
            "hands_over": can_hand_over(request.user),
            "leavers": leavers(day=day) if can_hand_over(request.user) else [],
            "punctuality": punctuality(user=request.user, now=timezone.now()),
            "days_back": DAYS_BACK,
        }
        return render(request, "consultations/triage_load.html", context)


def _load_heading(name: str, label: str, current: str, rising: bool) -> Heading:
    css = "" if name == "name" else "num"
    if name not in LOAD_SORTS:
        return Heading(label, css)
    if name != current:
        return Heading(label, css, f"?sort={name}" if name == "name" else f"?sort=-{name}")
    return sorted_heading(label, css, f"?sort=-{name}" if rising else f"?sort={name}", falls=not rising)
