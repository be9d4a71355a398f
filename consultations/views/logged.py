"""Steps whose page shows what the case says: opening one of a private case is written down."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from consultations.services import log_access
from consultations.views.actions import CaseActionView
from minato_dx.organization.roles import roles_of


class LoggedActionView(CaseActionView):
    """Base of a step with ``opened_as``: what the log of a private case calls its page."""

    opened_as = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        log_access(consultation=self.case, user=request.user, what=self.opened_as)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_dx=roles_of(self.request.user).is_dx_staff, **kwargs)
