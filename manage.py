#!/usr/bin/env python
"""Redress from the terminal: `python manage.py help`."""

import os
import sys

from config import sqlite

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sqlite.prefer_bundled()

from django.core.management import execute_from_command_line  # noqa: E402  after the SQLite swap

from config import celery  # noqa: E402  commands ring the same doorbell as the web server

__all__ = ["celery"]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
