"""A division says what became of a story there, on a page of its own or by one click."""

from typing import Any

from django.http import HttpResponse
from django.utils.functional import cached_property

from minato_dx.core.calendar import today
from minato_dx.organization.models import Division, DivisionVersion
from showcase.forms.voices import AdoptionForm
from showcase.models import Adoption
from showcase.selectors.adoptions import divisions_to_say_for
from showcase.services.adopting import say_adoption
from showcase.views.voices import ReaderStep


class AdoptView(ReaderStep):
    """The form; ``?division=`` and ``?state=`` fill it in, as the links of other pages do."""

    template_name = "showcase/story_adopt.html"
    form_class = AdoptionForm
    question = "うちの課ではどうなったか答える"
    done_message = "答えました。事例のページに出ます。"

    def allowed(self) -> bool:
        return bool(self.divisions)

    @cached_property
    def divisions(self) -> list[DivisionVersion]:
        return divisions_to_say_for(user=self.request.user, story=self.story, day=today())

    @property
    def said(self) -> Adoption | None:
        """Return what was said last for the division that the page is about."""
        ids = [str(row.division_id) for row in self.divisions]
        wanted = self.request.GET.get("division", "")
        chosen = wanted if wanted in ids else ids[0]
        return Adoption.objects.filter(story=self.story, division=chosen).first()

    def get_success_url(self) -> str:
        return f"{super().get_success_url()}#adoptions"

    def get_initial(self) -> dict[str, Any]:
        return {"division": self.request.GET.get("division", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"divisions": self.divisions, "said": self.said, "state": self.request.GET.get("state", "")}
        return super().get_form_kwargs() | more

    def form_valid(self, form: AdoptionForm) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def perform(self, data: dict[str, Any]) -> None:
        division = Division.objects.get(pk=data["division"])
        say_adoption(**self.step, division=division, became=self.form.became)
