from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "shopops.calendar"
    label = "calendar"
