"""Group work: teams suggested and changed by hand, announced, and what they hand in for all."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leaders.enums import SkillStage
from leaders.exceptions import LeaderError
from leaders.models import (
    Milestone,
    MilestoneReached,
    Programme,
    SkillCheck,
    SkillItem,
    SkillScore,
    Team,
    TeamMember,
    Trainee,
)
from leaders.selectors.teaming import departments_of, team_count
from leaders.services.training.enrolling import let_leave, open_programme
from leaders.services.training.teams import (
    add_team,
    announce_teams,
    hand_in_for_all,
    place_people,
    reach,
    remove_team,
    set_theme,
    suggest_teams,
)
from minato_dx.attachments.models import Attachment
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import Division, User
from tests.attachments.files import image
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.leaders.training.conftest import Training
from tests.leaders.training.test_pages import post, text
from tests.organization.factories import MembershipFactory, UserFactory

TODAY = NOW.date()


def join(training: Training, *divisions: Division) -> list[Trainee]:
    """Let one more person of each of the divisions take part."""
    people: list[User] = [UserFactory() for _ in divisions]
    for person, division in zip(people, divisions, strict=True):
        MembershipFactory(user=person, division=division)
    return [
        Trainee.objects.create(programme=training.programme, person=person, division=division, joined_on=TODAY)
        for person, division in zip(people, divisions, strict=True)
    ]


def say(trainee: Trainee, score: int) -> None:
    """Let the trainee look at their skills before the training."""
    check = SkillCheck.objects.create(trainee=trainee, stage=SkillStage.BEFORE, checked_at=NOW)
    SkillScore.objects.bulk_create(
        SkillScore(check_of=check, item=item, score=score) for item in SkillItem.objects.all()
    )


def teams_of(training: Training) -> list[list[Trainee]]:
    teams = Team.objects.filter(programme=training.programme)
    return [[member.trainee for member in team.members.select_related("trainee")] for team in teams]


# --- Suggested ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("people", "size", "expected"), [(0, 4, 0), (4, 4, 1), (5, 4, 2), (10, 4, 3), (80, 5, 16)])
def test_how_many_teams(people: int, size: int, expected: int) -> None:
    assert team_count(people=people, size=size) == expected


def test_departments_mix_and_sizes_differ_by_one_at_most(training: Training) -> None:
    ward = training.ward
    join(training, *[ward.nursery] * 5, *[ward.elderly] * 5, *[ward.finance] * 4)

    count = suggest_teams(programme=training.programme, actor=ward.dx_main, size=4, now=NOW)

    teams = teams_of(training)
    assert (count, sorted(map(len, teams))) == (17, [3, 3, 3, 4, 4])
    departments = departments_of(trainees=[one for team in teams for one in team], day=TODAY)
    for team in teams:
        # Three departments among the 17: nobody is with more than one colleague of the same one.
        assert max(Counter(departments[one.pk] for one in team).values()) <= 2


def test_skills_balance_within_what_departments_allow(training: Training) -> None:
    ward = training.ward
    Trainee.objects.all().delete()
    people = join(training, *[ward.nursery] * 8)
    for trainee, score in zip(people, (5, 5, 4, 4, 2, 2, 1, 1), strict=True):
        say(trainee, score)

    suggest_teams(programme=training.programme, actor=ward.dx_main, size=4, now=NOW)

    scores = dict(zip((one.pk for one in people), (5, 5, 4, 4, 2, 2, 1, 1), strict=True))
    assert [sum(scores[one.pk] for one in team) for team in teams_of(training)] == [12, 12]


def test_who_is_placed_stays_and_the_others_fill_up(training: Training) -> None:
    ward = training.ward
    first = training.team("青", ward.leader)
    join(training, ward.elderly, ward.finance, ward.family)

    suggest_teams(programme=training.programme, actor=ward.dx_main, size=3, now=NOW)

    assert TeamMember.objects.get(trainee=training.trainee(ward.leader)).team == first
    assert sorted(map(len, teams_of(training))) == [3, 3]
    assert suggest_teams(programme=training.programme, actor=ward.dx_main, size=3, now=NOW) == 0


def test_suggesting_reads_as_much_for_many_as_for_few(training: Training) -> None:
    counts = []
    for more in (1, 12):
        join(training, *[training.ward.finance] * more)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            suggest_teams(programme=training.programme, actor=training.ward.dx_main, size=4, now=NOW)
        counts.append(sum(query["sql"].startswith("SELECT") for query in queries))
        Team.objects.all().delete()
    # A new team looks which names are taken; nothing is read for each person.
    assert counts[1] - counts[0] <= 3 * 3


@pytest.mark.parametrize("size", [0, 1, 11, 99])
def test_a_size_that_makes_no_team_is_refused(training: Training, size: int) -> None:
    with pytest.raises(LeaderError, match="2から10まで"):
        suggest_teams(programme=training.programme, actor=training.ward.dx_main, size=size, now=NOW)


# --- By hand -----------------------------------------------------------------------------------------------------


def test_by_hand_nobody_is_told_before_the_announcement(training: Training) -> None:
    ward = training.ward
    blue, red = training.team("青", ward.leader), training.team("赤", ward.outsider)
    leader = training.trainee(ward.leader)
    before = Notification.objects.count()

    place_people(programme=training.programme, actor=ward.dx_main, places={leader.pk: red.pk}, now=NOW)
    assert Notification.objects.count() == before
    assert not Team.objects.visible_to(ward.leader).exists()

    assert announce_teams(programme=training.programme, actor=ward.dx_main, now=NOW) == 2
    assert Team.objects.visible_to(ward.leader).count() == 2
    told = Notification.objects.filter(recipient=ward.leader, title__contains="グループワークは赤です")
    assert told.count() == 1

    later = NOW + dt.timedelta(hours=1)
    changed = place_people(
        programme=training.programme,
        actor=ward.dx_main,
        places={leader.pk: blue.pk, training.trainee(ward.outsider).pk: red.pk},
        now=later,
    )
    assert changed == [leader]
    assert Notification.objects.filter(recipient=ward.leader, title__contains="青です").count() == 1
    assert not Notification.objects.filter(recipient=ward.outsider, title__contains="赤です").count() > 1


def test_people_and_teams_of_another_training_are_refused(training: Training) -> None:
    ward, team = training.ward, training.team("青")
    stranger = max(Trainee.objects.values_list("pk", flat=True)) + 1
    for places in ({stranger: team.pk}, {training.trainee(ward.leader).pk: team.pk + 1}):
        with pytest.raises(LeaderError, match="開き直して"):
            place_people(programme=training.programme, actor=ward.dx_main, places=places, now=NOW)
    assert not TeamMember.objects.exists()


def test_announced_once_and_not_without_people(training: Training) -> None:
    ward = training.ward
    training.team("青")
    with pytest.raises(LeaderError, match="先に"):
        announce_teams(programme=training.programme, actor=ward.dx_main, now=NOW)
    training.team("赤", ward.leader)
    announce_teams(programme=training.programme, actor=ward.dx_main, now=NOW)
    with pytest.raises(LeaderError, match="もう"):
        announce_teams(programme=training.programme, actor=ward.dx_main, now=NOW)


def test_a_team_with_people_or_work_stays(training: Training) -> None:
    ward = training.ward
    empty, full = add_team(programme=training.programme, actor=ward.dx_main), training.team("赤", ward.leader)
    assert empty.name == "1班"
    remove_team(team=empty, actor=ward.dx_main)
    with pytest.raises(LeaderError, match="なくせません"):
        remove_team(team=full, actor=ward.dx_main)
    assert list(Team.objects.all()) == [full]


def test_only_the_section_puts_teams_together(training: Training) -> None:
    ward, team = training.ward, training.team("青", training.ward.leader)
    acts: list[Any] = [
        lambda actor: suggest_teams(programme=training.programme, actor=actor, size=4, now=NOW),
        lambda actor: place_people(programme=training.programme, actor=actor, places={}, now=NOW),
        lambda actor: add_team(programme=training.programme, actor=actor),
        lambda actor: remove_team(team=team, actor=actor),
        lambda actor: announce_teams(programme=training.programme, actor=actor, now=NOW),
    ]
    for actor in (ward.leader, ward.head, ward.cio, ward.administrator):
        for act in acts:
            with pytest.raises(PermissionDenied):
                act(actor)


# --- What a team does --------------------------------------------------------------------------------------------


def test_one_hands_in_for_all(training: Training) -> None:
    ward = training.ward
    team = training.team("青", ward.leader, ward.outsider)
    Programme.objects.update(needs_group_work=True)

    row = hand_in_for_all(team=team, actor=ward.leader, about="申請フォームを作りました", now=NOW)

    assert (row.submitted_by, row.submitted_at) == (ward.leader, NOW)
    assert [training.trainee(person).group_work_on for person in (ward.leader, ward.outsider)] == [TODAY, TODAY]
    assert training.trainee(ward.dx_other).group_work_on is None
    # Handed in anew, the first day counts; who comes into the team later has handed in with it.
    later = NOW + dt.timedelta(days=3)
    hand_in_for_all(team=team, actor=ward.outsider, about="直しました", now=later)
    assert training.trainee(ward.leader).group_work_on == TODAY
    place_people(
        programme=training.programme,
        actor=ward.dx_main,
        places={training.trainee(ward.dx_other).pk: team.pk},
        now=later,
    )
    assert training.trainee(ward.dx_other).group_work_on == later.date()


@pytest.mark.parametrize("words", ["", "  ", "\u200b"])
def test_handing_in_nothing_is_refused(training: Training, words: str) -> None:
    team = training.team("青", training.ward.leader)
    with pytest.raises(LeaderError) as refusal:
        hand_in_for_all(team=team, actor=training.ward.leader, about=words, now=NOW)
    assert refusal.value.field == "about"


def test_a_file_of_before_is_taken_off_with_a_tick(training: Training) -> None:
    ward, team = training.ward, training.team("青", training.ward.leader)
    announce_teams(programme=training.programme, actor=ward.dx_main, now=NOW)
    client = as_person(ward.leader)
    assert 'name="remove"' not in text(client, "team_hand_in", team.pk)
    post(client, "team_hand_in", team.pk, about="作りました", files=SimpleUploadedFile("誤.png", image("PNG")))
    wrong = Attachment.objects.get()
    assert "「誤.png」" in text(client, "team_hand_in", team.pk)
    kept = SimpleUploadedFile("正.png", image("PNG"))
    post(client, "team_hand_in", team.pk, about="作りました", files=kept, remove=str(wrong.key))
    assert [file.name for file in Attachment.objects.all()] == ["正.png"]
    # A key of another thing, or of what is gone already, removes nothing.
    refused = post(client, "team_hand_in", team.pk, status=422, about="作りました", remove=str(wrong.key))
    assert "もう外れています" in refused
    assert Attachment.objects.count() == 1


def test_who_left_writes_no_more(training: Training) -> None:
    ward = training.ward
    team = training.team("青", ward.leader, ward.outsider)
    let_leave(trainee=training.trainee(ward.outsider), actor=ward.dx_main, now=NOW)
    with pytest.raises(PermissionDenied):
        hand_in_for_all(team=team, actor=ward.outsider, about="作りました", now=NOW)


def test_milestones_are_noted_and_taken_back(training: Training) -> None:
    ward, team = training.ward, training.team("青", training.ward.leader)
    step = Milestone.objects.create(programme=training.programme, name="テーマを決める", due_on=TODAY)
    for _ in range(2):
        reach(team=team, milestone=step, actor=ward.leader, is_reached=True, now=NOW)
    assert MilestoneReached.objects.get().noted_by == ward.leader
    with pytest.raises(PermissionDenied):
        reach(team=team, milestone=step, actor=ward.outsider, is_reached=True, now=NOW)
    reach(team=team, milestone=step, actor=ward.leader, is_reached=False, now=NOW)
    assert not MilestoneReached.objects.exists()


def test_two_teams_of_one_name_cannot_be(training: Training) -> None:
    training.team("青", training.ward.leader)
    red = training.team("赤", training.ward.outsider)
    with pytest.raises(LeaderError) as refusal:
        set_theme(team=red, actor=training.ward.outsider, name=" 青 ", theme="", tool=None)
    assert refusal.value.field == "name"


def test_the_next_training_begins_with_the_milestones(training: Training) -> None:
    Milestone.objects.create(programme=training.programme, name="中間報告", due_on=training.programme.ends_on)
    cohort = training.programme.cohort
    cohort.pk, cohort.number = None, cohort.number + 1
    cohort.training_from, cohort.training_until = dt.date(2027, 6, 1), dt.date(2027, 11, 30)
    cohort.save()

    following = open_programme(cohort=cohort, actor=training.ward.dx_main, like=training.programme, now=NOW)

    assert [(one.name, one.due_on) for one in following.milestones.all()] == [("中間報告", dt.date(2027, 11, 30))]


# --- Pages -------------------------------------------------------------------------------------------------------


def test_from_suggestion_to_the_page_of_a_team(training: Training) -> None:
    ward, pk = training.ward, training.programme.pk
    section = as_person(ward.dx_main)
    assert "まだ受講者に知らせていません" in text(section, "team_board", pk)
    assert "まだ分けていません" in post(section, "team_board", pk, size="40", status=422)
    post(section, "team_board", pk, size="2")
    [first, second] = Team.objects.all()
    places = {f"place_{row.trainee_id}": row.team_id for row in TeamMember.objects.all()}
    leader = training.trainee(ward.leader)
    post(section, "team_board", pk, act="places", **places | {f"place_{leader.pk}": ""})
    assert not TeamMember.objects.filter(trainee=leader).exists()
    assert "選び直してください" in post(
        section, "team_board", pk, act="places", status=422, **places | {f"place_{leader.pk}": "999999"}
    )
    post(section, "team_board", pk, act="places", **places | {f"place_{leader.pk}": first.pk})
    post(section, "milestone_create", pk, name="テーマを決める", due_on="2026-12-18")
    post(section, "team_board", pk, act="announce")

    client = as_person(ward.leader)
    assert "グループワークの班" in text(client, "training", pk)
    assert first.name in text(client, "team_list", pk)
    post(client, "team_edit", first.pk, name="窓口をらくにする班", theme="保育の申込みを紙でなくす")
    post(client, "team_reach", first.pk, Milestone.objects.get().pk, reached="yes")
    file = SimpleUploadedFile("画面.png", image("PNG"))
    assert "書いてください" in post(client, "team_hand_in", first.pk, about="", status=422)
    post(client, "team_hand_in", first.pk, about="フォームを作りました", files=file)

    page = text(as_person(ward.outsider), "team_detail", first.pk)
    for words in ("保育の申込みを紙でなくす", "フォームを作りました", "画面.png", "/picture/", "済み"):
        assert words in page, words
    assert "提出し直す" not in page
    assert second.name in text(section, "team_board", pk)


def test_a_picture_is_shown_to_those_of_the_training_only(training: Training) -> None:
    ward = training.ward
    team = training.team("青", ward.leader)
    announce_teams(programme=training.programme, actor=ward.dx_main, now=NOW)
    files = [SimpleUploadedFile("画面.png", image("PNG")), SimpleUploadedFile("台帳.csv", "氏名\n".encode())]
    hand_in_for_all(team=team, actor=ward.leader, about="作りました", files=files, now=NOW)
    picture, table = Attachment.objects.get(name="画面.png"), Attachment.objects.get(name="台帳.csv")
    address = reverse("attachment_picture", args=[picture.key])
    response = as_person(ward.outsider).get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == image("PNG")
    assert as_person(ward.requester).get(address).status_code == 404
    assert as_person(ward.leader).get(reverse("attachment_picture", args=[table.key])).status_code == 404


def test_lists_of_teams_read_as_much_for_three_as_for_one(training: Training) -> None:
    ward, counts = training.ward, []
    training.team("青", ward.leader)
    announce_teams(programme=training.programme, actor=ward.dx_main, now=NOW)
    # What is remembered for a minute is read before the counting.
    text(as_person(ward.leader), "team_list", training.programme.pk)
    for people in ((), (ward.outsider, ward.dx_other)):
        for number, person in enumerate(people):
            training.team(f"赤{number}", person)
        for client, page in ((as_person(ward.leader), "team_list"), (as_person(ward.dx_main), "team_board")):
            with CaptureQueriesContext(connection) as queries:
                text(client, page, training.programme.pk)
            counts.append((page, len(queries)))
    assert counts[:2] == counts[2:]


def test_export_has_a_line_for_each_team(training: Training) -> None:
    training.team("青", training.ward.leader, training.ward.outsider)
    client = as_person(training.ward.dx_main)
    response = client.get(reverse("team_export", args=[training.programme.pk, "csv"]))
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "柊 美月、桐生 葵" in lines[1]
    response = client.get(reverse("team_export", args=[training.programme.pk, "xlsx"]))
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert client.get(reverse("team_export", args=[training.programme.pk, "exe"])).status_code == 404
