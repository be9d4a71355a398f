"""Every contact with companies in one log: noted in one form, found again, promised and kept, counted by field."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.models import Company, CompanyContact, ContactLog, FieldOfWork
from minato_dx.reference.services import CompanyFacts
from proposals.enums import State
from proposals.exceptions import ProposalError
from proposals.models import Proposal
from proposals.selectors.evenness import time_by_field
from proposals.services.contacts import Said, keep_contact_promise, log_contact
from proposals.services.desk_reminders import remind_of_contacts
from proposals.services.dialogue_rules import Party
from proposals.services.dialogue_times import Booking
from proposals.services.dialogues import plan_dialogue, record_dialogue
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.steps import COMPANY, NUMBER, advance, fresh, propose
from tests.test_url_access import DX, ROLES

OTHER = CompanyFacts(name="㈱架空システム", no_number_reason="電話で聞いていない")
FORM = {"channel": "phone", "direction": "incoming", "on": "2026-11-24", "clock": "9:30", "summary": "費用を聞かれた"}


def note(ward: Ward, company: CompanyFacts = OTHER, **changes: Any) -> ContactLog:
    values: dict[str, Any] = {
        "at": NOW - dt.timedelta(hours=1),
        "channel": ContactChannel.PHONE,
        "direction": ContactDirection.INCOMING,
        "summary": "費用を聞かれた",
    }
    actor = changes.pop("actor", ward.dx_main)
    return log_contact(company=company, said=Said(**values | changes), actor=actor, now=NOW)


def read(person: User, name: str, *args: Any, status: int = 200, **query: Any) -> str:
    response = as_person(person).get(reverse(name, args=args), query)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def rows_of(person: User, **query: Any) -> list[ContactLog]:
    return list(as_person(person).get(reverse("contact_list"), query).context["page"].rows)


# --- Noting ------------------------------------------------------------------------------------------------------
def test_a_call_of_a_company_that_is_known(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal, client = propose(ward), as_person(ward.dx_other)
    company = proposal.company
    for words in ("見本", "みなと 見本", NUMBER, "８０００－０２０１－３１０３２", "（株）"):
        assert client.get(reverse("contact_note"), {"q": words}).context["found"] == [company], words
    address = f"{reverse('contact_note')}?company={company.pk}"
    assert "見本 太郎" in client.get(address).content.decode()
    data = FORM | {
        "contact": proposal.contact_id, "field": fields[0].pk, "proposal": proposal.pk,
        "promised": "来週お返事する", "promised_until": "2026-12-01",
    }  # fmt: skip
    answer = client.post(address, data, follow=True)
    assert "みなと見本株式会社との連絡を記録しました" in answer.content.decode()
    client.post(address, data)
    entry = ContactLog.objects.get(channel=ContactChannel.PHONE)
    assert (entry.company, entry.contact, entry.by) == (company, proposal.contact, ward.dx_other)
    assert (entry.at, entry.promised_until) == (NOW - dt.timedelta(minutes=30), dt.date(2026, 12, 1))
    assert (entry.object_kind, entry.object_id) == ("proposal", proposal.pk)
    page = read(ward.dx_main, "contact_list")
    for words in ("来週お返事する", "12月1日(火)まで", proposal.number, "見本 太郎"):
        assert words in page, words


def test_from_the_page_of_a_proposal_and_back(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal, client = propose(ward), as_person(ward.dx_main)
    address = f"{reverse('contact_note')}?proposal={proposal.slug}"
    assert address in read(ward.dx_main, "proposal_detail", proposal.slug)
    form = client.get(address).context["form"]
    assert (form["proposal"].value(), form["field"].value()) == (proposal.pk, fields[0].pk)
    answer = client.post(address, FORM | {"proposal": proposal.pk})
    assert answer.url == reverse("proposal_detail", args=[proposal.slug])


def test_a_company_and_a_person_that_are_new(ward: Ward, fields: list[FieldOfWork]) -> None:
    client, address = as_person(ward.dx_main), f"{reverse('contact_note')}?company=new&q=架空"
    assert "まだ登録がありません" in " ".join(
        client.get(reverse("contact_note"), {"q": "架空"}).content.decode().split()
    )
    assert 'value="架空"' in client.get(address).content.decode()
    answer = client.post(address, FORM | {"company_name": "架空", "number": "", "no_number_reason": ""})
    assert answer.status_code == 422
    assert "法人番号を入れてください" in answer.content.decode()
    assert "12桁は" in client.post(address, FORM | {"company_name": "架空", "number": "0" * 12}).content.decode()
    given = {"company_name": "架空", "no_number_reason": "電話で聞いていない", "new_contact": "架空さん"}
    assert client.post(address, FORM | given | {"reached_at": "a@b"}).status_code == 422
    assert client.post(address, FORM | given | {"reached_at": "a@example.com"}).status_code == 302
    assert Company.objects.get().name == "架空"
    assert CompanyContact.objects.get().mail == "a@example.com"
    assert client.post(reverse("contact_note"), FORM).url == reverse("contact_note")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"summary": " "}, "1行でかまいません"),
        ({"on": "2026-11-25"}, "いまより前に"),
        ({"on": "1026-11-25"}, "2000年からあと"),
        ({"promised_until": "2026-12-01"}, "何をするのかを"),
        ({"channel": "meeting"}, "選"),
        ({"reached_at": "03-0000-0000"}, "氏名を入れて"),
    ],
)
def test_what_cannot_be_noted(ward: Ward, fields: list[FieldOfWork], changes: dict[str, str], words: str) -> None:
    company = propose(ward).company
    answer = as_person(ward.dx_main).post(f"{reverse('contact_note')}?company={company.pk}", FORM | changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ContactLog.objects.filter(channel=ContactChannel.PHONE).exists()


def test_the_services_mind_as_well(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = propose(ward)
    for refused, changes in (
        (ProposalError, {"proposal": proposal}),
        (ProposalError, {"contact": proposal.contact}),
        (ValidationError, {"summary": ""}),
        (ValidationError, {"at": NOW + dt.timedelta(hours=1)}),
        (ValidationError, {"promised_until": dt.date(2026, 12, 1)}),
        (PermissionDenied, {"actor": ward.requester}),
    ):
        with pytest.raises(refused):
            note(ward, **changes)
    assert not Company.objects.filter(name=OTHER.name).exists()
    assert note(ward) == note(ward)


# --- Promised and kept -------------------------------------------------------------------------------------------
def test_a_promise_is_reminded_of_once_on_its_day_and_once_when_late(ward: Ward) -> None:
    # A Saturday: due on the Monday after it.
    entry = note(ward, promised="お返事する", promised_until=dt.date(2026, 11, 28))
    note(ward, summary="ほかの話")
    for day, expected in ((27, 0), (28, 0), (30, 1), (30, 0)):
        with time_machine.travel(jst(dt.date(2026, 11, day), dt.time(9)), tick=False):
            assert remind_of_contacts() == expected, day
    for day, expected in ((1, 1), (2, 0)):
        with time_machine.travel(jst(dt.date(2026, 12, day), dt.time(9)), tick=False):
            assert remind_of_contacts() == expected, day
    due, late = Notification.objects.order_by("event", "pk"), Notification.objects.filter(event__endswith="late")
    assert [row.recipient for row in due.filter(event=f"contact:{entry.pk}:due")] == [ward.dx_main]
    assert {row.recipient for row in late} == {ward.dx_main, ward.section_head}


def test_kept_is_kept_and_not_reminded_of(ward: Ward) -> None:
    entry, plain = note(ward, promised="お返事する", promised_until=dt.date(2026, 11, 24)), note(ward, summary="別")
    client = as_person(ward.dx_other)
    assert [row.pk for row in rows_of(ward.dx_main, tab="owed")] == [entry.pk]
    answer = client.post(reverse("contact_keep", args=[entry.pk]), follow=True)
    assert "果たしたと記録しました" in answer.content.decode()
    assert rows_of(ward.dx_main, tab="owed") == []
    assert remind_of_contacts() == 0
    with pytest.raises(ProposalError, match="約束したことがありません"):
        keep_contact_promise(entry=plain, actor=ward.dx_main, day=NOW.date())
    client.post(reverse("contact_keep", args=[plain.pk]))
    assert ContactLog.objects.get(pk=plain.pk).kept_on is None


# --- The list ----------------------------------------------------------------------------------------------------
def test_the_list_is_narrowed_by_what_the_address_says(ward: Ward, fields: list[FieldOfWork]) -> None:
    first = note(ward, field=fields[0], channel=ContactChannel.MAIL)
    second = note(ward, company=COMPANY, direction=ContactDirection.OUTGOING, actor=ward.dx_other)
    third = note(ward, summary="去年", at=jst(dt.date(2026, 3, 31), dt.time(23)), promised="済み？",
                 promised_until=dt.date(2026, 4, 1))  # fmt: skip
    for query, expected in (
        ({"q": "架空"}, {first, third}),
        ({"q": "(株) 架空"}, {first, third}),
        ({"q": "80000201"}, {second}),
        ({"channel": "mail"}, {first}),
        ({"direction": "outgoing"}, {second}),
        ({"field": str(fields[0].pk)}, {first}),
        ({"field": "none"}, {second, third}),
        ({"staff": str(ward.dx_other.pk)}, {second}),
        ({"company": str(second.company_id)}, {second}),
        ({"year": "2025"}, {third}),
        ({"year": "2026"}, {first, second}),
        ({"tab": "owed"}, {third}),
        ({"tab": "late", "q": "架空"}, {third}),
        ({"q": "%"}, set()),
    ):
        assert {*rows_of(ward.dx_main, **query)} == expected, query
    assert "条件に合う連絡は0件です" in read(ward.dx_main, "contact_list", q="存在しない")
    for name in ("channel", "field", "staff", "company", "year", "tab"):
        assert "条件を読み取れませんでした" in read(ward.dx_main, "contact_list", status=422, **{name: "x"})


def test_the_list_costs_the_same_with_many(
    ward: Ward, fields: list[FieldOfWork], django_assert_num_queries: Any
) -> None:
    client, address = as_person(ward.dx_main), reverse("contact_list")
    propose(ward)
    client.get(address)
    for round_ in range(2):
        for number in range(2 * round_):
            note(ward, summary=f"話{number}", company=CompanyFacts(name=f"社{number}", no_number_reason="海外"))
        with django_assert_num_queries(10):
            answer = client.get(address)
        assert len(answer.context["page"].rows) == 1 + 2 * round_


def test_the_files_hold_all_of_it_and_run_nothing(ward: Ward) -> None:
    note(ward, summary="=1+1", company=CompanyFacts(name="@架空", no_number_reason="海外"), promised="+お返事")
    client = as_person(ward.dx_main)
    answer: Any = client.get(reverse("contact_export", args=["csv"]))
    [row] = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert (row["話したこと"], row["事業者"], row["約束したこと"]) == ("'=1+1", "'@架空", "'+お返事")
    assert row["日時"] == "2026-11-24 09:00"
    file: Any = client.get(reverse("contact_export", args=["xlsx"]))
    sheet = load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
    cell = sheet["I2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert client.get(reverse("contact_export", args=["pdf"])).status_code == 404


def test_nobody_but_the_desk(ward: Ward) -> None:
    entry = note(ward)
    for role in ROLES:
        client = as_person(getattr(ward, role))
        for name, method in (("contact_detail", "get"), ("contact_keep", "post")):
            status = getattr(client, method)(reverse(name, args=[entry.pk])).status_code
            assert (status in (200, 302)) == (role in DX), (role, name)
            missing = getattr(client, method)(reverse(name, args=[99_999])).status_code
            assert missing == (404 if role in DX else 403), (role, name)
        assert ("費用を聞かれた" in client.get(reverse("contact_list")).content.decode()) == (role in DX)


def test_erased_people_and_strange_words(ward: Ward) -> None:
    entry = note(ward, new_contact="<b>架空</b>", summary="<script>alert(1)</script>")
    for name, args in (("contact_list", []), ("contact_detail", [entry.pk])):
        page = read(ward.dx_main, name, *args)
        assert "<script>alert" not in page
        assert "<b>架空" not in page
    assert "費用" not in read(ward.dx_main, "contact_note", q="<script>alert(1)</script>")


# --- Field by field ----------------------------------------------------------------------------------------------
def talk(ward: Ward, proposal: Proposal, *, day: int, minutes: int) -> None:
    starts = jst(dt.date(2026, 12, day), dt.time(10))
    dialogue = plan_dialogue(
        proposal=fresh(proposal),
        actor=proposal.assignee,
        party=Party(division=ward.nursery, people=[ward.requester]),
        booking=Booking(host=ward.dx_main, starts_at=starts, minutes=minutes, place="保育課"),
        now=NOW,
    )
    record_dialogue(dialogue=dialogue, actor=proposal.assignee, record="話した", now=starts + dt.timedelta(hours=3))


def test_who_got_how_much_of_the_time(ward: Ward, fields: list[FieldOfWork], django_assert_num_queries: Any) -> None:
    one = advance(propose(ward, fields=fields), State.SHARED)
    two = advance(propose(ward, company=OTHER), State.SHARED)
    talk(ward, one, day=1, minutes=60)
    talk(ward, one, day=2, minutes=120)
    talk(ward, two, day=3, minutes=30)
    note(ward, field=fields[0], channel=ContactChannel.MAIL, direction=ContactDirection.OUTGOING)
    note(ward, summary="分野なし")
    with django_assert_num_queries(4):
        found = time_by_field(user=ward.dx_main, year=2026)
    assert [field.name for field in found] == ["紙の読み取り", "契約の管理", "分野なし"]
    first, second, none = found
    assert [(row.company.name, row.contacts, row.dialogues, row.minutes) for row in first.rows] == [
        ("みなと見本株式会社", 3, 2, 180),
        ("㈱架空システム", 3, 1, 30),
    ]
    assert (first.rows[0].share_of_minutes, first.rows[0].of_minutes) == (86, 210)
    assert [row.is_uneven for row in first.rows] == [True, False]
    # Alone in a field, nobody had more than others.
    assert [(row.contacts, row.minutes, row.is_uneven) for row in second.rows] == [(0, 180, False)]
    assert [(row.contacts, row.minutes) for row in none.rows] == [(1, 0)]
    assert time_by_field(user=ward.dx_main, year=2025) == []
    assert time_by_field(user=ward.requester, year=2026) == []


def test_every_figure_leads_to_its_rows(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = advance(propose(ward), State.SHARED)
    talk(ward, proposal, day=1, minutes=90)
    note(ward, company=COMPANY, field=fields[0])
    client = as_person(ward.dx_main)
    page = client.get(reverse("contact_fields"))
    text = " ".join(page.content.decode().split())
    for words in ("3件の100%", "90分の100%", "令和8年度", "紙の読み取り"):
        assert words in text, words
    query = {"year": 2026, "field": fields[0].pk, "company": proposal.company_id}
    assert len(rows_of(ward.dx_main, **query)) == 3
    assert len(rows_of(ward.dx_main, **query, direction="outgoing")) == 1
    assert len(rows_of(ward.dx_main, **query, channel="phone")) == 1
    talks = client.get(reverse("dialogue_list"), query | {"tab": "held"})
    assert len(talks.context["page"].rows) == 1
    answer: Any = client.get(reverse("contact_fields_csv"), {"year": "2026"})
    [row] = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert (row["対話（分）"], row["この分野の対話（分）"], row["電話"], row["連絡（計）"]) == ("90", "90", "1", "3")
    assert "まだありません" in read(ward.dx_main, "contact_fields", year="2020")
    assert "令和8年度" in read(ward.dx_main, "contact_fields", year="いつか")
