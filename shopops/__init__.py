"""The site. Loads the Celery app, so that tasks bind to it whoever starts the process."""

from shopops.celery import app as celery_app

__all__ = ["celery_app"]
