"""Who may do what with a story; views, buttons and services all ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consultations.enums import State as CaseState
from consultations.permissions import can_work_on, is_in_division, is_requester
from leaders.enums import AppState
from leaders.selectors import led_division_ids
from minato_dx.core.calendar import today
from minato_dx.organization.roles import roles_of
from showcase.enums import ExhibitionState

if TYPE_CHECKING:
    from consultations.models import Consultation
    from leaders.models import TrialApp
    from minato_dx.organization.models import User
    from showcase.models import Exhibition, Exhibitor, Story


def is_editor(user: User) -> bool:
    """The DX section helps to write stories, looks at each before it is shown, and may take one down."""
    return roles_of(user).is_dx_staff


def can_begin(user: User, case: Consultation) -> bool:
    """The division, and whoever worked on it, tell what came of a consultation; never of a private one."""
    if case.is_private or case.state != CaseState.CLOSED:
        return False
    return is_requester(user, case) or is_in_division(user, case) or can_work_on(user, case)


def can_begin_of_app(user: User, app: TrialApp) -> bool:
    """The owner, the division that uses it, and the DX section tell of a trial app that is in use."""
    if app.state != AppState.IN_USE:
        return False
    return user.pk == app.owner_id or app.division_id in roles_of(user).division_ids or is_editor(user)


def can_write(user: User, story: Story) -> bool:
    """Who began it, whose trouble it was, and the DX section write it.

    Where the consultation was made private since, it is the requester's alone.
    """
    if story.is_concealed:
        return user.pk == story.contact_id
    return user.pk in (story.author_id, story.contact_id) or is_editor(user)


def can_review(user: User, story: Story) -> bool:
    """Four eyes: nobody of the DX section publishes what they wrote last themselves."""
    return is_editor(user) and story.changed_by_id != user.pk and not story.is_concealed


def belongs_to_division(user: User, division_id: int) -> bool:
    """Members, head, acting head and leader of the division today."""
    return division_id in roles_of(user).division_ids | led_division_ids(user=user, on=today())


def can_answer(user: User, story: Story) -> bool:
    """The division's head and leader, who is named to be asked, and the DX section. One query where it is neither."""
    roles = roles_of(user)
    heads = roles.headed_division_ids | roles.acting_headed_division_ids
    if is_editor(user) or user.pk == story.contact_id or story.division_id in heads:
        return True
    return story.division_id in led_division_ids(user=user, on=today()) or story.helpers.filter(person=user).exists()


def can_hide(user: User) -> bool:
    """Only the DX section keeps a question from the others, and says why."""
    return is_editor(user)


def can_say_adoption(user: User, *, story: Story, division_id: int) -> bool:
    """A division's own people say what became of a story there; the DX section writes it down for any."""
    return division_id != story.division_id and (is_editor(user) or belongs_to_division(user, division_id))


def can_take_down(user: User, story: Story) -> bool:
    """Who wrote it, the DX section, and whoever agreed to it and does not any more. One query for the last."""
    return can_write(user, story) or is_editor(user) or story.consents.filter(person=user).exists()


# --- Exhibitions ------------------------------------------------------------------------------------------


def can_run_exhibitions(user: User) -> bool:
    """The DX section plans exhibitions, chooses who exhibits, and stands at the reception."""
    return is_editor(user)


def can_receive(user: User) -> bool:
    """Whoever runs exhibitions stands at the entrance and at the seminars' doors, and sees how many came."""
    return can_run_exhibitions(user)


def can_read_report(user: User, exhibition: Exhibition) -> bool:
    """All staff read the report once it is written; until then its numbers are the DX section's."""
    return exhibition.state == ExhibitionState.REPORTED or can_run_exhibitions(user)


def can_stamp_for(user: User, exhibitor: Exhibitor) -> bool:
    """At a booth its own people read visitors' codes, and so does the DX section."""
    return can_receive(user) or is_exhibitors_own(user, exhibitor)


def can_speak_for(user: User, exhibitor: Exhibitor) -> bool:
    """The DX section, and the division's or the team's own people. A company speaks through the public door."""
    return can_run_exhibitions(user) or is_exhibitors_own(user, exhibitor)


def is_exhibitors_own(user: User, exhibitor: Exhibitor) -> bool:
    """Tell whether the user is one of the division or of the team that exhibits. At most one query."""
    if exhibitor.division_id:
        return exhibitor.division_id in roles_of(user).division_ids
    if exhibitor.team:
        return exhibitor.team.members.filter(trainee__person=user).exists()
    return False
