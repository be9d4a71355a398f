"""What every test lives under: strict templates, no skipping, and which database the run is about."""

from collections.abc import Iterator

import pytest
from celery import current_app
from django.conf import settings
from django.template import engines

from minato_dx.reference.models import remembered
from tests.celery_process import running_worker, wait_until_idle
from tests.migrated import copy_instead_of_migrating
from tests.template_variables import Undefined

ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
WITH_REDIS = bool(settings.REDIS_URL)


def _runs_here(item: pytest.Item) -> bool:
    if item.get_closest_marker("postgresql"):
        return ON_POSTGRESQL
    if item.get_closest_marker("celery_worker"):
        return ON_POSTGRESQL and WITH_REDIS
    return True


def pytest_report_header() -> str:
    if ON_POSTGRESQL and WITH_REDIS:
        return "database: PostgreSQL, with Redis"
    left_out = "those marked celery_worker" if ON_POSTGRESQL else "those marked postgresql or celery_worker"
    database = "PostgreSQL" if ON_POSTGRESQL else "SQLite"
    return f"database: {database}; {left_out} are not part of this run, .ci/run runs them on PostgreSQL and Redis"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    elsewhere = [item for item in items if not _runs_here(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if _runs_here(item)]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail the run where a test was skipped: what is missing has to be installed, not passed over."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and exitstatus == pytest.ExitCode.OK:
        reporter.write_line("A test was skipped; this project has no optional tests.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: pytest.FixtureRequest
) -> None:
    with django_db_blocker.unblock():
        copy_instead_of_migrating()


@pytest.fixture(autouse=True)
def undefined_template_variables_fail(request: pytest.FixtureRequest) -> Iterator[None]:
    """Raise for undefined variables in our own templates; those of Django and its add-ons are theirs."""
    engine = engines["django"].engine
    before = engine.string_if_invalid
    if not request.node.get_closest_marker("lenient_templates"):
        engine.string_if_invalid = Undefined("undefined")
    yield
    engine.string_if_invalid = before


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Forget the master data that this process remembers: a test's rows are gone when it ends."""
    remembered.clear()


@pytest.fixture(scope="session")
def _celery_worker_process(django_db_setup: None) -> Iterator[None]:
    """Keep one worker process on the test database for the session; it ends before the database is dropped."""
    with running_worker():
        yield


@pytest.fixture
def celery_worker(_celery_worker_process: None, transactional_db: None) -> Iterator[None]:
    """Send tasks through Redis to a real worker instead of running them in the test's own process."""
    current_app.conf.task_always_eager = False
    yield
    wait_until_idle()
    current_app.conf.task_always_eager = settings.CELERY_TASK_ALWAYS_EAGER
