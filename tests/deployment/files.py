"""The deployment files as the tests read them."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
PORTAL_SERVICES = ("migrate", "web", "worker", "beat")
DOOR_SERVICES = ("door-migrate", "door", "door-jobs")
LONG_RUNNING = ("database", "redis", "web", "worker", "beat", "proxy", "door-database", "door", "door-jobs")


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def compose() -> dict[str, Any]:
    return yaml.safe_load(text("docker-compose.yml"))


def service(name: str) -> dict[str, Any]:
    return compose()["services"][name]


def settings_variables() -> set[str]:
    """Return the names of all variables that the settings and gunicorn's configuration read."""
    named = re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', text("minato_dx/settings/base.py"))
    named += re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', text("minato_dx/settings/databases.py"))
    named += re.findall(r'environ\.get\("([A-Z_]+)"', text("deploy/gunicorn.conf.py"))
    return set(named)


def substituted(value: str, variables: dict[str, str]) -> str:
    """Fill ``${NAME:?…}`` and ``${NAME:-default}`` the way docker compose does, and ``$$`` to ``$``."""

    def fill(match: re.Match[str]) -> str:
        name, operator, rest = match["name"], match["operator"], match["rest"]
        if variables.get(name):
            return variables[name]
        assert operator == ":-", f"{name} is required: {rest}"
        return rest

    filled = re.sub(r"\$\{(?P<name>\w+)(?P<operator>:[-?])(?P<rest>[^}]*)\}", fill, str(value))
    return filled.replace("$$", "$")
