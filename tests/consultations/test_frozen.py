"""What happened is appended: neither code nor an administrator's SQL rewrites it."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from consultations.enums import State
from consultations.models import AccessLog, Answer, Consultation, EffectEntry, TransitionLog
from tests.consultations import walk
from tests.organization.factories import Ward


@pytest.fixture
def agreed(case: Consultation, ward: Ward) -> Consultation:
    case = walk.advance(case, ward, State.AGREED)
    AccessLog.objects.create(consultation=case, user=ward.section_head, what="相談")
    return case


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (TransitionLog, {"to_state": "closed"}),
        (TransitionLog, {"actor": lambda ward: ward.outsider}),
        (AccessLog, {"what": "なにも"}),
        (Answer, {"body": "ちがう回答"}),
        (Answer, {"decided_by": lambda ward: ward.outsider}),
        (Answer, {"decided_at": None}),
        (EffectEntry, {"cases_per_year": 6000}),
        (EffectEntry, {"minutes_after": 0}),
    ],
)
def test_the_database_refuses_to_rewrite(
    agreed: Consultation, ward: Ward, model: type[models.Model], change: dict[str, object]
) -> None:
    values = {name: value(ward) if callable(value) else value for name, value in change.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**values)


def test_what_may_still_change_does(agreed: Consultation) -> None:
    TransitionLog.objects.update(actor_name="（消去済み）")
    Answer.objects.update(requester_comment="助かりました")


def test_the_triggers_stand_after_all_migrations(db: None) -> None:
    expected = {
        "consultations_transitionlog_frozen",
        "consultations_accesslog_frozen",
        "consultations_answer_frozen",
        "consultations_answer_decision_frozen",
        "consultations_effectentry_frozen",
    }
    names = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(names)
        assert expected <= {row[0] for row in cursor.fetchall()}
