"""A catalogue of three tools."""

import pytest
from django.test import Client

from minato_dx.organization.models import User
from minato_dx.reference.enums import Network
from minato_dx.reference.models import FieldOfWork, InHouseTool
from tests.organization.factories import UserFactory


def make_tool(name: str, **facts: object) -> InHouseTool:
    values = {"summary": f"{name}の一行", "good_for": "件数の多い仕事", "ask_whom": "情報政策課 内線2401"}
    return InHouseTool.objects.create(name=name, **(values | facts))


@pytest.fixture
def tools(db: None) -> list[InHouseTool]:
    forms = make_tool(
        "電子申請",
        order=1,
        network=Network.INTERNET,
        good_for="区民からの申込み。\n窓口に来なくてよいもの",
        not_good_for="本人に会う手続",
        how_to_start="様式を決める",
        examples="保育課：延長保育",
    )
    forms.fields.set(FieldOfWork.objects.filter(name__in=["申請・届出", "予約・受付"]))
    macro = make_tool("RPA", order=2, summary="決まった打ち込みを夜に")
    macro.fields.set(FieldOfWork.objects.filter(name="入力・転記"))
    return [forms, macro, make_tool("古いツール", is_active=False)]


@pytest.fixture
def user(db: None) -> User:
    return UserFactory()


@pytest.fixture
def client(client: Client, user: User) -> Client:
    client.force_login(user)
    return client
