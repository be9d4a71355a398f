"""Walking a recommendation to any state by the real services, the way people would."""

from typing import Any

from django.test import Client

from leaders.enums import Outcome, State
from leaders.models import Cohort, Decision, Recommendation
from leaders.services.deciding import decide
from leaders.services.publishing import publish_due
from leaders.services.recommending import Nomination, answer_consent, check_off, give_back, recommend, withdraw
from minato_dx.organization.models import User
from tests.organization.factories import Ward


def nominate(person: User, reason: str = "窓口の申請書を作り替えた経験がある", **details: Any) -> Nomination:
    return Nomination(candidate=person, reason=reason, **details)


def recommended(ward: Ward, cohort: Cohort, **details: Any) -> Recommendation:
    """Recommend the ward's ``leader`` for 保育課, by its head."""
    person = details.pop("candidate", ward.leader)
    values = {"division": ward.nursery, "actor": ward.head} | details
    return recommend(cohort=cohort, nomination=nominate(person), **values)


def checked(ward: Ward, cohort: Cohort, **details: Any) -> Recommendation:
    row = recommended(ward, cohort, **details)
    answer_consent(recommendation=row, actor=row.candidate, agrees=True)
    return check_off(recommendation=row, actor=ward.dx_main)


def approved(ward: Ward, cohort: Cohort, **details: Any) -> Decision:
    """Recommend, check and approve; it waits for its day."""
    row = checked(ward, cohort, **details)
    [decision] = decide(actor=ward.cio, ids=[row.pk], outcome=Outcome.APPROVED).decisions
    return decision


def advance(ward: Ward, cohort: Cohort, to: State, clock: Any = None) -> Recommendation:
    """Return a recommendation in state ``to``; APPROVED and DECLINED move ``clock`` to the day of publication."""
    if to == State.DRAFT:
        return recommended(ward, cohort, as_draft=True)
    if to == State.SUBMITTED:
        return recommended(ward, cohort)
    if to == State.RETURNED:
        return give_back(recommendation=recommended(ward, cohort), actor=ward.dx_main, question="具体的に")
    if to == State.WITHDRAWN:
        return withdraw(recommendation=recommended(ward, cohort), actor=ward.head)
    row = checked(ward, cohort)
    if to in (State.APPROVED, State.DECLINED):
        decide(actor=ward.cio, ids=[row.pk], outcome=Outcome(to.value), reason="理由")
        clock.move_to(f"{cohort.appoint_on}T00:00:00+09:00")
        publish_due()
    return fresh(row)


def fresh(row: Recommendation) -> Recommendation:
    return Recommendation.objects.get(pk=row.pk)


def as_person(person: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person.pk), backend="minato_dx.organization.backends.StaffBackend")
    return client
