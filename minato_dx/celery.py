"""The Celery application. Tasks are nudges: what is owed always stands in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minato_dx.settings.base")

app = Celery("minato_dx")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
