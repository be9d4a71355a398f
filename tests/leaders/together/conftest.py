"""Two leaders and a trainee among the ward's people, and a question of the first leader."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from leaders.models import Cohort, LeaderProfile, LeaderQuestion, LeaderReply, LeaderTerm, Programme, Trainee
from leaders.services.together import ask_question, reply, write_profile
from minato_dx.organization.models import Division, User
from minato_dx.reference.models import FieldOfWork, InHouseTool
from tests.consultations.walk import NOW
from tests.organization.factories import DivisionFactory, MembershipFactory, UserFactory, Ward


@dataclass
class Circle:
    """``leader`` of 保育課 asks, ``outsider`` of 高齢者支援課 replies, ``colleague`` is in the training."""

    ward: Ward
    programme: Programme
    forms: InHouseTool = field(default_factory=lambda: make_tool("電子申請サービス"))
    survey: InHouseTool = field(default_factory=lambda: make_tool("アンケートフォーム"))
    requests: FieldOfWork = field(default_factory=lambda: make_field("申請・届出"))
    figures: FieldOfWork = field(default_factory=lambda: make_field("集計・報告"))

    def ask(self, person: User | None = None, title: str = "受付メールの文面はどこで直せますか", **more: object):
        return ask_question(actor=person or self.ward.leader, title=title, **({"now": timezone.now()} | more))

    def reply(self, question: LeaderQuestion, person: User | None = None, text: str = "通知の設定です") -> LeaderReply:
        return reply(question=question, actor=person or self.ward.outsider, text=text, now=timezone.now())

    def profile(self, person: User, good_at: str = "", tools: tuple = (), fields: tuple = ()) -> LeaderProfile:
        return write_profile(actor=person, good_at=good_at, tools=tools, fields=fields, now=timezone.now())

    def another_leader(self, number: int, division: Division | None = None) -> User:
        person = UserFactory(staff_number=f"85{number:05d}", name=f"青柳 {number}")
        division = division or make_division(self.ward, number)
        MembershipFactory(user=person, division=division)
        lead(person, division)
        return person


def make_tool(name: str) -> InHouseTool:
    return InHouseTool.objects.create(name=name, summary="受付", good_for="申込み", ask_whom="内線2300")


def make_field(name: str) -> FieldOfWork:
    return FieldOfWork.objects.get_or_create(name=name)[0]


def make_division(ward: Ward, number: int) -> Division:
    return DivisionFactory(version__department=ward.planning, version__order=5000 + number)


def lead(person: User, division: Division, **dates: object) -> LeaderTerm:
    values = {"valid_from": "2026-11-01", "published_on": "2026-11-01"} | dates
    return LeaderTerm.objects.create(person=person, division=division, **values)


@pytest.fixture
def circle(ward: Ward, cohort: Cohort) -> Circle:
    lead(ward.leader, ward.nursery)
    lead(ward.outsider, ward.elderly)
    programme = Programme.objects.create(
        cohort=cohort, name="研修", starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2027, 3, 31)
    )
    Trainee.objects.create(programme=programme, person=ward.colleague, joined_on=NOW.date())
    return Circle(ward, programme)
