"""Municipalities, and cases of them in any state, by the real services."""

import datetime as dt
from typing import Any

from minato_dx.organization.models import User
from minato_dx.reference.models import Municipality
from showcase.enums import CaseState, FoundBy, ToolKind
from showcase.models import Case
from showcase.services.cases import writing
from tests.consultations.walk import NOW

WARDS = (("131032", "東京都", "港区"), ("231118", "愛知県", "名古屋市 港区"), ("271071", "大阪府", "大阪市 港区"))


def make_municipality(code: str = "131075", prefecture: str = "東京都", name: str = "墨田区") -> Municipality:
    found = Municipality.objects.filter(code=code).first()
    return found or Municipality.objects.create(code=code, prefecture=prefecture, name=name)


def three_wards() -> list[Municipality]:
    return [make_municipality(*ward) for ward in WARDS]


def words(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "municipality": changes.pop("municipality", None) or make_municipality(),
        "title": "申込みの書き写しをＲＰＡにした",
        "field": None,
        "tool_kind": ToolKind.RPA,
        "tool": "",
        "summary": "紙の申込みを読み取り、台帳への入力を任せた。",
        "effect": "年に120時間",
        "effect_source": "区の発表資料",
        "effect_on": dt.date(2026, 3, 31),
        "link": "https://city.example.jp/dx/rpa",
        "found_by": FoundBy.STAFF,
        "finder": "デジタル改革担当",
        "found_on": dt.date(2026, 11, 20),
        "company": None,
    }
    return values | changes


def written(actor: User, **changes: Any) -> Case:
    return writing.begin_case(words=words(**changes), actor=actor, now=NOW)


def published(actor: User, **changes: Any) -> Case:
    case = written(actor, **changes)
    return writing.publish_case(case=case, version=case.version, actor=actor, now=NOW)


def unpublished(actor: User, **changes: Any) -> Case:
    return writing.unpublish_case(case=published(actor, **changes), reason="元の資料が直ったため", actor=actor, now=NOW)


WALK = {CaseState.DRAFT: written, CaseState.PUBLISHED: published, CaseState.UNPUBLISHED: unpublished}
