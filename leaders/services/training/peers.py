"""The day of presentation: each says of the other teams' work what they think of it."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from leaders.exceptions import LeaderError
from leaders.models import PeerCriterion, PeerScore, PeerVerdict, Team, Trainee
from leaders.selectors.peers import judge_of, may_be_judged
from minato_dx.core.steps import require
from minato_dx.organization.models import User

FIRST_CRITERIA = (
    "困りごとを正しくつかんでいる",
    "業務がやさしく、早くなる",
    "ほかの課でも使える",
    "個人情報と安全に気をつけている",
    "説明が分かりやすい",
)
SCORES = range(1, 6)


@transaction.atomic
def give_verdict(*, team: Team, actor: User, scores: Mapping[int, int], remark: str, now: dt.datetime) -> PeerVerdict:
    """Keep what a trainee says of another team's work; said again, the later word counts.

    Raises LeaderError before the day of presentation, weeks after it, for one's own team, and unless there is one
    score from 1 to 5 for each active criterion.
    """
    judge = judge_of(team=team, person=actor)
    require(judge is not None)
    if judge is None or judge.team_id == team.pk:
        raise LeaderError("自分の班は採点しません。ほかの班を採点してください。")
    if not may_be_judged(team=team, day=timezone.localdate(now)):
        raise LeaderError("採点は、発表の日から2週間のあいだにお願いします。")
    criteria = set(PeerCriterion.objects.filter(is_active=True).values_list("pk", flat=True))
    if set(scores) != criteria or any(score not in SCORES for score in scores.values()):
        raise LeaderError("すべての観点に、1から5のどれかを選んでください。")
    # Locked: sent twice at once, it is one verdict.
    Trainee.objects.select_for_update().get(pk=judge.trainee.pk)
    verdict, _ = PeerVerdict.objects.update_or_create(
        team=team, judge=judge.trainee, defaults={"remark": remark.strip(), "given_at": now}
    )
    verdict.scores.all().delete()
    PeerScore.objects.bulk_create(
        PeerScore(verdict=verdict, criterion_id=pk, score=scores[pk]) for pk in sorted(scores)
    )
    return verdict


def ensure_first_criteria() -> None:
    """Give a new installation the first criteria; the city's own list is never touched."""
    if not PeerCriterion.objects.exists():
        PeerCriterion.objects.bulk_create(
            PeerCriterion(name=name, order=order) for order, name in enumerate(FIRST_CRITERIA)
        )
