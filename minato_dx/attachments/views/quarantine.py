"""What came from outside and waits: looked over, chosen, decided on. The content opens on none of these pages."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from minato_dx.attachments.forms import DecideForm
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.permissions import can_decide_on_files
from minato_dx.attachments.selectors import in_quarantine, waiting_files
from minato_dx.attachments.services.by_hand import refuse_files, release_files
from minato_dx.core.paging import Paginator

ONLY_DX = "確認中のファイルは、デジタル改革担当の職員が扱います。"
NOTHING_CHOSEN = "確かめたファイルを選んでください。ほかの人が、先に結果を入れたこともあります。"


def _require_dx(request: HttpRequest) -> None:
    if not can_decide_on_files(request.user):
        raise PermissionDenied(ONLY_DX)


@require_safe
def quarantine_list(request: HttpRequest) -> HttpResponse:
    """Show the files that wait, the oldest first. Which of them are looked at next stands in the address."""
    _require_dx(request)
    page = Paginator(in_quarantine().select_related("uploaded_by")).page(request.GET.get("page"))
    context = {
        "page": page,
        "files": waiting_files(rows=page.rows, user=request.user),
        "has_scanner": bool(settings.CLAMAV_SOCKET),
    }
    return render(request, "attachments/quarantine_list.html", context)


class QuarantineReviewView(FormView):
    """The chosen files once more, and the result for all of them."""

    form_class = DecideForm
    template_name = "attachments/quarantine_review.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _require_dx(request)
        if not self.rows:
            messages.warning(request, NOTHING_CHOSEN)
            return redirect("quarantine_list")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def rows(self) -> list[Attachment]:
        ids = [int(one) for one in self.request.GET.getlist("id") if one.isdecimal() and len(one) < 16]
        return list(in_quarantine().filter(pk__in=ids).select_related("uploaded_by"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"count": len(self.rows), "back_url": reverse("quarantine_list")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(files=waiting_files(rows=self.rows, user=self.request.user), **kwargs)

    def form_invalid(self, form: DecideForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: DecideForm) -> HttpResponse:
        chosen: dict[str, Any] = {
            "ids": [row.pk for row in self.rows], "actor": self.request.user, "now": timezone.now()
        }  # fmt: skip
        if form.releases:
            count = release_files(**chosen)
            messages.success(self.request, f"{count}件のファイルを、開ける状態にしました。")
        else:
            count = refuse_files(**chosen, reason=form.cleaned_data["reason"])
            messages.success(self.request, f"{count}件のファイルを、開けないものとして、中身を消しました。")
        return redirect("quarantine_list")
