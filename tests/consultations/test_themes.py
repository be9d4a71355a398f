"""Consultations lent to the leaders' group work: by the requester alone, taken up by one team, never private ones."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations import services
from consultations.exceptions import ConsultationError, StateConflict
from consultations.models import Consultation, TrainingTheme, TransitionLog
from consultations.services.themes import choose_theme, lend_as_theme
from leaders.models import Cohort, LeaderTerm, Programme, Team, TeamMember, Trainee
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from tests.consultations import walk
from tests.leaders.steps import as_person
from tests.organization.factories import Ward

TODAY = walk.NOW.date()


@pytest.fixture
def teams(ward: Ward) -> tuple[Team, Team]:
    """Two announced teams: of the ward's leader, and of the outsider."""
    day = dt.timedelta(days=1)
    cohort = Cohort.objects.create(
        number=3,
        recommend_from=TODAY - 60 * day,
        recommend_until=TODAY - 40 * day,
        appoint_on=TODAY - 30 * day,
        training_from=TODAY - 20 * day,
        training_until=TODAY + 90 * day,
    )
    programme = Programme.objects.create(
        cohort=cohort,
        name="研修",
        starts_on=cohort.training_from,
        ends_on=cohort.training_until,
        teams_announced_at=walk.NOW,
    )
    return team(programme, "青", ward.leader), team(programme, "赤", ward.outsider)


def team(programme: Programme, name: str, person: User) -> Team:
    trainee, _ = Trainee.objects.get_or_create(programme=programme, person=person, joined_on=programme.starts_on)
    row = Team.objects.create(programme=programme, name=name)
    TeamMember.objects.create(team=row, trainee=trainee)
    return row


def lent(ward: Ward) -> TrainingTheme:
    theme = lend_as_theme(consultation=walk.submit(ward), actor=ward.requester, lend=True)
    assert theme is not None
    return theme


def test_only_the_requester_lends(ward: Ward) -> None:
    case = walk.submit(ward)
    for actor in (ward.colleague, ward.head, ward.leader, ward.dx_main, ward.section_head):
        with pytest.raises(PermissionDenied):
            lend_as_theme(consultation=case, actor=actor, lend=True)
    lend_as_theme(consultation=case, actor=ward.requester, lend=True)
    # Sent twice, it is lent once.
    lend_as_theme(consultation=case, actor=ward.requester, lend=True)
    assert TransitionLog.objects.filter(consultation=case, name="lend_as_theme").count() == 1


def test_a_private_one_is_not_lent_and_one_made_private_is_seen_no_more(ward: Ward, teams: tuple[Team, Team]) -> None:
    with pytest.raises(PermissionDenied):
        lend_as_theme(consultation=walk.submit(ward, is_private=True), actor=ward.requester, lend=True)
    theme = lent(ward)
    services.set_privacy(consultation=theme.consultation, actor=ward.requester, private=True)
    assert not TrainingTheme.objects.visible_to(ward.leader).exists()
    with pytest.raises(StateConflict):
        choose_theme(team=teams[0], theme=theme, actor=ward.leader)


def test_made_private_it_is_taken_off_the_team_its_title_too(ward: Ward, teams: tuple[Team, Team]) -> None:
    theme = lent(ward)
    choose_theme(team=teams[0], theme=theme, actor=ward.leader)
    services.set_privacy(consultation=theme.consultation, actor=ward.requester, private=True)
    teams[0].refresh_from_db()
    assert teams[0].theme == ""
    assert not TrainingTheme.objects.exists()
    for address in (reverse("team_detail", args=[teams[0].pk]), reverse("team_list", args=[teams[0].programme_id])):
        assert theme.consultation.title not in as_person(ward.outsider).get(address).content.decode()
    # What the team wrote itself stays.
    other = lent(ward)
    choose_theme(team=teams[0], theme=other, actor=ward.leader)
    Team.objects.filter(pk=teams[0].pk).update(theme="自分たちのことば")
    services.set_privacy(consultation=other.consultation, actor=ward.requester, private=True)
    teams[0].refresh_from_db()
    assert teams[0].theme == "自分たちのことば"


def test_one_that_has_ended_is_not_lent(ward: Ward) -> None:
    case = walk.submit(ward)
    services.withdraw_consultation(consultation=case, actor=ward.requester)
    with pytest.raises(ConsultationError, match="終わった相談"):
        lend_as_theme(consultation=case, actor=ward.requester, lend=True)


def test_one_team_takes_it_up_and_the_requester_hears_of_it(ward: Ward, teams: tuple[Team, Team]) -> None:
    theme = lent(ward)

    choose_theme(team=teams[0], theme=theme, actor=ward.leader)

    teams[0].refresh_from_db()
    assert teams[0].theme == theme.consultation.title
    told = Notification.objects.filter(title__contains="リーダー研修の青が、この相談に取り組みます")
    assert set(told.values_list("recipient", flat=True)) == {ward.requester.pk, ward.dx_main.pk}
    with pytest.raises(StateConflict, match="ほかの班"):
        choose_theme(team=teams[1], theme=theme, actor=ward.outsider)
    with pytest.raises(StateConflict, match="もう班が"):
        lend_as_theme(consultation=theme.consultation, actor=ward.requester, lend=False)


def test_given_back_another_team_may_have_it(ward: Ward, teams: tuple[Team, Team]) -> None:
    theme = lent(ward)
    choose_theme(team=teams[0], theme=theme, actor=ward.leader)
    choose_theme(team=teams[0], theme=None, actor=ward.leader)
    choose_theme(team=teams[1], theme=theme, actor=ward.outsider)
    assert TrainingTheme.objects.get().team == teams[1]


def test_only_members_choose(ward: Ward, teams: tuple[Team, Team]) -> None:
    theme = lent(ward)
    for actor in (ward.outsider, ward.requester, ward.head):
        with pytest.raises(PermissionDenied):
            choose_theme(team=teams[0], theme=theme, actor=actor)


def test_trainees_read_what_was_lent_and_nothing_else_of_the_case(ward: Ward, teams: tuple[Team, Team]) -> None:
    theme = lent(ward)
    case = theme.consultation
    services.post_message(consultation=case, author=ward.dx_main, body="押印は要りますか")
    page = as_person(ward.outsider).get(reverse("theme_choose", args=[teams[1].pk])).content.decode()
    assert case.title in page
    assert case.division_name in page
    for hidden in ("押印は要りますか", ward.requester.name, case.number):
        assert hidden not in page
    assert as_person(ward.outsider).get(reverse("consultation_detail", args=[case])).status_code == 404


def test_on_the_pages(ward: Ward, teams: tuple[Team, Team]) -> None:
    case = walk.submit(ward)
    requester, leader = as_person(ward.requester), as_person(ward.leader)
    address = reverse("consultation_theme", args=[case])
    assert address in requester.get(reverse("consultation_detail", args=[case])).content.decode()
    assert "使ってもらいますか" in requester.get(address).content.decode()
    assert requester.post(address, {"wanted": "lend"}).status_code == 302
    theme = TrainingTheme.objects.get()

    choose = reverse("theme_choose", args=[teams[0].pk])
    assert leader.post(choose, {"theme": "99999"}).status_code == 422
    assert leader.post(choose, {"theme": theme.pk}).status_code == 302
    assert case.title in leader.get(reverse("team_detail", args=[teams[0].pk])).content.decode()
    refused = as_person(ward.outsider).post(reverse("theme_choose", args=[teams[1].pk]), {"theme": theme.pk})
    assert refused.status_code == 422
    assert requester.post(address, {"wanted": "keep"}).status_code == 409


def test_whoever_is_not_among_leaders_sees_only_what_they_lent(ward: Ward) -> None:
    theme = lent(ward)
    LeaderTerm.objects.create(
        person=ward.outsider, division=ward.elderly, valid_from="2026-11-01", published_on="2026-11-01"
    )
    seen = {
        name: TrainingTheme.objects.visible_to(User.objects.get(pk=getattr(ward, name).pk)).exists()
        for name in ("requester", "colleague", "outsider", "dx_other", "cio")
    }
    assert seen == {"requester": True, "colleague": False, "outsider": True, "dx_other": True, "cio": False}
    assert Consultation.objects.get() == theme.consultation
