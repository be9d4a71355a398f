"""Exhibitors: invited, applying, chosen, placed, told; each sees its own page, and nobody another's."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from minato_dx.attachments.models import Attachment
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.reference.models import Company, ContactLog
from showcase.enums import ExhibitionState, ExhibitorState
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.models import Exhibition, Exhibitor, ExhibitorNotice
from showcase.services.exhibitions import choosing, describing, inviting
from showcase.services.exhibitions.describing import PageWords
from showcase.services.exhibitions.inviting import Who
from showcase.services.exhibitions.noticing import note_contact_with, send_notice
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.exhibitions import plans
from tests.showcase.exhibitions.factories import make_booth, make_company, make_exhibition, make_exhibitor
from tests.test_url_access import DX, ROLES

S = ExhibitorState
OWN = {"requester", "colleague", "head", "acting_head", "leader"}
WORDS = PageWords(title="一時保育の空きを見せる", summary="園ごとの空きが分かります。")
TYPED = {"title": "一時保育の空きを見せる", "summary": "園ごとの空きが分かります。", "cost": "0円", "needs_power": "on"}
FROM = {
    "apply": {S.INVITED},
    "select": {S.APPLIED},
    "decline": {S.APPLIED},
    "reopen": {S.SELECTED, S.DECLINED, S.WITHDRAWN},
    "withdraw": {S.INVITED, S.APPLIED, S.SELECTED},
}
WHO = {"apply": DX | OWN, "withdraw": DX | OWN, "select": DX, "decline": DX, "reopen": DX}
TARGET = {"apply": S.APPLIED, "select": S.SELECTED, "decline": S.DECLINED, "reopen": S.APPLIED, "withdraw": S.WITHDRAWN}


def take(name: str, exhibitor: Exhibitor, actor: User) -> Exhibitor:
    call: dict[str, Any] = {"exhibitor": exhibitor, "actor": actor, "now": NOW}
    if name == "apply":
        return inviting.answer_invitation(**call)
    reason = {"reason": "テーマに合うため"} if name != "reopen" else {}
    return getattr(choosing, name)(**call, **reason)


def fresh(exhibitor: Exhibitor) -> Exhibitor:
    return Exhibitor.objects.get(pk=exhibitor.pk)


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("step", list(FROM))
def test_every_step_in_every_state_by_every_role(ward: Ward, state: S, step: str) -> None:
    exhibition = make_exhibition(ward.dx_main, state=ExhibitionState.APPLICATIONS)
    row = make_exhibitor(exhibition, state=state, division=ward.nursery)
    for role in ROLES:
        person = getattr(ward, role)
        page = as_person(person).get(reverse("exhibitor_step", args=[row.pk, step]))
        if role in WHO[step]:
            assert page.status_code == (200 if state in FROM[step] else 302), role
            continue
        assert page.status_code == (403 if role in OWN else 404), role
        with pytest.raises((PermissionDenied, StateConflict)):
            take(step, row, person)
        assert fresh(row).state == state
    actor = ward.head if "head" in WHO[step] else ward.dx_deputy
    if state in FROM[step]:
        assert take(step, row, actor).state == TARGET[step]
        assert row.steps.latest("pk").actor == actor
    else:
        with pytest.raises(StateConflict):
            take(step, row, actor)


@pytest.mark.parametrize("state", [ExhibitionState.CLOSED, ExhibitionState.REPORTED, ExhibitionState.CANCELLED])
def test_once_it_is_over_nothing_is_written_or_chosen(ward: Ward, state: ExhibitionState) -> None:
    row = make_exhibitor(make_exhibition(ward.dx_main, state=state), state=S.APPLIED, division=ward.nursery)
    calls = [
        lambda: choosing.select(exhibitor=row, reason="よい", actor=ward.dx_main, now=NOW),
        lambda: choosing.withdraw(exhibitor=row, reason="", actor=ward.head, now=NOW),
        lambda: describing.write_page(exhibitor=row, words=WORDS, actor=ward.head, now=NOW),
        lambda: describing.add_person(exhibitor=row, actor=ward.head, name="だれか"),
        lambda: choosing.assign_booth(exhibitor=row, booth=None, actor=ward.dx_main, now=NOW),
    ]
    for call in calls:
        with pytest.raises(StateConflict):
            call()


# --- Invited and applying -----------------------------------------------------------------------------------


def invite_page(ward: Ward, exhibition: Exhibition, **data: Any) -> Any:
    return as_person(ward.dx_main).post(reverse("exhibitor_invite", args=[exhibition.pk]), data)


def test_a_company_a_division_and_a_team_are_invited_once(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main, state=ExhibitionState.APPLICATIONS)
    new = {"kind": "company", "company_name": "株式会社みほん技研", "corporate_number": "8000020131032",
           "contact_name": "見本 一郎", "contact_mail": "mihon@example.com"}  # fmt: skip
    assert invite_page(ward, exhibition, **new).status_code == 302
    row = exhibition.exhibitors.get()
    assert (row.company.corporate_number, row.contact.mail, row.state) == (
        "8000020131032", "mihon@example.com", S.INVITED,
    )  # fmt: skip
    assert "招待した" in ContactLog.objects.get(company=row.company).summary
    again = invite_page(ward, exhibition, **new)
    assert (again.status_code, "もうあります" in again.content.decode()) == (422, True)
    assert invite_page(ward, exhibition, kind="division", division=ward.nursery.pk).status_code == 302
    told = Notification.objects.filter(object_kind="exhibitor_page")
    assert set(told.values_list("recipient", flat=True)) == {ward.head.pk}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"kind": "company"}, "企業を選ぶか"),
        ({"kind": "company", "company_name": "架空社", "corporate_number": "8000020131033"}, "法人番号"),
        ({"kind": "company", "company_name": "架空社"}, "ない理由"),
        ({"kind": "division"}, "課を選んで"),
        ({"kind": "team"}, "班を選んで"),
        ({}, "選"),
    ],
)
def test_an_invitation_that_cannot_be_is_said(ward: Ward, data: dict[str, str], words: str) -> None:
    exhibition = make_exhibition(ward.dx_main, state=ExhibitionState.APPLICATIONS)
    page = invite_page(ward, exhibition, **data)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert not Exhibitor.objects.exists()
    assert not Company.objects.exists()


def test_what_is_only_planned_tells_nobody_before_applications_open(ward: Ward) -> None:
    exhibition = plans.planned(ward.dx_main)
    inviting.invite(exhibition=exhibition, who=Who(division=ward.nursery), actor=ward.dx_main, now=NOW)
    assert not Notification.objects.exists()
    plans.running.open_applications(exhibition=exhibition, actor=ward.dx_main, now=NOW)
    assert Notification.objects.filter(recipient=ward.head).count() == 1
    plans.running.publish(exhibition=exhibition, actor=ward.dx_main, now=NOW)
    assert Notification.objects.filter(recipient=ward.head).count() == 1


def test_a_division_applies_by_itself_while_applications_are_open(ward: Ward) -> None:
    exhibition = plans.applications(ward.dx_main)
    browser = as_person(ward.requester)
    assert exhibition.title in browser.get(reverse("exhibitor_mine")).content.decode()
    data = TYPED | {"who": f"division-{ward.nursery.pk}"}
    assert browser.post(reverse("exhibitor_apply", args=[exhibition.pk]), data).status_code == 302
    row = exhibition.exhibitors.get()
    assert (row.state, row.name, row.title) == (S.APPLIED, "保育課", TYPED["title"])
    assert Notification.objects.get(recipient=ward.dx_main).object_id == row.pk
    again = browser.post(reverse("exhibitor_apply", args=[exhibition.pk]), data)
    assert (again.status_code, "もうあります" in again.content.decode()) == (422, True)
    foreign = as_person(ward.outsider).post(reverse("exhibitor_apply", args=[exhibition.pk]), data)
    assert (foreign.status_code, exhibition.exhibitors.count()) == (422, 1)
    assert as_person(ward.administrator).get(reverse("exhibitor_apply", args=[exhibition.pk])).status_code == 403


def test_nobody_applies_for_another_division_or_after_the_last_day(ward: Ward) -> None:
    exhibition = plans.applications(ward.dx_main)
    call: dict[str, Any] = {"exhibition": exhibition, "who": Who(division=ward.nursery), "words": WORDS}
    with pytest.raises(PermissionDenied):
        inviting.apply_by_themselves(**call, actor=ward.outsider, now=NOW)
    with pytest.raises(ShowcaseError, match="締め切りました"):
        inviting.apply_by_themselves(**call, actor=ward.head, now=NOW + dt.timedelta(days=8))
    with pytest.raises(PermissionDenied):
        inviting.invite(exhibition=exhibition, who=Who(division=ward.nursery), actor=ward.head, now=NOW)
    published = plans.running.publish(exhibition=exhibition, actor=ward.dx_main, now=NOW)
    assert as_person(ward.head).get(reverse("exhibitor_apply", args=[published.pk])).status_code == 404


def test_whoever_was_invited_writes_first_and_then_applies(ward: Ward) -> None:
    exhibition = plans.applications(ward.dx_main)
    row = inviting.invite(exhibition=exhibition, who=Who(division=ward.nursery), actor=ward.dx_main, now=NOW)
    browser = as_person(ward.colleague)
    step = reverse("exhibitor_step", args=[row.pk, "apply"])
    assert browser.post(step).status_code == 422
    assert browser.post(reverse("exhibitor_write", args=[row.pk]), TYPED | {"title": ""}).status_code == 422
    browser.post(reverse("exhibitor_write", args=[row.pk]), TYPED)
    assert browser.post(step).status_code == 302
    assert (fresh(row).state, fresh(row).needs_power) == (S.APPLIED, True)


# --- Chosen and placed --------------------------------------------------------------------------------------


def test_a_choice_needs_a_reason_that_stays_inside(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main, state=ExhibitionState.APPLICATIONS)
    row = make_exhibitor(exhibition, state=S.APPLIED, division=ward.nursery)
    browser = as_person(ward.dx_main)
    assert browser.post(reverse("exhibitor_step", args=[row.pk, "decline"]), {"reason": " "}).status_code == 422
    browser.post(reverse("exhibitor_step", args=[row.pk, "decline"]), {"reason": "テーマと離れているため"})
    assert (fresh(row).state, fresh(row).reason) == (S.DECLINED, "テーマと離れているため")
    assert Notification.objects.filter(recipient=ward.head, title__startswith="今回は見送り").exists()
    company = make_exhibitor(exhibition, state=S.APPLIED)
    choosing.decline(exhibitor=company, reason="ひみつの理由", actor=ward.dx_main, now=NOW)
    noted = ContactLog.objects.get(company=company.company)
    assert "見送り" in noted.summary
    assert "ひみつ" not in noted.summary


def test_a_booth_goes_to_one_alone_and_what_it_lacks_is_said(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    booth, other = make_booth(exhibition), make_booth(exhibition, "A-2", has_network=True)
    first = make_exhibitor(exhibition, needs_network=True, needs_power=True)
    second = make_exhibitor(exhibition, division=ward.nursery)
    browser = as_person(ward.dx_main)
    page = browser.post(reverse("exhibitor_booth", args=[first.pk]), {"booth": booth.pk}, follow=True)
    assert "ネットワークが要りますが" in page.content.decode()
    assert "ネットワークが要りますが" in browser.get(reverse("exhibitor_desk", args=[exhibition.pk])).content.decode()
    assert browser.post(reverse("exhibitor_booth", args=[second.pk]), {"booth": booth.pk}).status_code == 422
    with pytest.raises(ShowcaseError, match="A-1"):
        choosing.assign_booth(exhibitor=second, booth=booth, actor=ward.dx_main, now=NOW)
    choosing.assign_booth(exhibitor=first, booth=other, actor=ward.dx_main, now=NOW)
    choosing.assign_booth(exhibitor=second, booth=booth, actor=ward.dx_main, now=NOW)
    choosing.withdraw(exhibitor=fresh(second), reason="", actor=ward.head, now=NOW)
    assert fresh(second).booth is None
    assert as_person(ward.head).get(reverse("exhibitor_booth", args=[second.pk])).status_code == 403
    with pytest.raises(ShowcaseError, match="先に出展を決めて"):
        choosing.assign_booth(exhibitor=fresh(second), booth=booth, actor=ward.dx_main, now=NOW)


# --- Own pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [S.INVITED, S.APPLIED, S.SELECTED, S.DECLINED])
def test_each_exhibitor_sees_its_own_page_only(ward: Ward, state: S) -> None:
    exhibition = make_exhibition(ward.dx_main)
    own = make_exhibitor(exhibition, state=state, division=ward.nursery)
    company = make_exhibitor(exhibition, state=state, name="株式会社みほん技研")
    for role in ROLES:
        browser = as_person(getattr(ward, role))
        shown = state == S.SELECTED
        for row, readers in ((own, DX | OWN), (company, DX)):
            expected = 200 if role in readers else 403 if shown else 404
            for name in ("exhibitor_page", "exhibitor_write", "exhibitor_people", "exhibitor_materials"):
                status = browser.get(reverse(name, args=[row.pk])).status_code
                if expected == 200 and state == S.DECLINED and name != "exhibitor_page":
                    assert status == 302, (role, name)
                else:
                    assert status == expected, (role, name)
        mine = browser.get(reverse("exhibitor_mine")).content.decode()
        assert (reverse("exhibitor_page", args=[own.pk]) in mine) == (role in OWN), role
        assert reverse("exhibitor_page", args=[company.pk]) not in mine


def test_people_and_materials_are_the_exhibitors_own(ward: Ward) -> None:
    row = make_exhibitor(make_exhibition(ward.dx_main), division=ward.nursery)
    browser = as_person(ward.requester)
    people = reverse("exhibitor_people", args=[row.pk])
    assert browser.post(people, {}).status_code == 422
    assert browser.post(people, {"user": ward.colleague.pk, "role": "説明"}).status_code == 302
    assert browser.post(people, {"user": ward.colleague.pk}).status_code == 422
    assert browser.post(people, {"user": ward.outsider.pk}).status_code == 422
    browser.post(people, {"name": "見本 一郎"})
    assert list(row.people.values_list("name", flat=True)) == [ward.colleague.name, "見本 一郎"]
    badges = as_person(ward.dx_main).get(reverse("exhibitor_badges", args=[row.exhibition_id])).content.decode()
    assert "見本 一郎" in badges
    browser.post(reverse("exhibitor_person_remove", args=[row.pk, row.people.first().pk]))
    assert row.people.count() == 1
    materials = reverse("exhibitor_materials", args=[row.pk])
    browser.post(materials, {"files": SimpleUploadedFile("一覧.csv", "名前,空き\n園,2\n".encode())})
    file = Attachment.objects.get()
    assert browser.post(materials, {"files": SimpleUploadedFile("a.exe", b"MZ")}).status_code == 422
    browser.post(materials, {"remove": [file.key]})
    assert not Attachment.objects.exists()


def test_hostile_words_are_shown_as_words(ward: Ward) -> None:
    text = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    exhibition = make_exhibition(ward.dx_main)
    row = make_exhibitor(exhibition, division=ward.nursery, state=S.APPLIED)
    names = ("title", "summary", "about", "difficulty", "cost", "needs_space")
    words = PageWords(**dict.fromkeys(names, text))
    describing.write_page(exhibitor=row, words=words, actor=ward.head, now=NOW)
    describing.add_person(exhibitor=row, actor=ward.head, name=text, role=text)
    choosing.select(exhibitor=row, reason=text, actor=ward.dx_main, now=NOW)
    send_notice(exhibition=exhibition, title=text, text=text, actor=ward.dx_main, now=NOW)
    browser = as_person(ward.dx_main)
    for name, pk in (
        ("exhibitor_page", row.pk),
        ("exhibitor_desk", exhibition.pk),
        ("exhibitor_badges", exhibition.pk),
    ):
        page = browser.get(reverse(name, args=[pk])).content.decode()
        assert escape(text) in page
        assert text not in page


# --- Told, all at once --------------------------------------------------------------------------------------


def test_all_chosen_exhibitors_are_told_the_same_at_the_same_moment(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    make_exhibitor(exhibition, division=ward.nursery)
    first = make_exhibitor(exhibition)
    second = make_exhibitor(exhibition, company=make_company("架空システムズ合同会社"))
    make_exhibitor(exhibition, state=S.APPLIED, company=make_company("例題工業株式会社"))
    browser = as_person(ward.dx_main)
    address = reverse("exhibitor_notice", args=[exhibition.pk])
    assert browser.post(address, {"title": "搬入", "text": ""}).status_code == 422
    assert browser.post(address, {"title": "搬入の時間", "text": "前日の16時からです。"}).status_code == 302
    notice = ExhibitorNotice.objects.get()
    assert (notice.sent_by, notice.sent_at) == (ward.dx_main, NOW)
    told = Notification.objects.filter(text="前日の16時からです。")
    assert set(told.values_list("recipient", flat=True)) == {ward.head.pk}
    noted = ContactLog.objects.all()
    assert {(row.company, row.summary, row.at) for row in noted} == {
        (one.company, "全出展者に連絡した：搬入の時間\n前日の16時からです。", NOW) for one in (first, second)
    }
    assert (
        "搬入の時間"
        in as_person(ward.requester)
        .get(reverse("exhibitor_page", args=[exhibition.exhibitors.get(division=ward.nursery).pk]))
        .content.decode()
    )
    with pytest.raises(PermissionDenied):
        send_notice(exhibition=exhibition, title="題", text="文", actor=ward.head, now=NOW)


def test_nobody_is_told_where_nobody_was_chosen(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    make_exhibitor(exhibition, state=S.APPLIED)
    with pytest.raises(ShowcaseError, match="まだいません"):
        send_notice(exhibition=exhibition, title="題", text="文", actor=ward.dx_main, now=NOW)


def test_a_contact_is_noted_with_its_company_and_read_by_the_desk_alone(ward: Ward) -> None:
    row = make_exhibitor(make_exhibition(ward.dx_main))
    browser = as_person(ward.dx_main)
    data = {"day": "2026-11-24", "time": "9:30", "channel": "phone", "direction": "incoming", "summary": "電源の確認"}
    address = reverse("exhibitor_contact", args=[row.pk])
    assert browser.post(address, data | {"time": "23:00"}).status_code == 422
    assert browser.post(address, data).status_code == 302
    assert "電源の確認" in browser.get(reverse("exhibitor_page", args=[row.pk])).content.decode()
    assert as_person(ward.head).get(address).status_code == 403
    own = make_exhibitor(row.exhibition, division=ward.nursery)
    with pytest.raises(ShowcaseError, match="企業"):
        note_contact_with(
            exhibitor=own, summary="話", channel="phone", direction="incoming", at=NOW, actor=ward.dx_main, now=NOW
        )


# --- Lists --------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_down_and_taken_away(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    make_exhibitor(exhibition, name="株式会社みほん技研", booth=make_booth(exhibition), title="=写真から表に")
    make_exhibitor(exhibition, division=ward.nursery, name="保育課", state=S.APPLIED, title="空きを見せる")
    browser = as_person(ward.dx_main)
    desk = reverse("exhibitor_desk", args=[exhibition.pk])
    for query, shown in (({"state": "applied"}, ["保育課"]), ({"kind": "company"}, ["株式会社みほん技研"]),
                         ({"q": "a-1"}, ["株式会社みほん技研"]), ({"q": "ない"}, [])):  # fmt: skip
        page = browser.get(desk, query).content.decode()
        names = [name for name in ("株式会社みほん技研", "保育課") if f">{name}</a>" in page]
        assert names == shown, query
    assert browser.get(desk, {"state": "none"}).status_code == 422
    answer = browser.get(reverse("exhibitor_export", args=[exhibition.pk, "csv"]), {"kind": "company"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=写真から表に" in text
    assert "保育課" not in text
    excel = browser.get(reverse("exhibitor_export", args=[exhibition.pk, "xlsx"]))
    assert b"".join(excel.streaming_content).startswith(b"PK")
    assert browser.get(reverse("exhibitor_export", args=[exhibition.pk, "pdf"])).status_code == 404


def test_pages_take_as_many_queries_with_many_exhibitors_as_with_few(ward: Ward) -> None:
    exhibition = make_exhibition(ward.dx_main)
    browser = as_person(ward.dx_main)
    make_exhibitor(exhibition, division=ward.nursery)
    counts: dict[str, list[int]] = {}
    for number in range(3):
        for place in range(20 if number else 1):
            code = f"{number}-{place}"
            company = make_company(f"架空{number}の{place}")
            row = make_exhibitor(exhibition, company=company, booth=make_booth(exhibition, code), name=code)
            describing.add_person(exhibitor=row, actor=ward.dx_main, name=f"見本 {uuid.uuid4().hex[:4]}")
        for name in ("exhibitor_desk", "exhibitor_badges", "exhibition_board"):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(reverse(name, args=[exhibition.pk])).status_code == 200
            counts.setdefault(name, []).append(len(queries))
    for name, found in counts.items():
        assert found[1] == found[2] <= 22, (name, found)


@pytest.mark.parametrize("state", list(S))
def test_each_step_is_offered_once_on_the_page(ward: Ward, state: S) -> None:
    row = make_exhibitor(make_exhibition(ward.dx_main), state=state, division=ward.nursery)
    page = as_person(ward.dx_main).get(reverse("exhibitor_page", args=[row.pk])).content.decode()
    for step, states in FROM.items():
        assert page.count(reverse("exhibitor_step", args=[row.pk, step])) == (state in states), step
