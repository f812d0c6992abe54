"""Addresses under `/s/<shop>/`; an address, its view and its template have one name."""

from django.urls import path

from shopops.calendar import views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/add/", views.calendar_add, name="calendar_add"),
    path("calendar/<int:occasion>/", views.calendar_entry, name="calendar_entry"),
    path("calendar/<int:occasion>/remove/", views.calendar_remove, name="calendar_remove"),
    path("calendar/<int:occasion>/restore/", views.calendar_restore, name="calendar_restore"),
    path("calendar/<slug:series>/<int:year>/", views.calendar_festival, name="calendar_festival"),
    path("calendar/<slug:series>/<int:year>/hide/", views.calendar_hide, name="calendar_hide"),
]
