"""Imports in two steps: read what would change, then confirm."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from minato_dx.core.csv_reading import TableErrors
from minato_dx.organization.enums import ImportKind
from minato_dx.organization.forms import ImportForm
from minato_dx.organization.models import ImportUpload
from minato_dx.organization.services.import_report import Report, ReportChangedError
from minato_dx.organization.services.organization_import import import_organization
from minato_dx.organization.services.staff_import import import_staff
from minato_dx.organization.services.uploads import keep_upload

CHANGED_SINCE = "確かめている間に、組織か職員の登録が変わりました。新しい内容を見て、もう一度確かめてください。"


def _importer(upload: ImportUpload) -> Callable[..., Report]:
    data = bytes(upload.content)
    if upload.kind == ImportKind.ORGANIZATION:
        return partial(import_organization, data=data, as_of=upload.as_of)
    return partial(import_staff, data=data)


@admin.register(ImportUpload)
class ImportUploadAdmin(admin.ModelAdmin):
    """Not a list but two pages: choose a file, and confirm its dry run."""

    def get_urls(self) -> list[URLPattern]:
        review = self.admin_site.admin_view(self.review_view)
        pages = [path("<int:upload_id>/review/", review, name="organization_importupload_review")]
        return pages + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Take a file, and go on to its dry run."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = keep_upload(user=request.user, **form.cleaned_data)
            return HttpResponseRedirect(reverse("admin:organization_importupload_review", args=[upload.pk]))
        return self._page(request, "upload.html", form=form, title="組織と職員の取り込み")

    def review_view(self, request: HttpRequest, upload_id: int) -> HttpResponse:
        """Show what would change, row by row; a POST does what was shown."""
        upload = get_object_or_404(ImportUpload, pk=upload_id, user=request.user)
        run = _importer(upload)
        context: dict[str, Any] = {"upload": upload, "title": f"{upload.get_kind_display()}の取り込み"}
        try:
            if request.method == "POST":
                return self._import(request, upload, run)
            report = run(dry_run=True)
            context |= {"report": report, "counts": report.counts(), "change_count": report.change_count}
        except TableErrors as faults:
            context["errors"] = faults.errors
        except ReportChangedError:
            self.message_user(request, CHANGED_SINCE, messages.WARNING)
            return HttpResponseRedirect(request.path)
        return self._page(request, "review.html", **context)

    def _import(self, request: HttpRequest, upload: ImportUpload, run: Callable[..., Report]) -> HttpResponse:
        report = run(seen=request.POST.get("seen", "") or "nothing")
        upload.delete()
        text = f"「{upload.file_name}」を取り込みました（{report.change_count}件）。"
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:index"))

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        context |= {**self.admin_site.each_context(request), "opts": self.model._meta, "title": context["title"]}
        return TemplateResponse(request, f"admin/organization/importupload/{template}", context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ImportUpload | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportUpload | None = None) -> bool:
        return False
