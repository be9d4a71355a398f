import datetime as dt

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = "相談"

    def ready(self) -> None:
        from consultations.kinds import register_kinds
        from consultations.services.reminders import remind_of_promises
        from minato_dx.core import jobs

        register_kinds()
        jobs.register(
            "remind_of_promises", remind_of_promises, every=dt.timedelta(minutes=5), label="約束の期限を知らせる"
        )
