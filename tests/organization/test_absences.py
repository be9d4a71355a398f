"""Noting when a person is away, and who may."""

import datetime as dt

import pytest

from minato_dx.organization.enums import AbsenceReason
from minato_dx.organization.models import Absence
from minato_dx.organization.permissions import can_note_absence_of, can_note_absences
from minato_dx.organization.services.absences import AbsenceError, end_absence, note_absence, period_text
from tests.organization.factories import AbsenceFactory, Ward, make_ward

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def ward() -> Ward:
    return make_ward()


def _note(ward: Ward, first: dt.date, last: dt.date | None) -> Absence:
    return note_absence(person=ward.dx_main, first=first, last=last, reason=AbsenceReason.LEAVE, today=TODAY)


def test_both_days_are_days_away(ward: Ward) -> None:
    absence = _note(ward, dt.date(2026, 12, 1), dt.date(2026, 12, 4))
    days = [dt.date(2026, 11, 30), dt.date(2026, 12, 1), dt.date(2026, 12, 4), dt.date(2026, 12, 5)]
    assert [absence.holds_on(day) for day in days] == [False, True, True, False]
    assert absence.history.count() == 1


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (dt.date(2026, 12, 4), dt.date(2026, 12, 1), "後の日にしてください"),
        (dt.date(2026, 11, 20), dt.date(2026, 11, 23), "もう終わった期間"),
        (dt.date(2029, 12, 1), None, "年を確かめてください"),
        (dt.date(2026, 12, 1), dt.date(2036, 12, 1), "年を確かめてください"),
    ],
)
def test_what_is_no_period_is_refused_with_the_way_out(
    ward: Ward, first: dt.date, last: dt.date | None, words: str
) -> None:
    with pytest.raises(AbsenceError, match=words):
        _note(ward, first, last)
    assert not Absence.objects.exists()


@pytest.mark.parametrize("last", [dt.date(2026, 12, 2), None])
def test_a_second_absence_of_the_same_days_names_the_first(ward: Ward, last: dt.date | None) -> None:
    _note(ward, dt.date(2026, 12, 2), dt.date(2026, 12, 4))
    with pytest.raises(AbsenceError, match=r"12月2日\(水\)から12月4日\(金\)までの不在が、もう登録されています"):
        _note(ward, dt.date(2026, 12, 1), last)
    _note(ward, dt.date(2026, 12, 5), last=None)


def test_the_words_of_a_period(ward: Ward) -> None:
    def text(first: int, end: int | None) -> str:
        until = dt.date(2026, 12, end) if end else None
        return period_text(Absence(valid_from=dt.date(2026, 12, first), valid_to=until))

    assert [text(1, 2), text(1, 5), text(1, None)] == [
        "12月1日(火)",
        "12月1日(火)から12月4日(金)まで",
        "12月1日(火)から、戻る日は未定",
    ]


def test_coming_back_early_ends_it_and_what_has_not_begun_is_taken_away(ward: Ward) -> None:
    begun = AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 11, 20))
    assert end_absence(absence=begun, today=TODAY)
    begun.refresh_from_db()
    assert begun.valid_to == TODAY
    with pytest.raises(AbsenceError, match="もう終わっています"):
        end_absence(absence=begun, today=TODAY)

    coming = _note(ward, dt.date(2026, 12, 1), None)
    assert not end_absence(absence=coming, today=TODAY)
    assert not Absence.objects.filter(pk=coming.pk).exists()
    assert Absence.history.filter(history_type="-").count() == 1


def test_who_notes_whose(ward: Ward) -> None:
    people = ("dx_main", "section_head", "head", "requester", "cio")
    may = {
        (user, person)
        for user in people
        for person in people
        if can_note_absence_of(getattr(ward, user), getattr(ward, person))
    }
    assert may == {
        ("dx_main", "dx_main"),
        ("section_head", "section_head"),
        ("section_head", "dx_main"),
        ("section_head", "cio"),
        ("head", "head"),
        ("cio", "cio"),
    }
    assert [name for name in people if can_note_absences(getattr(ward, name))] == [
        "dx_main", "section_head", "head", "cio",
    ]  # fmt: skip
