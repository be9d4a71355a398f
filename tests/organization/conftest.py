"""What the tests of the sign-in share."""

import datetime as dt

import pytest
from django.test import Client

from tests.organization.factories import PASSWORD


@pytest.fixture
def sign_in():
    """Return a function that goes through the sign-in page."""

    def through_the_page(client: Client, staff_number: str, password: str = PASSWORD, **query: str):
        return client.post("/login/", {"username": staff_number, "password": password, **query})

    return through_the_page


@pytest.fixture
def now() -> dt.datetime:
    """A Tuesday morning, 2026-11-24 10:00 JST."""
    return dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
