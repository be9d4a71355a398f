"""Who sees what: another division's case is a number that does not exist, a private one even more so."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from consultations import services
from consultations.enums import State
from consultations.exceptions import ConsultationError
from consultations.models import AccessLog, Consultation
from leaders.models import LeaderTerm
from minato_dx.core import registry
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import DivisionSuccession, DivisionVersion, Duty, Membership, User
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, DivisionFactory, Ward

EVERYONE = (
    "requester", "colleague", "head", "acting_head", "leader", "outsider", "outsider_head",
    "dx_main", "dx_deputy", "dx_other", "section_head", "cio", "administrator",
)  # fmt: skip
OPEN_TO = {
    "requester", "colleague", "head", "acting_head", "leader", "dx_main", "dx_deputy", "dx_other", "section_head",
}  # fmt: skip


def seers(ward: Ward, case: Consultation) -> set[str]:
    """Return the roles that see the case, each person read afresh."""
    return {
        role
        for role in EVERYONE
        if Consultation.objects.visible_to(User.objects.get(pk=getattr(ward, role).pk)).filter(pk=case.pk).exists()
    }


def test_a_shared_case_is_open_to_the_division_and_the_dx_section(case: Consultation, ward: Ward) -> None:
    assert seers(ward, case) == OPEN_TO


def test_a_private_case_is_open_to_three(ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)

    assert seers(ward, case) == {"requester", "dx_main", "section_head"}


def test_the_deputy_sees_a_private_case_while_the_assigned_person_is_absent(ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)
    AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 11, 24), valid_to=dt.date(2026, 11, 25))

    assert seers(ward, case) == {"requester", "dx_main", "dx_deputy", "section_head"}


def test_a_leader_from_elsewhere_sees_the_division_led(case: Consultation, ward: Ward) -> None:
    term = LeaderTerm.objects.create(
        person=ward.outsider, division=ward.nursery, valid_from=dt.date(2026, 4, 1), published_on=dt.date(2026, 11, 25)
    )
    assert "outsider" not in seers(ward, case)

    LeaderTerm.objects.filter(pk=term.pk).update(published_on=dt.date(2026, 11, 24))
    assert "outsider" in seers(ward, case)


def test_who_moved_keeps_the_own_and_loses_the_divisions(case: Consultation, ward: Ward) -> None:
    of_colleague = walk.submit(ward, requester=ward.colleague)
    Membership.objects.filter(user=ward.requester).update(valid_to=dt.date(2026, 11, 24))
    Membership.objects.create(user=ward.requester, division=ward.elderly, post="主任", valid_from=dt.date(2026, 11, 24))

    assert "requester" in seers(ward, case)
    assert "requester" not in seers(ward, of_colleague)


def test_the_successor_inherits_the_cases_of_a_merged_division(case: Consultation, ward: Ward) -> None:
    merged = DivisionFactory(key="0999", version__name="こども課", version__valid_from=dt.date(2026, 11, 24))
    DivisionVersion.objects.filter(division=ward.nursery).update(valid_to=dt.date(2026, 11, 24))
    DivisionSuccession.objects.create(
        predecessor=ward.nursery, successor=merged, took_effect_on=dt.date(2026, 11, 24), kind="merge"
    )
    Membership.objects.filter(user=ward.outsider).update(valid_to=dt.date(2026, 11, 24))
    Membership.objects.create(user=ward.outsider, division=merged, post="主任", valid_from=dt.date(2026, 11, 24))

    assert "outsider" in seers(ward, case)
    assert walk.fresh(case).division_name == "保育課"


def test_a_duty_begins_and_ends_by_its_day(ward: Ward) -> None:
    Duty.objects.create(user=ward.outsider, department=ward.planning, is_main=True, valid_from=dt.date(2026, 11, 25))
    case = walk.submit(ward)

    assert "outsider" not in seers(ward, case)


def test_the_head_sees_only_the_summary_of_a_private_proposal(ward: Ward) -> None:
    case = walk.advance(walk.submit(ward, is_private=True), ward, State.HEARING)
    services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.solution())
    with pytest.raises(ConsultationError, match="まだ公開していません"):
        services.agree_to_proposal(consultation=case, actor=ward.head)
    assert not Notification.objects.filter(recipient=ward.head).exists()

    services.open_summary_to_head(consultation=case, actor=ward.requester, summary="受付の手順を変える提案です")

    assert "head" not in seers(ward, case)
    assert Consultation.objects.summarised_for(ward.head).get() == case
    assert case.pk in registry.get("consultation").visible_ids(ward.head, [case.pk])
    assert not Consultation.objects.summarised_for(ward.outsider_head).exists()
    services.agree_to_proposal(consultation=case, actor=ward.head)
    assert walk.fresh(case).state == State.AGREED


def test_a_private_proposal_may_close_as_advice(ward: Ward) -> None:
    case = walk.advance(walk.submit(ward, is_private=True), ward, State.HEARING)
    services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.solution())
    services.close_consultation(
        consultation=case, actor=ward.dx_main, outcome="on_the_spot", text="助言として終わります"
    )

    assert not case.effects.filter(superseded_at__isnull=True).exists()


def test_only_the_requester_hides_or_shares(case: Consultation, ward: Ward) -> None:
    with pytest.raises(PermissionDenied):
        services.set_privacy(consultation=case, actor=ward.dx_main, private=True)

    services.set_privacy(consultation=case, actor=ward.requester, private=True)
    assert seers(ward, case) == {"requester", "dx_main", "section_head"}
    services.set_privacy(consultation=case, actor=ward.requester, private=False)
    assert seers(ward, case) == OPEN_TO


def test_opening_a_private_case_is_logged_except_ones_own(ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)
    for user in (ward.requester, ward.section_head):
        services.log_access(consultation=case, user=user, what="相談")

    assert AccessLog.objects.get().user == ward.section_head


def test_a_shared_case_keeps_no_access_log(case: Consultation, ward: Ward) -> None:
    services.log_access(consultation=case, user=ward.section_head, what="相談")

    assert not AccessLog.objects.exists()
