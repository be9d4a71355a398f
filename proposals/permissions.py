"""Who may do what with a proposal; views, buttons and services all ask here. No query beyond ``roles_of``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minato_dx.organization.roles import roles_of

if TYPE_CHECKING:
    from minato_dx.organization.models import User
    from proposals.models import Dialogue, Proposal


def is_at_desk(user: User) -> bool:
    """The DX section is the desk: it receives, reviews, answers and keeps the log."""
    return roles_of(user).is_dx_staff


def can_work_on(user: User, proposal: Proposal) -> bool:
    """The assigned person and the section head decide and answer; the others of the desk read and review."""
    return is_at_desk(user) and (proposal.assignee_id == user.pk or roles_of(user).is_section_head)


def can_reassign(user: User) -> bool:
    return roles_of(user).is_section_head


def can_forward(user: User) -> bool:
    """Whoever works in the ward hands a cold call on to the desk."""
    return bool(roles_of(user).division_ids)


def can_ask_desk(user: User) -> bool:
    """Whoever works in a division asks the desk about what is shared."""
    return bool(roles_of(user).division_ids)


def can_request_parts(user: User) -> bool:
    """The confidential parts are granted to staff outside the desk; its members declare their interests instead."""
    return not is_at_desk(user)


def can_decide_grant(user: User, proposal: Proposal, reader_id: int) -> bool:
    """Whoever works on the proposal decides who reads its confidential parts, but never on their own request."""
    return can_work_on(user, proposal) and user.pk != reader_id


def can_record(user: User, dialogue: Dialogue) -> bool:
    """The host was there and writes down what was said; whoever works on the proposal may as well."""
    return is_at_desk(user) and (dialogue.host_id == user.pk or can_work_on(user, dialogue.proposal))
