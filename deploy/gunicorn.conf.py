"""How gunicorn serves the portal, in the container and under ``make run`` alike."""

import gc
import os
from pathlib import Path

# Threads, so that one slow client does not hold a whole worker.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("DX_WEB_THREADS", "4"))
bind = os.environ.get("DX_WEB_BIND", "0.0.0.0:8000")
timeout = 60
graceful_timeout = 20
keepalive = 5
# A worker is replaced now and then, not all at once.
max_requests = 2000
max_requests_jitter = 200
# Heartbeats in memory: a busy disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (a mount point, not a file name)
control_socket_disable = True
accesslog = os.environ.get("DX_ACCESS_LOG", "-") or None
# The path only: a query string can carry what somebody searched for.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
errorlog = "-"


def post_worker_init(worker: object) -> None:
    """Let the garbage collector pass over what was loaded at the start and stays until the end."""
    gc.collect()
    gc.freeze()
