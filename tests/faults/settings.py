"""Settings of the processes that the fault tests start: the portal's own, with what would only cost time made quick."""

import os

from minato_dx.settings.base import *  # noqa: F403
from minato_dx.settings.base import CELERY_BEAT_SCHEDULE, STORAGES

ALLOWED_HOSTS = ["127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_TIMEOUT = int(os.environ.get("FAULTS_SMTP_TIMEOUT", "10"))
if "FAULTS_TICK" in os.environ:
    for _entry in CELERY_BEAT_SCHEDULE.values():
        _entry["schedule"] = float(os.environ["FAULTS_TICK"])
