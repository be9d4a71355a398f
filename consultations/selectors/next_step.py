"""The next step of a consultation: whose turn it is, what they do, by when, and the button for it.

No state is without one, for whoever may see the case.
"""

from dataclasses import dataclass, field, replace

from django.urls import reverse

from consultations.enums import PromiseKind, State
from consultations.models import Consultation
from consultations.selectors.buttons import address
from consultations.selectors.plans import PLANS, Plan, Situation, Turn
from minato_dx.core.steps import Act

# Stands beside the words on who can see the case.
ELSEWHERE = {"set_privacy"}


@dataclass(frozen=True, slots=True)
class NextStep:
    """The panel at the top of a case's page."""

    heading: str
    text: str
    is_yours: bool
    main: Act | None = None
    beside: list[Act] = field(default_factory=list)
    others: list[Act] = field(default_factory=list)
    due_label: str = ""
    asks_verdict: bool = False
    quote: str = ""
    call: str = ""
    after: str = ""


def next_step(situation: Situation) -> NextStep:
    """Return the next step as ``situation.viewer`` reads it."""
    case = situation.case
    plan = PLANS[State(case.state)](situation)
    if situation.asked is not None and not case.is_waiting and case.is_open:
        plan = replace(plan, beside=("sheet", *plan.beside))
    offered = situation.acts | _meeting_acts(situation)
    acts = _with_anchors(situation, offered)
    yours = _is_yours(situation, plan.turn)
    main = next((acts[name] for name in plan.main if name in acts), None)
    beside = [acts[name] for name in plan.beside if name in acts and acts[name] != main]
    asks_verdict = yours and "confirm_solved" in situation.acts
    shown = {act.url for act in [*beside, *([main] if main else [])]}
    if asks_verdict:
        shown |= {situation.acts["confirm_solved"].url, situation.acts["still_in_trouble"].url}
    return NextStep(
        heading=plan.heading or _heading(situation, plan.turn, yours=yours),
        text=_text(situation, plan, yours=yours),
        is_yours=yours,
        main=main,
        beside=beside,
        others=[act for act in offered.values() if act.url not in shown and act.name not in ELSEWHERE],
        due_label=_due_label(case, plan.turn, yours=yours),
        asks_verdict=asks_verdict,
        quote=situation.waits_for if case.is_waiting and situation.asked is None else "",
        call=_call(situation, plan.turn),
        after="" if situation.viewer.is_dx_staff and not situation.viewer.is_requester else plan.after,
    )


def _is_yours(situation: Situation, turn: Turn) -> bool:
    case, viewer = situation.case, situation.viewer
    if turn == Turn.REQUESTER:
        return viewer.is_requester
    if turn == Turn.HEAD:
        return "agree" in situation.acts
    if turn == Turn.LEADER:
        asked = situation.around.asked_leader
        return asked is not None and asked.pk == viewer.user.pk
    if turn == Turn.DX:
        stands_in = case.assignee_is_absent and viewer.works_on and viewer.user.pk != case.assignee_id
        return viewer.user.pk == case.assignee_id or (stands_in and _is_deputy(situation))
    return False


def _due_label(case: Consultation, turn: Turn, *, yours: bool) -> str:
    """What is promised by then; who owes it knows, and reads the day alone."""
    if not case.next_due_kind or (yours and turn in (Turn.REQUESTER, Turn.HEAD, Turn.LEADER) and not case.is_waiting):
        return ""
    return str(PromiseKind(case.next_due_kind).label)


def _is_deputy(situation: Situation) -> bool:
    return any(person.pk == situation.viewer.user.pk for person in situation.around.deputies)


def _heading(situation: Situation, turn: Turn, *, yours: bool) -> str:
    if yours:
        return "次は、あなたの番です"
    if situation.viewer.works_on:
        return "次の一手"
    agreeing, leader = situation.agreeing, situation.around.asked_leader
    names = {
        Turn.REQUESTER: situation.requester,
        Turn.DX: situation.assignee,
        Turn.LEADER: f"{leader.surname}さん（リーダー）" if leader else "リーダー",
        Turn.HEAD: f"{agreeing.surname}さん" if agreeing else "所属長",
        Turn.NOBODY: "",
    }
    return f"次は、{names[turn]}の番です"


def _text(situation: Situation, plan: Plan, *, yours: bool) -> str:
    viewer = situation.viewer
    if plan.head and yours and plan.turn == Turn.HEAD:
        return plan.head
    if plan.leader and yours:
        return plan.leader
    if plan.requester and viewer.is_requester:
        return plan.requester
    return plan.dx if viewer.is_dx_staff and not viewer.is_requester else plan.asker


def _call(situation: Situation, turn: Turn) -> str:
    """A promise that was not kept names whom to call."""
    if not situation.is_overdue or turn != Turn.DX or situation.viewer.is_dx_staff:
        return ""
    person = situation.around.assignee
    extension = f"（内線{person.extension}）" if person.extension else ""
    return f"約束の日を過ぎています。急ぐときは、{person.surname}さん{extension}にお電話ください。"


def _meeting_acts(situation: Situation) -> dict[str, Act]:
    """What can be done about the hearing that is planned, or, of a case that is being heard, about none being so."""
    case, viewer, planned = situation.case, situation.viewer, situation.planned
    acts = []
    if planned is None:
        if viewer.is_requester and case.working_state == State.HEARING:
            acts.append(Act("choose_time", "会う日時を選ぶ", address(case, "meeting_choose")))
    elif viewer.works_on or viewer.is_requester:
        if viewer.works_on and planned.starts_at <= situation.now:
            acts.append(Act("hearing_outcome", "会えなかった・延期する", address(case, "hearing_outcome", planned.pk)))
        else:
            acts.append(Act("move_hearing", "ヒアリングの日時を変える", address(case, "hearing_move", planned.pk)))
            if viewer.works_on:
                acts.append(
                    Act("hearing_outcome", "ヒアリングを延期する", address(case, "hearing_outcome", planned.pk))
                )
        acts.append(Act("cancel_hearing", "ヒアリングを取りやめる", address(case, "hearing_cancel", planned.pk)))
    return {act.name: act for act in acts}


def _with_anchors(situation: Situation, offered: dict[str, Act]) -> dict[str, Act]:
    """What can be done, and the places on this page and beside it that a next step may lead to."""
    acts = dict(offered)
    if situation.viewer.writes and situation.case.is_open:
        acts["reply"] = Act("reply", "返信を書く", "#reply")
    if situation.viewer.sees_notes:
        acts["note"] = Act("note", "内部メモを書く", "#note")
    if not situation.viewer.is_dx_staff:
        acts["new"] = Act("new", "新しい相談を送る", reverse("home"))
    target = situation.related.get(situation.case.merged_into_id or 0)
    if target is not None:
        acts["target"] = Act("target", f"{target.number}を開く", address(target, "consultation_detail"))
    return acts | _sheet_acts(situation)


def _sheet_acts(situation: Situation) -> dict[str, Act]:
    hearing = situation.asked or situation.planned or (situation.hearings[-1] if situation.hearings else None)
    if hearing is None:
        return {}
    url = address(situation.case, "hearing_sheet", hearing.pk)
    if situation.viewer.works_on:
        return {"sheet": Act("sheet", "聞き取り票を開く", url)}
    if situation.asked is not None and situation.viewer.is_requester:
        return {"sheet": Act("sheet", "聞き取り票を確認する", url)}
    return {}
