"""Whom one reached at a company is forgotten after the years of the settings; what was decided stays."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from minato_dx.core.calendar import jst
from minato_dx.organization.models import Division
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.models import CompanyContact, ContactLog, FieldOfWork, PortalSettings
from minato_dx.reference.services import erase_contact
from proposals.enums import CallState, State
from proposals.models import Dialogue, ForwardedCall, Proposal, TransitionLog, VendorAnswer
from proposals.services.deciding import withdraw
from proposals.services.retention import erase_old_contacts, first_kept_moment
from tests.consultations.walk import NOW
from tests.organization.factories import Ward
from tests.proposals.steps import advance, propose

ENDED = dt.date(2026, 11, 24)


def night(day: dt.date) -> Any:
    """Ten past midnight, when the job runs."""
    return time_machine.travel(jst(day, dt.time(0, 10)), tick=False)


@pytest.fixture
def ended(ward: Ward, fields: list[FieldOfWork]) -> Proposal:
    proposal = advance(propose(ward), State.DECLINED)
    log = ContactLog.objects.get()
    log.promised, log.promised_until = "資料をお返しする", ENDED
    log.save()
    return proposal


@pytest.mark.parametrize(
    ("day", "years", "first"),
    [
        (dt.date(2029, 11, 24), 3, dt.date(2026, 11, 24)),
        (dt.date(2028, 2, 29), 3, dt.date(2025, 3, 1)),
        (dt.date(2028, 2, 29), 4, dt.date(2024, 2, 29)),
        (dt.date(2027, 2, 28), 3, dt.date(2024, 2, 28)),
        (dt.date(2027, 3, 1), 3, dt.date(2024, 3, 1)),
    ],
)
def test_years_are_whole_and_end_with_their_last_day(day: dt.date, years: int, first: dt.date) -> None:
    assert first_kept_moment(day=day, years=years) == jst(first, dt.time())


@pytest.mark.parametrize(("day", "gone"), [(dt.date(2029, 11, 24), 0), (dt.date(2029, 11, 25), 1)])
def test_the_data_goes_the_day_after_its_last_one(ended: Proposal, day: dt.date, gone: int) -> None:
    with night(day):
        assert erase_old_contacts() == gone
    contact = CompanyContact.objects.get()
    assert bool(contact.erased_at) == bool(gone)
    assert (contact.name, contact.mail) == (("", "") if gone else ("見本 太郎", "taro@example.com"))


@pytest.mark.parametrize(("day", "gone"), [(dt.date(2031, 2, 28), 0), (dt.date(2031, 3, 1), 1)])
def test_what_ended_on_29_february_goes_on_1_march(
    ward: Ward, fields: list[FieldOfWork], day: dt.date, gone: int
) -> None:
    with time_machine.travel(jst(dt.date(2028, 2, 29), dt.time(23, 59)), tick=False):
        withdraw(proposal=propose(ward), actor=ward.dx_main, reason="", now=jst(dt.date(2028, 2, 29), dt.time(23, 59)))
    with night(day):
        assert erase_old_contacts() == gone


def test_what_was_decided_and_promised_stays(ended: Proposal) -> None:
    with night(dt.date(2030, 1, 1)):
        assert [erase_old_contacts(), erase_old_contacts()] == [1, 0]
    ended.refresh_from_db()
    assert ended.state == State.DECLINED
    assert ended.contact is not None
    assert str(ended.contact) == "（個人情報は消しました）"
    assert VendorAnswer.objects.filter(proposal=ended).exists()
    assert TransitionLog.objects.filter(proposal=ended, name="decline").exists()
    assert ContactLog.objects.get().promised == "資料をお返しする"


def test_nothing_of_the_person_is_left_in_the_history(ended: Proposal) -> None:
    kept = {field.name for field in CompanyContact.history.model._meta.fields}
    assert not kept & {"name", "mail", "phone"}
    with night(dt.date(2030, 1, 1)):
        erase_old_contacts()
    for row in CompanyContact.history.values():
        assert not {"見本 太郎", "taro@example.com"} & set(map(str, row.values()))


def test_an_open_proposal_keeps_it_however_old(ward: Ward, fields: list[FieldOfWork]) -> None:
    propose(ward)
    with night(dt.date(2046, 1, 1)):
        assert erase_old_contacts() == 0


def test_an_open_proposal_beside_an_ended_one_keeps_it(ward: Ward, ended: Proposal) -> None:
    propose(ward, title="もう1つの提案")
    assert CompanyContact.objects.count() == 1
    with night(dt.date(2046, 1, 1)):
        assert erase_old_contacts() == 0


def test_a_later_word_begins_the_years_anew(ward: Ward, ended: Proposal) -> None:
    later = jst(dt.date(2028, 6, 1), dt.time(10))
    ContactLog.objects.create(
        company=ended.company, contact=ended.contact, at=later, channel=ContactChannel.PHONE,
        direction=ContactDirection.INCOMING, by=ward.dx_main, summary="近況の電話", noted_at=later,
    )  # fmt: skip
    for day, gone in ((dt.date(2031, 6, 1), 0), (dt.date(2031, 6, 2), 1)):
        with night(day):
            assert erase_old_contacts() == gone


def test_somebody_entered_by_hand_is_kept_from_that_day(ended: Proposal) -> None:
    with time_machine.travel(jst(dt.date(2029, 5, 1), dt.time(10)), tick=False):
        added = CompanyContact.objects.create(company=ended.company, name="見本 次郎")
    for day, gone in ((dt.date(2029, 12, 1), 1), (dt.date(2032, 5, 1), 0), (dt.date(2032, 5, 2), 1)):
        with night(day):
            assert erase_old_contacts() == gone
    added.refresh_from_db()
    assert added.erased_at is not None


@pytest.mark.parametrize(("years", "gone"), [(0, 0), (1, 1), (4, 0)])
def test_the_settings_say_how_long(ended: Proposal, years: int, gone: int) -> None:
    PortalSettings.objects.create(pk=1, vendor_contact_years=years)
    with night(dt.date(2030, 1, 1)):
        assert erase_old_contacts() == gone


def test_it_costs_the_same_where_nobody_is_to_be_forgotten(
    ward: Ward, ended: Proposal, django_assert_num_queries: Any
) -> None:
    erase_contact(contact=CompanyContact.objects.get(), now=NOW)
    with night(dt.date(2029, 1, 1)):
        erase_old_contacts()
        # The settings are remembered; a savepoint is begun and ended around contacts, calls and dialogues.
        with django_assert_num_queries(5):
            assert erase_old_contacts() == 0


@pytest.mark.parametrize(("day", "gone"), [(dt.date(2029, 11, 24), False), (dt.date(2029, 11, 25), True)])
def test_names_written_in_calls_and_dialogues_go_too(ward: Ward, ended: Proposal, day: dt.date, gone: bool) -> None:
    division = Division.objects.get(key="0903")
    call = ForwardedCall.objects.create(
        division=division,
        sent_by=ward.requester,
        company_name="架空システムズ",
        contact="架空 二葉 03-0000-0000",
        sent_at=NOW,
        state=CallState.INVITED,
        handled_by=ward.dx_main,
        handled_at=NOW,
    )
    waiting = ForwardedCall.objects.create(
        division=division, sent_by=ward.requester, company_name="見本", contact="見本 太郎", sent_at=NOW
    )
    dialogue = Dialogue.objects.create(
        proposal=ended,
        number=1,
        starts_at=NOW,
        place="会議室",
        host=ward.dx_main,
        division=division,
        vendor_people="架空 二葉",
        created_at=NOW,
    )
    with night(day):
        erase_old_contacts()
    for row in (call, waiting, dialogue):
        row.refresh_from_db()
    assert (call.contact == "", dialogue.vendor_people == "") == (gone, gone)
    assert call.company_name, "what it was about stays"
    assert waiting.contact, "nobody has dealt with it yet"
