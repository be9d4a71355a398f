"""One step as a page: what it will do, a form, one service call, and its refusal on the form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView


class StepView(FormView):
    """Base of steps; an app names its ``refusals``, and those of them that are ``conflicts`` with somebody quicker.

    A refusal carries ``message`` and the name of the ``field`` that it means, or none.
    """

    refusals: type[Exception]
    conflicts: type[Exception]
    question = ""
    consequences: tuple[str, ...] = ()
    done_message = ""

    def perform(self, data: dict[str, Any]) -> None:
        """Call the one service of this step with the form's cleaned data."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.perform(form.cleaned_data)
        except self.refusals as error:
            # Every app's refusals have these two; the class of the exception is known to it alone.
            refusal: Any = error
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            status = 409 if isinstance(error, self.conflicts) else 422
            return self.render_to_response(self.get_context_data(form=form), status=status)
        messages.success(self.request, self.done_message)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.question, consequences=self.consequences, **kwargs)
