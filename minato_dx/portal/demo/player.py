"""Playing the steps of a case through the services that the pages use, each at its own moment."""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from functools import singledispatch
from typing import Any

from django.utils import timezone

from consultations import services
from consultations.enums import Channel
from consultations.models import Hearing
from consultations.services.answers import Reply
from consultations.services.effects import Estimate
from consultations.services.intake import requesting_division
from consultations.services.leader_first import answer_as_leader, solve_with_leader
from consultations.services.routing import desk_for
from consultations.services.themes import lend_as_theme
from minato_dx.organization.models import User
from minato_dx.portal.demo import script
from minato_dx.portal.demo.files import make_upload
from minato_dx.portal.demo.scene import Scene
from minato_dx.portal.demo.script import Who
from minato_dx.reference.models import FieldOfWork, InHouseTool


def begin(scene: Scene) -> None:
    """Let the requester send the case, or let whoever is on duty enter it for them."""
    case = scene.case
    requester = scene.person(Who.ASKER)
    consultation = services.submit_consultation(
        requester=requester,
        intake=services.Intake(
            body=scene.words(case.body),
            meet_first=case.meet_first,
            preferred_times=case.preferred_times,
            field=FieldOfWork.objects.get(name=case.about),
            urgency=case.urgency,
            urgency_reason=case.urgency_reason,
            wished_solution=scene.words(case.wished),
            is_private=case.private,
            ask_leader=case.ask_leader,
            files=[make_upload(file) for file in case.files],
        ),
        token=uuid.uuid4(),
        entered_by=None if case.channel == Channel.PORTAL else _on_duty_for(requester, scene),
        channel=case.channel,
        now=scene.now,
    )
    scene.stage.numbers[case.key] = consultation.pk


def _on_duty_for(requester: User, scene: Scene) -> User:
    day = timezone.localdate(scene.now)
    version = requesting_division(requester=requester, division_id=None, day=day)
    return scene.stage.user(desk_for(department=version.department, day=day).answers.pk)


@singledispatch
def play(step: script.Step, scene: Scene) -> None:
    """Let one step happen in its case. Raises what the services raise where the script asks for the impossible."""
    raise TypeError(f"no service plays {step}")


@play.register
def _say(step: script.Say, scene: Scene) -> None:
    services.post_message(
        consultation=scene.consultation,
        author=scene.person(step.who),
        body=scene.words(step.text),
        files=[make_upload(file) for file in step.files],
        now=scene.now,
    )


@play.register
def _note(step: script.Note, scene: Scene) -> None:
    services.add_note(
        consultation=scene.consultation, author=scene.person(step.who), body=scene.words(step.text), now=scene.now
    )


@play.register
def _hear(step: script.Hear, scene: Scene) -> None:
    hearing = services.arrange_hearing(
        consultation=scene.consultation,
        actor=scene.person(Who.DX),
        starts_at=scene.moment(step.on),
        place=step.place,
        minutes=step.minutes,
        attendees=scene.words(step.attendees),
        now=scene.now,
    )
    Hearing.objects.filter(pk=hearing.pk).update(created_at=scene.now)


@play.register
def _wish(step: script.Wish, scene: Scene) -> None:
    services.propose_times(
        consultation=scene.consultation,
        actor=scene.person(Who.ASKER),
        times=[scene.moment(when) for when in step.times],
        note=scene.words(step.note),
        now=scene.now,
    )


@play.register
def _cancel_hearing(step: script.CancelHearing, scene: Scene) -> None:
    services.cancel_hearing(
        hearing=scene.sheet.hearing, actor=scene.person(step.who), reason=scene.words(step.reason), now=scene.now
    )


@play.register
def _write_sheet(step: script.Sheet, scene: Scene) -> None:
    sheet, actor = scene.sheet, scene.person(Who.DX)
    sheet = services.save_sheet(
        sheet=sheet, actor=actor, values=_sheet_values(step.values, scene), revision=sheet.revision, now=scene.now
    )
    if step.ask:
        services.ask_confirmation(sheet=sheet, actor=actor, now=scene.now)


def _sheet_values(values: Mapping[str, Any], scene: Scene) -> dict[str, Any]:
    return {name: scene.words(value) if isinstance(value, str) else value for name, value in values.items()}


@play.register
def _confirm(_step: script.Confirm, scene: Scene) -> None:
    services.confirm_sheet(sheet=scene.sheet, actor=scene.person(Who.ASKER), now=scene.now)


@play.register
def _correct(step: script.Correct, scene: Scene) -> None:
    services.correct_sheet(
        sheet=scene.sheet, actor=scene.person(Who.ASKER), correction=scene.words(step.text), now=scene.now
    )


@play.register
def _assess(_step: script.Assess, scene: Scene) -> None:
    services.begin_assessing(consultation=scene.consultation, actor=scene.person(Who.DX), now=scene.now)


@play.register
def _answer(step: script.Answer, scene: Scene) -> None:
    services.give_answer(
        consultation=scene.consultation,
        actor=scene.person(Who.DX),
        reply=Reply(
            kind=step.kind,
            body=scene.words(step.text),
            tool=InHouseTool.objects.get(name=step.tool) if step.tool else None,
            eliminate=scene.words(step.eliminate),
            combine=scene.words(step.combine),
            rearrange=scene.words(step.rearrange),
            simplify=scene.words(step.simplify),
            remains=scene.words(step.remains),
            estimate=estimate_of(step.effect) if step.effect else None,
        ),
        now=scene.now,
    )


def estimate_of(effect: script.Effect) -> Estimate:
    """Return the service's input for an effect of the script."""
    return Estimate(
        work_name=effect.work,
        cases_per_year=effect.cases,
        minutes_before=Decimal(str(effect.before)),
        minutes_after=Decimal(str(effect.after)),
        running_hours_per_year=Decimal(str(effect.running)),
        initial_hours=Decimal(str(effect.initial)),
        method=effect.method,
        basis=effect.basis,
    )


@play.register
def _agree(step: script.Agree, scene: Scene) -> None:
    services.agree_to_proposal(
        consultation=scene.consultation, actor=scene.person(step.who), comment=scene.words(step.text), now=scene.now
    )


@play.register
def _ask_change(step: script.AskChange, scene: Scene) -> None:
    services.ask_for_change(
        consultation=scene.consultation, actor=scene.person(step.who), comment=scene.words(step.text), now=scene.now
    )


@play.register
def _solved(step: script.Solved, scene: Scene) -> None:
    services.say_solved(
        consultation=scene.consultation, actor=scene.person(Who.ASKER), comment=scene.words(step.text), now=scene.now
    )


@play.register
def _leader_answers(step: script.LeaderAnswers, scene: Scene) -> None:
    answer_as_leader(
        consultation=scene.consultation, actor=scene.person(Who.LEADER), text=scene.words(step.text), now=scene.now
    )


@play.register
def _solved_with_leader(step: script.SolvedWithLeader, scene: Scene) -> None:
    solve_with_leader(
        consultation=scene.consultation, actor=scene.person(Who.ASKER), comment=scene.words(step.text), now=scene.now
    )


@play.register
def _lend_as_theme(step: script.LendAsTheme, scene: Scene) -> None:
    lend_as_theme(consultation=scene.consultation, actor=scene.person(Who.ASKER), lend=True, now=scene.now)


@play.register
def _still(step: script.Still, scene: Scene) -> None:
    services.say_still_in_trouble(
        consultation=scene.consultation, actor=scene.person(Who.ASKER), comment=scene.words(step.text), now=scene.now
    )


@play.register
def _start(step: script.Start, scene: Scene) -> None:
    services.start_work(
        consultation=scene.consultation, actor=scene.person(Who.DX), plan=scene.words(step.plan), now=scene.now
    )


@play.register
def _live(_step: script.Live, scene: Scene) -> None:
    services.go_live(
        consultation=scene.consultation,
        actor=scene.person(Who.DX),
        on=timezone.localdate(scene.now),
        now=scene.now,
    )


@play.register
def _realised(step: script.Realised, scene: Scene) -> None:
    services.record_realised(
        consultation=scene.consultation,
        actor=scene.person(step.who),
        estimate=estimate_of(step.effect),
        months_after=step.months,
        now=scene.now,
    )


@play.register
def _close(step: script.Close, scene: Scene) -> None:
    services.close_consultation(
        consultation=scene.consultation,
        actor=scene.person(Who.DX),
        outcome=step.outcome,
        text=scene.words(step.text),
        now=scene.now,
    )


@play.register
def _wait(step: script.Wait, scene: Scene) -> None:
    services.wait_for_requester(
        consultation=scene.consultation, actor=scene.person(Who.DX), reason=scene.words(step.reason), now=scene.now
    )


@play.register
def _rethink(step: script.Rethink, scene: Scene) -> None:
    services.rethink_consultation(
        consultation=scene.consultation, actor=scene.person(Who.DX), reason=scene.words(step.reason), now=scene.now
    )


@play.register
def _reassign(step: script.Reassign, scene: Scene) -> None:
    services.reassign_consultation(
        consultation=scene.consultation,
        actor=scene.person(step.who),
        to=scene.stage.company.by_number[step.to],
        reason=scene.words(step.reason),
        now=scene.now,
    )


@play.register
def _withdraw(step: script.Withdraw, scene: Scene) -> None:
    services.withdraw_consultation(
        consultation=scene.consultation, actor=scene.person(Who.ASKER), reason=scene.words(step.reason), now=scene.now
    )


@play.register
def _merge(step: script.Merge, scene: Scene) -> None:
    into = type(scene.consultation).objects.get(pk=scene.stage.numbers[step.into])
    services.merge_consultation(
        consultation=scene.consultation,
        into=into,
        actor=scene.person(Who.DX),
        reason=scene.words(step.reason),
        now=scene.now,
    )


@play.register
def _hand_over(step: script.HandOver, scene: Scene) -> None:
    services.hand_over_consultation(
        consultation=scene.consultation,
        actor=scene.person(Who.DX),
        to=step.to,
        reason=scene.words(step.reason),
        now=scene.now,
    )


@play.register
def _reopen(step: script.Reopen, scene: Scene) -> None:
    services.reopen_consultation(
        consultation=scene.consultation, actor=scene.person(step.who), reason=scene.words(step.reason), now=scene.now
    )


@play.register
def _open_summary(step: script.OpenSummary, scene: Scene) -> None:
    services.open_summary_to_head(
        consultation=scene.consultation, actor=scene.person(Who.ASKER), summary=scene.words(step.text), now=scene.now
    )
