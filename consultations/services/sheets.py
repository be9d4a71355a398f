"""What is written down of a hearing: saved by one editor at a time, confirmed or corrected by the requester."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from consultations.enums import ENDED, NOT_HELD, HearingState, SheetState, Side, State
from consultations.exceptions import ConsultationError, EditConflict
from consultations.models import Consultation, Hearing, HearingSheet
from consultations.permissions import can_confirm_sheet, can_work_on
from consultations.services.promises import let_clock_run, stop_clock
from consultations.services.telling import tell
from consultations.services.thread import promise_next_step, remember_last_word
from consultations.services.transitions import conflict, lock, log, take_step
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from minato_dx.reference.services import find_or_create_work

NOT_HELD_TEXT = "行われなかったヒアリングです。新しいヒアリングを決めて、そちらに書いてください。"
# What a save of the sheet may set; state, work and confirmation have steps of their own.
SHEET_FIELDS = (
    "work_name", "purpose", "legal_basis", "related_divisions",
    "cases_per_year", "minutes_per_case", "people", "frequency",
    "normal_cases_per_day", "normal_days_per_year",
    "busy_when", "busy_cases_per_day", "busy_days_per_year",
    "slack_when", "slack_cases_per_day", "slack_days_per_year",
    "media", "systems", "network", "personal_information", "judgement", "judgement_note",
    "trouble", "why_1", "why_2", "why_3", "why_4", "why_5",
    "asked_for", "really_needed", "verdict", "verdict_reason", "human_reason",
)  # fmt: skip


def prefill_sheet(*, hearing: Hearing, consultation: Consultation) -> HearingSheet:
    """Start from the last hearing's sheet where there is one, otherwise from the intake."""
    previous = HearingSheet.objects.filter(hearing__consultation=consultation).order_by("-hearing__number").first()
    if previous is not None:
        values = {name: getattr(previous, name) for name in SHEET_FIELDS}
        return HearingSheet.objects.create(hearing=hearing, work=previous.work, **values)
    return HearingSheet.objects.create(
        hearing=hearing,
        trouble=consultation.body[:4000],
        why_1=consultation.title if consultation.body else "",
        asked_for=consultation.wished_solution,
    )


def _lock_sheet(sheet: HearingSheet) -> HearingSheet:
    return HearingSheet.objects.select_for_update(of=("self",)).select_related("hearing", "updated_by").get(pk=sheet.pk)


@transaction.atomic
def save_sheet(
    *, sheet: HearingSheet, actor: User, values: dict[str, Any], revision: int, now: dt.datetime | None = None
) -> HearingSheet:
    """Save what was written, if nobody else saved since ``revision``.

    ``values`` holds fields of SHEET_FIELDS. Raises EditConflict, naming the other editor, otherwise; and
    ConsultationError once the requester has confirmed the sheet.
    """
    consultation = lock(sheet.hearing.consultation)
    require(can_work_on(actor, consultation))
    sheet = _lock_sheet(sheet)
    if sheet.hearing.state in NOT_HELD:
        raise ConsultationError(NOT_HELD_TEXT)
    if sheet.state == SheetState.CONFIRMED:
        raise ConsultationError("相談者が確認した聞き取り票は直せません。直すときは、次のヒアリングを決めてください。")
    if sheet.revision != revision:
        raise _edit_conflict(sheet)
    for name in SHEET_FIELDS:
        if name in values:
            setattr(sheet, name, values[name])
    sheet.revision += 1
    sheet.updated_by, sheet.updated_at = actor, now or timezone.now()
    sheet.save()
    return sheet


def _edit_conflict(sheet: HearingSheet) -> EditConflict:
    when = timezone.localtime(sheet.updated_at).strftime("%H:%M") if sheet.updated_at else ""
    who = sheet.updated_by.surname if sheet.updated_by else "ほかの人"
    return EditConflict(f"{who}さんが{when}に同じところを直しました。両方を見て、残すほうを選んでください。")


@transaction.atomic
def ask_confirmation(*, sheet: HearingSheet, actor: User, now: dt.datetime | None = None) -> HearingSheet:
    """Ask the requester to read the sheet; the hearing counts as held, its work is known from now on.

    Raises ConsultationError that names what is still missing.
    """
    now = now or timezone.now()
    consultation = lock(sheet.hearing.consultation)
    require(can_work_on(actor, consultation))
    sheet = _lock_sheet(sheet)
    hearing = sheet.hearing
    _require_ready(sheet, now)
    if consultation.state in ENDED:
        raise conflict(consultation)
    sheet.work = find_or_create_work(
        division_id=consultation.division_id, name=sheet.work_name, day=timezone.localdate(now)
    )
    sheet.state, sheet.asked_at = SheetState.ASKED, now
    sheet.save(update_fields=["work", "state", "asked_at"])
    hearing.state = HearingState.HELD
    hearing.save(update_fields=["state"])
    if consultation.working_state in (State.RECEIVED, State.HEARING):
        take_step(consultation=consultation, actor=actor, name="begin_assessing", now=now)
        promise_next_step(consultation=consultation, now=now)
    if not consultation.is_waiting:
        take_step(consultation=consultation, actor=actor, name="wait", now=now, reason="聞き取り票の確認をお願いします")
        stop_clock(consultation=consultation, now=now)
    remember_last_word(
        consultation=consultation, author=actor, side=Side.DX, text="聞き取り票の確認をお願いします", now=now
    )
    consultation.save()
    tell(
        consultation=consultation,
        kind="sheet",
        event=f"sheet:{sheet.pk}:{sheet.revision}",
        to=[consultation.requester],
        by=actor,
        text="聞き取り票の確認をお願いします",
    )
    return sheet


def _require_ready(sheet: HearingSheet, now: dt.datetime) -> None:
    if sheet.hearing.state in NOT_HELD:
        raise ConsultationError(NOT_HELD_TEXT)
    if sheet.state == SheetState.CONFIRMED:
        raise ConsultationError("この聞き取り票は、相談者が確認しました。")
    if sheet.hearing.starts_at > now:
        raise ConsultationError("ヒアリングの日時が、まだ来ていません。聞いたあとで、確認をお願いしてください。")
    for message in missing_for_asking(sheet).values():
        raise ConsultationError(message)


def missing_for_asking(sheet: HearingSheet) -> dict[str, str]:
    """Return what the requester could not do without, as field and message; empty where the sheet is ready."""
    missing = {}
    if is_blank(sheet.work_name):
        missing["work_name"] = "「業務名」を書いてください。この業務の件数と時間を、ここに結び付けます。"
    if not sheet.verdict:
        missing["verdict"] = "「求めている解決策は適切か」を選んでください。迷うときは「まだ分からない」で進めます。"
    if is_blank(sheet.verdict_reason):
        missing["verdict_reason"] = "「そう考えた理由」を書いてください。相談者もこの文を読みます。"
    return missing


@transaction.atomic
def confirm_sheet(*, sheet: HearingSheet, actor: User, now: dt.datetime | None = None) -> HearingSheet:
    """The requester confirms what was written; the clock runs again."""
    return _reply_to_sheet(sheet=sheet, actor=actor, correction="", now=now or timezone.now())


@transaction.atomic
def correct_sheet(*, sheet: HearingSheet, actor: User, correction: str, now: dt.datetime | None = None) -> HearingSheet:
    """The requester says what is wrong; the sheet goes back to the writer, and the clock runs again."""
    if is_blank(correction):
        raise ConsultationError("どこがちがうかを書いてください。「件数は月300件です」のような1文で足ります。")
    return _reply_to_sheet(sheet=sheet, actor=actor, correction=correction, now=now or timezone.now())


def _reply_to_sheet(*, sheet: HearingSheet, actor: User, correction: str, now: dt.datetime) -> HearingSheet:
    consultation = lock(sheet.hearing.consultation)
    require(can_confirm_sheet(actor, consultation))
    sheet = _lock_sheet(sheet)
    if sheet.state != SheetState.ASKED:
        raise ConsultationError("この聞き取り票は、いまは確認待ちではありません。画面を開き直してください。")
    sheet.correction = correction
    sheet.state = SheetState.CORRECTED if correction else SheetState.CONFIRMED
    sheet.confirmed_at = None if correction else now
    sheet.save(update_fields=["correction", "state", "confirmed_at"])
    said = "聞き取り票に訂正があります" if correction else "聞き取り票を確認しました"
    log(
        consultation=consultation,
        actor=actor,
        name="correct_sheet" if correction else "confirm_sheet",
        before=consultation.state,
        reason=correction,
        detail=said,
        now=now,
    )
    if consultation.is_waiting:
        take_step(consultation=consultation, actor=actor, name="resume", now=now)
        let_clock_run(consultation=consultation, now=now)
    remember_last_word(consultation=consultation, author=actor, side=Side.ASKER, text=correction or said, now=now)
    consultation.save()
    tell(
        consultation=consultation,
        kind="sheet",
        event=f"sheet-reply:{sheet.pk}:{sheet.revision}:{sheet.state}",
        to=[consultation.assignee, sheet.hearing.hearer],
        by=actor,
        text=said,
    )
    return sheet
