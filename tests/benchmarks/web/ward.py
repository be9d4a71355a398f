"""A ward of the real one's size: 21 departments, 75 divisions, about 2,200 people, 12 of them DX staff."""

import datetime as dt
import random
from dataclasses import dataclass

from minato_dx.organization.models import Department, Division, DivisionVersion, Duty, Membership, User

DEPARTMENTS, DIVISIONS, PEOPLE, DX_STAFF = 21, 75, 2_200, 12
SINCE = dt.date(2020, 4, 1)
SURNAMES = "汐見 波多野 雲井 真砂 朝霧 浅葱 藤袴 柊 桐生 若竹 千歳 三枝 榊原 鳴海 磯部 矢作".split()
GIVEN = "拓也 玲 直人 陽菜 健一 涼 直美 美月 葵 聡 高志 祐 実 理沙 千尋 恵".split()


@dataclass(frozen=True)
class Place:
    """A division as the rows of a consultation need it."""

    division_id: int
    division_name: str
    department_id: int
    department_name: str
    staff: tuple[tuple[int, str], ...]
    answers: int


def build(rng: random.Random) -> None:
    """Create the organisation in the (empty) default database."""
    departments = Department.objects.bulk_create(
        Department(code=f"{number:02d}", name=f"第{number}部", order=number, valid_from=SINCE)
        for number in range(1, DEPARTMENTS + 1)
    )
    divisions = Division.objects.bulk_create(
        Division(key=f"K{number:03d}", is_dx_section=number == DIVISIONS - 1) for number in range(DIVISIONS)
    )
    DivisionVersion.objects.bulk_create(
        DivisionVersion(
            division=division,
            department=departments[number % DEPARTMENTS],
            code=division.key,
            name="デジタル改革担当" if division.is_dx_section else f"第{number + 1}業務課",
            order=number,
            valid_from=SINCE,
        )
        for number, division in enumerate(divisions)
    )
    people = User.objects.bulk_create(
        User(
            staff_number=f"{number:07d}",
            name=f"{rng.choice(SURNAMES)} {rng.choice(GIVEN)}",
            kana="しけん",
            extension=str(2000 + number),
            password="!",
        )
        for number in range(PEOPLE)
    )
    section = people[-DX_STAFF:]
    Membership.objects.bulk_create(_membership(person, divisions, number) for number, person in enumerate(people))
    Duty.objects.bulk_create(
        Duty(
            user=section[1 + (number + step) % (DX_STAFF - 1)],
            department=department,
            is_main=not step,
            valid_from=SINCE,
        )
        for number, department in enumerate(departments)
        for step in (0, 1)
    )


def _membership(person: User, divisions: list[Division], number: int) -> Membership:
    is_dx = number >= PEOPLE - DX_STAFF
    division = divisions[-1] if is_dx else divisions[number % (DIVISIONS - 1)]
    is_head = number < DIVISIONS - 1 or number == PEOPLE - DX_STAFF
    return Membership(
        user=person, division=division, post="課長" if is_head else "主任", is_head=is_head, valid_from=SINCE
    )


def places() -> list[Place]:
    """Return the divisions that consult, with their people and who answers them."""
    mains = dict(Duty.objects.filter(is_main=True).values_list("department_id", "user_id"))
    staff: dict[int, list[tuple[int, str]]] = {}
    for division_id, user_id, name in Membership.objects.values_list("division_id", "user_id", "user__name"):
        staff.setdefault(division_id, []).append((user_id, name))
    versions = DivisionVersion.objects.select_related("department").exclude(division__is_dx_section=True)
    return [
        Place(
            version.division_id,
            version.name,
            version.department_id,
            version.department.name,
            tuple(staff[version.division_id]),
            mains[version.department_id],
        )
        for version in versions
    ]
