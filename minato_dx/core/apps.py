from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "minato_dx.core"
    verbose_name = "共通"
