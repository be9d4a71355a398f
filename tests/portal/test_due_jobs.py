import datetime as dt
import threading

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from minato_dx.core import jobs
from minato_dx.portal.due_jobs import clear_expired_sessions, delete_old_job_runs, late_jobs, run_due_jobs
from minato_dx.portal.models import JobRun
from minato_dx.portal.tasks import run_due_jobs as run_due_jobs_task
from tests.organization.factories import UserFactory

NOW = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)


@pytest.fixture
def rounds(monkeypatch):
    """A registry with one hourly job that counts its runs."""
    monkeypatch.setattr(jobs, "_jobs", {})
    runs = []
    jobs.register("count", lambda: runs.append(timezone.now()), every=dt.timedelta(hours=1))
    return runs


@pytest.mark.django_db
def test_job_runs_once_until_its_time_has_passed(rounds):
    with time_machine.travel(NOW, tick=False) as clock:
        assert run_due_jobs() == ["count"]
        clock.shift(dt.timedelta(minutes=59, seconds=59))
        assert run_due_jobs() == []
        clock.shift(dt.timedelta(seconds=1))
        assert run_due_jobs() == ["count"]
    assert rounds == [NOW, NOW + dt.timedelta(hours=1)]


@pytest.mark.django_db
def test_failing_job_is_logged_undone_and_tried_again_while_the_others_run(rounds, caplog):
    def fail() -> None:
        Session.objects.create(session_key="half-done", session_data="", expire_date=NOW)
        raise RuntimeError("broken")

    jobs.register("fail", fail, every=dt.timedelta(days=1))
    jobs.register("last", lambda: None, every=dt.timedelta(days=1))
    assert run_due_jobs() == ["count", "last"]
    assert "Due job fail failed" in caplog.text
    assert not Session.objects.exists()
    failed = JobRun.objects.get(job="fail")
    assert (failed.finished_at, failed.error, failed.attempts) == (None, "RuntimeError: broken", 1)
    run_due_jobs()
    failed.refresh_from_db()
    assert failed.attempts == 2


@pytest.mark.django_db
def test_missed_periods_are_caught_up_by_one_run(rounds):
    with time_machine.travel(NOW, tick=False) as clock:
        run_due_jobs()
        clock.shift(dt.timedelta(hours=30))
        assert run_due_jobs() == ["count"]
        assert run_due_jobs() == []
    assert len(rounds) == 2


@pytest.mark.django_db
def test_a_round_with_nothing_to_do_takes_one_query(rounds, django_assert_num_queries):
    for number in range(3):
        jobs.register(f"more{number}", lambda: None, every=dt.timedelta(hours=1))
    with time_machine.travel(NOW, tick=False):
        run_due_jobs()
        with django_assert_num_queries(1):
            assert run_due_jobs() == []


@pytest.mark.django_db
def test_a_job_that_is_not_done_ten_minutes_after_its_time_is_late(rounds):
    with time_machine.travel(NOW, tick=False) as clock:
        run_due_jobs()
        clock.shift(dt.timedelta(hours=1, minutes=9))
        assert late_jobs(timezone.now()) == []
        clock.shift(dt.timedelta(minutes=2))
        assert late_jobs(timezone.now()) == ["count"]
        run_due_jobs()
        assert late_jobs(timezone.now()) == []


@pytest.mark.django_db
def test_old_records_go_but_never_a_jobs_last_success(rounds):
    with time_machine.travel(NOW, tick=False) as clock:
        run_due_jobs()
        clock.shift(dt.timedelta(days=1))
        run_due_jobs()
        clock.shift(dt.timedelta(days=40))
        assert delete_old_job_runs() == 1
        assert JobRun.objects.get().period == NOW + dt.timedelta(days=1)


@pytest.mark.django_db
def test_administrators_see_each_jobs_last_success_and_last_fault(rounds, client, django_assert_num_queries):
    def fail() -> None:
        raise RuntimeError("broken")

    jobs.register("fail", fail, every=dt.timedelta(days=1), label="いつも失敗する処理")
    run_due_jobs()
    client.force_login(UserFactory(is_administrator=True))
    with django_assert_num_queries(6):
        page = client.get("/admin/portal/periodicjob/").content.decode()
    assert "いつも失敗する処理" in page
    assert "RuntimeError: broken" in page
    assert client.get("/admin/portal/jobrun/").status_code == 200
    assert client.get("/admin/portal/jobrun/add/").status_code == 403


@pytest.mark.django_db
def test_task_runs_what_is_due(rounds):
    run_due_jobs_task.delay()
    assert len(rounds) == 1


@pytest.mark.django_db
def test_command_names_what_it_ran(rounds, capsys):
    call_command("run_due_jobs")
    call_command("run_due_jobs")
    assert capsys.readouterr().out.splitlines() == ["count", "期限の来た処理はありません。"]


@pytest.mark.django_db
def test_expired_sessions_are_deleted_and_running_ones_stay():
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - dt.timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=timezone.now() + dt.timedelta(hours=1))
    clear_expired_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_sessions_are_cleared_every_day():
    every_day = jobs.Every(dt.timedelta(days=1))
    label = "期限切れのログインを消す"
    assert jobs.Job("clear_expired_sessions", clear_expired_sessions, every_day, label) in jobs.registered()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_second_clock_leaves_a_job_that_is_under_way_alone(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    entered, leave, runs = threading.Event(), threading.Event(), []

    def slow() -> None:
        runs.append("run")
        entered.set()
        assert leave.wait(10)

    def first_clock() -> None:
        run_due_jobs()
        connection.close()

    jobs.register("slow", slow, every=dt.timedelta(hours=1))
    first = threading.Thread(target=first_clock)
    first.start()
    assert entered.wait(10)
    assert run_due_jobs() == []
    leave.set()
    first.join(10)
    assert runs == ["run"]


@pytest.mark.celery_worker
def test_worker_runs_due_jobs_sent_through_redis(celery_worker):
    run_due_jobs_task.delay()
    for _ in range(100):
        if JobRun.objects.filter(job="clear_expired_sessions", finished_at__isnull=False).exists():
            return
        threading.Event().wait(0.1)
    pytest.fail("the worker did not run the task within 10 seconds")
