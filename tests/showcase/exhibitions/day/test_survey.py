"""The survey: once for each person and booth, changed at will, and its sums against those made by hand."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from showcase.enums import Awareness, ExhibitionState, ExhibitorState, NextStep
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibition, SurveyAnswer
from showcase.selectors.day.survey import booth_lines, comments_of, survey_result, themes_of
from showcase.services.exhibitions.surveying import Said, answer_survey, put_under_theme
from tests.organization.factories import Ward
from tests.showcase.exhibitions.day.visits import came, staff_visitor
from tests.showcase.exhibitions.factories import DAY, make_exhibition, make_exhibitor, make_outsider

SignIn = Callable[[User], Client]
NOW = jst(DAY, dt.time(11, 5))
FILLED = {"awareness": "changed", "useful": "4", "next_step": "consult", "comment": "", "theme": ""}


@pytest.fixture
def field(db: None) -> FieldOfWork:
    return FieldOfWork.objects.create(name="窓口の試験", order=1)


def say(exhibition: Exhibition, number: int, awareness: str, useful: int, *, there: bool = True, **more: Any) -> None:
    visitor = make_outsider(exhibition, number=number)
    if there:
        came(visitor)
    said = Said(awareness=awareness, useful=useful, **({"next_step": NextStep.MORE} | more))
    answer_survey(visitor=visitor, exhibitor=None, said=said, now=NOW)


def test_one_answers_once_and_changes_it(ward: Ward, exhibition: Exhibition, as_user: SignIn) -> None:
    client, url = as_user(ward.requester), reverse("exhibition_survey", args=[exhibition.pk])
    assert client.get(url).status_code == 200
    page = client.post(url, FILLED, follow=True)
    assert page.redirect_chain == [(url, 302)]
    assert "相談を送れます" in page.content.decode()
    client.post(url, FILLED | {"awareness": "same", "useful": "2", "comment": "むずかしい"})
    answer = SurveyAnswer.objects.get()
    assert (answer.visitor.user, answer.awareness, answer.useful, answer.comment) == (
        ward.requester, "same", 2, "むずかしい"
    )  # fmt: skip
    assert "答えを直す" in client.get(url).content.decode()


def test_a_booth_is_asked_for_itself_and_under_its_own_theme(
    ward: Ward, exhibition: Exhibition, field: FieldOfWork, as_user: SignIn
) -> None:
    booth = make_exhibitor(exhibition, field=field)
    client = as_user(ward.requester)
    client.post(reverse("exhibition_survey", args=[exhibition.pk]), FILLED)
    url = reverse("exhibition_survey_booth", args=[exhibition.pk, booth.pk])
    for useful in ("5", "3"):
        assert client.post(url, {"useful": useful, "next_step": "talk", "comment": "よい"}).status_code == 302
    whole, of_booth = SurveyAnswer.objects.order_by("pk")
    assert (of_booth.exhibitor, of_booth.useful, of_booth.theme, of_booth.awareness) == (booth, 3, field, "")
    assert whole.exhibitor is None
    assert "回答済み" in client.get(reverse("exhibition_survey", args=[exhibition.pk])).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"awareness": ""},
        {"awareness": "x"},
        {"useful": ""},
        {"useful": "6"},
        {"useful": "-1"},
        {"useful": "1.5"},
        {"next_step": ""},
        {"comment": "あ" * 1001},
        {"theme": "999999"},
        {"theme": "x"},
    ],
)
def test_what_does_not_answer_is_asked_again_and_stays(
    ward: Ward, exhibition: Exhibition, changes: dict[str, str], as_user: SignIn
) -> None:
    url = reverse("exhibition_survey", args=[exhibition.pk])
    sent = FILLED | {"comment": "書いたまま"} | changes
    response = as_user(ward.requester).post(url, sent)
    assert response.status_code == 422
    assert not SurveyAnswer.objects.exists()
    assert sent["comment"][:5] in response.content.decode()


@pytest.mark.parametrize("state", sorted(ExhibitionState))
def test_it_is_open_from_the_first_day_until_the_report(ward: Ward, state: str, as_user: SignIn) -> None:
    exhibition = make_exhibition(ward.dx_main, state=state)
    visitor = make_outsider(exhibition)
    is_open = state in {"published", "running", "closed"}
    said = Said(useful=3, awareness=Awareness.SAME)
    if is_open:
        answer_survey(visitor=visitor, exhibitor=None, said=said, now=NOW)
    else:
        with pytest.raises(ShowcaseError):
            answer_survey(visitor=visitor, exhibitor=None, said=said, now=NOW)
    if state == ExhibitionState.PUBLISHED:
        with pytest.raises(ShowcaseError):
            answer_survey(visitor=visitor, exhibitor=None, said=said, now=NOW - dt.timedelta(days=1))
    assert SurveyAnswer.objects.count() == is_open
    seen = state not in {"planned", "applications"}
    url = reverse("exhibition_survey", args=[exhibition.pk])
    client = as_user(ward.requester)
    assert client.get(url).status_code == (200 if seen else 404)
    assert client.post(url, FILLED).status_code == (302 if seen else 404)
    assert SurveyAnswer.objects.count() == 2 * is_open


def test_booths_that_are_not_shown_or_of_another_exhibition_are_not_there(
    ward: Ward, exhibition: Exhibition, as_user: SignIn
) -> None:
    declined = make_exhibitor(exhibition, state=ExhibitorState.DECLINED)
    elsewhere = make_exhibitor(make_exhibition(ward.dx_main, state=ExhibitionState.RUNNING))
    for booth in (declined, elsewhere):
        url = reverse("exhibition_survey_booth", args=[exhibition.pk, booth.pk])
        assert as_user(ward.requester).get(url).status_code == 404
        assert as_user(ward.dx_main).post(url, {"useful": "3", "next_step": "more"}).status_code == 404


def test_the_sums_are_those_made_by_hand(ward: Ward, exhibition: Exhibition) -> None:
    say(exhibition, 1, Awareness.CHANGED, 5, next_step=NextStep.CONSULT)
    say(exhibition, 2, Awareness.CHANGED, 4)
    say(exhibition, 3, Awareness.SOMEWHAT, 4)
    say(exhibition, 4, Awareness.SAME, 2, there=False)
    came(make_outsider(exhibition, number=5))
    came(staff_visitor(exhibition, ward.requester))
    result = survey_result(exhibition=exhibition)
    assert (result.answers, result.answered, result.came, result.rate) == (4, 3, 5, Decimal("60.0"))
    assert [(one.number, one.percent) for one in result.awareness] == [
        (2, Decimal("50.0")),
        (1, Decimal("25.0")),
        (1, Decimal("25.0")),
    ]
    assert (result.changed.number, result.changed.percent) == (3, Decimal("75.0"))
    assert [one.number for one in result.useful] == [1, 2, 0, 1, 0]
    assert result.mean == Decimal("3.8")  # 15 / 4 = 3.75
    assert [one.number for one in result.next_steps] == [1, 0, 3, 0]


def test_nobody_has_said_anything_yet(exhibition: Exhibition) -> None:
    result = survey_result(exhibition=exhibition)
    assert (result.answers, result.came, result.rate, result.mean) == (0, 0, Decimal(0), None)


def test_booths_have_stamps_answers_and_a_mean(ward: Ward, exhibition: Exhibition) -> None:
    liked, quiet = make_exhibitor(exhibition), make_exhibitor(exhibition, division=ward.nursery)
    for number, useful in enumerate((5, 4, 4)):
        visitor = make_outsider(exhibition, number=number)
        came(visitor, exhibitor=liked)
        step = NextStep.CONSULT if number else NextStep.NOTHING
        answer_survey(visitor=visitor, exhibitor=liked, said=Said(useful=useful, next_step=step), now=NOW)
    lines = {line.exhibitor: line for line in booth_lines(exhibition=exhibition)}
    assert (lines[liked].stamps, lines[liked].answers, lines[liked].mean, lines[liked].consult) == (
        3, 3, Decimal("4.3"), 2
    )  # fmt: skip
    assert (lines[quiet].stamps, lines[quiet].answers, lines[quiet].mean) == (0, 0, None)


def test_comments_are_read_by_theme_and_put_under_another(
    ward: Ward, exhibition: Exhibition, field: FieldOfWork, as_user: SignIn
) -> None:
    say(exhibition, 1, Awareness.SAME, 3, comment="<script>alert(1)</script>", theme=field)
    say(exhibition, 2, Awareness.SAME, 3, comment="分野のない声")
    say(exhibition, 3, Awareness.SAME, 3)
    assert [(one.label, one.number) for one in themes_of(exhibition=exhibition)] == [(field.name, 1), ("分野なし", 1)]
    assert [row.comment for row in comments_of(exhibition=exhibition)][1] == "分野のない声"
    assert comments_of(exhibition=exhibition, theme="none").get().comment == "分野のない声"
    client, url = as_user(ward.dx_main), reverse("exhibition_survey_results", args=[exhibition.pk])
    page = client.get(url, {"theme": field.pk}).content.decode()
    assert "<script>alert" not in page
    assert "分野のない声" not in page
    for nonsense in ("x", "９", "9" * 30, "1 OR 1=1"):
        assert client.get(url, {"theme": nonsense}).status_code == 200

    answer = SurveyAnswer.objects.get(comment="分野のない声")
    move = reverse("exhibition_survey_theme", args=[exhibition.pk, answer.pk])
    assert client.post(move, {"theme": field.pk}).status_code == 302
    answer.refresh_from_db()
    assert answer.theme == field
    assert client.post(move, {"theme": "999999"}).status_code == 404
    assert as_user(ward.requester).post(move, {"theme": ""}).status_code == 403
    with pytest.raises(PermissionDenied):
        put_under_theme(answer=answer, theme=None, actor=ward.requester)


def test_the_results_are_the_sections_and_name_nobody(ward: Ward, exhibition: Exhibition, as_user: SignIn) -> None:
    visitor = staff_visitor(exhibition, ward.requester)
    came(visitor)
    said = Said(useful=3, awareness=Awareness.SAME, comment="よかった")
    answer_survey(visitor=visitor, exhibitor=None, said=said, now=NOW)
    url = reverse("exhibition_survey_results", args=[exhibition.pk])
    page = as_user(ward.dx_main).get(url).content.decode()
    assert "よかった" in page
    assert page.count('<svg class="chart"') == page.count("<table") == 3
    assert ward.requester.name not in page
    assert ward.requester.staff_number not in page
    part = as_user(ward.dx_main).get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    for user in (ward.requester, ward.head, ward.cio, ward.administrator):
        assert as_user(user).get(url).status_code == 403


@pytest.mark.parametrize("answers", [1, 30])
def test_results_take_the_same_queries_for_few_and_many(
    ward: Ward,
    exhibition: Exhibition,
    field: FieldOfWork,
    answers: int,
    django_assert_num_queries: Any,
    as_user: SignIn,
) -> None:
    for number in range(answers):
        say(exhibition, number, Awareness.SAME, 3, comment="声", theme=field)
    for _ in range(min(answers, 3)):
        make_exhibitor(exhibition)
    client, url = as_user(ward.dx_main), reverse("exhibition_survey_results", args=[exhibition.pk])
    client.get(url)
    with django_assert_num_queries(15):
        client.get(url)
