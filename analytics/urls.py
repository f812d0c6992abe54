"""Addresses under `/s/<shop>/`; an address, its view and its template have one name."""

from django.urls import path

from analytics import views

urlpatterns = [
    path("daily/", views.daily, name="daily"),
    path("panels/<str:key>.csv", views.panel_csv, name="panel_csv"),
    path("panels/<str:key>", views.panel, name="panel"),
    path("definitions/", views.definitions, name="definitions"),
    path("imports/", views.imports, name="imports"),
    path("imports/<int:batch>/rejects.csv", views.rejects, name="rejects"),
]
