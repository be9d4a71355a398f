"""The report, against a small exhibition counted by hand; on the page, on paper and in Excel alike."""

import datetime as dt
import io
import re
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from consultations.enums import State as CaseState
from consultations.models import Consultation, Interest
from minato_dx.core.calendar import jst
from minato_dx.organization.models import Division, User
from showcase.enums import EXHIBITOR_KIND, Awareness, ExhibitionState, VisitorKind
from showcase.models import Exhibition, ExhibitionDay, Exhibitor, Visitor
from showcase.selectors.day.report import last_before, report_of
from showcase.services.exhibitions.reserving import reserve
from showcase.services.exhibitions.surveying import Said, answer_survey
from showcase.views.day.report_tables import report_tables
from tests.answers import closing
from tests.consultations import walk
from tests.organization.factories import Ward
from tests.showcase.exhibitions.day.visits import came, staff_visitor
from tests.showcase.exhibitions.factories import DAY, make_exhibition, make_exhibitor, make_item, make_outsider

SignIn = Callable[[User], Client]
NOW = jst(DAY, dt.time(11, 5))
NEXT_DAY = DAY + dt.timedelta(days=1)
PAGES = ("exhibition_report", "exhibition_report_pdf", "exhibition_report_xlsx")


def wish(
    booth: Exhibitor, user: User, division: Division, *, case: Consultation | None = None, **fields: Any
) -> Interest:
    return Interest.objects.create(
        kind=EXHIBITOR_KIND, object_id=booth.pk, title=booth.title, division=division, user=user, created_at=NOW,
        consultation=case, **fields,
    )  # fmt: skip


@pytest.fixture
def held(ward: Ward, exhibition: Exhibition) -> Exhibition:
    """Hold it: six people, two seminars, two booths, four wishes, three consultations."""
    ExhibitionDay.objects.create(exhibition=exhibition, day=NEXT_DAY, opens_at=dt.time(10), closes_at=dt.time(16))
    liked, other = make_exhibitor(exhibition, name="よい出展"), make_exhibitor(exhibition, division=ward.nursery)
    staff = [staff_visitor(exhibition, user) for user in (ward.requester, ward.colleague, ward.outsider)]
    officials = [make_outsider(exhibition, number=number) for number in (1, 2)]  # of one city
    vendor = make_outsider(exhibition, number=3, kind=VisitorKind.VENDOR)
    make_outsider(exhibition, number=4)  # registered, and did not come
    for visitor in (*staff, *officials):
        came(visitor)
    came(staff[0], day=NEXT_DAY)
    came(staff[0], exhibitor=liked)
    came(vendor, exhibitor=liked)

    full, empty = make_item(exhibition, capacity=2, starts=dt.time(13)), make_item(exhibition, capacity=None)
    for visitor in staff:
        reserve(item=full, visitor=visitor, now=walk.NOW)
    came(staff[0], item=full)
    came(officials[0], item=empty)

    answer_survey(visitor=staff[0], exhibitor=None, said=Said(useful=5, awareness=Awareness.CHANGED), now=NOW)
    answer_survey(visitor=staff[1], exhibitor=None, said=Said(useful=2, awareness=Awareness.SAME), now=NOW)

    with time_machine.travel(walk.NOW, tick=False):
        # 600 a year: agreed 12 to 4 minutes, realised 12 to 5.
        case = walk.advance(walk.submit(ward), ward, CaseState.CLOSED)
        private = walk.advance(walk.submit(ward, body="見せたくないこと"), ward, CaseState.AGREED)
        Consultation.objects.filter(pk=private.pk).update(is_private=True)
        open_case = walk.submit(ward, body="これからのこと")
    wish(liked, ward.requester, ward.nursery, case=case)
    wish(liked, ward.colleague, ward.nursery, case=private)
    wish(other, ward.outsider, ward.elderly, case=open_case)
    wish(liked, ward.outsider, ward.elderly)
    wish(other, ward.head, ward.nursery, withdrawn_at=NOW)
    Exhibition.objects.filter(pk=exhibition.pk).update(state=ExhibitionState.REPORTED)
    return Exhibition.objects.get(pk=exhibition.pk)


def test_people_are_counted_once_by_kind_department_and_day(ward: Ward, held: Exhibition) -> None:
    found = report_of(exhibition=held)
    assert (found.people, found.staff, found.outside, found.outside_bodies) == (6, 3, 3, 2)
    assert [(line.people, line.bodies) for line in found.kinds] == [(3, 2), (2, 1), (1, 1)]
    lines = {line.name: line for line in found.departments}
    children, welfare = lines[ward.children.name], lines[ward.welfare.name]
    assert (children.people, children.divisions, children.divisions_in_all) == (2, 1, 2)
    assert (welfare.people, welfare.divisions, welfare.divisions_in_all) == (1, 1, 2)
    assert sum(line.people for line in found.departments) == found.staff
    assert [(line.day, line.people) for line in found.days] == [(DAY, 6), (NEXT_DAY, 1)]


def test_staff_without_a_division_that_day_stand_apart(ward: Ward, held: Exhibition) -> None:
    Visitor.objects.filter(user=ward.colleague).update(division=None)
    last = report_of(exhibition=held).departments[-1]
    assert (last.name, last.people) == ("所属の分からない職員", 1)


def test_seminars_are_filled_by_who_came(held: Exhibition) -> None:
    table = next(one for one in report_tables(report=report_of(exhibition=held), before=None) if one.key == "seminars")
    assert [row[2:] for row in table.rows] == [(None, 0, 0, 1, None), (2, 2, 1, 1, Decimal("50.0"))]


def test_wishes_lead_to_consultations_agreements_and_hours_counted_once(ward: Ward, held: Exhibition) -> None:
    found = report_of(exhibition=held)
    liked, other = found.booths
    assert (liked.stamps, liked.chain.wishes, len(liked.chain.divisions), len(liked.chain.cases)) == (2, 3, 2, 2)
    assert liked.chain.agreed == 2
    # 600 × (12 − 4) ÷ 60 = 80 and 600 × (12 − 5) ÷ 60 = 70; the private one tells no hours.
    assert (liked.chain.hours_agreed, liked.chain.hours_realised) == (Decimal("80.0"), Decimal("70.0"))
    assert (other.stamps, other.chain.wishes, len(other.chain.cases), other.chain.agreed) == (0, 1, 1, 0)
    total = found.chain
    assert (total.wishes, len(total.divisions), len(total.cases), total.agreed) == (4, 2, 3, 2)
    assert (total.hours_agreed, total.hours_realised) == (Decimal("80.0"), Decimal("70.0"))


def test_it_stands_beside_last_time(ward: Ward, held: Exhibition) -> None:
    def earlier(days: int, state: str) -> Exhibition:
        day = DAY - dt.timedelta(days=days)
        return make_exhibition(ward.dx_main, state=state, starts_on=day, ends_on=day, title=f"{days}日前")

    assert last_before(exhibition=held) is None
    last = earlier(200, ExhibitionState.REPORTED)
    earlier(400, ExhibitionState.REPORTED)
    earlier(100, ExhibitionState.CANCELLED)
    assert last_before(exhibition=held) == last
    visitor = staff_visitor(last, ward.head)
    came(visitor, day=last.starts_on)
    main = report_tables(report=report_of(exhibition=held), before=report_of(exhibition=last))[0]
    rows = {row[0]: row[1:] for row in main.rows}
    assert rows["来場した人（人）"] == (6, 1, 5)
    assert rows["見方が変わった・少し変わった（%）"] == (Decimal("50.0"), Decimal(0), Decimal("50.0"))
    assert rows["回答率（%）"][0] == Decimal("33.3")
    assert rows["役立ちそうか（5点満点の平均）"] == (Decimal("3.5"), None, None)
    assert "200日前" in main.note


def test_page_paper_and_excel_say_the_same_and_name_nobody(ward: Ward, held: Exhibition, as_user: SignIn) -> None:
    client = as_user(ward.cio)
    page, pdf, xlsx = (client.get(reverse(name, args=[held.pk])) for name in PAGES)
    text = page.content.decode()
    assert ward.requester.name not in text
    assert "よその 1" not in text
    assert pdf.content.startswith(b"%PDF-")
    assert b"FontFile" in pdf.content or b"FontFile" in _unpacked(pdf.content)
    with closing(xlsx):
        book = load_workbook(io.BytesIO(b"".join(xlsx.streaming_content)))
    assert book.sheetnames[0] == "まとめ"
    assert len(book.sheetnames) == 9
    kinds = [[cell.value for cell in row] for row in book["来場した人"]]
    assert kinds[-1] == ["計", 6, 4]
    booths = [[cell.value for cell in row] for row in book["「うちの課でもできる」から先"]]
    assert booths[1] == ["よい出展", 2, 3, 2, 2, 2, 80, 70]
    words = re.sub(r"<[^>]*>|\s", " ", text)
    assert " ".join(words.split("よい出展")[1].split()[:7]) == "2 3 2 2 2 80 70"


def _unpacked(pdf: bytes) -> bytes:
    """Return the document's compressed streams, in which objects may stand."""
    found = []
    for part in pdf.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            continue
    return b"".join(found)


@pytest.mark.parametrize("state", sorted(ExhibitionState))
def test_who_reads_it_when(ward: Ward, state: str, as_user: SignIn) -> None:
    exhibition = make_exhibition(ward.dx_main, state=state)
    hidden = state in {"planned", "applications"}
    for name in ("exhibition_report", "exhibition_report_xlsx"):
        url = reverse(name, args=[exhibition.pk])
        with closing(as_user(ward.dx_main).get(url)) as response:
            assert response.status_code == 200
        expected = 404 if hidden else 200 if state == "reported" else 403
        with closing(as_user(ward.requester).get(url)) as response:
            assert response.status_code == expected


def test_texts_are_no_formulas_and_no_markup(ward: Ward, exhibition: Exhibition, as_user: SignIn) -> None:
    make_exhibitor(exhibition, name="=1+1<script>alert(1)</script>")
    client = as_user(ward.dx_main)
    assert "<script>alert" not in client.get(reverse("exhibition_report", args=[exhibition.pk])).content.decode()
    assert client.get(reverse("exhibition_report_pdf", args=[exhibition.pk])).status_code == 200
    with closing(client.get(reverse("exhibition_report_xlsx", args=[exhibition.pk]))) as response:
        book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cell = book["「うちの課でもできる」から先"]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("visitors", [1, 30])
def test_the_report_takes_the_same_queries_for_few_and_many(
    ward: Ward, exhibition: Exhibition, visitors: int, as_user: SignIn, django_assert_num_queries: Any
) -> None:
    for number in range(visitors):
        visitor = make_outsider(exhibition, number=number)
        came(visitor)
        answer_survey(visitor=visitor, exhibitor=None, said=Said(useful=3, awareness=Awareness.SAME), now=NOW)
    for number in range(min(visitors, 3)):
        booth = make_exhibitor(exhibition)
        make_item(exhibition, starts=dt.time(11 + number))
        wish(booth, ward.requester, ward.nursery, case=walk.submit(ward))
    client, url = as_user(ward.dx_main), reverse("exhibition_report", args=[exhibition.pk])
    client.get(url)
    with django_assert_num_queries(21):
        client.get(url)
