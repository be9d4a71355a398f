"""Who is told of what about leaders."""

import datetime as dt
from collections.abc import Iterable

from leaders.models import Decision, LeaderQuestion, Programme, Recommendation, TrialApp
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import Department, User
from minato_dx.organization.selectors import duty_deputies, duty_main, is_absent, section_head

RECOMMENDATION_KIND, DECISION_KIND, COHORT_KIND, TERM_KIND = "recommendation", "decision", "cohort", "leader_term"
PROGRAMME_KIND, SESSION_KIND, SUBMISSION_KIND = "training_programme", "training_session", "training_submission"
TEAM_KIND = "training_team"
QUESTION_KIND = "leader_question"
APP_KIND = "trial_app"


def desk_of(*, department: Department, day: dt.date) -> list[User]:
    """Return who of the DX section hears of a department's recommendations: who is on duty, else the section head."""
    main = duty_main(department=department, day=day)
    if main is not None and not is_absent(user=main, day=day):
        return [main]
    others = [main] if main else []
    deputies = list(duty_deputies(department=department, day=day))
    head = section_head(day=day)
    return others + (deputies or ([head] if head else []))


def tell(
    *,
    recommendation: Recommendation,
    event: str,
    to: Iterable[User | None],
    text: str,
    by: User | None = None,
    details: str = "",
    topic: Topic = Topic.PROGRESS,
    in_office_hours: bool = False,
    now: dt.datetime,
) -> None:
    """Owe the message about a recommendation to everybody named, except the one who did it."""
    notify(
        event=f"recommendation:{recommendation.pk}:{event}",
        kind="recommendation",
        topic=topic,
        recipients=[person for person in to if person is not None and (by is None or person.pk != by.pk)],
        title=f"［DXリーダー］{text}",
        text=details,
        object_kind=RECOMMENDATION_KIND,
        object_id=recommendation.pk,
        in_office_hours=in_office_hours,
        now=now,
    )


def tell_of_decision(
    *, decision: Decision, event: str, to: Iterable[User | None], text: str, by: User | None = None, now: dt.datetime
) -> None:
    """Owe the message about a decision to those who may know of it before its day."""
    notify(
        event=f"decision:{decision.pk}:{event}",
        kind="decision",
        topic=Topic.TURN,
        recipients=[person for person in to if person is not None and (by is None or person.pk != by.pk)],
        title=f"［DXリーダー］{text}",
        object_kind=DECISION_KIND,
        object_id=decision.pk,
        now=now,
    )


def tell_of_training(
    *,
    programme: Programme,
    event: str,
    to: Iterable[User | None],
    text: str,
    details: str = "",
    topic: Topic = Topic.PROGRESS,
    now: dt.datetime,
) -> None:
    """Owe the message about a training; it waits for office hours."""
    notify(
        event=f"programme:{programme.pk}:{event}",
        kind="training",
        topic=topic,
        recipients=[person for person in to if person is not None],
        title=f"［DXリーダー］{text}",
        text=details,
        object_kind=PROGRAMME_KIND,
        object_id=programme.pk,
        in_office_hours=True,
        now=now,
    )


def tell_of_question(
    *, question: LeaderQuestion, event: str, to: Iterable[User], text: str, details: str = "", now: dt.datetime
) -> None:
    """Owe the message about a question among leaders; it waits for office hours."""
    notify(
        event=f"leader_question:{question.pk}:{event}",
        kind="leader_question",
        topic=Topic.MESSAGE,
        recipients=to,
        title=f"［DXリーダー］{text}",
        text=details,
        object_kind=QUESTION_KIND,
        object_id=question.pk,
        in_office_hours=True,
        now=now,
    )


def tell_of_app(
    *,
    app: TrialApp,
    event: str,
    to: Iterable[User | None],
    text: str,
    by: User | None = None,
    details: str = "",
    topic: Topic = Topic.PROGRESS,
    now: dt.datetime,
) -> None:
    """Owe the message about a trial app to everybody named, except the one who did it; it waits for office hours."""
    notify(
        event=f"trial_app:{app.pk}:{event}",
        kind="trial_app",
        topic=topic,
        recipients=[person for person in to if person is not None and (by is None or person.pk != by.pk)],
        title=f"［DXリーダー］{text}",
        text=details,
        object_kind=APP_KIND,
        object_id=app.pk,
        in_office_hours=True,
        now=now,
    )
