from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "campaigns.targets"
    label = "targets"
