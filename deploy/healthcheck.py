"""``healthcheck.py web|beat|door-jobs``: exit status 0 where the process in this container does its work.

Standard library only and without Django, because it runs every half minute.
"""

import http.client
import os
import sys
import time
from pathlib import Path

# beat writes its schedule every three minutes.
SECONDS_BEAT_MAY_BE_SILENT = 600
# The door's jobs touch their mark after each round, ten seconds apart.
SECONDS_DOOR_MAY_BE_SILENT = 300


def web() -> bool:
    """Ask /healthz/ the way the proxy would: by a host name the portal accepts, over (forwarded) HTTPS."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    port = int(os.environ.get("DX_WEB_BIND", ":8000").rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    connection.request("GET", "/healthz/", headers={"Host": host, "X-Forwarded-Proto": "https"})
    return connection.getresponse().status == http.client.OK


def beat() -> bool:
    """Look at the age of the schedule that beat keeps in the data folder."""
    files = Path(os.environ["DX_DATA_DIR"]).glob("celerybeat-schedule*")
    return any(time.time() - file.stat().st_mtime < SECONDS_BEAT_MAY_BE_SILENT for file in files)


def door_jobs() -> bool:
    """Look at the age of the mark that the door's jobs leave in the data folder."""
    mark = Path(os.environ["DX_DATA_DIR"]) / "door-jobs"
    return mark.exists() and time.time() - mark.stat().st_mtime < SECONDS_DOOR_MAY_BE_SILENT


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "beat": beat, "door-jobs": door_jobs}[sys.argv[1]]() else 1)
