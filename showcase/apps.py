from django.apps import AppConfig


class ShowcaseConfig(AppConfig):
    name = "showcase"
    verbose_name = "事例と展示会"

    def ready(self) -> None:
        from showcase.kinds import register_kinds

        register_kinds()
