"""The page of one consultation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations.converters import ReceiptNumber
from consultations.services import log_access
from consultations.views.case_page import page_context
from consultations.views.lookup import shown_case
from minato_dx.notifications.services import mark_thing_read


@require_safe
def consultation_detail(request: HttpRequest, number: ReceiptNumber) -> HttpResponse:
    """Show the next step, the thread and the facts; opening it reads its messages off."""
    case = shown_case(request.user, number)
    context = page_context(case=case, user=request.user)
    log_access(consultation=case, user=request.user, what="相談")
    if context["around"].has_unread:
        mark_thing_read(user=request.user, object_kind="consultation", object_id=case.pk)
    return render(request, "consultations/consultation_detail.html", context)
