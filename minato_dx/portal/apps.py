"""The portal's own start."""

import datetime as dt

from django.apps import AppConfig

from minato_dx.core import health, jobs


class PortalConfig(AppConfig):
    name = "minato_dx.portal"
    verbose_name = "ポータル"

    def ready(self) -> None:
        from minato_dx.portal import due_jobs  # models are there only now

        a_day = dt.timedelta(days=1)
        jobs.register(
            "clear_expired_sessions", due_jobs.clear_expired_sessions, every=a_day, label="期限切れのログインを消す"
        )
        jobs.register(
            "delete_old_job_runs", due_jobs.delete_old_job_runs, every=a_day, label="古い定期処理の記録を消す"
        )
        health.register("jobs", due_jobs.complaints_about_jobs)
