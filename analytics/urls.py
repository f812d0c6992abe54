"""Addresses under `/s/<shop>/`; an address, its view and its template have one name."""

from django.urls import path

from analytics.views import board, definitions, explain, imports, panels, rows

urlpatterns = [
    path("daily/", board.daily, name="daily"),
    path("daily.csv", board.daily_csv, name="daily_csv"),
    path("daily.xlsx", board.daily_xlsx, name="daily_xlsx"),
    path("panels/<str:key>.csv", panels.panel_csv, name="panel_csv"),
    path("panels/<str:key>.xlsx", panels.panel_xlsx, name="panel_xlsx"),
    path("panels/<str:key>", panels.panel, name="panel"),
    path("rows/<str:key>.csv", rows.rows_csv, name="rows_csv"),
    path("rows/<str:key>.xlsx", rows.rows_xlsx, name="rows_xlsx"),
    path("rows/<str:key>/", rows.rows, name="rows"),
    path("explain/", explain.explain, name="explain"),
    path("explain.csv", explain.explain_csv, name="explain_csv"),
    path("explain.xlsx", explain.explain_xlsx, name="explain_xlsx"),
    path("definitions/", definitions.definitions, name="definitions"),
    path("imports/", imports.imports, name="imports"),
    path("imports/seen/", imports.rejects_seen, name="rejects_seen"),
    path("imports/<int:batch>/rejects.csv", imports.rejects, name="rejects"),
]
