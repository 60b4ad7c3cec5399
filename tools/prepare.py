"""Bring the database and the static files up to date. Runs inside `.venv`; safe to repeat."""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from config import sqlite
from tools.place import ROOT, complain


def static_state() -> str:
    """Changes whenever a static file, a setting or a dependency does."""
    digest = hashlib.sha256()
    watched = [ROOT / "requirements" / "run.txt", ROOT / "config" / "settings.py"]
    folders = [path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*")]
    for path in sorted(path for path in [*watched, *folders] if path.is_file()):
        about = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Copy static files to where the web server reads them, unless they are there already."""
    stamp = Path(settings.STATIC_ROOT).with_name("static.stamp")
    state = static_state()
    if stamp.exists() and stamp.read_text() == state and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sqlite.prefer_bundled()
    django.setup()
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        collect_static()
    except (CommandError, DatabaseError, OSError) as fault:
        complain(f"{type(fault).__name__}: {fault}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
