"""Group work: teams put together and announced, what they take up, how far they are, and what they hand in for all."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from leaders.exceptions import LeaderError
from leaders.models import Milestone, MilestoneReached, Programme, Team, TeamMember, Trainee
from leaders.permissions import can_check
from leaders.selectors.teaming import Draft, spread, team_count
from leaders.services.telling import TEAM_KIND, tell_of_training
from minato_dx.attachments.services import attach, take_off
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.reference.models import InHouseTool

SIZES = range(2, 11)


def lock_programme(programme: Programme) -> Programme:
    """Return the training locked: teams of one training are changed by one person at a time."""
    return Programme.objects.select_for_update().get(pk=programme.pk)


def is_member(*, team: Team, person: User) -> bool:
    """Tell whether the person is in the team and still in the training."""
    return TeamMember.objects.filter(team=team, trainee__person=person, trainee__left_on__isnull=True).exists()


def may_write(*, team: Team, person: User) -> bool:
    """Members and the DX section write for the team."""
    return can_check(person) or is_member(team=team, person=person)


# --- Who is in which ---------------------------------------------------------------------------------------------


@transaction.atomic
def suggest_teams(*, programme: Programme, actor: User, size: int, now: dt.datetime) -> int:
    """Put those who are in no team into teams of about ``size``, and return how many people that were.

    Teams that exist keep their people; where there are too few of them for ``size``, new ones are added.
    """
    require(can_check(actor))
    programme = lock_programme(programme)
    if size not in SIZES:
        raise LeaderError(f"1班の人数は、{SIZES[0]}から{SIZES[-1]}までで入れてください。", "size")
    day = timezone.localdate(now)
    people = list(programme.trainees.staying().select_related("person").order_by("pk"))
    places = dict(TeamMember.objects.filter(trainee__in=people).values_list("trainee", "team"))
    drafts = {team.pk: Draft(team) for team in programme.teams.all()}
    for trainee in people:
        if trainee.pk in places:
            drafts[places[trainee.pk]].add(trainee, "", 0)
    without = [trainee for trainee in people if trainee.pk not in places]
    missing = team_count(people=len(people), size=size) - len(drafts)
    every = [*drafts.values(), *(Draft() for _ in range(max(missing, 0)))]
    spread(trainees=without, drafts=every, day=day)
    for draft in every:
        team = draft.team or add_team(programme=programme, actor=actor)
        for trainee in draft.people:
            if trainee.pk not in places:
                _put(trainee, team, day)
    return len(without)


@transaction.atomic
def add_team(*, programme: Programme, actor: User) -> Team:
    """Add an empty team under the next name."""
    require(can_check(actor))
    programme = lock_programme(programme)
    taken = set(programme.teams.values_list("name", flat=True))
    number = next(number for number in range(1, len(taken) + 2) if f"{number}班" not in taken)
    return Team.objects.create(programme=programme, name=f"{number}班", order=number)


@transaction.atomic
def place_people(
    *, programme: Programme, actor: User, places: Mapping[int, int | None], now: dt.datetime
) -> list[Trainee]:
    """Put trainees (by id) into teams (by id, None for none) as chosen by hand, and return who changed.

    Raises LeaderError for somebody or a team that is not of this training. Who comes into an announced team is told.
    """
    require(can_check(actor))
    programme = lock_programme(programme)
    day = timezone.localdate(now)
    people = {one.pk: one for one in programme.trainees.staying().select_related("person")}
    teams = {team.pk: team for team in programme.teams.all()}
    if not set(places) <= set(people) or not {place for place in places.values() if place} <= set(teams):
        raise LeaderError("班か受講者が変わりました。画面を開き直して、もう一度選んでください。")
    before = dict(TeamMember.objects.filter(trainee__in=people).values_list("trainee", "team"))
    changed = [pk for pk, place in places.items() if before.get(pk) != place]
    TeamMember.objects.filter(trainee__in=changed).delete()
    for pk in changed:
        place = places[pk]
        if place is not None:
            _put(people[pk], teams[place], day)
            _announce(programme, teams[place], [people[pk]], now)
    return [people[pk] for pk in changed]


def _put(trainee: Trainee, team: Team, day: dt.date) -> None:
    TeamMember.objects.create(team=team, trainee=trainee)
    if team.submitted_at is not None and trainee.group_work_on is None:
        trainee.group_work_on = day
        trainee.save(update_fields=["group_work_on"])


@transaction.atomic
def remove_team(*, team: Team, actor: User) -> None:
    """Remove a team with nobody in it and nothing handed in."""
    require(can_check(actor))
    lock_programme(team.programme)
    team = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    if team.submitted_at is not None or team.members.exists() or team.trial_apps.exists():
        raise LeaderError("人のいる班、提出した班、アプリを登録した班は、なくせません。")
    team.delete()


@transaction.atomic
def announce_teams(*, programme: Programme, actor: User, now: dt.datetime) -> int:
    """Show the teams to the trainees and tell each of theirs; return how many were told. Once for a training."""
    require(can_check(actor))
    programme = lock_programme(programme)
    if programme.teams_announced_at is not None:
        raise LeaderError("班は、もう知らせてあります。")
    teams = list(programme.teams.prefetch_related("members__trainee__person"))
    told = [member.trainee for team in teams for member in team.members.all()]
    if not told:
        raise LeaderError("先に、受講者を班に分けてください。")
    programme.teams_announced_at = now
    programme.save(update_fields=["teams_announced_at"])
    for team in teams:
        _announce(programme, team, [member.trainee for member in team.members.all()], now)
    return len(told)


def _announce(programme: Programme, team: Team, trainees: Iterable[Trainee], now: dt.datetime) -> None:
    if programme.teams_announced_at is None:
        return
    for trainee in trainees:
        tell_of_training(
            programme=programme,
            event=f"team:{team.pk}:{trainee.pk}:{int(now.timestamp())}",
            to=[trainee.person],
            text=f"グループワークは{team.name}です",
            details="班のページで、メンバーとこれからの節目を確かめてください。",
            topic=Topic.TURN,
            now=now,
        )


# --- What a team does --------------------------------------------------------------------------------------------


@transaction.atomic
def set_theme(*, team: Team, actor: User, name: str, theme: str, tool: InHouseTool | None) -> Team:
    """Keep what the team is called, what it takes up, and with which tool of the ward."""
    require(may_write(team=team, person=actor))
    lock_programme(team.programme)
    row = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    if is_blank(name):
        raise LeaderError("班の名前を入れてください。", "name")
    if Team.objects.filter(programme=row.programme_id, name=name.strip()).exclude(pk=row.pk).exists():
        raise LeaderError("この研修には、同じ名前の班がもうあります。", "name")
    row.name, row.theme, row.tool = name.strip(), theme.strip(), tool
    row.save()
    return row


@transaction.atomic
def forget_theme(*, team: Team, theme: str) -> None:
    """Take ``theme`` off the team where it is what the team has: whoever lent it has made it private."""
    Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    for row in Team.objects.filter(pk=team.pk, theme=theme):
        row.theme = ""
        row.save()


@transaction.atomic
def reach(*, team: Team, milestone: Milestone, actor: User, is_reached: bool, now: dt.datetime) -> None:
    """Note that the team has come to a milestone, or take that back."""
    require(may_write(team=team, person=actor) and milestone.programme_id == team.programme_id)
    Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    if is_reached:
        MilestoneReached.objects.get_or_create(
            team=team, milestone=milestone, defaults={"reached_on": timezone.localdate(now), "noted_by": actor}
        )
    else:
        MilestoneReached.objects.filter(team=team, milestone=milestone).delete()


@transaction.atomic
def hand_in_for_all(
    *,
    team: Team,
    actor: User,
    about: str,
    files: Iterable[Any] = (),
    remove: Collection[uuid.UUID] = (),
    now: dt.datetime,
) -> Team:
    """Hand in what the team has built, once for all its members; handed in anew, the words are replaced.

    Files of before stay but for those whose keys are in ``remove``. Raises LeaderError without a word on what was
    built.
    """
    require(may_write(team=team, person=actor))
    row = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    if is_blank(about):
        raise LeaderError("何を作ったかを、書いてください。", "about")
    row.about, row.submitted_at, row.submitted_by = about.strip(), now, actor
    row.save()
    take_off(keys=remove, kind=TEAM_KIND, object_id=row.pk)
    attach(uploads=files, kind=TEAM_KIND, object_id=row.pk, user=actor)
    members = Trainee.objects.staying().filter(team_place__team=row, group_work_on__isnull=True)
    members.update(group_work_on=timezone.localdate(now))
    return row
