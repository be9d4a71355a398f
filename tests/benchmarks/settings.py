"""The portal as in production, plus a page to measure the others by and a count of SQL statements."""

from minato_dx.settings.base import *  # noqa: F403
from minato_dx.settings.base import BASE_DIR, MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "tests.benchmarks.urls"
MIDDLEWARE = ["tests.benchmarks.floor.CountStatements", *MIDDLEWARE]
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests/benchmarks/templates")
