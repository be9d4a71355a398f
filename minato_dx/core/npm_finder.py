"""The few front-end files that the pages need, found in ``node_modules`` under their npm path.

Handing whole packages to ``STATICFILES_DIRS`` would copy and hash thousands of files that no page asks for.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

# A source map stands beside its minified file, or the manifest storage stops at the comment that names it.
FILES = (
    "@digital-go-jp/design-tokens/dist/tokens.css",
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/css/bootstrap.min.css.map",
    "jsqr/dist/jsQR.js",
)


class NpmFinder(BaseFinder):
    """Find exactly ``FILES``; ``{% static "bootstrap/dist/css/bootstrap.min.css" %}`` names one of them."""

    def __init__(self, app_names: Any = None, root: Path | None = None) -> None:
        self.root = root or settings.BASE_DIR / "node_modules"
        self.storage = FileSystemStorage(location=self.root)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [name for name in FILES if not (self.root / name).is_file()]
        if not missing:
            return []
        return [
            Error(f"画面の部品がありません: {', '.join(missing)}", hint="npm ci を実行してください。", id="portal.E001")
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the absolute path of ``path`` (all matches as a list with ``find_all``), or an empty list."""
        if path not in FILES or not (self.root / path).is_file():
            return []
        found = str(self.root / path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield each file with the storage that opens it, for collectstatic."""
        for name in FILES:
            yield name, self.storage
