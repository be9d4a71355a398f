"""Walking a consultation to any state by the real services, the way people would."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from consultations import services
from consultations.enums import AnswerKind, Outcome, State, Verdict
from consultations.models import Consultation, HearingSheet
from consultations.services.answers import Reply
from consultations.services.effects import Estimate
from minato_dx.core.calendar import jst
from tests.organization.factories import Ward

# A Tuesday morning in office hours, the day after a national holiday.
NOW = jst(dt.date(2026, 11, 24), dt.time(10, 0))
SENTENCE = "延長保育の申込みが紙で、毎月おなじ内容を打ち直している"


def submit(ward: Ward, body: str = SENTENCE, **details: Any) -> Consultation:
    """Send a consultation as the ward's requester, or as ``requester=``."""
    requester = details.pop("requester", ward.requester)
    return services.submit_consultation(
        requester=requester,
        intake=services.Intake(body=body, **details),
        token=uuid.uuid4(),
    )


def estimate(work_name: str = "延長保育の申込み受付", **inputs: Any) -> Estimate:
    """600 cases a year, from 12 to 4 minutes: 80 hours a year."""
    values: dict[str, Any] = {
        "cases_per_year": 600,
        "minutes_before": Decimal(12),
        "minutes_after": Decimal(4),
    }
    return Estimate(work_name=work_name, **(values | inputs))


def solution(**fields: Any) -> Reply:
    return Reply(
        kind=AnswerKind.SOLUTION, body="電子申請で受けましょう。", estimate=fields.pop("estimate", estimate()), **fields
    )


def redesign(**fields: Any) -> Reply:
    return Reply(
        kind=AnswerKind.REDESIGN,
        body="はじめから組み直しましょう。",
        eliminate="押印をやめる",
        estimate=estimate(),
        **fields,
    )


def on_the_spot() -> Reply:
    return Reply(kind=AnswerKind.ON_THE_SPOT, body="共有フォルダの型を使えば、打ち直しはなくなります。")


def hear(case: Consultation, ward: Ward) -> HearingSheet:
    """Arrange a hearing that was held this morning and write its sheet."""
    hearing = services.arrange_hearing(
        consultation=case, actor=ward.dx_main, starts_at=NOW, place="保育課の窓口", now=NOW
    )
    return services.save_sheet(
        sheet=hearing.sheet,
        actor=ward.dx_main,
        revision=hearing.sheet.revision,
        now=NOW,
        values={
            "work_name": "延長保育の申込み受付",
            "cases_per_year": 600,
            "minutes_per_case": Decimal(12),
            "verdict": Verdict.FITTING,
            "verdict_reason": "件数が多く、書く内容が毎月おなじです。",
        },
    )


def advance(case: Consultation, ward: Ward, to: State) -> Consultation:
    """Walk a received consultation to ``to`` and return it read again."""
    _STEPS[to](case, ward)
    return fresh(case)


def fresh(case: Consultation) -> Consultation:
    return Consultation.objects.get(pk=case.pk)


def _hearing(case: Consultation, ward: Ward) -> None:
    hear(case, ward)


def _assessing(case: Consultation, ward: Ward) -> None:
    sheet = hear(case, ward)
    services.ask_confirmation(sheet=sheet, actor=ward.dx_main, now=NOW)
    services.confirm_sheet(sheet=sheet, actor=case.requester, now=NOW)


def _answered(case: Consultation, ward: Ward) -> None:
    services.give_answer(consultation=case, actor=ward.dx_main, reply=on_the_spot(), now=NOW)


def _proposed(case: Consultation, ward: Ward) -> None:
    _assessing(case, ward)
    services.give_answer(consultation=case, actor=ward.dx_main, reply=solution(), now=NOW)


def _agreed(case: Consultation, ward: Ward) -> None:
    _proposed(case, ward)
    services.agree_to_proposal(consultation=case, actor=ward.head, now=NOW)


def _in_progress(case: Consultation, ward: Ward) -> None:
    _agreed(case, ward)
    services.start_work(consultation=case, actor=ward.dx_main, plan="12月に様式を作る", now=NOW)


def _measuring(case: Consultation, ward: Ward) -> None:
    _in_progress(case, ward)
    services.go_live(consultation=case, actor=ward.dx_main, on=NOW.date(), now=NOW)


def _waiting(case: Consultation, ward: Ward) -> None:
    services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="申込書の写しをください", now=NOW)


def _closed(case: Consultation, ward: Ward) -> None:
    _measuring(case, ward)
    services.record_realised(
        consultation=case, actor=case.requester, estimate=estimate(minutes_after=Decimal(5)), now=NOW
    )
    services.close_consultation(
        consultation=case, actor=ward.dx_main, outcome=Outcome.SOLUTION, text="電子申請になりました。", now=NOW
    )


def _withdrawn(case: Consultation, ward: Ward) -> None:
    services.withdraw_consultation(consultation=case, actor=case.requester, now=NOW)


def _merged(case: Consultation, ward: Ward) -> None:
    other = submit(ward, "おなじ申込みの別の相談", requester=case.requester)
    services.merge_consultation(consultation=case, into=other, actor=ward.dx_main, reason="同じ業務です", now=NOW)


def _handed_over(case: Consultation, ward: Ward) -> None:
    services.hand_over_consultation(
        consultation=case, actor=ward.dx_main, to="情報政策課", reason="端末の故障のため", now=NOW
    )


_STEPS = {
    State.RECEIVED: lambda _case, _ward: None,
    State.HEARING: _hearing,
    State.ASSESSING: _assessing,
    State.ANSWERED: _answered,
    State.PROPOSED: _proposed,
    State.AGREED: _agreed,
    State.IN_PROGRESS: _in_progress,
    State.MEASURING: _measuring,
    State.WAITING: _waiting,
    State.CLOSED: _closed,
    State.WITHDRAWN: _withdrawn,
    State.MERGED: _merged,
    State.HANDED_OVER: _handed_over,
}
