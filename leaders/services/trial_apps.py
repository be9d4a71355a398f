"""The register of trial apps: put in, changed, confirmed and handed on by people."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from leaders.enums import APPS_ALIVE, AppState
from leaders.exceptions import LeaderError, StateConflict
from leaders.models import Team, TrialApp
from leaders.permissions import can_keep_app, can_name_owner, can_register_app
from leaders.selectors.trial_apps import belongs, divisions_to_register_for, leader_to_own, teams_of
from leaders.services.telling import desk_of, tell_of_app
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import Division, User
from minato_dx.organization.selectors import acting_head_of, department_of, head_of
from minato_dx.organization.selectors.on_a_day import heirs_of
from minato_dx.reference.models import InHouseTool
from minato_dx.reference.services import find_or_create_work

NOT_A_MEMBER = "その人は、きょうこの課に所属していません。選び直してください。"


@dataclass(frozen=True, slots=True)
class AppFacts:
    """What the register says of an app; ``work`` is the name as typed, empty where it is for no single work."""

    name: str
    about: str
    handles_personal_data: bool
    tool: InHouseTool | None = None
    other_tool: str = ""
    work: str = ""


@transaction.atomic
def register_app(
    *,
    division: Division,
    facts: AppFacts,
    actor: User,
    owner: User | None = None,
    state: AppState = AppState.TRYING,
    team: Team | None = None,
    now: dt.datetime,
) -> TrialApp:
    """Put an app of a division into the register.

    Without ``owner`` it is whoever registers it, or the division's leader where that person does not work there; where
    there is none, the head is asked for one. Raises LeaderError for a division or an owner that does not fit.
    """
    day = timezone.localdate(now)
    require(can_register_app(actor))
    if not divisions_to_register_for(user=actor, day=day).filter(division=division).exists():
        raise LeaderError("自分の課か、リーダーをしている課を選んでください。", "division")
    if state not in APPS_ALIVE:
        raise LeaderError("使っているものか、試しているものを登録してください。", "state")
    if team is not None and not teams_of(user=actor).filter(pk=team.pk).exists():
        raise LeaderError("自分の班を選んでください。", "team")
    row = TrialApp(
        division=division,
        state=state,
        team=team,
        owner=_first_owner(division=division, actor=actor, named=owner, day=day),
        created_at=now,
        created_by=actor,
        confirmed_on=day,
        confirmed_by=actor,
    )
    _write(row, facts, day)
    save_with_history(app=row, actor=actor, now=now)
    if row.owner is None:
        ask_for_owner(app=row, day=day, now=now)
    else:
        _tell_new_owner(row, actor, now)
    return row


def _first_owner(*, division: Division, actor: User, named: User | None, day: dt.date) -> User | None:
    if named is not None:
        if not belongs(person=named, division=division, day=day):
            raise LeaderError("持ち主にできるのは、使う課に所属している人です。職員番号を確かめてください。", "owner")
        return named
    return actor if belongs(person=actor, division=division, day=day) else leader_to_own(division=division, day=day)


def _write(row: TrialApp, facts: AppFacts, day: dt.date) -> None:
    """Fill in the facts, or raise LeaderError for the one that is missing."""
    if is_blank(facts.name):
        raise LeaderError("アプリの名前を書いてください。", "name")
    if is_blank(facts.about):
        raise LeaderError("何をするものかを、書いてください。1行でかまいません。", "about")
    if facts.tool is None and is_blank(facts.other_tool):
        raise LeaderError("使ったツールを選ぶか、名前を書いてください。", "tool")
    row.name, row.about = facts.name.strip(), facts.about.strip()
    row.tool, row.other_tool = facts.tool, "" if facts.tool else facts.other_tool.strip()
    row.handles_personal_data = facts.handles_personal_data
    is_named = not is_blank(facts.work)
    row.work = find_or_create_work(division_id=row.division_id, name=facts.work, day=day) if is_named else None


@transaction.atomic
def change_app(*, app: TrialApp, facts: AppFacts, actor: User, now: dt.datetime) -> TrialApp:
    """Change what the register says of the app; owner, state and division have ways of their own."""
    row = _lock(app)
    require(can_keep_app(actor, row))
    _write(row, facts, timezone.localdate(now))
    save_with_history(app=row, actor=actor, now=now)
    return row


@transaction.atomic
def confirm_app(
    *, app: TrialApp, actor: User, state: AppState, seen: AppState, reason: str = "", now: dt.datetime
) -> TrialApp:
    """Say how the app stands: in use, being tried, or retired with a ``reason``; the owner is asked no more this time.

    ``seen`` is the state that the actor saw. Raises StateConflict where somebody else has said otherwise since.
    """
    row = _lock(app)
    require(can_keep_app(actor, row))
    if row.state not in (seen, state):
        label = AppState(row.state).label
        raise StateConflict(f"ほかの人が先に「{label}」にしています。画面を開き直して、いまの状態を確かめてください。")
    if state == AppState.RETIRED and is_blank(reason):
        raise LeaderError("やめた理由を、ひとこと書いてください。同じことを考えている課の参考になります。", "reason")
    row.state = state
    row.retired_reason = reason.strip() if state == AppState.RETIRED else ""
    row.confirmed_on, row.confirmed_by, row.asked_on = timezone.localdate(now), actor, None
    save_with_history(app=row, actor=actor, now=now)
    tell_of_app(
        app=row,
        event=f"confirmed:{state}:{int(now.timestamp())}",
        to=[row.owner],
        text=f"「{row.name}」を「{state.label}」として確かめました",
        details=f"{actor.name}さんが確かめました。違うときは、画面から直してください。",
        by=actor,
        now=now,
    )
    return row


@transaction.atomic
def hand_to(*, app: TrialApp, to: User, actor: User, seen_owner_id: int | None, now: dt.datetime) -> TrialApp:
    """Make somebody of the app's division its owner; the new owner and the one before hear of it.

    ``seen_owner_id`` is whom the actor saw as owner. Raises StateConflict where another one was named since, and
    LeaderError for somebody who does not belong to the division that day.
    """
    row = _lock(app)
    require(can_name_owner(actor, row))
    if row.owner_id != seen_owner_id:
        name = row.owner.name if row.owner else ""
        who = f"{name}さんを持ち主にしています" if name else "持ち主を外しています"
        raise StateConflict(f"ほかの人が先に、{who}。画面を開き直して確かめてください。")
    if row.state not in APPS_ALIVE:
        raise StateConflict("このアプリは、もう使われていません。持ち主は要りません。")
    if to.pk == row.owner_id:
        raise LeaderError(f"{to.name}さんは、もう持ち主です。ほかの人を選んでください。", "person")
    if not belongs(person=to, division=row.division, day=timezone.localdate(now)):
        raise LeaderError(NOT_A_MEMBER, "person")
    before = row.owner
    change_owner(app=row, to=to, actor=actor, now=now)
    _tell_new_owner(row, actor, now)
    tell_of_app(
        app=row,
        event=f"gone-to:{to.pk}:{int(now.timestamp())}",
        to=[before],
        text=f"「{row.name}」の持ち主が、{to.name}さんに変わりました",
        by=actor,
        now=now,
    )
    return row


# --- What the jobs share -----------------------------------------------------------------------------------------


def _lock(app: TrialApp) -> TrialApp:
    rows = TrialApp.objects.select_for_update(of=("self",))
    return rows.select_related("owner", "division", "tool", "work").get(pk=app.pk)


def save_with_history(*, app: TrialApp, actor: User | None, now: dt.datetime) -> None:
    """Save the app with who did it and when in its history; without ``actor`` it was the clock."""
    app._history_user, app._history_date = actor, now  # type: ignore[attr-defined]  # read by simple_history
    app.save()


def change_owner(*, app: TrialApp, to: User | None, actor: User | None, now: dt.datetime) -> None:
    """Write another owner, or none, on a locked row; whoever comes new is asked anew."""
    app.owner, app.asked_on = to, None
    save_with_history(app=app, actor=actor, now=now)


def heads_of(*, division: Division, day: dt.date) -> list[User | None]:
    """Return who answers for the division on that day: the head, or the acting head while the post is vacant."""
    return [head_of(division=division, day=day) or acting_head_of(division=division, day=day)]


def ask_for_owner(*, app: TrialApp, day: dt.date, now: dt.datetime, why: str = "") -> None:
    """Ask the division's head and the DX section to name an owner."""
    people = heads_of(division=app.division, day=day)
    for place in heirs_of(division=app.division, day=day) or [app.division]:
        department = department_of(division_id=place.pk, day=day)
        people += desk_of(department=department, day=day) if department else []
    tell_of_app(
        app=app,
        event=f"no-owner:{int(now.timestamp())}",
        to=people,
        text=f"「{app.name}」の持ち主を決めてください",
        details=f"{why}課の人から、持ち主を選んでください。だれも使っていないときは、デジタル改革担当に知らせてください。",
        topic=Topic.TURN,
        now=now,
    )


def _tell_new_owner(row: TrialApp, actor: User, now: dt.datetime) -> None:
    tell_of_app(
        app=row,
        event=f"owner:{row.owner_id}:{int(now.timestamp())}",
        to=[row.owner],
        text=f"「{row.name}」の持ち主になりました",
        details=f"{actor.name}さんが、あなたを持ち主にしました。半年ごとに、いまも使っているかをお聞きします。",
        topic=Topic.ASSIGNED,
        by=actor,
        now=now,
    )
