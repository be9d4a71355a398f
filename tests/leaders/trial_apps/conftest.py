"""A leader of 保育課 with an app that the division uses."""

from typing import Any

import pytest

from leaders.enums import AppState
from leaders.models import LeaderTerm, TrialApp
from leaders.services.trial_apps import AppFacts, register_app
from minato_dx.organization.models import Division, User
from minato_dx.reference.models import InHouseTool
from tests.consultations.walk import NOW
from tests.organization.factories import Ward


def lead(person: User, division: Division, since: str = "2026-04-01") -> LeaderTerm:
    return LeaderTerm.objects.create(person=person, division=division, valid_from=since, published_on=since)


def facts(tool: InHouseTool | None = None, **details: Any) -> AppFacts:
    values: dict[str, Any] = {
        "name": "延長保育の受付",
        "about": "延長保育の申込みを、フォームで受け付けます。",
        "handles_personal_data": True,
        "tool": tool,
        "other_tool": "" if tool else "表計算",
    }
    return AppFacts(**values | details)


def registered(ward: Ward, **details: Any) -> TrialApp:
    """Register an app of 保育課 by its leader, as people would."""
    values = {"division": ward.nursery, "actor": ward.leader, "state": AppState.TRYING, "now": NOW, "facts": facts()}
    return register_app(**values | details)


def fresh(app: TrialApp) -> TrialApp:
    return TrialApp.objects.get(pk=app.pk)


@pytest.fixture
def leader(ward: Ward) -> User:
    lead(ward.leader, ward.nursery)
    return ward.leader


@pytest.fixture
def tool(db: None) -> InHouseTool:
    return InHouseTool.objects.create(name="電子申請サービス", summary="受付", good_for="申込み", ask_whom="内線3331")


@pytest.fixture
def app(ward: Ward, leader: User, tool: InHouseTool) -> TrialApp:
    return registered(ward, facts=facts(tool, work="延長保育の申込み"))
