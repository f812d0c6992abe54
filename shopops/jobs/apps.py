from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "shopops.jobs"
    label = "jobs"

    def ready(self) -> None:
        import_module("shopops.jobs.health")
