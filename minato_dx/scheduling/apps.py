import datetime as dt

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "minato_dx.scheduling"
    verbose_name = "予定"

    def ready(self) -> None:
        from minato_dx.core import jobs
        from minato_dx.scheduling.services.seats import pass_on_expired_offers

        jobs.register(
            "pass_on_expired_offers",
            pass_on_expired_offers,
            every=dt.timedelta(minutes=5),
            label="返事のない空きを次の人に案内する",
        )
