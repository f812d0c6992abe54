"""The settings, with the tests' own jobs: for the processes that tests start."""

from shopops.settings import *  # noqa: F403, TID251

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.chores"]  # noqa: F405
# Compressing takes seconds, and each test starts from nothing.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
