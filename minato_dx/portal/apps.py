"""The portal's own start."""

import datetime as dt

from django.apps import AppConfig

from minato_dx.core import jobs


class PortalConfig(AppConfig):
    name = "minato_dx.portal"
    verbose_name = "ポータル"

    def ready(self) -> None:
        from minato_dx.portal.due_jobs import clear_expired_sessions  # models are there only now

        jobs.register("clear_expired_sessions", clear_expired_sessions, every=dt.timedelta(days=1))
