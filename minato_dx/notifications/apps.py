import datetime as dt

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "minato_dx.notifications"
    verbose_name = "お知らせとメール"

    def ready(self) -> None:
        from minato_dx.core import health, jobs
        from minato_dx.notifications import tasks  # noqa: F401  (the relay is woken by its name)
        from minato_dx.notifications.selectors import complaints_about_mail
        from minato_dx.notifications.services.upkeep import DIGEST_AT, delete_old_deliveries, owe_digests

        jobs.register("owe_digests", owe_digests, at=DIGEST_AT, on_working_days=True, label="まとめのメールを用意する")
        jobs.register(
            "delete_old_deliveries", delete_old_deliveries, every=dt.timedelta(days=1), label="古い送信箱を片付ける"
        )
        health.register("mail", complaints_about_mail)
