"""The group work of a past class: its teams, what they took up and built, and what they said of one another."""

import datetime as dt
from collections.abc import Collection, Sequence

from consultations.models import TrainingTheme
from leaders.models import (
    Milestone,
    MilestoneReached,
    PeerCriterion,
    PeerScore,
    PeerVerdict,
    Programme,
    Team,
    TeamMember,
    Trainee,
)
from leaders.selectors.teaming import Draft, spread, team_count
from leaders.services.training.peers import ensure_first_criteria
from minato_dx.core.calendar import jst
from minato_dx.reference.models import InHouseTool

TEAM_SIZE = 4
# How many days before the end of the training.
ANNOUNCED, HANDED_IN = 80, 9
STEPS = (("テーマを決める", 60), ("試作品を動かす", 30), ("使ってもらい、直す", 14))
BUILT = (
    (
        "窓口の待ち人数を、来る前に見えるようにする",
        "電子申請サービス",
        "受付の番号を1日3回入れると、区民が待ち人数を見られる表を作りました。窓口の2人に2週間使ってもらい、"
        "入れる回数を6回から3回に減らしました。",
    ),
    (
        "出張の報告書を、その場で書き終える",
        "オンライン会議",
        "スマートフォンで写真とひとことを送ると、報告書の下書きになるフォームを作りました。書く時間は、"
        "4人で試して1件40分が15分になりました。",
    ),
    (
        "備品の貸出簿を、紙からなくす",
        "電子申請サービス",
        "貸出と返却を1つのフォームで受け、いま手元にある数が一覧で分かります。返却の催促の文面も入れました。",
    ),
    (
        "会議の資料の版を、まちがえないようにする",
        "オンライン会議",
        "置き場所と名前の付け方を1枚にまとめ、古い版を自動で片付ける手順を作りました。",
    ),
)
REMARKS = ("窓口の声を聞いて直したところが、よかったです。", "", "うちの課の貸出簿でも使えそうです。", "")


def load_group_work(
    *, programme: Programme, trainees: Sequence[Trainee], late: Collection[int], presents_on: dt.date
) -> None:
    """Write the teams of a class, which presented a while later; the last has nothing handed in.

    Who is ``late`` (ids of trainees) has not said yet what they think of the others' work.
    """
    ensure_first_criteria()
    announced = programme.ends_on - dt.timedelta(days=ANNOUNCED)
    programme.teams_announced_at = jst(announced, dt.time(10))
    programme.presents_on = presents_on
    programme.save()
    milestones = [
        Milestone.objects.create(programme=programme, name=name, due_on=programme.ends_on - dt.timedelta(days=days))
        for name, days in STEPS
    ]
    drafts = [Draft() for _ in range(team_count(people=len(trainees), size=TEAM_SIZE))]
    spread(trainees=trainees, drafts=drafts, day=announced)
    teams = [_team(programme, place, draft.people, milestones) for place, draft in enumerate(drafts)]
    judges = [trainee for trainee in trainees if trainee.pk not in late]
    _judge(teams, judges, jst(presents_on, dt.time(16, 40)))


def _team(programme: Programme, place: int, people: Sequence[Trainee], milestones: Sequence[Milestone]) -> Team:
    team = Team(programme=programme, name=f"{place + 1}班", order=place + 1)
    is_done = place < len(BUILT)
    if is_done:
        team.theme, tool, team.about = BUILT[place]
        team.tool = InHouseTool.objects.get(name=tool)
        team.submitted_by = people[0].person
        team.submitted_at = jst(programme.ends_on - dt.timedelta(days=HANDED_IN), dt.time(15, 20))
    team.save()
    TeamMember.objects.bulk_create(TeamMember(team=team, trainee=trainee) for trainee in people)
    if is_done:
        handed_in = programme.ends_on - dt.timedelta(days=HANDED_IN)
        Trainee.objects.filter(team_place__team=team).update(group_work_on=handed_in)
    MilestoneReached.objects.bulk_create(
        MilestoneReached(team=team, milestone=one, reached_on=one.due_on, noted_by=people[0].person)
        for one in (milestones if is_done else milestones[:1])
    )
    return team


def take_up_theme() -> None:
    """Let the last team work on one of the consultations that were lent, once these are there."""
    theme = TrainingTheme.objects.select_related("consultation").order_by("pk")[0]
    theme.team = team = Team.objects.order_by("-pk")[0]
    theme.save()
    team.theme = theme.consultation.title
    team.save()


def _judge(teams: Sequence[Team], trainees: Sequence[Trainee], at: dt.datetime) -> None:
    criteria = list(PeerCriterion.objects.filter(is_active=True))
    places = dict(TeamMember.objects.filter(trainee__in=trainees).values_list("trainee", "team"))
    scores = []
    for number, judge in enumerate(trainees):
        for place, team in enumerate(teams):
            if places[judge.pk] == team.pk or team.submitted_at is None:
                continue
            verdict = PeerVerdict.objects.create(
                team=team, judge=judge, remark=REMARKS[(number + place) % len(REMARKS)], given_at=at
            )
            scores += [
                PeerScore(verdict=verdict, criterion=one, score=3 + (number + place + one.order) % 3)
                for one in criteria
            ]
    PeerScore.objects.bulk_create(scores)
