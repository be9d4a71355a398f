"""The public door in a test: its own addresses, middleware and templates, beside the intranet's tables."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches, set_urlconf

from minato_dx.door.models import PublishedPage
from minato_dx.settings import door as door_settings
from tests.proposals.conftest import fields, on_a_tuesday_morning, ward

__all__ = ["fields", "on_a_tuesday_morning", "ward"]

# Everything a process of the door has that the portal's has not.
DIFFERENT = ("ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES", "CONTENT_SECURITY_POLICY", "CSRF_FAILURE_VIEW")
PUBLISHED = {
    "fields": [[1, "申請・届出"], [2, "入力・転記"]],
    "answer_days": 10,
    "decision_days": 30,
    "contact_years": 3,
}


@pytest.fixture
def at_the_door(settings: Any, tmp_path: Path) -> Iterator[Any]:
    """Run the test in the door's settings; files, keys and bundles lie in a folder of the test's own."""
    for name in DIFFERENT:
        setattr(settings, name, getattr(door_settings, name))
    settings.DOOR_MEDIA_ROOT = tmp_path / "door-media"
    settings.EXCHANGE_DIR = tmp_path / "exchange"
    settings.EXCHANGE_KEY_FILE = tmp_path / "door-key"
    clear_url_caches()
    set_urlconf(None)
    yield settings
    clear_url_caches()


@pytest.fixture
def published(db: None) -> dict[str, Any]:
    """Have the intranet's settings published at the door."""
    now = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
    PublishedPage.objects.update_or_create(
        name="settings", defaults={"payload": PUBLISHED, "bundle_number": 1, "published_at": now}
    )
    return PUBLISHED


@pytest.fixture
def vendor(at_the_door: Any) -> Client:
    """Return a browser outside the ward."""
    return Client()
