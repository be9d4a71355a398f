import os
import re
import sqlite3
import subprocess
import sys

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from minato_dx.settings.guards import refuse_unsafe_production
from minato_dx.settings.local_key import read_or_create_key
from tests.deployment.files import ROOT, settings_variables, text

SAFE = {
    "production": True,
    "debug": False,
    "secret_key": "k3y-" * 20 + "abcdefg",
    "allowed_hosts": ["dx.example.lg.jp"],
    "engine": "django.db.backends.postgresql",
    "demo": False,
}
PRODUCTION = {
    "DX_PRODUCTION": "1",
    "SECRET_KEY": SAFE["secret_key"],
    "ALLOWED_HOSTS": "dx.example.lg.jp",
    "DATABASE_URL": "postgres://portal:secret@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/15",
}


def manage(*arguments: str, data_dir, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with these variables only."""
    environment = {"PATH": os.environ["PATH"], "DX_DATA_DIR": str(data_dir), "DX_ENV_FILE": os.devnull, **variables}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_safe_production_starts():
    refuse_unsafe_production(**SAFE)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"debug": True}, "DEBUG"),
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"secret_key": "a" * 60}, "SECRET_KEY"),
        ({"secret_key": "django-insecure-" + SAFE["secret_key"]}, "SECRET_KEY"),
        ({"allowed_hosts": []}, "ALLOWED_HOSTS"),
        ({"allowed_hosts": ["*"]}, "ALLOWED_HOSTS"),
        ({"engine": "django.db.backends.sqlite3"}, "DATABASE_URL"),
        ({"demo": True}, "DX_DEMO"),
    ],
)
def test_unsafe_production_is_refused_by_name_and_the_same_is_allowed_elsewhere(change, named):
    with pytest.raises(ImproperlyConfigured, match=named):
        refuse_unsafe_production(**SAFE | change)
    refuse_unsafe_production(**SAFE | change | {"production": False})


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("DEBUG", "1", "DEBUG"),
        ("SECRET_KEY", "", "SECRET_KEY"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS"),
        ("DATABASE_URL", "sqlite:///portal.sqlite3", "DATABASE_URL"),
        ("DX_DEMO", "1", "DX_DEMO"),
    ],
)
def test_process_with_an_unsafe_variable_does_not_start(tmp_path, variable, value, named):
    result = manage("check", data_dir=tmp_path, **PRODUCTION | {variable: value})
    assert result.returncode != 0
    assert f"DX_PRODUCTION is on, but: {named}" in result.stderr


def test_production_never_writes_a_key_of_its_own(tmp_path):
    manage("check", data_dir=tmp_path, **PRODUCTION | {"SECRET_KEY": ""})
    assert list(tmp_path.iterdir()) == []


def test_deployment_check_is_clean_in_production(tmp_path):
    result = manage("check", "--deploy", "--fail-level", "WARNING", data_dir=tmp_path, **PRODUCTION)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "no issues (0 silenced)" in result.stdout


def test_check_is_clean_with_nothing_set(tmp_path):
    result = manage("check", "--fail-level", "WARNING", data_dir=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_own_key_is_made_once(tmp_path):
    key = read_or_create_key(tmp_path)
    assert len(key) >= 50
    assert read_or_create_key(tmp_path) == key


def test_every_variable_is_described_and_none_that_nothing_reads():
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", text("docs/operations.md"), re.MULTILINE))
    assert described == settings_variables()


DOOR = {
    "DX_DOOR": "1",
    "DX_PRODUCTION": "1",
    "SECRET_KEY": SAFE["secret_key"],
    "ALLOWED_HOSTS": "door.example.lg.jp",
    "DX_DOOR_DATABASE_URL": "postgres://door:secret@127.0.0.1:5432/door",
}


def test_door_is_clean_in_production_and_with_nothing_set(tmp_path):
    for variables in (DOOR, {"DX_DOOR": "1"}):
        level = ["--deploy"] if "DX_PRODUCTION" in variables else []
        result = manage("check", *level, "--fail-level", "WARNING", data_dir=tmp_path, **variables)
        assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DX_DOOR_DATABASE_URL"])
def test_unsafe_door_does_not_start(tmp_path, missing):
    result = manage("check", data_dir=tmp_path, **{key: value for key, value in DOOR.items() if key != missing})
    assert result.returncode != 0
    assert "DX_PRODUCTION is on, but" in result.stderr


def test_door_has_a_database_of_its_own_made_by_its_own_migrations(tmp_path):
    result = manage("migrate", "--database", "door", "--verbosity", "0", data_dir=tmp_path, DX_DOOR="1")
    assert result.returncode == 0, result.stderr
    with sqlite3.connect(tmp_path / "door.sqlite3") as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {table for table in tables if not table.startswith("sqlite_")} == {"django_migrations"} | {
        model._meta.db_table for model in apps.get_app_config("door").get_models()
    }
    assert not (tmp_path / "portal.sqlite3").exists()


def test_door_cannot_reach_the_portals_tables(tmp_path):
    code = "from django.db import connections; connections['default'].cursor()"
    result = manage("shell", "--no-imports", "-c", code, data_dir=tmp_path, DX_DOOR="1")
    assert result.returncode != 0
    assert "ImproperlyConfigured" in result.stderr
