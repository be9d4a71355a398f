import datetime as dt

from django.apps import AppConfig

AT_NIGHT, IN_THE_MORNING = dt.time(0, 10), dt.time(8, 40)


class ShowcaseConfig(AppConfig):
    name = "showcase"
    verbose_name = "事例・展示会"

    def ready(self) -> None:
        from consultations.signals import consultation_closed
        from minato_dx.core import jobs
        from minato_dx.exchange import handlers
        from minato_dx.reference import happenings
        from minato_dx.scheduling import outsiders
        from showcase.enums import EXHIBITOR_KIND, PROGRAMME_KIND, VISIT_KIND
        from showcase.kinds import register_kinds
        from showcase.receivers import hear_of_closed_consultation, take_exhibitor, take_visit
        from showcase.selectors.exhibitions.happenings import happenings_at_exhibitions
        from showcase.services.exhibitions.door_publishing import publish_exhibitions
        from showcase.services.exhibitions.door_registering import tell_of_offer
        from showcase.services.exhibitions.door_telling import tell_exhibitors
        from showcase.services.exhibitions.door_visits import tell_visitors
        from showcase.services.exhibitions.forgetting import erase_old_visitors
        from showcase.services.exhibitions.running import move_by_the_clock
        from showcase.services.weekly import tell_of_new

        register_kinds()
        happenings.register("exhibitions", happenings_at_exhibitions)
        consultation_closed.connect(hear_of_closed_consultation)
        handlers.register(EXHIBITOR_KIND, take_exhibitor)
        handlers.register(VISIT_KIND, take_visit)
        outsiders.register(PROGRAMME_KIND, tell_of_offer)
        jobs.register(
            "publish_exhibitions",
            publish_exhibitions,
            every=dt.timedelta(minutes=5),
            label="公開の窓口に、申し込める展示会を知らせる",
        )
        jobs.register(
            "tell_exhibitors",
            tell_exhibitors,
            every=dt.timedelta(minutes=5),
            label="出展する企業のページに、状況とブースと関心の数を知らせる",
        )
        jobs.register(
            "tell_visitors",
            tell_visitors,
            every=dt.timedelta(minutes=5),
            label="ほかから来る人のページに、予約の状況を知らせる",
        )
        jobs.register(
            "tell_of_new_in_showcase",
            tell_of_new,
            at=IN_THE_MORNING,
            on_working_days=True,
            label="先週の新しい事例・展示会を、所属長とDX推進リーダーに知らせる",
        )
        jobs.register(
            "erase_old_visitors", erase_old_visitors, at=AT_NIGHT, label="展示会に来た庁外の人の、古い個人情報を消す"
        )
        jobs.register(
            "move_exhibitions", move_by_the_clock, every=dt.timedelta(minutes=5), label="展示会を開会・閉会する"
        )
