from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "shopops.sales"
    label = "sales"
