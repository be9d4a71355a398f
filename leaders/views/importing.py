"""Imports of the DX section in two steps: look at what would happen, then do it. The file travels with the form."""

import base64
import binascii
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from leaders.forms.training import ImportForm
from leaders.services.importing import (
    ATTENDANCE_COLUMNS,
    ATTENDANCE_OPTIONAL,
    LEADER_COLUMNS,
    LEADER_OPTIONAL,
    import_attendance,
    import_leaders,
)
from leaders.views.programmes import programme_of, require_section
from minato_dx.core.csv_reading import TableErrors
from minato_dx.organization.services.import_report import Report, ReportChangedError

CHANGED_SINCE = "確かめているあいだに、登録が変わりました。新しい内容を見て、もう一度確かめてください。"


class ImportView(View):
    """Choose a file, look at its dry run, confirm."""

    title, subject_label = "", "だれ"
    columns: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def run_import(self, data: bytes, **how: Any) -> Report:
        """Call the service of this import with the file's ``data``."""
        raise NotImplementedError

    @property
    def back_url(self) -> str:
        """Return the address of the page that the import belongs to."""
        raise NotImplementedError

    def check(self, request: HttpRequest) -> None:
        """Raise PermissionDenied for whoever may not import."""
        require_section(request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.check(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(form=ImportForm(back_url=self.back_url))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "seen" in request.POST:
            return self._confirm()
        form = ImportForm(request.POST, request.FILES, back_url=self.back_url)
        if not form.is_valid():
            return self.show(status=422, form=form)
        return self._look_at(form.cleaned_data["file"].read())

    def _look_at(self, data: bytes, status: int = 200) -> HttpResponse:
        try:
            report = self.run_import(data, dry_run=True)
        except TableErrors as faults:
            return self.show(status=422, form=ImportForm(back_url=self.back_url), faults=faults.errors)
        return self.show(status=status, report=report, data=base64.b64encode(data).decode())

    def _confirm(self) -> HttpResponse:
        try:
            data = base64.b64decode(self.request.POST.get("data", ""), validate=True)
            report = self.run_import(data, seen=self.request.POST["seen"] or "nothing")
        except (TableErrors, binascii.Error):
            messages.error(self.request, "ファイルを読めませんでした。もう一度選んでください。")
            return redirect(self.request.path)
        except ReportChangedError:
            messages.warning(self.request, CHANGED_SINCE)
            return self._look_at(data, status=409)
        messages.success(self.request, f"{report.change_count}件を取り込みました。")
        return redirect(self.back_url)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            "title": self.title,
            "subject_label": self.subject_label,
            "columns": self.columns,
            "optional": self.optional,
            "back_url": self.back_url,
        }
        return render(self.request, "leaders/import.html", context, status=status)


class LeaderImportView(ImportView):
    title = "これまでのリーダーの取り込み"
    columns, optional = LEADER_COLUMNS, LEADER_OPTIONAL

    @property
    def back_url(self) -> str:
        return reverse("cohort_list")

    def run_import(self, data: bytes, **how: Any) -> Report:
        return import_leaders(data=data, actor=self.request.user, now=timezone.now(), **how)


class AttendanceImportView(ImportView):
    title = "出席の取り込み"
    columns, optional = ATTENDANCE_COLUMNS, ATTENDANCE_OPTIONAL

    @property
    def back_url(self) -> str:
        return reverse("programme_detail", args=[self.kwargs["pk"]])

    def run_import(self, data: bytes, **how: Any) -> Report:
        programme = programme_of(self.request, self.kwargs["pk"])
        return import_attendance(programme=programme, data=data, actor=self.request.user, now=timezone.now(), **how)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        programme_of(request, kwargs["pk"])
        return super().get(request, **kwargs)
