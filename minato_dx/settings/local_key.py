"""A secret key of its own for each embedded installation."""

import os
import secrets
from pathlib import Path


def read_or_create_key(data_dir: Path) -> str:
    """Return the key kept in ``data_dir``, creating it (readable by its owner only) at the first start."""
    path = data_dir / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key
