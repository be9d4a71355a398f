"""The variables under which the benchmark's portal runs; nothing of the machine's own installation is read."""

import os
import secrets
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
OWN_PREFIXES = ("DX_", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "DEBUG")


def prepare(*, database_url: str, redis_url: str) -> Path:
    """Set the process's environment (its children inherit it) and return the folder for files of this run."""
    for name in [name for name in os.environ if name.startswith(OWN_PREFIXES)]:
        del os.environ[name]
    scratch = Path(tempfile.mkdtemp(prefix="portal-benchmark-"))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "DX_ENV_FILE": os.devnull,
        "DX_PRODUCTION": "1",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "DX_DATA_DIR": str(scratch),
    }
    return scratch
