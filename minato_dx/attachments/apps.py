from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "minato_dx.attachments"
    verbose_name = "添付ファイル"
