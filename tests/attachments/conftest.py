"""A scanner that listens, and files that wait for it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from minato_dx.attachments.models import Attachment
from minato_dx.attachments.services import attach
from tests.attachments.files import upload
from tests.attachments.scanner import Scanner, on_path


@pytest.fixture
def scanner(settings: Any) -> Iterator[Scanner]:
    # Not under the test's own folder: the path of a socket has 107 characters at most.
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        found = on_path(Path(folder))
        settings.CLAMAV_SOCKET, settings.CLAMAV_SECONDS = found.address, 20
        yield found
        found.stop()


def from_outside(name: str = "資料.txt", content: bytes = "提案の説明\n".encode()) -> Attachment:
    """Keep a file that somebody outside handed in, of a thing that nobody registered."""
    [row] = attach(uploads=[upload(name, content)], kind="proposal", object_id=1, user=None, quarantined=True)
    return row
