from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AnalyticsConfig(AppConfig):
    name = "analytics"

    def ready(self) -> None:
        # Upper apps declare what they add; analytics never names them.
        autodiscover_modules("metrics", "panels", "kinds")
        import_module("analytics.health")
        import_module("analytics.badges")
