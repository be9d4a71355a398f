"""Moments as a statement of our own hands them back."""

import datetime as dt


def as_moment(value: dt.datetime | str) -> dt.datetime:
    """Return an aware moment: SQLite hands a UTC text back, PostgreSQL the moment itself."""
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
