from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = "相談"

    def ready(self) -> None:
        from consultations.kinds import register_kinds

        register_kinds()
