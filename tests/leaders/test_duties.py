"""What home says is waiting about leaders: to each their own, and nothing once it is done."""

import datetime as dt

from django.urls import reverse

from leaders.enums import Outcome, State
from leaders.models import Cohort
from leaders.selectors.duties import duties_of
from leaders.services.deciding import confirm_decisions, decide
from leaders.services.recommending import answer_consent, answer_no_candidate, check_off, give_back
from minato_dx.core.calendar import today
from minato_dx.organization.models import User
from tests.leaders.steps import advance, as_person, checked, fresh, recommended
from tests.organization.factories import AbsenceFactory, Ward


def duties(person: User):
    return duties_of(user=User.objects.get(pk=person.pk), day=today())


def home(person: User) -> str:
    return as_person(person).get(reverse("home")).content.decode()


def test_nobody_has_anything_without_a_cohort(ward: Ward) -> None:
    for person in (ward.requester, ward.head, ward.leader, ward.dx_main, ward.cio, ward.outsider_head):
        assert not duties(person)
        assert "DXリーダーについてのお願い" not in home(person)


def test_the_head_is_asked_until_answering(ward: Ward, cohort: Cohort) -> None:
    assert [version.name for version in duties(ward.head).unanswered] == ["保育課"]
    assert "保育課のリーダーを推薦する" in home(ward.head)
    assert not duties(ward.requester)

    advance(ward, cohort, State.SUBMITTED)
    assert not duties(ward.head)


def test_the_head_who_has_nobody_is_not_asked_again(ward: Ward, cohort: Cohort) -> None:
    answer_no_candidate(cohort=cohort, division=ward.nursery, actor=ward.head, reason="産休と異動が重なる")
    assert not duties(ward.head)


def test_each_step_is_shown_to_whose_turn_it_is(ward: Ward, cohort: Cohort) -> None:
    row = recommended(ward, cohort)
    assert list(duties(ward.leader).consents) == [row]
    assert "保育課のリーダーへの推薦に、返事をする" in home(ward.leader)
    assert duties(ward.dx_main).to_check == 0

    answer_consent(recommendation=row, actor=ward.leader, agrees=True)
    assert not duties(ward.leader)
    assert duties(ward.dx_main).to_check == 1
    assert "確認を待っている推薦" in home(ward.dx_main)

    check_off(recommendation=fresh(row), actor=ward.dx_main)
    assert not duties(ward.dx_main)
    assert duties(ward.cio).to_decide == 1
    assert "決定を待っている推薦" in home(ward.cio)
    assert duties(ward.head).to_decide == 0


def test_what_was_sent_back_stands_with_its_question(ward: Ward, cohort: Cohort) -> None:
    row = recommended(ward, cohort)
    answer_consent(recommendation=row, actor=ward.leader, agrees=True)
    give_back(recommendation=row, actor=ward.dx_main, question="どの仕事から始めますか。")
    assert list(duties(ward.head).returned) == [row]
    assert "どの仕事から始めますか。" in home(ward.head)
    assert not duties(ward.leader)


def test_the_cio_is_asked_to_confirm_what_the_deputy_decided(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    day = today()
    AbsenceFactory(user=ward.cio, valid_from=day, valid_to=day + dt.timedelta(days=1))
    [decision] = decide(actor=ward.outsider_head, ids=[row.pk], outcome=Outcome.APPROVED).decisions
    assert duties(ward.cio).to_confirm == 1
    assert "代決の確認（後閲）" in home(ward.cio)
    assert duties(ward.outsider_head).to_confirm == 0

    confirm_decisions(actor=ward.cio, ids=[decision.pk])
    assert duties(ward.cio).to_confirm == 0
