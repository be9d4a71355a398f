"""The list of consultations that everybody has, and its files."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View

from consultations.enums import ENDED, OPEN, State
from consultations.selectors import lists, triage
from consultations.selectors.lines import COLUMNS, as_lines
from consultations.selectors.lists import Tab
from minato_dx.core.calendar import today
from minato_dx.core.exports import csv_response, xlsx_response
from minato_dx.core.paging import Paginator
from minato_dx.reference.selectors import closed_days, portal_settings

WORDS_LENGTH = 100
GROUPS = {lists.OPEN: "進行中", lists.ENDED: "終わったもの"}
STATES = {"進行中のうち": OPEN, "終わったもののうち": ENDED}
TOO_LONG = (
    f"条件に合う相談が{triage.EXPORT_LIMIT:,}件を超えるので、ファイルを作っていません。"
    "状態やことばでしぼり込んでから、もう一度保存してください。"
)
EMPTY = {
    Tab.MINE: ("相談はまだありません", "困っていることを1文書くと、{days}開庁日以内に担当者がお返事します。"),
    Tab.DIVISION: ("課の相談はまだありません", "課の人が相談を送ると、ここに並びます。困っていることは1文で送れます。"),
    Tab.ALL: ("見られる相談はまだありません", "困っていることを1文書くと、{days}開庁日以内に担当者がお返事します。"),
}


class ConsultationList(View):
    """Own, the division's and all visible consultations; a receipt number in the search leads to its case."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        number = lists.receipt_number_in(self.words)
        case = lists.visible_by_number(request.user, number) if number else None
        if case is not None:
            return redirect("consultation_detail", case)
        export = _EXPORTS.get(request.GET.get("export", ""))
        if export is not None:
            return self.file(export)
        return self.page(is_number=number is not None)

    def page(self, *, is_number: bool) -> HttpResponse:
        pages = Paginator(self.rows, columns=COLUMNS)
        counts = lists.list_counts(self.request.user, counted=pages.counted)
        page = pages.page(self.request.GET.get("page"), count=counts[lists.LISTED])
        context = {
            "page": page,
            "lines": as_lines(page.rows, user=self.request.user, now=timezone.now()),
            "tabs": [(tab, self.query(tab=tab), counts[tab.value], tab == self.tab) for tab in Tab],
            "tab": self.tab,
            "words": self.words,
            "state": self.state,
            "groups": GROUPS,
            "states": STATES,
            "conditions": self.conditions,
            "clear_url": f"?{urlencode({'tab': self.tab})}",
            "query": self.query(),
            "is_number": is_number,
            "empty": [text.format(days=portal_settings().first_reply_days) for text in EMPTY[self.tab]],
            "closed": closed_days(),
        }
        return render(self.request, "consultations/consultation_list.html", context)

    def file(self, export: Callable[[str, Any], HttpResponseBase]) -> HttpResponseBase:
        if triage.is_too_long(self.rows):
            messages.warning(self.request, TOO_LONG)
            return redirect(reverse("consultation_list") + self.query())
        lines = triage.export_lines(rows=self.rows, now=timezone.now(), closed=closed_days())
        return export(f"相談_{self.tab.label}_{today():%Y%m%d}", lines)

    @cached_property
    def words(self) -> str:
        return self.request.GET.get("q", "").strip()[:WORDS_LENGTH]

    @cached_property
    def state(self) -> str:
        wanted = self.request.GET.get("state", "")
        return wanted if wanted in GROUPS or wanted in State.values else ""

    @cached_property
    def tab(self) -> Tab:
        """Return the tab in the address; a search from the header looks through everything that may be seen."""
        wanted = self.request.GET.get("tab", "")
        if wanted in Tab.values:
            return Tab(wanted)
        return Tab.ALL if self.words else Tab.MINE

    @cached_property
    def rows(self) -> Any:
        return lists.narrowed(lists.in_tab(self.tab, self.request.user), state=self.state, text=self.words)

    @property
    def conditions(self) -> list[str]:
        state = GROUPS.get(self.state) or (State(self.state).label if self.state else "")
        named = (("状態", state), ("ことば", self.words))
        return [f"{label}「{value}」" for label, value in named if value]

    def query(self, *, tab: Tab | None = None) -> str:
        """Return the address of this list, or of the same conditions in another tab."""
        chosen = {"tab": (tab or self.tab).value, "state": self.state, "q": self.words}
        return f"?{urlencode({name: value for name, value in chosen.items() if value})}"


def _csv(name: str, lines: Any) -> HttpResponseBase:
    return csv_response(filename=f"{name}.csv", header=triage.EXPORT_HEADER, rows=lines)


def _xlsx(name: str, lines: Any) -> HttpResponseBase:
    return xlsx_response(filename=f"{name}.xlsx", title="相談一覧", header=triage.EXPORT_HEADER, rows=lines)


_EXPORTS: dict[str, Callable[[str, Any], HttpResponseBase]] = {"csv": _csv, "xlsx": _xlsx}
