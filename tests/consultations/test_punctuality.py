"""The figure of promises kept in time says what it is of."""

import datetime as dt

import pytest
from django.test import Client

from consultations.enums import PromiseKind
from consultations.models import Consultation, Promise
from consultations.selectors.punctuality import Punctuality, punctuality
from minato_dx.organization.models import User
from tests.consultations import walk
from tests.organization.factories import Ward

DAY = dt.timedelta(days=1)


def _promise(case: Consultation, due: dt.timedelta, kept: dt.timedelta | None, **more: object) -> None:
    Promise.objects.filter(consultation=case, kept_at__isnull=True, dropped_at__isnull=True).delete()
    values = {
        "kind": PromiseKind.FIRST_REPLY,
        "made_at": walk.NOW - 200 * DAY,
        "due_at": walk.NOW + due,
        "kept_at": None if kept is None else walk.NOW + kept,
    }
    Promise.objects.create(consultation=case, **(values | more))


def _figures(user: User) -> dict[PromiseKind, tuple[int, int, int | None]]:
    rows = punctuality(user=User.objects.get(pk=user.pk), now=walk.NOW)
    return {row.kind: (row.fell_due, row.in_time, row.percent) for row in rows}


def test_kept_late_and_open_promises_count_in_the_base(ward: Ward, case: Consultation) -> None:
    _promise(case, -5 * DAY, -6 * DAY)
    _promise(case, -5 * DAY, -5 * DAY)
    _promise(case, -5 * DAY, -4 * DAY)
    _promise(case, -1 * DAY, None)
    assert _figures(ward.dx_main) == {
        PromiseKind.FIRST_REPLY: (4, 2, 50),
        PromiseKind.NEXT_STEP: (0, 0, None),
    }


@pytest.mark.parametrize(
    ("due", "more"),
    [
        (DAY, {}),
        (-91 * DAY, {}),
        (-1 * DAY, {"dropped_at": walk.NOW}),
        (-1 * DAY, {"paused_at": walk.NOW - 2 * DAY}),
        (-1 * DAY, {"kind": PromiseKind.AGREEMENT}),
    ],
    ids=["not due yet", "too long ago", "fell away", "rests", "the division's"],
)
def test_what_does_not_count(ward: Ward, case: Consultation, due: dt.timedelta, more: dict) -> None:
    _promise(case, due, None, **more)
    assert _figures(ward.dx_main)[PromiseKind.FIRST_REPLY] == (0, 0, None)


def test_what_may_not_be_seen_is_in_no_figure(ward: Ward) -> None:
    private = walk.submit(ward, is_private=True)
    _promise(private, -1 * DAY, None)
    assert _figures(ward.dx_main)[PromiseKind.FIRST_REPLY] == (1, 0, 0)
    assert _figures(ward.dx_other)[PromiseKind.FIRST_REPLY] == (0, 0, None)


def test_all_but_one_is_not_all() -> None:
    assert Punctuality(PromiseKind.NEXT_STEP, fell_due=1000, in_time=999).percent == 99


def test_it_stands_on_the_load_page_with_its_base(client: Client, ward: Ward, case: Consultation) -> None:
    _promise(case, -5 * DAY, -6 * DAY)
    client.force_login(ward.dx_main)
    page = client.get("/triage/load/").content.decode()
    assert "100%" in page
    assert "1件のうち1件" in page
    assert "期限が来た約束はありません" in page
