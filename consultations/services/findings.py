"""What others answer to a research request: noted by whoever knows or hears of it, checked by the DX section."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from consultations.enums import FindingState, ResearchState, Source
from consultations.exceptions import StateConflict
from consultations.models import Finding, ResearchRequest
from consultations.permissions import can_run_research
from consultations.services.research import ResearchError
from consultations.services.research_steps import lock_request, log_research, tell_of_research
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.reference.models import Company, Municipality

# Without a name: whoever answers may not know who asked, and it may be who withdrew.
OVER = "この調査は、もう終わっています。教えてくださろうとしたことは、デジタル改革担当に直接お知らせください。"


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told: who did it, where to read of it, and from whom it came."""

    text: str
    link: str = ""
    municipality: Municipality | None = None
    source: str = Source.STAFF
    told_by: str = ""
    company: Company | None = None


@transaction.atomic
def note_finding(*, request: ResearchRequest, told: Told, actor: User, now: dt.datetime) -> Finding:
    """Keep an answer, to be checked. Anybody of the staff may tell what they know; the DX section notes what came
    from vendors and colleagues elsewhere.

    Raises StateConflict where nobody is asked any more.
    """
    row = lock_request(request)
    require(can_run_research(actor) or told.source == Source.STAFF)
    if row.state != ResearchState.PASSED_ON:
        raise StateConflict(OVER)
    same = row.findings.filter(noted_by=actor, text=told.text, link=told.link).first()
    if same is not None:
        return same
    finding: Finding = row.findings.create(
        text=told.text,
        link=told.link,
        municipality=told.municipality,
        source=told.source,
        told_by=told.told_by or (actor.name if told.source == Source.STAFF else ""),
        company=told.company,
        noted_by=actor,
        noted_at=now,
    )
    step = log_research(request=row, actor=actor, name="answer", before=row.state, now=now)
    tell_of_research(
        request=row, event=f"answer:{step.pk}", to=[row.handled_by], text="回答が届きました", details=told.text,
        topic=Topic.TURN, by=actor, now=now,
    )  # fmt: skip
    return finding


@transaction.atomic
def check_finding(*, finding: Finding, actor: User, now: dt.datetime) -> Finding:
    """Hand the answer on to whoever asked: the DX section compared it with what it names."""
    row, request = _lock(finding, actor)
    row.state, row.checked_by, row.checked_at = FindingState.CHECKED, actor, now
    row.save()
    step = log_research(request=request, actor=actor, name="check", before=request.state, now=now)
    tell_of_research(
        request=request, event=f"checked:{step.pk}", to=[request.asker], text="回答が届きました", details=row.text,
        topic=Topic.TURN, by=actor, now=now,
    )  # fmt: skip
    return row


@transaction.atomic
def leave_out_finding(*, finding: Finding, reason: str, actor: User, now: dt.datetime) -> Finding:
    """Do not hand the answer on, and say why."""
    if is_blank(reason):
        raise ResearchError("理由を書いてください。1文でかまいません。", "reason")
    row, request = _lock(finding, actor)
    row.state, row.reason, row.checked_by, row.checked_at = FindingState.LEFT_OUT, reason, actor, now
    row.save()
    log_research(request=request, actor=actor, name="leave_out", before=request.state, now=now, reason=reason)
    return row


def _lock(finding: Finding, actor: User) -> tuple[Finding, ResearchRequest]:
    """Lock the request first and then the answer; raise StateConflict where somebody checked it meanwhile."""
    require(can_run_research(actor))
    request = lock_request(finding.request)
    row = Finding.objects.select_for_update(of=("self",)).select_related("checked_by").get(pk=finding.pk)
    if row.state != FindingState.RECEIVED:
        who = row.checked_by.name if row.checked_by else ""
        raise StateConflict(f"この回答は、{who}さんが先に確かめました（{row.state_badge.label}）。")
    return row, request
