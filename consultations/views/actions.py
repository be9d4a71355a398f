"""One step of a consultation as a page: a form to read before, one service call, and its refusal on the form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from django_fsm import can_proceed

from consultations.exceptions import ConsultationError, StateConflict
from consultations.models import Consultation
from consultations.services.transitions import conflict
from consultations.views.lookup import visible_case


class CaseActionView(FormView):
    """Base of every step.

    A subclass names its ``form_class``, ``template_name``, ``transition`` (where the step is one), who is ``allowed``,
    and what to ``perform``. A case that cannot be seen is 404, a step that is not this person's is 403, and a step that
    no longer fits leads back to the case with a sentence that says why.
    """

    transition = ""
    done_message = ""
    case: Consultation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.case = self.find_case()
        if not self.allowed():
            raise PermissionDenied
        if not self.fits():
            messages.warning(request, self.refusal())
            return redirect(self.case_url())
        return super().dispatch(request, *args, **kwargs)

    def find_case(self) -> Consultation:
        return visible_case(self.request.user, self.kwargs["number"])

    def allowed(self) -> bool:
        """Tell whether this person may take the step, apart from the case's present state."""
        raise NotImplementedError

    def fits(self) -> bool:
        """Tell whether the case's present state admits the step; waiting ends by itself where needed."""
        if not self.transition:
            return True
        method = getattr(self.case, self.transition)
        if can_proceed(method):
            return True
        return self.case.is_waiting and self.case.working_state in method._django_fsm.transitions

    def refusal(self) -> str:
        """Say why the step does not fit (any more)."""
        return conflict(self.case).message

    def perform(self, data: dict[str, Any]) -> None:
        """Call the one service of this step with the form's cleaned data."""
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.perform(form.cleaned_data)
        except StateConflict as refusal:
            self.case = self.find_case()
            form.add_error(None, refusal.message)
            return self.render_to_response(self.get_context_data(form=form), status=409)
        except ConsultationError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form)
        except DjangoValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        if self.done_message:
            messages.success(self.request, self.done_message)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def case_url(self) -> str:
        return reverse("consultation_detail", args=[self.case])

    def get_success_url(self) -> str:
        return self.case_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, **kwargs)
