import datetime as dt

from django.apps import AppConfig

# Who moves and what ends is looked at in the night, so that the mails about it wait for the office to open.
AT_NIGHT = dt.time(0, 10)
IN_THE_MORNING = dt.time(8, 45)


class LeadersConfig(AppConfig):
    name = "leaders"
    verbose_name = "DX推進リーダー"

    def ready(self) -> None:
        from leaders.kinds import register_kinds
        from leaders.selectors.activity import register_own_sources
        from leaders.services.app_owners import ask_owners, follow_owners
        from leaders.services.letters import SERIES
        from leaders.services.publishing import publish_due
        from leaders.services.reminders import remind_heads
        from leaders.services.terms import follow_ends, follow_transfers
        from leaders.services.training.reminding import remind_trainees
        from minato_dx.core import jobs
        from minato_dx.reference.services import seal_series

        register_kinds()
        register_own_sources()
        seal_series(SERIES)
        jobs.register("publish_decisions", publish_due, every=dt.timedelta(minutes=5), label="任命の決定を発令する")
        jobs.register("follow_leaders_transfers", follow_transfers, at=AT_NIGHT, label="リーダーの異動に合わせる")
        jobs.register("follow_leaders_terms", follow_ends, at=AT_NIGHT, label="リーダーの任期の終わりに合わせる")
        jobs.register(
            "remind_heads_of_recommendations",
            remind_heads,
            at=IN_THE_MORNING,
            on_working_days=True,
            label="所属長に推薦をお願いする",
        )
        jobs.register(
            "remind_trainees", remind_trainees, at=IN_THE_MORNING, on_working_days=True, label="受講者に知らせる"
        )
        # After the leaders' own transfers: who leads a division now is whom its apps go to.
        jobs.register("follow_trial_app_owners", follow_owners, at=AT_NIGHT, label="試作アプリの持ち主の異動に合わせる")
        jobs.register(
            "ask_trial_app_owners",
            ask_owners,
            at=IN_THE_MORNING,
            on_working_days=True,
            label="試作アプリを使っているか持ち主に聞く",
        )
