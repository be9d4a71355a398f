"""The base of every step's page: what it will do, its form, and the way back."""

from typing import Any

from consultations.permissions import can_work_on, is_requester
from consultations.services.answers import answer_in_force
from consultations.views.logged import LoggedActionView


class StepView(LoggedActionView):
    """A step with a ``question`` for a heading and a short ``crumb``; opening one of a private case is logged."""

    http_method_names = ["get", "head", "post", "options"]
    opened_as = "相談"
    question = ""
    crumb = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"back_url": self.case_url()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(question=self.question, crumb=self.crumb, **kwargs)


class HandlerStep(StepView):
    """A step of those who work on the case."""

    def allowed(self) -> bool:
        return can_work_on(self.request.user, self.case)


class RequesterStep(StepView):
    """A step of the requester alone."""

    def allowed(self) -> bool:
        return is_requester(self.request.user, self.case)


class AnswerStep(RequesterStep):
    """What the requester says to an answer; the page shows it once more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(answer=answer_in_force(self.case), **kwargs)
