import re
from importlib import import_module

import pytest
from django.conf import settings
from django.core.management import get_commands

from tests.deployment.files import (
    DOOR_SERVICES,
    LONG_RUNNING,
    PORTAL_SERVICES,
    ROOT,
    compose,
    service,
    settings_variables,
    text,
)

# Read by gunicorn itself.
GUNICORN_VARIABLES = {"FORWARDED_ALLOW_IPS", "WEB_CONCURRENCY"}


def test_services_are_those_that_are_checked_here():
    assert set(compose()["services"]) == {*LONG_RUNNING, "migrate", "door-migrate"}


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_service_that_ends_is_started_again_and_its_health_is_watched(name):
    assert service(name)["restart"] == "unless-stopped"
    assert {"test", "interval", "timeout", "retries"} <= set(service(name)["healthcheck"])


def test_migration_runs_once():
    assert service("migrate")["restart"] == "no"
    for name in ("web", "worker", "beat"):
        assert service(name)["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", [*PORTAL_SERVICES, *DOOR_SERVICES])
def test_portal_reads_every_variable_it_is_given(name):
    assert set(service(name)["environment"]) - GUNICORN_VARIABLES - settings_variables() == set()


@pytest.mark.parametrize("name", [*PORTAL_SERVICES, *DOOR_SERVICES])
def test_portal_runs_in_production_without_privileges(name):
    assert service(name)["environment"]["DX_PRODUCTION"] == "1"
    assert service(name)["cap_drop"] == ["ALL"]
    assert service(name)["read_only"] is True


@pytest.mark.parametrize("secret", ["SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"])
def test_secret_comes_from_the_environment_and_has_no_default(secret):
    uses = re.findall(rf"\$\{{{secret}([^}}]*)\}}", text("docker-compose.yml"))
    assert uses
    assert all(rest.startswith(":?") for rest in uses)


@pytest.mark.parametrize(("service_name", "key"), [("database", "POSTGRES_PASSWORD"), ("redis", "REDISCLI_AUTH")])
def test_server_and_portal_share_one_password(service_name, key):
    variable = service(service_name)["environment"][key].split(":?")[0]
    address = service("web")["environment"]["DATABASE_URL" if service_name == "database" else "REDIS_URL"]
    assert variable in address
    assert f"@{service_name}:" in address


def test_gunicorn_command_names_files_that_are_there():
    executable, option, configuration, application = service("web")["command"]
    assert (executable, option) == ("gunicorn", "--config")
    assert (ROOT / configuration).is_file()
    assert callable(import_module(application).application)


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_command_names_our_application(name):
    executable, option, module, kind = service(name)["command"][:4]
    assert (executable, option, kind) == ("celery", "-A", name)
    assert import_module(module).app.main == "minato_dx"


def test_management_commands_exist():
    commands = re.findall(r"manage\.py (\w+)", text("deploy/entrypoint.sh") + text("Dockerfile"))
    commands.append(service("migrate")["command"][2])
    assert set(commands) == {"wait_for_database", "collectstatic", "migrate"}
    assert set(commands) <= set(get_commands())


def test_web_has_two_workers_on_the_port_that_everybody_expects():
    environment = service("web")["environment"]
    port = environment["DX_WEB_BIND"].rpartition(":")[2]
    assert environment["WEB_CONCURRENCY"] == "2"
    assert f"server web:{port};" in text("deploy/nginx.conf")
    assert f"EXPOSE {port}\n" in text("Dockerfile")
    assert f'"{port}"' in text("deploy/healthcheck.py").replace('":', '"')


def test_health_checks_name_files_that_are_there():
    for name in ("web", "beat"):
        kind, python, script, part = service(name)["healthcheck"]["test"]
        assert (kind, python, part) == ("CMD", "python", name)
        assert (ROOT / script).is_file()
    assert "celery -A minato_dx.celery inspect ping" in service("worker")["healthcheck"]["test"][1]


def test_beat_health_check_looks_where_beat_writes():
    pattern = re.search(r'glob\("(.*?)\*"\)', text("deploy/healthcheck.py"))
    assert settings.CELERY_BEAT_SCHEDULE_FILENAME == str(settings.DATA_DIR / pattern[1])


def test_redis_appends_to_disk():
    assert "--appendonly yes" in service("redis")["command"][2]


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name in compose()["services"] if "ports" in service(name)] == ["proxy"]
    assert compose()["networks"]["inside"] == {"internal": True}
    assert compose()["networks"]["door"] == {"internal": True}
    for name in ("database", "redis", "migrate", "beat"):
        assert service(name)["networks"] == ["inside"]
    for name in ("door-database", "door-migrate"):
        assert service(name)["networks"] == ["door"]
    assert service("proxy")["networks"] == ["front"]


def test_what_has_to_survive_lies_in_named_volumes():
    named = ("database", "redis", "web", "door-database", "door")
    used = {volume.split(":")[0] for name in named for volume in service(name)["volumes"]}
    assert used == set(compose()["volumes"])
    assert service("web")["volumes"] == ["portal-data:/data", "exchange:/exchange"]
    assert service("door")["volumes"] == ["door-data:/data", "exchange:/exchange"]
    assert "DX_DATA_DIR=/data" in text("Dockerfile")


def test_the_door_is_started_by_its_profile_and_is_told_nothing_of_the_portal():
    for name in (*DOOR_SERVICES, "door-database"):
        assert service(name)["profiles"] == ["door"]
    for name in DOOR_SERVICES:
        told = str(service(name)["environment"])
        assert "POSTGRES_PASSWORD" in told
        for secret in ("${SECRET_KEY", "${POSTGRES_PASSWORD", "${REDIS_PASSWORD", "@database:", "inside"):
            assert secret not in told
        assert "inside" not in service(name)["networks"]
    for name in PORTAL_SERVICES:
        assert "DX_DOOR_DATABASE_URL" not in service(name)["environment"]


def test_files_mounted_into_the_proxy_are_there():
    for volume in service("proxy")["volumes"]:
        if volume.startswith("./"):
            assert (ROOT / volume.split(":")[0]).exists(), volume
