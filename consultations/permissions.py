"""Who may do what with a consultation; views, buttons and services all ask here.

Every predicate answers for today and costs no query beyond ``roles_of`` (read once per request). Three have to know
more, and read it once: whom someone leads (remembered on the person), whether the assigned person is absent, and
whether the head is there (both remembered on the consultation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaders.selectors import led_division_ids
from minato_dx.core.calendar import today
from minato_dx.organization.roles import roles_of

if TYPE_CHECKING:
    from consultations.models import Consultation
    from minato_dx.organization.models import User


def is_requester(user: User, consultation: Consultation) -> bool:
    return consultation.requester_id == user.pk


def can_handle(user: User, consultation: Consultation) -> bool:
    """The assigned person, those on duty for the department, and the section head work on it."""
    roles = roles_of(user)
    if consultation.assignee_id == user.pk or roles.is_section_head:
        return True
    duties = roles.main_duty_department_ids | roles.deputy_duty_department_ids
    return not consultation.is_private and consultation.department_id in duties


def can_stand_in(user: User, consultation: Consultation) -> bool:
    """The deputy of the department handles a private one too, while the assigned person is absent."""
    roles = roles_of(user)
    return consultation.department_id in roles.deputy_duty_department_ids and consultation.assignee_is_absent


def can_work_on(user: User, consultation: Consultation) -> bool:
    return can_handle(user, consultation) or (consultation.is_private and can_stand_in(user, consultation))


def is_in_division(user: User, consultation: Consultation) -> bool:
    return consultation.division_id in roles_of(user).division_ids


def can_write_message(user: User, consultation: Consultation) -> bool:
    """The requester, whoever works on it, and (unless private) the division's people take part in the thread."""
    if is_requester(user, consultation) or can_work_on(user, consultation):
        return True
    return not consultation.is_private and (is_in_division(user, consultation) or leads_division(user, consultation))


def leads_division(user: User, consultation: Consultation) -> bool:
    return consultation.division_id in led_division_ids(user=user, on=today())


def can_see_notes(user: User, consultation: Consultation) -> bool:
    """Internal notes are the DX section's; a requester never reads them, not even one from the section itself."""
    if is_requester(user, consultation):
        return False
    return roles_of(user).is_dx_staff


def can_enter_for_others(user: User) -> bool:
    return roles_of(user).is_dx_staff


def can_see_triage(user: User) -> bool:
    return roles_of(user).is_dx_staff


def can_hand_over(user: User) -> bool:
    """The section head decides who goes on with the work of a member who leaves."""
    return roles_of(user).is_section_head


def can_confirm_sheet(user: User, consultation: Consultation) -> bool:
    return is_requester(user, consultation)


def can_choose_time(user: User, consultation: Consultation) -> bool:
    """The requester and whoever works on it fix, move and call off a hearing."""
    return is_requester(user, consultation) or can_work_on(user, consultation)


def can_change_privacy(user: User, consultation: Consultation) -> bool:
    return is_requester(user, consultation)


def can_lend_as_theme(user: User, consultation: Consultation) -> bool:
    """The requester lends what troubles them to the leaders' group work; what is private stays out of it."""
    return is_requester(user, consultation) and not consultation.is_private


def can_reopen(user: User, consultation: Consultation) -> bool:
    return is_requester(user, consultation) or can_work_on(user, consultation)


def can_record_effect(user: User, consultation: Consultation) -> bool:
    """The division writes what is real; whoever works on the case may write it down for them."""
    if is_requester(user, consultation) or can_work_on(user, consultation):
        return True
    return not consultation.is_private and is_in_division(user, consultation)


def may_agree(user: User, consultation: Consultation) -> bool:
    """Tell whether ``user`` is the one who agrees for the division today.

    The head; an acting head where the head is absent, the post is vacant, or the head is the requester. Nobody
    agrees to their own consultation.
    """
    if is_requester(user, consultation):
        return False
    roles = roles_of(user)
    if consultation.division_id in roles.headed_division_ids:
        return True
    if consultation.division_id not in roles.acting_headed_division_ids:
        return False
    return consultation.head_at_work_id in (None, consultation.requester_id)


def can_run_research(user: User) -> bool:
    """The DX section words what others are asked, passes it on, and checks what they answer."""
    return roles_of(user).is_dx_staff


def can_ask_others(user: User, consultation: Consultation) -> bool:
    """The division, and whoever works on it, ask others about a consultation; never about a private one."""
    if consultation.is_private:
        return False
    return is_requester(user, consultation) or is_in_division(user, consultation) or can_work_on(user, consultation)
