"""Reading an answer to its end, the way the test client itself ends one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections


@contextmanager
def closing(answer: Any) -> Iterator[Any]:
    """Close a streamed answer and its file, without closing the connection that the test's transaction lives in."""
    try:
        yield answer
    finally:
        request_finished.disconnect(close_old_connections)
        answer.close()
        request_finished.connect(close_old_connections)
