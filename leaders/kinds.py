"""What this app tells lower rooms (notifications) about its things."""

from collections.abc import Iterable

from django.urls import reverse

from leaders.models import (
    Decision,
    LeaderQuestion,
    LeaderTerm,
    Programme,
    Recommendation,
    Session,
    Submission,
    Team,
    TrialApp,
)
from leaders.permissions import can_check, can_recommend
from leaders.services.telling import (
    APP_KIND,
    COHORT_KIND,
    DECISION_KIND,
    PROGRAMME_KIND,
    QUESTION_KIND,
    RECOMMENDATION_KIND,
    SESSION_KIND,
    SUBMISSION_KIND,
    TEAM_KIND,
    TERM_KIND,
)
from minato_dx.core.registry import RegisteredKind, register
from minato_dx.organization.models import User


def _visible_recommendations(user: User, ids: Iterable[int]) -> set[int]:
    rows = Recommendation.objects.visible_to(user).filter(pk__in=list(ids))
    return set(rows.values_list("pk", flat=True))


def _visible_decisions(user: User, ids: Iterable[int]) -> set[int]:
    return set(Decision.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _for_heads_and_section(user: User, ids: Iterable[int]) -> set[int]:
    return set(ids) if can_recommend(user) or can_check(user) else set()


def _decision_url(object_id: int) -> str:
    decision = Decision.objects.only("recommendation_id").get(pk=object_id)
    return reverse("recommendation_detail", args=[decision.recommendation_id])


def _term_url(object_id: int) -> str:
    term = LeaderTerm.objects.select_related("division").get(pk=object_id)
    return reverse("leader_division", args=[term.division.key])


def _visible_programmes(user: User, ids: Iterable[int]) -> set[int]:
    return set(Programme.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _visible_sessions(user: User, ids: Iterable[int]) -> set[int]:
    return set(Session.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _visible_submissions(user: User, ids: Iterable[int]) -> set[int]:
    return set(Submission.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _visible_teams(user: User, ids: Iterable[int]) -> set[int]:
    return set(Team.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _visible_questions(user: User, ids: Iterable[int]) -> set[int]:
    return set(LeaderQuestion.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _visible_apps(user: User, ids: Iterable[int]) -> set[int]:
    return set(TrialApp.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _submission_url(object_id: int) -> str:
    row = Submission.objects.only("assignment_id").get(pk=object_id)
    return reverse("training_assignment", args=[row.assignment_id])


def register_kinds() -> None:
    """Make the kinds known; called once when the app is ready."""
    register(
        RECOMMENDATION_KIND,
        RegisteredKind(visible=_visible_recommendations, url=lambda pk: reverse("recommendation_detail", args=[pk])),
    )
    register(DECISION_KIND, RegisteredKind(visible=_visible_decisions, url=_decision_url, sealed=True))
    register(
        COHORT_KIND,
        RegisteredKind(visible=_for_heads_and_section, url=lambda pk: reverse("recommendation_list")),
    )
    register(TERM_KIND, RegisteredKind(visible=_for_heads_and_section, url=_term_url))
    register(
        PROGRAMME_KIND,
        RegisteredKind(visible=_visible_programmes, url=lambda pk: reverse("training", args=[pk])),
    )
    register(
        SESSION_KIND, RegisteredKind(visible=_visible_sessions, url=lambda pk: reverse("training_session", args=[pk]))
    )
    register(SUBMISSION_KIND, RegisteredKind(visible=_visible_submissions, url=_submission_url))
    register(TEAM_KIND, RegisteredKind(visible=_visible_teams, url=lambda pk: reverse("team_detail", args=[pk])))
    register(
        QUESTION_KIND,
        RegisteredKind(visible=_visible_questions, url=lambda pk: reverse("leader_question", args=[pk])),
    )
    register(APP_KIND, RegisteredKind(visible=_visible_apps, url=lambda pk: reverse("app_detail", args=[pk])))
