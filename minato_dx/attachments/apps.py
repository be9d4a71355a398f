import datetime as dt

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "minato_dx.attachments"
    verbose_name = "添付ファイル"

    def ready(self) -> None:
        from minato_dx.attachments.selectors import complaints_about_files
        from minato_dx.attachments.services.scanning import scan_waiting
        from minato_dx.core import health, jobs

        jobs.register("scan_files", scan_waiting, every=dt.timedelta(minutes=1), label="届いたファイルを確かめる")
        health.register("files", complaints_about_files)
