"""無害化: a command of the city's rebuilds the file, and what it made takes the file's place."""

import hashlib
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from minato_dx.attachments.models import Attachment
from minato_dx.attachments.validators import check_upload, clean_name, extension_of

LIMITER = Path(__file__).with_name("limited.py")
MEMORY = 4 * 1024**3


class NotSanitised(Exception):
    """The command made nothing that may take the file's place; ``str()`` says why, for the desk."""


def sanitise(row: Attachment) -> str:
    """Put what the command makes in the place of a locked file's content, as a new blob; return both hashes in words.

    The old blob goes on commit. Raises NotSanitised where the command fails, takes too long, or makes something that
    may not be attached under this name.
    """
    content = _rebuilt(row)
    upload = SimpleUploadedFile(row.name, content)
    try:
        content_type = check_upload(upload, strict=True)
    except ValidationError as fault:
        # Without the name: not everybody who reads this may know it.
        words = fault.messages[0].removeprefix(f"「{clean_name(row.name)}」")
        raise NotSanitised(f"無害化したもの{words}") from fault
    before, storage, name = row.sha256, row.blob.storage, str(row.blob.name)
    row.sha256, row.size, row.content_type = hashlib.sha256(content).hexdigest(), len(content), content_type
    row.blob.save("blob", ContentFile(content), save=False)
    row.save(update_fields=["sha256", "size", "content_type", "blob"])
    transaction.on_commit(lambda: storage.delete(name))
    return f"SHA-256 {before} → {row.sha256}"


def _rebuilt(row: Attachment) -> bytes:
    with tempfile.TemporaryDirectory(prefix="sanitise-") as room:
        # The command is told nothing of the name: it comes from outside.
        extension = extension_of(row.name)
        source, target = Path(room, f"source.{extension}"), Path(room, f"target.{extension}")
        with row.blob.open("rb") as blob:
            source.write_bytes(blob.read())
        _run(source=source, target=target, room=room)
        if not target.is_file() or target.is_symlink():
            raise NotSanitised("無害化のコマンドが、何も作りませんでした。")
        if target.stat().st_size > settings.ATTACHMENT_MAX_BYTES:
            raise NotSanitised("無害化したものが、大きすぎます。")
        return target.read_bytes()


def _run(*, source: Path, target: Path, room: str) -> None:
    seconds = settings.FILE_SANITISER_SECONDS
    told = [
        part.replace("{source}", str(source)).replace("{target}", str(target))
        for part in shlex.split(settings.FILE_SANITISER)
    ]
    limits = [str(seconds), str(MEMORY), str(4 * settings.ATTACHMENT_MAX_BYTES)]
    # Nothing of the portal's environment: its secrets stand there.
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": room, "TMPDIR": room}
    process = subprocess.Popen(  # noqa: S603  (the command is the installation's own setting, without a shell)
        [sys.executable, "-I", str(LIMITER), *limits, *told],
        cwd=room,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as fault:
        raise NotSanitised(f"無害化が{seconds}秒で終わりませんでした。") from fault
    finally:
        _end(process)
    if code != 0:
        raise NotSanitised(f"無害化のコマンドが {code} で終わりました。")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End whatever the command has left running: the group is its own."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
