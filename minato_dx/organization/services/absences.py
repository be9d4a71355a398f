"""When a person is away, and when they are back."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from minato_dx.core.calendar import short_day
from minato_dx.organization.enums import AbsenceReason
from minato_dx.organization.models import Absence, User

# Longer than this is written down as a change of duty, not as an absence.
LONGEST = dt.timedelta(days=2 * 366)


class AbsenceError(Exception):
    """A period that cannot be noted; ``message`` is for the person, in Japanese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@transaction.atomic
def note_absence(
    *, person: User, first: dt.date, last: dt.date | None, reason: AbsenceReason, today: dt.date
) -> Absence:
    """Note that ``person`` is away from ``first`` to ``last`` (both included); None = nobody knows until when.

    The view asks ``can_note_absence_of`` first. Raises AbsenceError where the days are no period, are long over, or
    overlap an absence that is noted already.
    """
    if last is not None and last < first:
        raise AbsenceError("「最後の日」は、「最初の日」と同じ日か、後の日にしてください。")
    if last is not None and last < today:
        raise AbsenceError("もう終わった期間です。きょう以降の日を含む期間にしてください。")
    if first - today > LONGEST or (last is not None and last - first > LONGEST):
        raise AbsenceError("2年を超えています。年を確かめてください。")
    # One person's absences are noted one after another, so that two of them cannot overlap.
    User.objects.select_for_update().get(pk=person.pk)
    absence = Absence(
        user=person, valid_from=first, valid_to=last + dt.timedelta(days=1) if last else None, reason=reason
    )
    try:
        absence.validate_constraints()
        with transaction.atomic():
            absence.save()
    except (IntegrityError, ValidationError) as refusal:
        raise AbsenceError(_overlap_text(absence)) from refusal
    return absence


def _overlap_text(absence: Absence) -> str:
    other = Absence.objects.filter(user=absence.user).overlapping(absence.valid_from, absence.valid_to).first()
    if other is None:
        return "同じ日を含む不在が、もう登録されています。"
    return f"{period_text(other)}の不在が、もう登録されています。先にそれを取り消すか、日を変えてください。"


def period_text(absence: Absence) -> str:
    """Return ``12月1日(火)から12月4日(金)まで``, the end as the last day away."""
    first = short_day(absence.valid_from)
    if absence.valid_to is None:
        return f"{first}から、戻る日は未定"
    last = absence.valid_to - dt.timedelta(days=1)
    return first if last == absence.valid_from else f"{first}から{short_day(last)}まで"


@transaction.atomic
def end_absence(*, absence: Absence, today: dt.date) -> bool:
    """Let the person be back from ``today`` on; tell whether days that have passed are still noted as away.

    An absence that has not begun, or began today, is taken away altogether (its history stays). Raises AbsenceError
    where it is over already.
    """
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    if absence.valid_to is not None and absence.valid_to <= today:
        raise AbsenceError("この不在は、もう終わっています。")
    if absence.valid_from >= today:
        absence.delete()
        return False
    absence.valid_to = today
    absence.save(update_fields=["valid_to"])
    return True
