from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "minato_dx.organization"
    verbose_name = "組織と職員"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from minato_dx.organization.receivers import start_clocks

        user_logged_in.connect(start_clocks, dispatch_uid="organization.start_clocks")
