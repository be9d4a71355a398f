"""The DX section writes what another municipality did, compares it with its source, and shows it to all staff."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from consultations.enums import FindingState
from consultations.models import Finding
from minato_dx.core.steps import require
from minato_dx.core.text import first_sentence, is_blank
from minato_dx.organization.models import User
from showcase.enums import SUMMARY_LENGTH, TITLE_LENGTH, CaseState, FoundBy
from showcase.exceptions import ShowcaseError
from showcase.models import Case
from showcase.permissions import is_editor
from showcase.services.cases.steps import changed_meanwhile, conflict, lock, log, take_step

WRITTEN = (
    "municipality", "title", "field", "tool_kind", "tool", "summary", "effect", "effect_source", "effect_on", "link",
    "found_by", "finder", "found_on", "company",
)  # fmt: skip


@transaction.atomic
def begin_case(*, words: Mapping[str, Any], finding: Finding | None = None, actor: User, now: dt.datetime) -> Case:
    """Keep a new case, to be checked before it is shown. ``words`` has every name of ``WRITTEN``.

    Of an answer to a research request (``finding``) there is one case; asked for again, that one is returned.

    Raises PermissionDenied, and ShowcaseError for an effect without its source.
    """
    require(is_editor(actor))
    _require_source(words)
    earlier = _case_of(finding) if finding is not None else None
    if earlier is not None:
        return earlier
    case = Case(author=actor, changed_by=actor, created_at=now, changed_at=now, source_finding=finding)
    _write(case, words)
    case.save()
    log(case=case, actor=actor, name="begin", before="", now=now)
    return case


@transaction.atomic
def begin_case_of_finding(*, finding: Finding, actor: User, now: dt.datetime) -> Case:
    """Draft the case of a checked answer to a research request, filled in; pressed twice, it is one.

    Nothing of the division that asked goes into it. Raises PermissionDenied, and ShowcaseError where the answer was
    not checked or does not name its municipality by code.
    """
    require(is_editor(actor))
    if finding.state != FindingState.CHECKED or finding.municipality is None:
        raise ShowcaseError("回答を確かめて、自治体の団体コードを入れてから、事例にしてください。")
    return begin_case(words=words_of_finding(finding), finding=finding, actor=actor, now=now)


def _case_of(finding: Finding) -> Case | None:
    """Return the case that came of the answer, which stays locked until the transaction ends."""
    Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    return Case.objects.filter(source_finding=finding).first()


def words_of_finding(finding: Finding) -> dict[str, Any]:
    """Return what a case begins with that comes of an answer; ``municipality`` may be None."""
    return {
        "municipality": finding.municipality,
        "title": first_sentence(finding.text, TITLE_LENGTH),
        "field": finding.request.field,
        "tool_kind": "",
        "tool": "",
        "summary": finding.text[:SUMMARY_LENGTH],
        "effect": "",
        "effect_source": "",
        "effect_on": None,
        "link": finding.link,
        "found_by": FoundBy.RESEARCH,
        "finder": finding.told_by,
        "found_on": timezone.localdate(finding.noted_at),
        "company": finding.company,
    }


@transaction.atomic
def change_case(*, case: Case, words: Mapping[str, Any], version: int, actor: User, now: dt.datetime) -> Case:
    """Write on a case that is not shown; where nothing changes, it stays the same version.

    Raises PermissionDenied, StateConflict where it is shown or somebody else wrote meanwhile, and ShowcaseError as
    ``begin_case`` does.
    """
    row = lock(case)
    require(is_editor(actor))
    if row.state != CaseState.DRAFT:
        raise conflict(row)
    if row.version != version:
        raise changed_meanwhile(row)
    _require_source(words)
    before = [getattr(row, name) for name in WRITTEN]
    _write(row, words)
    if [getattr(row, name) for name in WRITTEN] != before:
        row.version += 1
        row.changed_by, row.changed_at = actor, now
        row.save()
        log(case=row, actor=actor, name="change", before=row.state, now=now)
    return row


@transaction.atomic
def publish_case(*, case: Case, version: int, actor: User, now: dt.datetime) -> Case:
    """Show the case to all staff: ``actor`` answers for it that ``version`` was compared with its source."""
    row = lock(case)
    if row.state == CaseState.DRAFT and row.version != version:
        raise changed_meanwhile(row)
    row.checked_by, row.published_at = actor, now
    take_step(case=row, actor=actor, name="publish", now=now)
    return row


@transaction.atomic
def rewrite_case(*, case: Case, actor: User, now: dt.datetime) -> Case:
    """Take the case back to be written on; it is checked anew before it is shown again."""
    row = lock(case)
    take_step(case=row, actor=actor, name="rewrite", now=now)
    return row


@transaction.atomic
def unpublish_case(*, case: Case, reason: str, actor: User, now: dt.datetime) -> Case:
    """Take the case down, with the reason; wishes and consultations that came of it stay."""
    row = lock(case)
    if is_blank(reason):
        raise ShowcaseError("理由を書いてください。1文でかまいません。", "reason")
    take_step(case=row, actor=actor, name="unpublish", now=now, reason=reason)
    return row


def _write(case: Case, words: Mapping[str, Any]) -> None:
    for name in WRITTEN:
        setattr(case, name, words[name])


def _require_source(words: Mapping[str, Any]) -> None:
    if words["effect"] and not words["effect_source"]:
        raise ShowcaseError(
            "効果の出典を書いてください。資料やページの名前、聞いた相手でかまいません。", "effect_source"
        )
