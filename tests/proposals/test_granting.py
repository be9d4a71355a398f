"""Confidential parts for staff outside the desk: asked for, granted to a day, opened with a trace, and over."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minato_dx.attachments.models import Attachment
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from proposals.enums import CONFIDENTIAL_KIND, GrantState, Part, State
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import Grant, PartAccess, Proposal
from proposals.services import deciding, granting
from proposals.services.confidential import declare
from tests.answers import closing
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.addresses import DESK, WORKING
from tests.proposals.granted import MARKS, PURPOSE, TODAY, asked, granted, shared_with_secrets
from tests.proposals.steps import advance, fresh, propose
from tests.test_url_access import ROLES

LAST_DAY = dt.date(2026, 12, 8)
LATE_ON_LAST_DAY = dt.datetime(2026, 12, 8, 14, 59, tzinfo=dt.UTC)
AFTER = dt.datetime(2026, 12, 8, 15, 0, tzinfo=dt.UTC)


@pytest.fixture
def shared(ward: Ward, fields: list[FieldOfWork]) -> Proposal:
    return shared_with_secrets(ward)


def get(person: User, name: str, proposal: Proposal, *more: int, status: int = 200) -> str:
    response = as_person(person).get(reverse(name, args=[proposal.slug, *more]))
    assert response.status_code == status, (name, response.status_code)
    return " ".join(response.content.decode().split())


def inbox(person: User) -> str:
    return as_person(person).get(reverse("inbox")).content.decode()


def download(person: User) -> int:
    file = Attachment.objects.get(kind=CONFIDENTIAL_KIND)
    with closing(as_person(person).get(reverse("attachment_download", args=[file.key]))) as response:
        return int(response.status_code)


def opens(person: User, proposal: Proposal, **data: str) -> str:
    url = reverse("shared_confidential", args=[proposal.slug])
    return as_person(person).post(url, {"promised": "on"} | data).content.decode()


def test_asked_granted_opened_and_noted(ward: Ward, shared: Proposal) -> None:
    assert "見たいと申し込む" in get(ward.requester, "shared_detail", shared)
    url = reverse("shared_request", args=[shared.slug])
    assert as_person(ward.requester).post(url, {"purpose": " "}).status_code == 422
    response = as_person(ward.requester).post(url, {"purpose": PURPOSE}, follow=True)
    assert "返事を待っています" in response.content.decode()
    row = Grant.objects.get()
    assert "申し込みました" in inbox(ward.dx_main)
    desk = as_person(ward.dx_main)
    address = reverse("grant_decide", args=[shared.slug, row.pk])
    for place in (reverse("grant_list"), reverse("proposal_detail", args=[shared.slug])):
        assert address in desk.get(place).content.decode()
    page = desk.get(address).content.decode()
    assert PURPOSE in page
    assert 'value="2026-12-08"' in page
    response = desk.post(address, {"decision": "allow", "last_day": "2026-12-08", "reason": ""}, follow=True)
    assert "12月8日(火)まで見せます" in response.content.decode()
    assert "12月8日(火)まで見られます" in inbox(ward.requester)
    assert "令和8年12月8日まで見られます" in get(ward.requester, "shared_detail", shared)
    page = get(ward.requester, "shared_confidential", shared)
    assert PURPOSE in page
    assert not any(mark in page for mark in MARKS.values())
    assert not PartAccess.objects.exists()
    response = as_person(ward.requester).post(reverse("shared_confidential", args=[shared.slug]), {})
    assert response.status_code == 422
    assert not PartAccess.objects.exists()
    page = opens(ward.requester, shared)
    assert all(mark in page for mark in MARKS.values())
    assert PartAccess.objects.get().user == ward.requester
    assert download(ward.requester) == 200
    assert PartAccess.objects.filter(user=ward.requester).count() == 2
    assert ward.requester.name in get(ward.dx_main, "proposal_detail", shared)


def test_it_opens_to_the_last_day_included_and_then_says_how_to_ask_again(ward: Ward, shared: Proposal) -> None:
    row = granted(shared, ward.requester)
    assert row.last_day == LAST_DAY
    with time_machine.travel(LATE_ON_LAST_DAY, tick=False):
        assert MARKS[Part.HOW] in opens(ward.requester, shared)
        assert download(ward.requester) == 200
        assert granting.end_old_grants() == 0
    with time_machine.travel(AFTER, tick=False):
        # Before the night's job, and after it.
        for is_marked in (False, True):
            if is_marked:
                assert granting.end_old_grants() == 1
            assert MARKS[Part.HOW] not in opens(ward.requester, shared)
            page = get(ward.requester, "shared_confidential", shared, status=403)
            assert "令和8年12月8日で終わりました" in page
            assert "もう一度申し込む" in page
            assert download(ward.requester) == 404
            with pytest.raises(PermissionDenied):
                granting.open_granted(proposal=shared, user=ward.requester, is_promised=True, now=AFTER)
        row.refresh_from_db()
        assert row.state == GrantState.ENDED
        again = granting.ask_grant(proposal=shared, user=ward.requester, purpose=PURPOSE, now=AFTER)
        assert again.pk != row.pk


def test_asked_anew_after_the_last_day_before_the_night_came(ward: Ward, shared: Proposal) -> None:
    row = granted(shared, ward.requester)
    again = granting.ask_grant(proposal=shared, user=ward.requester, purpose=PURPOSE, now=AFTER)
    row.refresh_from_db()
    assert (again.state, row.state) == (GrantState.ASKED, GrantState.ENDED)


def test_refused_with_a_reason(ward: Ward, shared: Proposal) -> None:
    row = asked(shared, ward.requester)
    address = reverse("grant_decide", args=[shared.slug, row.pk])
    assert as_person(ward.dx_main).post(address, {"decision": "refuse"}).status_code == 422
    as_person(ward.section_head).post(address, {"decision": "refuse", "reason": "事業者の了解がまだです"})
    row.refresh_from_db()
    assert (row.state, row.decided_by) == (GrantState.REFUSED, ward.section_head)
    assert "今回はお見せできません" in inbox(ward.requester)
    for name, status in (("shared_detail", 200), ("shared_confidential", 403)):
        page = get(ward.requester, name, shared, status=status)
        assert "事業者の了解がまだです" in page
        assert "もう一度申し込む" in page
    assert MARKS[Part.COST] not in opens(ward.requester, shared)
    with pytest.raises(ProposalError, match="理由"):
        granting.refuse_grant(grant=asked(shared, ward.colleague), actor=ward.dx_main, reason=" ", now=NOW)


def test_ended_before_its_day(ward: Ward, shared: Proposal) -> None:
    row = granted(shared, ward.requester)
    assert "早く終える" in get(ward.dx_main, "proposal_detail", shared)
    address = reverse("grant_end", args=[shared.slug, row.pk])
    assert as_person(ward.dx_main).get(address).status_code == 200
    assert as_person(ward.dx_main).post(address, {"reason": ""}).status_code == 422
    assert as_person(ward.dx_main).post(address, {"reason": "目的が済みました"}).status_code == 302
    assert "見られる期間を終えました" in inbox(ward.requester)
    assert "目的が済みました" in get(ward.requester, "shared_confidential", shared, status=403)
    assert download(ward.requester) == 404
    with pytest.raises(StateConflict, match="終了"):
        granting.end_grant(grant=row, actor=ward.dx_main, reason="もう一度", now=NOW)


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (90, True), (91, False)])
def test_from_today_to_ninety_days_on(ward: Ward, shared: Proposal, days: int, fits: bool) -> None:
    row, last_day = asked(shared, ward.requester), TODAY + dt.timedelta(days=days)
    if fits:
        granting.allow_grant(grant=row, actor=ward.dx_main, last_day=last_day, now=NOW)
        return
    with pytest.raises(ProposalError, match="90日先"):
        granting.allow_grant(grant=row, actor=ward.dx_main, last_day=last_day, now=NOW)
    address = reverse("grant_decide", args=[shared.slug, row.pk])
    response = as_person(ward.dx_main).post(address, {"decision": "allow", "last_day": last_day.isoformat()})
    assert response.status_code == 422
    assert as_person(ward.dx_main).post(address, {"decision": "allow", "last_day": ""}).status_code == 422


def test_asked_twice_is_asked_once_and_decided_twice_is_decided_once(ward: Ward, shared: Proposal) -> None:
    row = asked(shared, ward.requester)
    assert asked(shared, ward.requester) == row
    granting.allow_grant(grant=row, actor=ward.dx_main, last_day=LAST_DAY, now=NOW)
    assert asked(shared, ward.requester) == row
    with pytest.raises(StateConflict, match="見られます"):
        granting.refuse_grant(grant=row, actor=ward.section_head, reason="だめ", now=NOW)
    address = reverse("grant_decide", args=[shared.slug, row.pk])
    response = as_person(ward.section_head).post(address, {"decision": "refuse", "reason": "やはりやめます"})
    assert response.status_code == 409
    assert "やはりやめます" in response.content.decode()
    response = as_person(ward.section_head).get(address, follow=True)
    assert "「見られます」になっています" in response.content.decode()


def test_every_page_for_every_role(ward: Ward, shared: Proposal) -> None:
    row = granted(shared, ward.requester)
    waits = asked(shared, ward.colleague)
    for role in ROLES:
        person, browser = getattr(ward, role), as_person(getattr(ward, role))
        for method in ("get", "post"):
            for name, grant in (("grant_decide", waits), ("grant_end", row)):
                response = getattr(browser, method)(reverse(name, args=[shared.slug, grant.pk]))
                assert (response.status_code == 403) == (role not in WORKING), (role, name)
            asks = getattr(browser, method)(reverse("shared_request", args=[shared.slug]))
            assert (asks.status_code == 403) == (role in DESK), (role, method)
            opened = getattr(browser, method)(reverse("shared_confidential", args=[shared.slug]))
            assert (opened.status_code == 403) == (role != "requester"), (role, method)
        assert browser.get(reverse("grant_list")).status_code == (200 if role in DESK else 403), role
        if role not in WORKING:
            with pytest.raises(PermissionDenied):
                granting.allow_grant(grant=waits, actor=person, last_day=LAST_DAY, now=NOW)
            with pytest.raises(PermissionDenied):
                granting.end_grant(grant=row, actor=person, reason="x", now=NOW)
    other = advance(propose(ward, title="別の提案"), State.SHARED)
    assert as_person(ward.dx_main).get(reverse("grant_decide", args=[other.slug, waits.pk])).status_code == 404


def test_the_desk_declares_and_does_not_ask(ward: Ward, shared: Proposal) -> None:
    with pytest.raises(PermissionDenied):
        asked(shared, ward.dx_other)
    assert "利害関係を申告して開きます" in get(ward.dx_other, "shared_confidential", shared, status=403)
    # Somebody who was granted it and then came to the desk declares like the others there.
    row = granted(shared, ward.requester)
    Grant.objects.filter(pk=row.pk).update(user=ward.dx_other)
    with pytest.raises(PermissionDenied):
        granting.open_granted(proposal=shared, user=ward.dx_other, is_promised=True, now=NOW)
    assert download(ward.dx_other) == 404
    # Nor does anybody decide on their own request.
    Grant.objects.filter(pk=row.pk).update(user=ward.dx_main, state=GrantState.ASKED)
    with pytest.raises(PermissionDenied):
        granting.allow_grant(grant=row, actor=ward.dx_main, last_day=LAST_DAY, now=NOW)


def test_a_conflict_that_was_declared_at_the_desk_stays_one(ward: Ward, shared: Proposal) -> None:
    row = granted(shared, ward.requester)
    declare(proposal=shared, actor=ward.dx_other, has_conflict=True, text="親族が勤めています", now=NOW)
    shared.declarations.update(user=ward.requester)
    assert download(ward.requester) == 404
    assert MARKS[Part.HOW] not in opens(ward.requester, shared)
    Grant.objects.filter(pk=row.pk).update(state=GrantState.ENDED)
    with pytest.raises(ProposalError, match="利害関係"):
        asked(shared, ward.requester)


def test_what_has_nothing_confidential_grants_nothing(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = advance(propose(ward), State.SHARED)
    assert "非公開の部分" not in get(ward.requester, "shared_detail", proposal)
    with pytest.raises(ProposalError, match="ありません"):
        asked(proposal, ward.requester)
    assert "申し込む" not in get(ward.requester, "shared_confidential", proposal, status=403)


def test_with_the_proposal_every_grant_ends(ward: Ward, shared: Proposal) -> None:
    row, waits = granted(shared, ward.requester), asked(shared, ward.colleague)
    deciding.withdraw(proposal=shared, actor=ward.dx_main, reason="", now=NOW)
    # At once, and not only in the night.
    assert download(ward.requester) == 404
    assert MARKS[Part.HOW] not in opens(ward.requester, shared)
    with pytest.raises(StateConflict):
        granting.allow_grant(grant=waits, actor=ward.dx_main, last_day=LAST_DAY, now=NOW)
    with pytest.raises(StateConflict):
        asked(fresh(shared), ward.head)
    assert granting.end_old_grants() == 2
    assert granting.end_old_grants() == 0
    assert set(Grant.objects.values_list("state", flat=True)) == {GrantState.ENDED}
    assert "紹介する期間が終わりました" in inbox(ward.colleague)
    assert "紹介する期間が終わりました" not in inbox(ward.requester)
    assert "もう一度申し込む" not in get(ward.requester, "shared_confidential", shared, status=403)
    row.refresh_from_db()
    assert row.last_day == LAST_DAY


def test_whoever_left_reads_nothing(ward: Ward, shared: Proposal) -> None:
    granted(shared, ward.requester)
    User.objects.filter(pk=ward.requester.pk).update(left_on=TODAY)
    person = User.objects.get(pk=ward.requester.pk)
    with pytest.raises(PermissionDenied):
        granting.open_granted(proposal=shared, user=person, is_promised=True, now=NOW)


@pytest.mark.parametrize("tab", ["", "granted", "over"])
def test_lists_of_one_and_of_three_ask_the_same_number_of_questions(ward: Ward, shared: Proposal, tab: str) -> None:
    counts = []
    for people in ([ward.requester], [ward.colleague, ward.head]):
        for person in people:
            row = asked(shared, person) if tab == "" else granted(shared, person)
            if tab == "over":
                granting.end_grant(grant=row, actor=ward.dx_main, reason="済みました", now=NOW)
        browser, found = as_person(ward.section_head), []
        for url in (reverse("grant_list"), reverse("proposal_detail", args=[shared.slug])):
            with CaptureQueriesContext(connection) as queries:
                response = browser.get(url, {"tab": tab})
            found.append(len(queries))
        assert response.status_code == 200
        counts.append(found)
    assert counts[0] == counts[1]


def test_hostile_words_are_words(ward: Ward, shared: Proposal) -> None:
    row = asked(shared, ward.requester, "<script>alert(1)</script>")
    desk = as_person(ward.dx_main)
    for url in (
        reverse("grant_list"),
        reverse("grant_decide", args=[shared.slug, row.pk]),
        reverse("proposal_detail", args=[shared.slug]),
    ):
        assert "<script>alert" not in desk.get(url).content.decode()
