"""The catalogue: which tool, for what, and whom to ask."""

import pytest
from django.test import Client
from django.urls import reverse

from minato_dx.reference.enums import Network
from minato_dx.reference.models import FieldOfWork, InHouseTool
from tests.reference.conftest import make_tool

LIST = "/tools/"


def _names(client: Client, query: str = "") -> list[str]:
    response = client.get(LIST + query)
    assert response.status_code == 200
    return [tool.name for tool in response.context["tools"]]


def test_tools_stand_in_their_order_without_those_taken_off(client: Client, tools: list[InHouseTool]) -> None:
    assert _names(client) == ["電子申請", "RPA"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("区民", ["電子申請"]),
        ("ＲＰＡ", ["RPA"]),
        ("rpa", ["RPA"]),
        ("延長保育", ["電子申請"]),
        ("申込み　窓口", ["電子申請"]),
        ("申込み 夜", []),
        ("本人に会う", []),
        ("古い", []),
        ("%", []),
        ("\x00", ["電子申請", "RPA"]),
        ("あ" * 101, ["電子申請", "RPA"]),
    ],
)
def test_every_word_has_to_stand_in_the_description(client: Client, tools, words: str, found: list[str]) -> None:
    response = client.get(LIST, {"q": words})
    assert [tool.name for tool in response.context["tools"]] == found


def test_network_and_field_narrow(client: Client, tools: list[InHouseTool]) -> None:
    typing = FieldOfWork.objects.get(name="入力・転記")
    assert _names(client, f"?network={Network.INTERNET}") == ["電子申請"]
    assert _names(client, f"?field={typing.pk}") == ["RPA"]
    assert _names(client, f"?field={typing.pk}&network={Network.INTERNET}") == []


def test_conditions_that_are_none_narrow_nothing(client: Client, tools: list[InHouseTool]) -> None:
    assert _names(client, "?network=moon&field=99999&q=") == ["電子申請", "RPA"]


def test_chosen_conditions_are_readable_and_can_be_taken_away(client: Client, tools: list[InHouseTool]) -> None:
    typing = FieldOfWork.objects.get(name="入力・転記")
    page = client.get(LIST, {"q": "<b>", "field": typing.pk, "network": "lgwan"}).content.decode()
    assert "条件に合うツールは0件です" in page
    assert "ことば「&lt;b&gt;」、ネットワーク「LGWAN接続系」、分野「入力・転記」でしぼり込んでいます" in page
    assert f'href="{LIST}"' in page


def test_empty_catalogue_says_what_to_do(client: Client) -> None:
    page = client.get(LIST).content.decode()
    assert "ツールはまだ載っていません" in page
    assert "相談を書く" in page


def test_tool_page_tells_everything_and_leads_to_the_intake(client: Client, tools: list[InHouseTool]) -> None:
    page = client.get(reverse("tool_detail", args=[tools[0].pk])).content.decode()
    for text in (
        "向いていること", "窓口に来なくてよいもの", "向いていないこと", "本人に会う手続", "様式を決める",
        "保育課：延長保育", "インターネット接続系", "申請・届出、予約・受付", "情報政策課 内線2401",
    ):  # fmt: skip
        assert text in page
    assert f'href="/?tool={tools[0].pk}"' in page


def test_empty_parts_of_a_tool_have_no_heading(client: Client, tools: list[InHouseTool]) -> None:
    page = client.get(reverse("tool_detail", args=[tools[1].pk])).content.decode()
    for heading in ("向いていないこと", "使い始めるには", "使われ方の例"):
        assert heading not in page


@pytest.mark.parametrize("pk", [2, 99999])
def test_tool_taken_off_is_gone_like_one_that_never_was(client: Client, tools: list[InHouseTool], pk: int) -> None:
    gone = tools[2].pk if pk == 2 else pk
    assert client.get(reverse("tool_detail", args=[gone])).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_list_takes_the_same_queries_for_one_and_for_three(
    client: Client, more: int, django_assert_num_queries
) -> None:
    for number in range(1 + more):
        make_tool(f"ツール{number}").fields.set(FieldOfWork.objects.all()[:2])
    client.get(LIST)  # reads the settings, which are remembered
    with django_assert_num_queries(7):
        client.get(LIST)


def test_detail_takes_few_queries(client: Client, tools: list[InHouseTool], django_assert_num_queries) -> None:
    client.get(LIST)
    with django_assert_num_queries(6):
        client.get(reverse("tool_detail", args=[tools[0].pk]))


def test_posting_is_not_for_reading_pages(client: Client, tools: list[InHouseTool]) -> None:
    assert client.post(LIST).status_code == 405
    assert client.post(reverse("tool_detail", args=[tools[0].pk])).status_code == 405
