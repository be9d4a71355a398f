"""Who may do what about leaders; views, buttons and services all ask here. No query beyond ``roles_of``, but for one:
who leads or learns is asked once a request.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps

from minato_dx.core.calendar import today
from minato_dx.organization.enums import Office
from minato_dx.organization.roles import roles_of

if TYPE_CHECKING:
    from leaders.models import TrialApp
    from minato_dx.organization.models import User


def can_recommend_for(user: User, division_id: int) -> bool:
    """The division's head recommends, and the acting head in the head's place."""
    roles = roles_of(user)
    return division_id in roles.headed_division_ids | roles.acting_headed_division_ids


def can_recommend(user: User) -> bool:
    roles = roles_of(user)
    return bool(roles.headed_division_ids | roles.acting_headed_division_ids)


def can_check(user: User) -> bool:
    """The DX section checks recommendations, keeps plan and cohorts, and runs the training."""
    return roles_of(user).is_dx_staff


def sees_training_of(user: User, *, leader_id: int, division_id: int) -> bool:
    """How far a leader has come concerns the leader, who answers for the division, and who runs the training."""
    return user.pk == leader_id or can_recommend_for(user, division_id) or can_check(user)


def is_in_deciders_office(user: User) -> bool:
    """The CIO and the named deputy (代決者)."""
    return bool(roles_of(user).offices & {Office.CIO, Office.CIO_DEPUTY})


def knows_decisions(user: User) -> bool:
    """CIO, deputy and DX section know of a decision before its day of publication; nobody else does."""
    return is_in_deciders_office(user) or can_check(user)


def sees_recommendations_on_board(user: User) -> bool:
    """That somebody is being recommended is between the division, the DX section and who decides."""
    return knows_decisions(user)


def is_among_leaders(user: User) -> bool:
    """Leaders of today, those in training, and the DX section talk among themselves; read once, kept on ``user``."""
    known: dict[dt.date, bool] = user.__dict__.setdefault("_among_leaders", {})
    day = today()
    if day not in known:
        known[day] = can_check(user) or _leads_or_learns(user, day)
    return known[day]


def _leads_or_learns(user: User, day: dt.date) -> bool:
    terms = apps.get_model("leaders", "LeaderTerm").objects.on(day).filter(person=user, published_on__lte=day)
    learning = apps.get_model("leaders", "Trainee").objects.filter(
        person=user, left_on__isnull=True, programme__starts_on__lte=day, programme__ends_on__gte=day
    )
    return user.may_sign_in(day) and (terms.exists() or learning.exists())


def can_register_app(user: User) -> bool:
    """Leaders of today, those in training, and the DX section note what they built."""
    return is_among_leaders(user)


def can_keep_app(user: User, app: TrialApp) -> bool:
    """The owner answers for the app; the DX section repairs and confirms any of them."""
    return can_check(user) or (app.owner_id == user.pk and user.may_sign_in(today()))


def can_name_owner(user: User, app: TrialApp) -> bool:
    """Who keeps the app hands it on, and the head of the division that uses it names somebody."""
    return can_keep_app(user, app) or can_recommend_for(user, app.division_id)
