"""Walking a research request to any state by the real services."""

from collections.abc import Callable
from typing import Any

from consultations.enums import ResearchOutcome, ResearchState, Source
from consultations.models import Finding, ResearchRequest
from consultations.services import findings, research
from tests.consultations.walk import NOW
from tests.organization.factories import Ward

QUESTION = "保育課では空きを電話で答えています。ほかではどうしていますか"
WORDING = "施設の空きを、電話をかけなくても分かるようにした例を探しています。"
TOLD = "空きの数を、毎朝ページに出しているそうです。"


def asked(ward: Ward, **changes: Any) -> ResearchRequest:
    values: dict[str, Any] = {"asker": ward.requester, "question": QUESTION, "field": None, "now": NOW}
    return research.ask_others(**values | changes)


def accepted(ward: Ward, **changes: Any) -> ResearchRequest:
    row = asked(ward, **changes)
    return research.word_for_others(request=row, wording=WORDING, actor=ward.dx_main, now=NOW)


def passed_on(ward: Ward, **changes: Any) -> ResearchRequest:
    row = accepted(ward, **changes)
    return research.pass_on(request=row, to="近くの区のDX担当", actor=ward.dx_main, now=NOW)


def closed(ward: Ward) -> ResearchRequest:
    return research.close_research(
        request=passed_on(ward),
        outcome=ResearchOutcome.NOTHING,
        text="見つかりませんでした。",
        actor=ward.dx_main,
        now=NOW,
    )


def declined(ward: Ward) -> ResearchRequest:
    return research.decline_research(request=asked(ward), reason="もう例があります。", actor=ward.dx_main, now=NOW)


def withdrawn(ward: Ward) -> ResearchRequest:
    return research.withdraw_research(request=passed_on(ward), reason="", actor=ward.requester, now=NOW)


WALK: dict[ResearchState, Callable[[Ward], ResearchRequest]] = {
    ResearchState.ASKED: asked,
    ResearchState.ACCEPTED: accepted,
    ResearchState.PASSED_ON: passed_on,
    ResearchState.CLOSED: closed,
    ResearchState.DECLINED: declined,
    ResearchState.WITHDRAWN: withdrawn,
}


def told(ward: Ward, row: ResearchRequest, **changes: Any) -> Finding:
    values: dict[str, Any] = {"text": TOLD, "source": Source.MUNICIPALITY, "told_by": "よその市"}
    return findings.note_finding(request=row, told=findings.Told(**values | changes), actor=ward.dx_main, now=NOW)


def checked(ward: Ward, row: ResearchRequest, **changes: Any) -> Finding:
    return findings.check_finding(finding=told(ward, row, **changes), actor=ward.dx_main, now=NOW)
