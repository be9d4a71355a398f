"""Who is asked, who answers, and who is told about a story."""

import datetime as dt

from consultations.selectors.agreement import decider_of
from minato_dx.organization.models import User
from minato_dx.organization.selectors import acting_head_of, duty_main, head_of, is_absent, section_head
from showcase.enums import ConsentRole
from showcase.models import Story, StoryHelper


def desk_of(*, story: Story, day: dt.date) -> User | None:
    """Return who of the DX section looks after the story: who had the consultation, else who has the department."""
    if story.source_consultation is not None:
        return story.source_consultation.assignee
    return duty_main(department=story.department, day=day) or section_head(day=day)


def decider_for(*, story: Story, day: dt.date) -> User | None:
    """Return who agrees for the division: its head of the day, else the acting head; nobody for what is their own."""
    if story.source_consultation is not None:
        return decider_of(case=story.source_consultation).person
    head = head_of(division=story.division, day=day)
    if head is not None and not is_absent(user=head, day=day):
        return head
    return acting_head_of(division=story.division, day=day) or head


def people_to_ask(*, story: Story, day: dt.date) -> dict[User, ConsentRole]:
    """Return who is asked as what: the head first, so that a requester who is the head is asked once."""
    head = decider_for(story=story, day=day)
    people = {head: ConsentRole.HEAD} if head is not None else {}
    own = ConsentRole.REQUESTER if story.source_consultation is not None else ConsentRole.OWNER
    for person, role in [(story.contact, own), *((row.person, ConsentRole.HELPER) for row in _helpers(story))]:
        if person.may_sign_in(day):
            people.setdefault(person, role)
    return people


def people_to_turn_to(*, story: Story, day: dt.date) -> list[User]:
    """Return who can be asked about the story: the contact first, then the others who are still there. One query."""
    others = [row.person for row in _helpers(story) if row.person.may_sign_in(day)]
    return [story.contact, *(person for person in others if person.pk != story.contact_id)]


def people_who_answer(*, story: Story, day: dt.date) -> list[User]:
    """Return who is told of a question: who can be asked and is still there, else who answers for the division."""
    people = [person for person in people_to_turn_to(story=story, day=day) if person.may_sign_in(day)]
    if people:
        return people
    head = decider_for(story=story, day=day)
    return [head] if head is not None else []


def _helpers(story: Story) -> list[StoryHelper]:
    return list(story.helpers.select_related("person"))
