"""A folder of bundles: written whole or not at all, read by number; whatever carries files may carry it over."""

import contextlib
import os
from pathlib import Path

SUFFIX = ".bundle"


class BundleFolder:
    """One direction's folder. The writer alone deletes; the reader needs no right but to read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def file_of(self, number: int) -> Path:
        return self.path / f"{number:09d}{SUFFIX}"

    def write(self, number: int, data: bytes) -> None:
        """Write the bundle so that a reader sees all of it or nothing, also after the power went."""
        self.path.mkdir(parents=True, exist_ok=True)
        unfinished = self.path / f".{number:09d}.{os.getpid()}.part"
        with open(unfinished, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, self.file_of(number))
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def read(self, number: int) -> bytes | None:
        """Return the bundle's bytes, or None while it is not there."""
        try:
            return self.file_of(number).read_bytes()
        except FileNotFoundError:
            return None

    def has_later_than(self, number: int) -> bool:
        """Tell whether a bundle waits that cannot be read yet, because one before it is missing."""
        name = self.file_of(number).name
        return self.path.is_dir() and any(entry.name > name for entry in self.path.glob(f"*{SUFFIX}"))

    def forget_until(self, number: int) -> None:
        """Delete what the reader has said it took in."""
        for entry in self.path.glob(f"*{SUFFIX}"):
            if entry.stem.isdecimal() and int(entry.stem) <= number:
                with contextlib.suppress(FileNotFoundError):
                    entry.unlink()
