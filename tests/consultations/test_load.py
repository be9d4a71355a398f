"""Who carries how much: the figures, whom they are about, and what they cost."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from consultations import services
from consultations.enums import State
from consultations.models import Consultation
from consultations.selectors.load import LOAD_SORTS, LoadLine, load_overview
from minato_dx.core.calendar import jst, today
from minato_dx.organization.models import Duty, Membership, User
from tests.consultations import walk
from tests.consultations.test_triage import many
from tests.organization.factories import AbsenceFactory, Ward

LOAD = "/triage/load/"
Advance = Callable[[Consultation, State], Consultation]


def load(user: User, query: str = "") -> Any:
    client = Client()
    client.force_login(user)
    return client.get(LOAD + query)


def line_of(page: Any, person: User) -> LoadLine:
    return next(line for line in page.context["load"].lines if line.user_id == person.pk)


def test_every_member_of_the_section_has_a_line_with_or_without_work(ward: Ward, case: Consultation) -> None:
    lines = load(ward.dx_main).context["load"].lines

    assert {line.name: line.total for line in lines} == {
        ward.dx_main.name: 1,
        ward.dx_deputy.name: 0,
        ward.dx_other.name: 0,
        ward.section_head.name: 0,
    }


def test_open_ones_are_counted_by_whose_turn_it_is(ward: Ward, advance: Advance) -> None:
    states = [
        State.RECEIVED, State.HEARING, State.ANSWERED, State.WAITING, State.IN_PROGRESS, State.WITHDRAWN,
        State.HANDED_OVER,
    ]  # fmt: skip
    for number, state in enumerate(states):
        advance(walk.submit(ward, f"{number}番目の相談"), state)

    line = line_of(load(ward.dx_main), ward.dx_main)

    assert (line.total, line.dx, line.you, line.waiting, line.live) == (5, 2, 2, 1, 1)


def test_late_ones_and_the_age_of_the_oldest_are_counted_in_working_days(ward: Ward, case: Consultation) -> None:
    waiting = walk.submit(ward, "返信待ちの相談")
    services.wait_for_requester(consultation=waiting, actor=ward.dx_main, reason="件数を教えてください")

    with time_machine.travel(jst(dt.date(2026, 11, 30), dt.time(10)), tick=False):
        line = line_of(load(ward.dx_main), ward.dx_main)

    assert line.overdue == 1  # the other one's clock stands still
    assert line.oldest == 4


def test_a_private_one_of_others_is_in_no_figure(ward: Ward, case: Consultation) -> None:
    walk.submit(ward, "上司に言えない悩み", is_private=True)

    assert line_of(load(ward.dx_other), ward.dx_main).total == 1
    assert line_of(load(ward.dx_main), ward.dx_main).total == 2
    assert line_of(load(ward.section_head), ward.dx_main).total == 2


def test_the_page_says_that_private_ones_are_left_out_except_to_whom_sees_them(ward: Ward) -> None:
    text = "非公開の相談は、どの数にも入っていません"

    assert text in load(ward.dx_main).content.decode()
    assert text not in load(ward.section_head).content.decode()


def test_figures_lead_to_the_list_that_they_count(ward: Ward, case: Consultation, advance: Advance) -> None:
    advance(walk.submit(ward, "実施している相談"), State.IN_PROGRESS)
    advance(walk.submit(ward, "返信待ちの相談"), State.WAITING)
    client = Client()
    client.force_login(ward.dx_other)
    page = client.get(LOAD).content.decode()
    row = next(row for row in re.findall(r"<tr.*?</tr>", page, re.S) if ward.dx_main.name in row and "<td" in row)

    figures = re.findall(r'<a\s+href="(/triage/\?[^"]+)"\s*>(\d+)件</a>', row)

    assert len(figures) == 6
    for address, number in figures:
        assert client.get(address.replace("&amp;", "&")).context["page"].total == int(number), address


def test_the_bar_is_drawn_to_the_longest_and_its_value_is_written(ward: Ward, case: Consultation) -> None:
    many(case, 3)
    walk.submit(ward, "台帳が3つある", requester=ward.outsider)

    page = load(ward.dx_main)

    assert line_of(page, ward.dx_main).bar == 100
    assert line_of(page, ward.dx_other).bar == 25
    assert '<rect width="25" height="8"' in page.content.decode()
    assert "style=" not in page.content.decode()


def test_departments_without_a_main_person_are_named_with_what_is_open(ward: Ward, case: Consultation) -> None:
    Duty.objects.filter(department=ward.children, is_main=True).update(valid_to=today())

    page = load(ward.dx_other)

    assert [(one.name, one.open) for one in page.context["load"].unserved] == [
        (ward.children.name, 1),
        (ward.planning.name, 0),
    ]
    assert "主担当のいない部があります" in page.content.decode()


def test_a_main_person_who_has_left_serves_nobody(ward: Ward, case: Consultation) -> None:
    ward.dx_main.left_on = today()
    ward.dx_main.save()

    assert ward.children.name in [one.name for one in load(ward.dx_other).context["load"].unserved]


def test_where_every_department_is_served_nothing_is_said(ward: Ward) -> None:
    Duty.objects.create(user=ward.dx_other, department=ward.planning, valid_from=dt.date(2026, 4, 1))

    assert "主担当のいない部" not in load(ward.dx_main).content.decode()


def test_whoever_has_left_the_section_and_still_carries_work_is_named(ward: Ward, case: Consultation) -> None:
    Duty.objects.filter(user=ward.dx_main).update(valid_to=today())
    Membership.objects.filter(user=ward.dx_main).update(valid_to=today())

    page = load(ward.section_head)

    assert line_of(page, ward.dx_main).is_former
    assert "いまはデジタル改革担当ではありません" in page.content.decode()


def test_absences_of_today_are_shown_with_their_end_and_without_their_reason(ward: Ward, case: Consultation) -> None:
    AbsenceFactory(user=ward.dx_main, reason="sick", valid_from=today(), valid_to=dt.date(2026, 11, 27))
    AbsenceFactory(user=ward.dx_other, valid_from=today())
    AbsenceFactory(user=ward.requester, valid_from=today())

    page = load(ward.section_head)
    text = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page.content.decode()))

    assert "汐見拓也11月26日(木)まで進行中1件・期限超過0件" in text
    assert "霞由衣戻る日は決まっていません" in text
    assert "真砂" not in text
    assert "病" not in text


@pytest.mark.parametrize("key", LOAD_SORTS)
@pytest.mark.parametrize("rising", [True, False])
def test_the_lines_stand_in_the_order_asked_for(ward: Ward, case: Consultation, key: str, rising: bool) -> None:
    many(case, 2)
    walk.submit(ward, "台帳が3つある", requester=ward.outsider)

    page = load(ward.dx_main, f"?sort={'' if rising else '-'}{key}")

    values = [LOAD_SORTS[key](line) for line in page.context["load"].lines]
    assert values == sorted(values, reverse=not rising)
    assert [heading.aria_sort for heading in page.context["headings"] if heading.aria_sort] == [
        "ascending" if rising else "descending"
    ]


def test_an_order_that_does_not_exist_is_the_number_of_open_ones(ward: Ward, case: Consultation) -> None:
    page = load(ward.dx_other, "?sort=nonsense")

    assert page.context["load"].lines[0].name == ward.dx_main.name


def test_the_sums_are_those_of_the_lines(ward: Ward, case: Consultation) -> None:
    many(case, 4)
    walk.submit(ward, "台帳が3つある", requester=ward.outsider)

    overview = load_overview(user=ward.section_head, now=walk.NOW, day=today(), closed=frozenset())

    assert overview.sums == {"total": 6, "dx": 6, "you": 0, "live": 0, "waiting": 0, "overdue": 0}


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_page_takes_the_same_eleven_queries_however_much_there_is(
    ward: Ward, case: Consultation, rows: int, django_assert_num_queries: Any
) -> None:
    many(case, rows - 1)
    client = Client()
    client.force_login(ward.dx_main)
    client.get(LOAD)

    with django_assert_num_queries(11):
        client.get(LOAD)
