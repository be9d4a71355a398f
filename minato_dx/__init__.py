"""The project package: assembly, and what all pillars share."""

from minato_dx.celery import app as celery_app

__all__ = ["celery_app"]
