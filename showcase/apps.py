from django.apps import AppConfig


class ShowcaseConfig(AppConfig):
    name = "showcase"
    verbose_name = "事例と展示会"

    def ready(self) -> None:
        from consultations.signals import consultation_closed
        from showcase.kinds import register_kinds
        from showcase.receivers import hear_of_closed_consultation

        register_kinds()
        consultation_closed.connect(hear_of_closed_consultation)
