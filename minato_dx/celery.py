"""The Celery application. Tasks are nudges: what is owed always stands in the database."""

import os

from celery import Celery

from minato_dx.settings import chosen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen())

app = Celery("minato_dx")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
