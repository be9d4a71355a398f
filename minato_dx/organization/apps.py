from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "minato_dx.organization"
    verbose_name = "組織と職員"
