import datetime as dt

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = "相談"

    def ready(self) -> None:
        from consultations.kinds import register_kinds
        from consultations.selectors.leader_deeds import register_sources
        from consultations.services.handovers import ANNOUNCED_AT, announce_leavers
        from consultations.services.leader_first import hand_on_overdue
        from consultations.services.reminders import remind_of_promises
        from minato_dx.core import jobs

        register_kinds()
        register_sources()
        jobs.register(
            "remind_of_promises", remind_of_promises, every=dt.timedelta(minutes=5), label="約束の期限を知らせる"
        )
        jobs.register(
            "hand_on_from_leaders",
            hand_on_overdue,
            every=dt.timedelta(minutes=5),
            label="リーダーが答えない相談を担当に回す",
        )
        jobs.register(
            "announce_leavers",
            announce_leavers,
            at=ANNOUNCED_AT,
            on_working_days=True,
            label="担当から外れる人の引き継ぎを知らせる",
        )
