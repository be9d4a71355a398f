"""An exhibition's way from plan to report: by hand, and its opening and closing by the clock."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from minato_dx.core.calendar import jst
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from showcase.enums import ExhibitionState
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibition
from showcase.permissions import can_run_exhibitions
from showcase.selectors.exhibitions.planning import items_outside_days
from showcase.services.exhibitions.calling_off import call_off_programme, tell_cancelled
from showcase.services.exhibitions.inviting import tell_all_invited
from showcase.services.exhibitions.steps import lock_exhibition, take_step


@transaction.atomic
def open_applications(*, exhibition: Exhibition, actor: User, now: dt.datetime) -> Exhibition:
    """Let companies, divisions and teams apply. Raises ShowcaseError where there is no deadline ahead."""
    row = lock_exhibition(exhibition)
    take_step(row=row, actor=actor, name="open_applications", now=now)
    if row.applications_until is None or row.applications_until < timezone.localdate(now):
        raise ShowcaseError("出展申込みの締切が、まだ決まっていないか過ぎています。「計画を直す」で入れてください。")
    tell_all_invited(exhibition=row, now=now)
    return row


@transaction.atomic
def publish(*, exhibition: Exhibition, actor: User, now: dt.datetime) -> Exhibition:
    """Show it to all staff, who may reserve from now on. Raises ShowcaseError for a plan that is not complete."""
    row = lock_exhibition(exhibition)
    row.published_at = now
    take_step(row=row, actor=actor, name="publish", now=now)
    if row.ends_on < timezone.localdate(now):
        raise ShowcaseError("開催の日が過ぎています。「計画を直す」で日を決め直してください。")
    if not row.halls.exists():
        raise ShowcaseError("会場がまだありません。先に会場を1つ加えてください。")
    if items_outside_days(exhibition=row):
        raise ShowcaseError("開催の日時から外れたプログラムがあります。日時を直してから、案内を始めてください。")
    tell_all_invited(exhibition=row, now=now)
    return row


@transaction.atomic
def start(*, exhibition: Exhibition, actor: User, now: dt.datetime) -> Exhibition:
    """Open the doors by hand. Raises ShowcaseError before its first day."""
    row = lock_exhibition(exhibition)
    take_step(row=row, actor=actor, name="start", now=now)
    if timezone.localdate(now) < row.starts_on:
        raise ShowcaseError("開催の日は、まだです。日を早めるときは「計画を直す」で日を直してください。")
    return row


@transaction.atomic
def close(*, exhibition: Exhibition, actor: User, now: dt.datetime) -> Exhibition:
    """Close it by hand."""
    row = lock_exhibition(exhibition)
    take_step(row=row, actor=actor, name="close", now=now)
    return row


@transaction.atomic
def report(*, exhibition: Exhibition, actor: User, now: dt.datetime) -> Exhibition:
    """Note that what came of it was reported."""
    row = lock_exhibition(exhibition)
    take_step(row=row, actor=actor, name="report", now=now)
    return row


@transaction.atomic
def cancel(*, exhibition: Exhibition, actor: User, reason: str, now: dt.datetime) -> Exhibition:
    """Call it off: rooms are free again, and everybody with a seat, and every exhibitor, hears why."""
    require(can_run_exhibitions(actor))
    if is_blank(reason):
        raise ShowcaseError("中止の理由を書いてください。来る予定だった人に、そのまま伝わります。", "reason")
    row = lock_exhibition(exhibition)
    was_shown = row.state == ExhibitionState.PUBLISHED
    take_step(row=row, actor=actor, name="cancel", now=now, reason=reason.strip())
    people = call_off_programme(exhibition=row, now=now)
    tell_cancelled(exhibition=row, people=people, reason=reason.strip(), was_shown=was_shown, now=now)
    return row


def move_by_the_clock() -> int:
    """Open and close exhibitions by the hours of their days, as the clock does; return how many steps were taken."""
    return follow_the_clock(now=timezone.now())


def follow_the_clock(*, now: dt.datetime) -> int:
    """Start what has opened and close what is over at ``now``; each in a transaction of its own, under its lock."""
    running = (ExhibitionState.PUBLISHED, ExhibitionState.RUNNING)
    due = Exhibition.objects.filter(state__in=running, starts_on__lte=timezone.localdate(now)).order_by("pk")
    return sum(_follow(exhibition, now) for exhibition in due)


@transaction.atomic
def _follow(exhibition: Exhibition, now: dt.datetime) -> int:
    row = lock_exhibition(exhibition)
    days = list(row.days.all())
    if not days:
        return 0
    opens, closes = jst(days[0].day, days[0].opens_at), jst(days[-1].day, days[-1].closes_at)
    steps = 0
    if row.state == ExhibitionState.PUBLISHED and opens <= now:
        take_step(row=row, actor=None, name="start", now=now)
        steps += 1
    if row.state == ExhibitionState.RUNNING and closes <= now:
        take_step(row=row, actor=None, name="close", now=now)
        steps += 1
    return steps
