"""Research requests: with the division's name for those who may know it, and the public wording for everybody else."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from consultations.enums import (
    RESEARCH_ENDED,
    RESEARCH_WAITS,
    FindingState,
    ResearchState,
    Source,
)
from consultations.models import Consultation, Finding, ResearchRequest
from consultations.permissions import can_ask_others, can_run_research
from minato_dx.organization.models import User
from minato_dx.organization.roles import roles_of

OPEN, MINE, WAITING, RUNNING, ENDED = "", "mine", "waiting", "running", "ended"
RESEARCH_TABS = {
    OPEN: "いま聞いていること", MINE: "自分の課の調査依頼", WAITING: "受付と準備", RUNNING: "調査中（担当用）",
    ENDED: "終わったもの",
}  # fmt: skip
DX_TABS = (WAITING, RUNNING, ENDED)
STATES = {WAITING: RESEARCH_WAITS, RUNNING: (ResearchState.PASSED_ON,), ENDED: RESEARCH_ENDED}
# All that those read who are asked: a request is read into these and nothing else of it.
PUBLIC_COLUMNS = ("pk", "public_wording", "field__name", "passed_on_at")
PANEL_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PublicRequest:
    """What everybody may read of a request that is passed on: never who asks."""

    pk: int
    wording: str
    field: str
    since: dt.datetime


def _public(rows: QuerySet[ResearchRequest]) -> list[PublicRequest]:
    return [
        PublicRequest(pk, wording, field or "", since)
        for pk, wording, field, since in rows.values_list(*PUBLIC_COLUMNS)
    ]


def open_rows(*, user: User) -> QuerySet[ResearchRequest]:
    """Return the requests that all staff are asked, the newest first; ``read_public`` makes of them what is shown."""
    return ResearchRequest.objects.open_to(user).order_by("-passed_on_at", "-pk")


def read_public(keys: QuerySet[ResearchRequest]) -> list[PublicRequest]:
    """Return what is public of the requests with these keys, the newest first. One query."""
    return _public(ResearchRequest.objects.filter(pk__in=keys).order_by("-passed_on_at", "-pk"))


def open_requests(*, user: User, count: int = PANEL_SHOWN) -> list[PublicRequest]:
    """Return the newest requests that others are asked, for the panel of the proposal desk. One query."""
    return _public(open_rows(user=user)[:count])


def public_request(*, user: User, pk: int) -> PublicRequest | None:
    """Return what is public of one request, None where it is not passed on (any more). One query."""
    return next(iter(_public(ResearchRequest.objects.open_to(user).filter(pk=pk))), None)


def research_tabs(*, user: User) -> dict[str, int]:
    """Return the tabs that the user has, with how many requests stand in each. A query a tab."""
    names = [OPEN, MINE, *(DX_TABS if can_run_research(user) else ())]
    return {name: research_rows(user=user, tab=name).order_by().count() for name in names}


def research_rows(*, user: User, tab: str) -> QuerySet[ResearchRequest]:
    """Return the requests of one tab; those of ``OPEN`` are for ``read_public`` alone."""
    if tab == OPEN:
        return open_rows(user=user)
    rows = ResearchRequest.objects.visible_to(user).select_related("field", "asker", "handled_by")
    rows = rows.annotate(
        checked_count=Count("findings", filter=Q(findings__state=FindingState.CHECKED)),
        received_count=Count("findings", filter=Q(findings__state=FindingState.RECEIVED)),
    )
    if tab == MINE:
        rows = rows.filter(Q(asker=user) | Q(division__in=roles_of(user).division_ids))
        return rows.order_by("-asked_at", "-pk")
    rows = rows.filter(state__in=STATES[tab])
    return rows.order_by("answer_by", "pk") if tab == WAITING else rows.order_by("-asked_at", "-pk")


def request_for(*, user: User, pk: int) -> ResearchRequest | None:
    """Return the request with all that its own page shows, for those who may know who asks. One query."""
    rows = ResearchRequest.objects.visible_to(user).select_related(
        "asker", "handled_by", "field", "department", "consultation"
    )
    return rows.filter(pk=pk).first()


def findings_for(*, request: ResearchRequest, user: User) -> list[Finding]:
    """Return the answers that ``user`` may read: checked ones; all of them for the DX section. One query."""
    rows = request.findings.select_related("municipality", "company", "noted_by", "checked_by")
    return list(rows if can_run_research(user) else rows.filter(state=FindingState.CHECKED))


def own_findings(*, pk: int, user: User) -> list[Finding]:
    """Return what the user told to a request that is not theirs. One query."""
    rows = Finding.objects.filter(request=pk, noted_by=user, source=Source.STAFF)
    return list(rows.select_related("municipality"))


def finding_for(*, user: User, pk: int) -> Finding | None:
    """Return an answer for whoever checks it. One query."""
    if not can_run_research(user):
        return None
    rows = Finding.objects.filter(request__in=ResearchRequest.objects.visible_to(user).values("pk"))
    return rows.select_related("request", "municipality", "company", "noted_by").filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class ResearchPanel:
    """What a consultation's page shows: what was asked of others about it, and whether the reader may ask."""

    rows: list[ResearchRequest]
    may_ask: bool


def research_of(*, case: Consultation, user: User) -> ResearchPanel:
    """Return the requests that began at a consultation. One query."""
    rows = ResearchRequest.objects.visible_to(user).filter(consultation=case).order_by("-asked_at")
    return ResearchPanel(list(rows), may_ask=can_ask_others(user, case))
