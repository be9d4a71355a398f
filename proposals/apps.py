import datetime as dt

from django.apps import AppConfig

AT_NIGHT, IN_THE_MORNING = dt.time(0, 10), dt.time(8, 40)


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "事業者の提案"

    def ready(self) -> None:
        from minato_dx.attachments.signals import file_refused
        from minato_dx.core import jobs
        from minato_dx.exchange import handlers
        from minato_dx.reference import happenings
        from proposals.enums import PROPOSAL_KIND
        from proposals.kinds import register_kinds
        from proposals.receivers import hear_of_refused_file, take_from_door
        from proposals.selectors.happenings import happenings_with
        from proposals.services.desk_reminders import remind_of_contacts, remind_of_unwritten
        from proposals.services.granting import end_old_grants
        from proposals.services.publishing import publish_figures, publish_settings
        from proposals.services.reminders import expire_shared, remind_of_promises
        from proposals.services.retention import erase_old_contacts
        from proposals.services.weekly import tell_leaders_of_new

        register_kinds()
        handlers.register(PROPOSAL_KIND, take_from_door)
        happenings.register("proposals", happenings_with)
        file_refused.connect(hear_of_refused_file)
        jobs.register(
            "publish_form_of_the_door",
            publish_settings,
            every=dt.timedelta(minutes=5),
            label="提案の窓口に、分野と期限を公開する",
        )
        jobs.register("publish_figures_of_proposals", publish_figures, at=AT_NIGHT, label="提案の集計を公開する")
        jobs.register(
            "remind_of_proposals",
            remind_of_promises,
            every=dt.timedelta(minutes=5),
            label="提案への約束の期限を知らせる",
        )
        jobs.register(
            "remind_of_unwritten_dialogues",
            remind_of_unwritten,
            at=IN_THE_MORNING,
            on_working_days=True,
            label="書いていない対話の記録を知らせる",
        )
        jobs.register(
            "remind_of_contacts",
            remind_of_contacts,
            at=IN_THE_MORNING,
            on_working_days=True,
            label="事業者に約束したことの日を知らせる",
        )
        jobs.register(
            "tell_leaders_of_new_proposals",
            tell_leaders_of_new,
            at=IN_THE_MORNING,
            on_working_days=True,
            label="先週共有された提案を、DX推進リーダーに知らせる",
        )
        jobs.register(
            "erase_old_contacts", erase_old_contacts, at=AT_NIGHT, label="事業者の担当者の、古い個人情報を消す"
        )
        jobs.register("end_old_grants", end_old_grants, at=AT_NIGHT, label="提案の非公開の部分を見られる期間を見る")
        jobs.register("expire_shared_proposals", expire_shared, at=AT_NIGHT, label="提案の庁内共有の期限を見る")
