from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "minato_dx.exchange"
    verbose_name = "公開の窓口とのやりとり"

    def ready(self) -> None:
        from minato_dx.core import health
        from minato_dx.exchange.selectors import complaints

        health.register("exchange", complaints)
