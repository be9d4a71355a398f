import datetime as dt

import pytest

from minato_dx.core import jobs


def do_nothing() -> None:
    """Stand for an app's job."""


def test_job_is_known_once_registered(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    jobs.register("tidy", do_nothing, every=dt.timedelta(hours=1))
    assert jobs.registered() == (jobs.Job("tidy", do_nothing, dt.timedelta(hours=1)),)


def test_name_cannot_be_registered_twice(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    jobs.register("tidy", do_nothing, every=dt.timedelta(hours=1))
    with pytest.raises(ValueError, match="'tidy' is registered twice"):
        jobs.register("tidy", do_nothing, every=dt.timedelta(days=1))
