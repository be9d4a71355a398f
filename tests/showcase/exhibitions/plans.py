"""What the tests of planning write: facts of an exhibition, and its walk to any state by the real services."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from showcase.enums import ExhibitionState, ItemKind
from showcase.models import Exhibition
from showcase.services.exhibitions import planning, running
from showcase.services.exhibitions.halls import HallFacts, save_hall
from showcase.services.exhibitions.planning import Day, ExhibitionFacts
from showcase.services.exhibitions.programme import ItemFacts
from tests.consultations.walk import NOW
from tests.showcase.exhibitions.factories import DAY

OPENS, CLOSES = dt.time(10), dt.time(16)
AFTER = jst(DAY, dt.time(16, 30))


def facts(**changes: Any) -> ExhibitionFacts:
    values: dict[str, Any] = {
        "title": "庁内DX展示会「窓口を変える」",
        "place": "本庁舎1階",
        "days": [Day(DAY, OPENS, CLOSES)],
        "applications_until": dt.date(2026, 12, 1),
    }
    return ExhibitionFacts(**(values | changes))


def item_facts(*, at: dt.time = dt.time(10, 30), minutes: int = 40, day: dt.date = DAY, **changes: Any) -> ItemFacts:
    starts_at = jst(day, at)
    values: dict[str, Any] = {
        "kind": ItemKind.SEMINAR,
        "title": "書かない窓口の1年",
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=minutes),
        "capacity": 10,
    }
    return ItemFacts(**(values | changes))


def planned(by: User, **changes: Any) -> Exhibition:
    exhibition = planning.create_exhibition(facts=facts(**changes), actor=by, now=NOW)
    save_hall(exhibition=exhibition, hall=None, facts=HallFacts(name="1階ロビー"), actor=by)
    return exhibition


def applications(by: User) -> Exhibition:
    return running.open_applications(exhibition=planned(by), actor=by, now=NOW)


def published(by: User) -> Exhibition:
    return running.publish(exhibition=applications(by), actor=by, now=NOW)


def begun(by: User) -> Exhibition:
    return running.start(exhibition=published(by), actor=by, now=jst(DAY, OPENS))


def closed(by: User) -> Exhibition:
    return running.close(exhibition=begun(by), actor=by, now=AFTER)


def reported(by: User) -> Exhibition:
    return running.report(exhibition=closed(by), actor=by, now=AFTER)


def cancelled(by: User) -> Exhibition:
    return running.cancel(exhibition=published(by), actor=by, reason="会場の工事が延びるため", now=NOW)


WALK: dict[ExhibitionState, Callable[[User], Exhibition]] = {
    ExhibitionState.PLANNED: planned,
    ExhibitionState.APPLICATIONS: applications,
    ExhibitionState.PUBLISHED: published,
    ExhibitionState.RUNNING: begun,
    ExhibitionState.CLOSED: closed,
    ExhibitionState.REPORTED: reported,
    ExhibitionState.CANCELLED: cancelled,
}


def fresh(exhibition: Exhibition) -> Exhibition:
    """Read the row again: a protected state cannot be refreshed."""
    return Exhibition.objects.get(pk=exhibition.pk)
