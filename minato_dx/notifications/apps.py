import datetime as dt

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "minato_dx.notifications"
    verbose_name = "お知らせとメール"

    def ready(self) -> None:
        from minato_dx.core import jobs
        from minato_dx.notifications import tasks  # noqa: F401  (the relay is woken by its name)
        from minato_dx.notifications.services.upkeep import delete_old_deliveries

        jobs.register("delete_old_deliveries", delete_old_deliveries, every=dt.timedelta(days=1))
