import datetime as dt

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "minato_dx.organization"
    verbose_name = "組織と職員"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from minato_dx.core import jobs
        from minato_dx.organization.receivers import start_clocks
        from minato_dx.organization.services.uploads import delete_old_uploads

        user_logged_in.connect(start_clocks, dispatch_uid="organization.start_clocks")
        jobs.register(
            "delete_old_import_uploads",
            delete_old_uploads,
            every=dt.timedelta(days=1),
            label="古い取り込みファイルを消す",
        )
