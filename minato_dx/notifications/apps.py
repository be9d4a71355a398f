from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "minato_dx.notifications"
    verbose_name = "お知らせ"
