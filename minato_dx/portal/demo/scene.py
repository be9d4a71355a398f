"""What a step finds around it: the case as it stands, who is who in it, and the moment."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from consultations.models import Consultation, HearingSheet
from minato_dx.organization.models import User
from minato_dx.organization.selectors import duty_deputies
from minato_dx.portal.demo.named import HEAD
from minato_dx.portal.demo.organisation import DX_SECTION
from minato_dx.portal.demo.people import Company
from minato_dx.portal.demo.roster import ACTING_PLACE
from minato_dx.portal.demo.script import Case, Who
from minato_dx.portal.demo.timeline import Timeline
from minato_dx.portal.demo.words import fill


@dataclass(slots=True)
class Stage:
    """What all cases share. The users are kept as objects, because each of them remembers its roles."""

    company: Company
    timeline: Timeline
    loading_since: dt.datetime  # what the database stamps by itself is later than this and gets its moment from us
    numbers: dict[str, int] = field(default_factory=dict)  # case key → id of its consultation

    def user(self, user_id: int) -> User:
        """Return the one object that stands for this person."""
        return self.company.by_id[user_id]


@dataclass(slots=True)
class Scene:
    """One case at one moment."""

    stage: Stage
    case: Case
    now: dt.datetime

    @property
    def consultation(self) -> Consultation:
        """Return the case as it stands now, read again."""
        return Consultation.objects.select_related("department").get(pk=self.stage.numbers[self.case.key])

    @property
    def sheet(self) -> HearingSheet:
        """Return the newest hearing's sheet."""
        sheets = HearingSheet.objects.select_related("hearing__consultation").order_by("-hearing__number")
        return sheets.filter(hearing__consultation=self.stage.numbers[self.case.key])[0]

    def moment(self, when: str) -> dt.datetime:
        """Return the moment of a step's ``when``."""
        day, clock = when.split()
        return self.stage.timeline.moment(int(day) - self.case.started, clock)

    def person(self, who: Who) -> User:
        """Return who that is in this case today."""
        if who is Who.DX:
            return self.stage.user(self.consultation.assignee_id)
        if who is Who.DEPUTY:
            return self._deputy()
        if who is Who.LEADER:
            return self.stage.company.leader(self.case.division)
        if who is Who.SECTION_HEAD:
            return self.stage.company.by_place[DX_SECTION, HEAD]
        return self.stage.company.by_place[self.case.division, self._place(who)]

    def _place(self, who: Who) -> int:
        if who is Who.HEAD:
            return HEAD
        if who is Who.ACTING:
            return ACTING_PLACE
        # A colleague is whichever of the first two did not ask.
        return self.case.asker if who is Who.ASKER else 2 if self.case.asker == 1 else 1

    def _deputy(self) -> User:
        case = self.consultation
        for deputy in duty_deputies(department=case.department, day=timezone.localdate(self.now)):
            if deputy.pk != case.assignee_id:
                return self.stage.user(deputy.pk)
        raise LookupError(f"{self.case.key}: nobody stands in for the assigned person")

    def words(self, text: str) -> str:
        """Return a text of the script with the names and days of this case."""
        return fill(text, name_of=self._name, timeline=self.stage.timeline, began=-self.case.started)

    def _name(self, place: str) -> str:
        if place == "dx_extension":
            return self.person(Who.DX).extension
        return self.person(Who(place)).surname
