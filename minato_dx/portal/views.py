"""Home: the intake first, then what the person has to do with."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property

from consultations import services
from consultations.exceptions import NoDivision
from consultations.forms.intake import IntakeForm
from consultations.models import Consultation
from consultations.selectors.drafts import KeptDraft
from consultations.selectors.home import MyDivisions, home_lists, my_divisions
from consultations.selectors.leader_first import turns_of
from consultations.services.intake import INTAKE_DRAFT
from consultations.views.answerer import Answerer, answerer_for
from consultations.views.drafts import was_discarded
from consultations.views.intake import IntakeView
from leaders.selectors import led_division_ids
from leaders.selectors.duties import duties_of
from minato_dx.core.calendar import today
from minato_dx.notifications.selectors import dead_count
from minato_dx.reference.selectors import active_tool, closed_days, first_tools
from showcase.selectors.front import stories_for_home

TOOLS_SHOWN = 3
ASK_ABOUT_TOOL = "「{name}」を使えるか、相談したいです。"


class Home(IntakeView):
    """GET shows the form (with the draft, if any) and the person's own lists; POST sends the consultation."""

    draft_key = INTAKE_DRAFT
    form_class = IntakeForm
    template_name = "portal/home.html"

    @cached_property
    def divisions(self) -> MyDivisions:
        return my_divisions(self.request.user)

    def form(self, *args: Any, **kwargs: Any) -> IntakeForm:
        limit = settings.ATTACHMENT_MAX_COUNT
        leader = self.answerer.leader_to_ask if self.answerer else None
        return IntakeForm(*args, divisions=self.divisions.versions, file_limit=limit, leader=leader, **kwargs)

    def initial(self, draft: KeptDraft | None) -> dict[str, str]:
        """Add the tool that the person came from to what they had typed already."""
        initial = super().initial(draft)
        question = self._question_about_tool()
        typed = initial.get("body", "")
        if question and question not in typed:
            initial["body"] = f"{typed}\n{question}".strip()
        return initial

    def _question_about_tool(self) -> str:
        wanted = self.request.GET.get("tool", "")
        tool = active_tool(int(wanted)) if wanted.isdecimal() and len(wanted) < 10 else None
        return ASK_ABOUT_TOOL.format(name=tool.name) if tool else ""

    def submit(self, form: IntakeForm) -> Consultation:
        return services.submit_consultation(requester=self.request.user, intake=form.intake(), token=self.token(form))

    def address(self) -> str:
        return reverse("home")

    def done_url(self, consultation: Consultation) -> str:
        return reverse("consultation_sent", args=[consultation])

    def context(self) -> dict[str, Any]:
        return {
            "lists": home_lists(self.request.user),
            "leads": self.leads,
            "leader_turns": list(turns_of(leader=self.request.user)) if self.leads else [],
            "duties": duties_of(user=self.request.user, day=today()),
            "answerer": self.answerer,
            "tools": first_tools(TOOLS_SHOWN),
            "stories": stories_for_home(user=self.request.user),
            "was_discarded": was_discarded(self.request, self.draft_key),
            "closed": closed_days(),
            "dead_mails": dead_count() if self.request.user.is_administrator else 0,
        }

    @cached_property
    def leads(self) -> bool:
        return bool(led_division_ids(user=self.request.user, on=today()))

    @cached_property
    def answerer(self) -> Answerer | None:
        """Return who will answer; None where the person, or the DX section, is not registered."""
        if self.divisions.main is None:
            return None
        try:
            return answerer_for(self.divisions.main, user=self.request.user)
        except NoDivision:
            return None
