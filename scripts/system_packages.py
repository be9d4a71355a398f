"""The parts of the tests that pip and npm cannot bring, and the Debian packages that do.

``python -m scripts.system_packages`` prints the packages that are missing, one per line.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

DEFAULT_CHROMIUM = "/usr/bin/chromium"
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path("/Library/Fonts"),
)
JAPANESE_FONT_FILES = ("*CJK*", "*NotoSansJP*", "*ipa*g*.ttf", "*BIZ-UD*", "*Hiragino*", "*takao*")


@dataclass(frozen=True, slots=True)
class Part:
    """Something a test needs from the system: what it is, the packages that bring it, and how to find it."""

    what: str
    packages: tuple[str, ...]
    is_here: Callable[[], bool]


def chromium() -> str:
    """Return the browser the tests drive: CHROMIUM, or the place where Debian puts it."""
    return os.environ.get("CHROMIUM", DEFAULT_CHROMIUM)


def has_chromium() -> bool:
    return shutil.which(chromium()) is not None


def has_japanese_font() -> bool:
    if shutil.which("fc-list"):
        return bool(subprocess.run(["fc-list", ":lang=ja"], capture_output=True, text=True).stdout.strip())
    return any(next(folder.rglob(name), None) for folder in FONT_FOLDERS for name in JAPANESE_FONT_FILES)


def has_pdf_libraries() -> bool:
    names = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
    return all(ctypes.util.find_library(name) for name in names)


PARTS = (
    Part("Chromium (set CHROMIUM where it is not /usr/bin/chromium)", ("chromium",), has_chromium),
    Part("a Japanese font", ("fonts-noto-cjk",), has_japanese_font),
    Part(
        "Pango and HarfBuzz, with which PDFs are made",
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        has_pdf_libraries,
    ),
)


def missing_parts() -> list[Part]:
    return [part for part in PARTS if not part.is_here()]


if __name__ == "__main__":
    sys.stdout.writelines(f"{package}\n" for part in missing_parts() for package in part.packages)
