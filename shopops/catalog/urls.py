"""Addresses under `/s/<shop>/`; an address, its view and its template have one name."""

from django.urls import path

from shopops.catalog import views

urlpatterns = [
    path("products/changes/", views.listing_changes, name="listing_changes"),
    path("products/changes/add/", views.listing_changes_add, name="listing_changes_add"),
    path("products/changes/<int:change>/", views.listing_changes_entry, name="listing_changes_entry"),
    path("products/changes/<int:change>/remove/", views.listing_changes_remove, name="listing_changes_remove"),
    path("products/changes/<int:change>/restore/", views.listing_changes_restore, name="listing_changes_restore"),
]
