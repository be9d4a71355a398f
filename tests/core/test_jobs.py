import datetime as dt

import pytest

from minato_dx.core import jobs
from minato_dx.core.calendar import jst


def do_nothing() -> None:
    """Stand for an app's job."""


def test_job_is_known_once_registered(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    jobs.register("tidy", do_nothing, every=dt.timedelta(hours=1))
    assert jobs.registered() == (jobs.Job("tidy", do_nothing, jobs.Every(dt.timedelta(hours=1)), "tidy"),)


def test_name_cannot_be_registered_twice(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    jobs.register("tidy", do_nothing, every=dt.timedelta(hours=1))
    with pytest.raises(ValueError, match="'tidy' is registered twice"):
        jobs.register("tidy", do_nothing, every=dt.timedelta(days=1))


@pytest.mark.parametrize("when", [{}, {"every": dt.timedelta(days=1), "at": dt.time(8, 30)}])
def test_a_job_has_one_schedule(monkeypatch, when):
    monkeypatch.setattr(jobs, "_jobs", {})
    with pytest.raises(ValueError, match="either every= or at="):
        jobs.register("tidy", do_nothing, **when)


def at(day: int, clock: str, month: int = 11) -> dt.datetime:
    hour, minute = clock.split(":")
    return jst(dt.date(2026, month, day), dt.time(int(hour), int(minute)))


@pytest.mark.parametrize(
    ("step", "moment", "period"),
    [
        (dt.timedelta(minutes=5), at(24, "10:04"), at(24, "10:00")),
        (dt.timedelta(minutes=5), at(24, "10:05"), at(24, "10:05")),
        (dt.timedelta(days=1), at(24, "0:00"), at(24, "0:00")),
        (dt.timedelta(days=1), at(24, "23:59"), at(24, "0:00")),
    ],
)
def test_every_process_comes_to_the_same_period(step, moment, period):
    assert jobs.Every(step).latest_period(moment, ()) == period


@pytest.mark.parametrize(
    ("moment", "period"),
    [
        (at(24, "8:29"), at(20, "8:30")),  # Monday 23 November is a holiday
        (at(24, "8:30"), at(24, "8:30")),
        (at(22, "12:00"), at(20, "8:30")),
        (at(31, "12:00", month=12), at(28, "8:30", month=12)),
        (at(27, "9:00"), at(26, "8:30")),  # closed by the city itself
    ],
)
def test_a_job_of_working_days_passes_over_the_others(moment, period):
    schedule = jobs.Daily(dt.time(8, 30), on_working_days=True)
    assert schedule.latest_period(moment, {dt.date(2026, 11, 27)}) == period
