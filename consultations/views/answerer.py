"""Who will answer somebody's consultation, in the words of home."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from consultations.services.promises import due_after
from consultations.services.routing import Desk, desk_for
from leaders.selectors import leader_of
from minato_dx.organization.models import Department, DivisionVersion, User
from minato_dx.organization.selectors import is_absent
from minato_dx.reference.selectors import portal_settings


@dataclass(frozen=True, slots=True)
class Answerer:
    """The person beside the intake form, why it is them, and by when they will reply."""

    desk: Desk
    department: Department
    division: str
    leader: User | None
    reply_by: dt.datetime
    leader_is_absent: bool = False

    @property
    def leader_to_ask(self) -> User | None:
        """Return the leader who may be asked first; nobody while they cannot be reached."""
        return None if self.leader_is_absent else self.leader

    @property
    def person(self) -> User:
        return self.desk.answers

    @property
    def duty(self) -> str:
        """Return what the person is to the division: 担当, 副担当, or a member of the section who stands in."""
        if self.person == self.desk.main:
            return f"{self.department.name}の担当"
        return f"{self.department.name}の副担当" if self.person in self.desk.deputies else "デジタル改革担当"

    @property
    def why(self) -> str:
        """Return why it is not the main person; empty where it is."""
        if self.person == self.desk.main:
            return ""
        if self.desk.main is None:
            return f"{self.department.name}の担当は、いま決まっていません。{self.person.surname}さんがお答えします。"
        return f"担当の{self.desk.main.surname}さんはきょう不在です。{self.person.surname}さんがお答えします。"

    @property
    def stands_in(self) -> User | None:
        """Return the deputy to name beside the main person."""
        return self.desk.deputy if self.person == self.desk.main else None


def answerer_for(version: DivisionVersion, *, user: User) -> Answerer:
    """Return who answers ``user`` of that division today. Raises NoDivision like the routing.

    Two queries, and a third where there is a leader.
    """
    now = timezone.now()
    day = timezone.localdate(now)
    leader = leader_of(division_id=version.division_id, on=day)
    leader = leader if leader != user else None
    return Answerer(
        desk=desk_for(department=version.department, day=day),
        department=version.department,
        division=version.name,
        leader=leader,
        leader_is_absent=leader is not None and is_absent(user=leader, day=day),
        reply_by=due_after(now=now, working_days=portal_settings().first_reply_days),
    )
