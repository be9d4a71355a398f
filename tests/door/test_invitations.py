"""A company is invited: it hears of it by mail, answers without an account, and sees its own page and nobody else's."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from consultations.models import Interest
from minato_dx.door.models import DeskMessage, DoorItem, Mail, PublishedPage, Submission, Token
from minato_dx.door.services.intranet import rewrite as rewrite_public
from minato_dx.exchange.models import IntranetItem
from minato_dx.exchange.services.running import rewrite
from minato_dx.reference.models import CompanyContact
from showcase.enums import EXHIBITOR_KIND, CheckInMeans, ExhibitionState, ExhibitorState
from showcase.models import CheckIn, Exhibition, Exhibitor, ExhibitorNotice, NameShown
from showcase.services.exhibitions.door_publishing import publish_exhibitions
from showcase.services.exhibitions.door_telling import tell_exhibitor, tell_exhibitors, tell_notice
from showcase.services.exhibitions.reserving import visitor_of
from showcase.services.exhibitions.running import open_applications
from showcase.services.exhibitions.steps import lock_exhibition, lock_exhibitor, log, take_step
from tests.door.ends import Ends
from tests.door.exhibiting import SHOWN, write
from tests.door.steps import key_in, mailed_link, url
from tests.organization.factories import Ward
from tests.showcase.exhibitions.factories import make_booth, make_company, make_exhibition, make_exhibitor

pytestmark = pytest.mark.django_db(databases=["default", "door"])


@pytest.fixture
def exhibition(ward: Ward) -> Exhibition:
    return make_exhibition(ward.dx_main, state=ExhibitionState.APPLICATIONS)


@pytest.fixture
def ends(at_the_door: Any, tmp_path: Path, exhibition: Exhibition) -> Ends:
    at_the_door.MEDIA_ROOT = tmp_path / "ward-media"
    found = Ends(at_the_door, tmp_path)
    found.ward()
    publish_exhibitions()
    found.both()
    return found


def invite(exhibition: Exhibition, number: int = 1) -> Exhibitor:
    """Invite a company as the DX section does: a row, and its log."""
    company = make_company(f"株式会社みほん{number}")
    contact = CompanyContact.objects.create(
        company=company, name=f"見本 {number}", mail=f"invited{number}@example.com", phone="03-0000-0000"
    )
    row = make_exhibitor(
        exhibition,
        state=ExhibitorState.INVITED,
        company=company,
        contact=contact,
        name=company.name,
        title="",
        summary="",
    )
    log(row=row, actor=exhibition.organizer, name="invite", before="", now=timezone.now())
    return row


def accept(vendor: Client, status: str, exhibition: Exhibition, **shown: Any) -> None:
    """Say yes on the page behind the mailed link."""
    key = key_in(vendor.post(f"{status}revise/"))
    write(vendor, key, first=1, exhibition=str(exhibition.pk), shown=shown)
    assert vendor.post(url("door_review", EXHIBITOR_KIND, key)).url == url("door_changed")


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_invitation_is_mailed_with_a_key_of_which_only_the_hash_is_kept(
    ends: Ends, vendor: Client, exhibition: Exhibition
) -> None:
    exhibitor = invite(exhibition)
    ends.both()
    mail = Mail.objects.get()
    assert mail.to == "invited1@example.com"
    for words in ("株式会社みほん1", "見本 1 様", "12月8日(火)", "契約の手続ではなく"):
        assert words in mail.body
    link = mailed_link("ご招待")
    key = link.split("/")[2]
    assert len(key) == 22
    kept = str([list(model.objects.values()) for model in (Submission, Token, DoorItem)])
    assert key not in kept
    assert not IntranetItem.objects.filter(payload__icontains=key).exists(), "the ward never had it"
    page = page_of(vendor, link)
    assert "ご招待しています" in page
    assert "内容を書いて申し込む" in page
    assert Submission.objects.get().key == exhibitor.key


def test_the_same_invitation_again_is_no_second_mail(ends: Ends, exhibition: Exhibition) -> None:
    exhibitor = invite(exhibition)
    ends.both()
    tell_exhibitor(exhibitor=exhibitor, now=timezone.now())
    tell_exhibitors()
    rewrite(number=IntranetItem.objects.get(event="invite").bundle_number or 0)
    ends.both()
    assert Mail.objects.count() == 1
    assert Submission.objects.count() == 1


def test_while_it_is_only_planned_nobody_hears_of_it_and_then_all_at_once(
    ends: Ends, exhibition: Exhibition, ward: Ward
) -> None:
    Exhibition.objects.update(state=ExhibitionState.PLANNED, applications_until="2026-11-27")
    exhibition.refresh_from_db()
    for number in (1, 2):
        invite(exhibition, number)
    assert tell_exhibitors() == 0
    open_applications(exhibition=exhibition, actor=ward.dx_main, now=timezone.now())
    ends.both()
    assert {mail.to for mail in Mail.objects.all()} == {"invited1@example.com", "invited2@example.com"}
    assert len({item.bundle_number for item in IntranetItem.objects.filter(event="invite")}) == 1


def test_whoever_cannot_be_reached_is_invited_once_there_is_an_address(ends: Ends, exhibition: Exhibition) -> None:
    exhibitor = make_exhibitor(exhibition, state=ExhibitorState.INVITED)
    log(row=exhibitor, actor=exhibition.organizer, name="invite", before="", now=timezone.now())
    assert tell_exhibitors() == 0
    contact = CompanyContact.objects.create(company=exhibitor.company, name="見本", mail="late@example.com")
    Exhibitor.objects.update(contact=contact)
    assert tell_exhibitors() == 1
    ends.both()
    assert Mail.objects.get().to == "late@example.com"


def test_a_company_says_yes_and_has_applied(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    exhibitor = invite(exhibition)
    ends.both()
    link = mailed_link("ご招待")
    first = vendor.get(vendor.post(f"{link}revise/").url).content.decode()
    assert "見本 1" in first, "what the ward knows is filled in"
    assert 'name="number"' not in first, "which company it is, is settled"
    accept(vendor, link, exhibition)
    ends.both()
    exhibitor.refresh_from_db()
    assert (exhibitor.state, exhibitor.title) == (ExhibitorState.APPLIED, SHOWN["title"])
    assert exhibitor.people.count() == 2
    assert [entry.name for entry in exhibitor.steps.all()] == ["invite", "apply"]
    assert exhibitor.steps.last().actor is None
    page = page_of(vendor, link)
    assert "お申込みを受け付けました" in page
    assert "内容を書いて申し込む" not in page


def test_after_the_deadline_an_invitation_may_still_be_answered(
    ends: Ends, vendor: Client, exhibition: Exhibition, time_machine: Any
) -> None:
    Exhibition.objects.update(applications_until="2026-11-20")
    exhibition.refresh_from_db()
    exhibitor = invite(exhibition)
    ends.both()
    accept(vendor, mailed_link("ご招待"), exhibition)
    ends.both()
    exhibitor.refresh_from_db()
    assert exhibitor.state == ExhibitorState.APPLIED


def test_a_company_says_no(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    exhibitor = invite(exhibition)
    ends.both()
    link = mailed_link("ご招待")
    assert "の出展を辞退しますか" in page_of(vendor, f"{link}withdraw/")
    assert vendor.post(f"{link}withdraw/", {"reason": "予定が合いません"}).status_code == 302
    ends.both()
    exhibitor.refresh_from_db()
    assert (exhibitor.state, exhibitor.steps.last().reason) == (ExhibitorState.WITHDRAWN, "予定が合いません")
    assert "辞退" in page_of(vendor, link)
    assert vendor.post(f"{link}revise/").status_code == 422


def test_once_it_has_begun_nothing_is_changed_any_more(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    exhibitor = invite(exhibition)
    ends.both()
    link = mailed_link("ご招待")
    key = key_in(vendor.post(f"{link}revise/"))
    write(vendor, key, first=1, exhibition=str(exhibition.pk))
    Exhibition.objects.update(state=ExhibitionState.RUNNING)
    tell_exhibitors()
    ends.both()
    answer = vendor.post(url("door_review", EXHIBITOR_KIND, key))
    assert answer.status_code == 422
    assert "展示会が始まった" in answer.content.decode()
    exhibitor.refresh_from_db()
    assert exhibitor.state == ExhibitorState.INVITED


# --- What a company sees -------------------------------------------------------------------------------------


@pytest.fixture
def two(ends: Ends, vendor: Client, exhibition: Exhibition, ward: Ward) -> tuple[Exhibitor, Exhibitor]:
    """Two companies that were invited, said yes, and were chosen; each knows its own link."""
    found = []
    for number in (1, 2):
        exhibitor = invite(exhibition, number)
        ends.both()
        accept(vendor, mailed_link("ご招待"), exhibition, title=f"見せるもの{number}")
        ends.both()
        row = lock_exhibitor(exhibitor)
        row.booth = make_booth(exhibition, f"A-{number}")
        take_step(row=row, actor=ward.dx_main, name="select", now=timezone.now(), reason=f"内部の評価{number}")
        found.append(row)
    ends.both()
    return found[0], found[1]


def link_of(number: int) -> str:
    """Return the path in the newest mail to one company."""
    mail = Mail.objects.filter(to=f"invited{number}@example.com").order_by("-pk")[0]
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.body)
    assert found is not None
    return found[1]


def everything_at_the_door() -> str:
    """Return all that the door's database holds, as one text."""
    rows = [list(model.objects.values()) for model in (Submission, DeskMessage, Mail, DoorItem, PublishedPage, Token)]
    return str(rows)


def test_each_sees_its_own_page_only(ends: Ends, vendor: Client, two: tuple[Exhibitor, Exhibitor]) -> None:
    first, second = page_of(vendor, link_of(1)), page_of(vendor, link_of(2))
    for own, page, other in ((1, first, 2), (2, second, 1)):
        assert f"A-{own}（1階ロビー）" in page
        assert f"見せるもの{own}" in page
        for words in (f"A-{other}", f"見せるもの{other}", f"株式会社みほん{other}", f"invited{other}@"):
            assert words not in page
    assert "内部の評価" not in everything_at_the_door()


def test_all_hear_the_same_at_the_same_moment(
    ends: Ends, vendor: Client, two: tuple[Exhibitor, Exhibitor], exhibition: Exhibition, ward: Ward
) -> None:
    now = timezone.now()
    declined = invite(exhibition, 3)
    ends.both()
    notice = ExhibitorNotice.objects.create(
        exhibition=exhibition, title="搬入について", text="搬入は8時からです。", sent_by=ward.dx_main, sent_at=now
    )
    assert tell_notice(notice=notice, now=now) == 2
    bundles = set()
    ends.both()
    for item in IntranetItem.objects.filter(event="message", payload__label="お知らせ"):
        bundles.add(item.bundle_number)
    assert len(bundles) == 1, "one bundle: nobody hears it before the others"
    told = DeskMessage.objects.filter(label="お知らせ")
    assert {(one.text, one.sent_at) for one in told} == {("搬入について\n\n搬入は8時からです。", now)}
    assert {one.submission.mail for one in told} == {"invited1@example.com", "invited2@example.com"}
    for number in (1, 2):
        assert "搬入は8時からです。" in page_of(vendor, link_of(number))
    assert declined.state == ExhibitorState.INVITED


def test_a_called_off_exhibition_is_told_to_all_at_once(
    ends: Ends, vendor: Client, two: tuple[Exhibitor, Exhibitor], exhibition: Exhibition, ward: Ward
) -> None:
    take_step(
        row=lock_exhibition(exhibition), actor=ward.dx_main, name="cancel", now=timezone.now(), reason="内部の事情"
    )
    tell_exhibitors()
    ends.both()
    assert DeskMessage.objects.filter(label="展示会の中止").count() == 2
    page = page_of(vendor, link_of(1))
    assert "展示会は中止になりました" in page
    assert "内部の事情" not in page
    assert not Submission.objects.filter(serial__isnull=False, state="received").exists()


def wish(exhibitor: Exhibitor, person: Any, ward: Ward) -> None:
    Interest.objects.create(
        kind=EXHIBITOR_KIND, object_id=exhibitor.pk, title=exhibitor.title, division=ward.nursery, user=person,
        sentence="うちの課でも使いたいです", created_at=timezone.now(),
    )  # fmt: skip


def stamp(exhibitor: Exhibitor, person: Any) -> None:
    import uuid

    now = timezone.now()
    CheckIn.objects.create(
        exhibition=exhibitor.exhibition, visitor=visitor_of(exhibition=exhibitor.exhibition, user=person, now=now),
        exhibitor=exhibitor, day=timezone.localdate(now), at=now, received_at=now, means=CheckInMeans.SELF,
        device_id=uuid.uuid4(),
    )  # fmt: skip


def test_a_company_sees_counts_and_never_a_name(
    ends: Ends, vendor: Client, two: tuple[Exhibitor, Exhibitor], ward: Ward
) -> None:
    first, _second = two
    people = (ward.requester, ward.colleague, ward.head)
    for person in people:
        wish(first, person, ward)
        stamp(first, person)
    tell_exhibitors()
    ends.both()
    link = link_of(1)
    page = page_of(vendor, link)
    assert re.search(r"うちの課でもできる.*?<b class=\"num\">3</b>", page, re.DOTALL)
    assert re.search(r"立ち寄った人.*?<b class=\"num\">3</b>", page, re.DOTALL)
    pages = [page, page_of(vendor, link_of(2)), page_of(vendor, f"{link}withdraw/")]
    pages += [everything_at_the_door(), *[mail.body for mail in Mail.objects.all()]]
    for person in people:
        for text in pages:
            assert person.name not in text
            assert person.staff_number not in text
            assert "うちの課でも使いたい" not in text
    assert ">3<" not in page_of(vendor, link_of(2))


def test_a_name_is_told_where_its_owner_allows_it_and_not_after_they_take_it_back(
    ends: Ends, vendor: Client, two: tuple[Exhibitor, Exhibitor], ward: Ward
) -> None:
    first, second = two
    for person in (ward.requester, ward.colleague):
        wish(first, person, ward)
        wish(second, person, ward)
    allowed = NameShown.objects.create(exhibitor=first, user=ward.requester, allowed_at=timezone.now())
    # Allowed, but never wished for anything: there is nothing to tell.
    NameShown.objects.create(exhibitor=first, user=ward.head, allowed_at=timezone.now())
    tell_exhibitors()
    ends.both()
    page, other = page_of(vendor, link_of(1)), page_of(vendor, link_of(2))
    assert ward.requester.name in page
    assert ward.colleague.name not in page
    assert ward.head.name not in page
    assert ward.requester.name not in other
    allowed.delete()
    tell_exhibitors()
    ends.both()
    assert ward.requester.name not in page_of(vendor, link_of(1))
    assert ward.requester.name not in str([row.page for row in Submission.objects.all()])


def test_nothing_is_told_where_nothing_changed(ends: Ends, two: tuple[Exhibitor, Exhibitor]) -> None:
    tell_exhibitors()
    before = IntranetItem.objects.count()
    assert tell_exhibitors() == 0
    assert IntranetItem.objects.count() == before


def test_to_look_takes_as_many_queries_for_two_as_for_twelve(
    ends: Ends, exhibition: Exhibition, django_assert_num_queries: Any
) -> None:
    def many(first: int, last: int) -> None:
        for number in range(first, last):
            invite(exhibition, number)
        tell_exhibitors()
        tell_exhibitors()

    many(1, 3)
    with django_assert_num_queries(8):
        tell_exhibitors()
    many(3, 13)
    with django_assert_num_queries(8):
        tell_exhibitors()


def test_what_comes_twice_from_the_door_is_done_once(ends: Ends, vendor: Client, exhibition: Exhibition) -> None:
    exhibitor = invite(exhibition)
    ends.both()
    accept(vendor, mailed_link("ご招待"), exhibition)
    ends.both()
    number = DoorItem.objects.get(event="revised").bundle_number
    rewrite_public(number=number or 0)
    ends.both()
    exhibitor.refresh_from_db()
    assert [entry.name for entry in exhibitor.steps.all()] == ["invite", "apply"]


def test_the_door_forgets_the_company_half_a_year_later(
    ends: Ends, vendor: Client, two: tuple[Exhibitor, Exhibitor], time_machine: Any
) -> None:
    from minato_dx.door.services.upkeep import tidy

    time_machine.move_to("2027-06-05T10:00:00+09:00")
    tidy(now=timezone.now())
    assert not Submission.objects.filter(mail="", serial__isnull=False).exists()
    time_machine.move_to("2027-06-07T10:00:00+09:00")
    tidy(now=timezone.now())
    assert {(row.mail, str(row.page), str(row.answers)) for row in Submission.objects.filter(serial__isnull=False)} == {
        ("", "{}", "{}")
    }
    assert not DeskMessage.objects.exists()
    assert not Token.objects.exists()
