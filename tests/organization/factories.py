"""Invented people and a small ward for the tests of every app."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import factory

from minato_dx.organization.enums import Office
from minato_dx.organization.models import (
    Absence,
    Department,
    Division,
    DivisionVersion,
    Duty,
    Membership,
    OfficeHolder,
    User,
)

LONG_AGO = dt.date(2020, 4, 1)
PASSWORD = "aoi-umi-2026"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with the password ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    # Above every number that a test names itself.
    staff_number = factory.Sequence(lambda number: f"{5_000_000 + number:07d}")
    name = factory.Sequence(lambda number: f"試験{number} 花子")
    kana = "しけん はなこ"
    email = factory.LazyAttribute(lambda user: f"s{user.staff_number}@city.example")
    extension = "2300"
    password = factory.django.Password(PASSWORD)


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department

    code = factory.Sequence(lambda number: f"D{number}")
    name = factory.Sequence(lambda number: f"第{number}部")
    order = factory.Sequence(lambda number: number)
    valid_from = LONG_AGO


class DivisionFactory(factory.django.DjangoModelFactory):
    """A division with its first version, unless ``version=False``."""

    class Meta:
        model = Division
        skip_postgeneration_save = True

    key = factory.Sequence(lambda number: f"K{number:04d}")

    @factory.post_generation
    def version(division: Division, create: bool, extracted: Any, **facts: Any) -> None:  # noqa: N805
        """Add the first version; ``DivisionFactory(version__name="保育課")`` sets its facts."""
        if extracted is not False:
            DivisionVersionFactory(division=division, **({"code": division.key} | facts))


class DivisionVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DivisionVersion

    division = factory.SubFactory(DivisionFactory, version=False)
    department = factory.SubFactory(DepartmentFactory)
    code = factory.Sequence(lambda number: f"V{number:04d}")
    name = factory.Sequence(lambda number: f"第{number}課")
    order = factory.Sequence(lambda number: number)
    valid_from = LONG_AGO


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    division = factory.SubFactory(DivisionFactory)
    post = "主任"
    valid_from = LONG_AGO


class DutyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Duty

    user = factory.SubFactory(UserFactory)
    department = factory.SubFactory(DepartmentFactory)
    valid_from = LONG_AGO


class OfficeHolderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfficeHolder

    office = Office.CIO
    user = factory.SubFactory(UserFactory)
    valid_from = LONG_AGO


class AbsenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Absence

    user = factory.SubFactory(UserFactory)
    valid_from = LONG_AGO


@dataclass(frozen=True)
class Ward:
    """A small ward: 3 departments, 6 divisions, and one person for every role."""

    children: Department
    welfare: Department
    planning: Department
    nursery: Division  # 保育課: requester, colleague, leader, head
    family: Division  # 子ども家庭支援センター, of the same department
    elderly: Division  # 高齢者支援課: outsider, outsider_head
    insurance: Division
    dx_section: Division  # デジタル改革担当
    finance: Division
    requester: User
    colleague: User
    head: User
    acting_head: User
    leader: User
    outsider: User
    outsider_head: User
    dx_main: User
    dx_deputy: User
    dx_other: User
    section_head: User
    cio: User
    administrator: User


def make_ward() -> Ward:
    """Build the ward. ``dx_main`` serves children (deputy ``dx_deputy``), ``dx_other`` serves welfare, planning has
    no duty; everything holds since 2020-04-01. The leader is a colleague: who names leaders adds the term."""
    children, welfare, planning = (
        DepartmentFactory(code=code, name=name, order=order)
        for order, (code, name) in enumerate(
            [("09", "子ども家庭支援部"), ("07", "保健福祉支援部"), ("13", "企画経営部")]
        )
    )
    nursery = _division("0903", "保育課", children)
    family = _division("0904", "子ども家庭支援センター", children)
    elderly = _division("0703", "高齢者支援課", welfare)
    insurance = _division("0704", "介護保険課", welfare)
    dx_section = _division("1303", "デジタル改革担当", planning, is_dx_section=True)
    finance = _division("1307", "財政課", planning)
    ward = Ward(
        children=children,
        welfare=welfare,
        planning=planning,
        nursery=nursery,
        family=family,
        elderly=elderly,
        insurance=insurance,
        dx_section=dx_section,
        finance=finance,
        requester=_member("0004121", "真砂 陽菜", nursery),
        colleague=_member("0004130", "浅葱 涼", nursery),
        head=_member("0002033", "朝霧 健一", nursery, post="保育課長", is_head=True),
        acting_head=_member("0002050", "藤袴 直美", nursery, post="保育係長", is_acting_head=True),
        leader=_member("0004128", "柊 美月", nursery),
        outsider=_member("0005201", "桐生 葵", elderly),
        outsider_head=_member("0002044", "若竹 聡", elderly, post="高齢者支援課長", is_head=True),
        dx_main=_member("0003345", "汐見 拓也", dx_section),
        dx_deputy=_member("0003346", "波多野 玲", dx_section),
        dx_other=_member("0003347", "霞 由衣", dx_section),
        section_head=_member("0001907", "雲井 直人", dx_section, post="デジタル改革担当課長", is_head=True),
        cio=UserFactory(staff_number="0000002", name="千歳 高志"),
        administrator=UserFactory(staff_number="0009001", name="管理 太郎", is_administrator=True),
    )
    DutyFactory(user=ward.dx_main, department=children)
    DutyFactory(user=ward.dx_deputy, department=children, is_main=False)
    DutyFactory(user=ward.dx_other, department=welfare)
    OfficeHolderFactory(office=Office.CIO, user=ward.cio)
    return ward


def _division(code: str, name: str, department: Department, **facts: Any) -> Division:
    return DivisionFactory(
        key=code,
        version__code=code,
        version__name=name,
        version__department=department,
        version__order=int(code),
        **facts,
    )


def _member(staff_number: str, name: str, division: Division, **facts: Any) -> User:
    user: User = UserFactory(staff_number=staff_number, name=name)
    MembershipFactory(user=user, division=division, **facts)
    return user
