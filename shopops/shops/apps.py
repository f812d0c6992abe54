from django.apps import AppConfig


class ShopsConfig(AppConfig):
    name = "shopops.shops"
    label = "shops"
