"""Static files under names that change with their content, each address looked up once."""

from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class RememberingStaticFilesStorage(ManifestStaticFilesStorage):
    """Remember every address: the manifest is the same as long as the process runs, and a page asks for fifteen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:  # type: ignore[override]  # a file always has a name
        """Return the address of ``name``; ValueError where the manifest does not know it."""
        if force:
            return str(super().url(name, force))
        if name not in self._known:
            self._known[name] = str(super().url(name))
        return self._known[name]
