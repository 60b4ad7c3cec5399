"""The web server's way in."""

import os

from config import sqlite

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sqlite.prefer_bundled()

from django.core.wsgi import get_wsgi_application  # noqa: E402  after the SQLite swap

from config.celery import app as celery_app  # noqa: E402  after the SQLite swap

__all__ = ["application", "celery_app"]

application = get_wsgi_application()
