"""Cases from a CSV file, looked at before they are written."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from leaders.views.importing import ImportView
from minato_dx.organization.services.import_report import Report
from showcase.permissions import is_editor
from showcase.services.cases.importing import COLUMNS, OPTIONAL, import_cases
from showcase.views.cases.steps import FOR_THE_SECTION


class CaseImportView(ImportView):
    title, subject_label = "ほかの自治体の事例の取り込み", "事例"
    columns, optional = COLUMNS, OPTIONAL

    @property
    def back_url(self) -> str:
        return f"{reverse('case_list')}?tab=checking"

    def check(self, request: HttpRequest) -> None:
        if not is_editor(request.user):
            raise PermissionDenied(FOR_THE_SECTION)

    def run_import(self, data: bytes, **how: Any) -> Report:
        return import_cases(data=data, actor=self.request.user, now=timezone.now(), **how)
