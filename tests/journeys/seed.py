"""What `tools.prepare` makes, made once a run: houses start from a copy of it, in half the time."""

import atexit
import os
import shutil
import subprocess
import tempfile
import uuid
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tools.place import PYTHON, ROOT

TAKEN_ALONG = ("db.sqlite3", "static", "static.stamp")
"""Keys are not among them: each house makes its own."""


@cache
def seed(database: str = "") -> tuple[Path, str]:
    """A prepared folder, and the name of its database on that server of PostgreSQL if one is given.

    Nobody is connected to that database, so others can be made from it.
    """
    folder = Path(tempfile.mkdtemp(prefix="redress-seed-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    name = f"seed_{uuid.uuid4().hex[:12]}" if database else ""
    own = {"REDRESS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    if database:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(
                psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name))
            )
        own["DATABASE_URL"] = urlunsplit(urlsplit(database)._replace(path=f"/{name}"))
    clean = {key: value for key, value in os.environ.items() if not key.startswith("REDRESS_")}
    clean.pop("DATABASE_URL", None)
    clean.pop("REDIS_URL", None)
    done = subprocess.run(
        [str(PYTHON), "-m", "tools.prepare"], cwd=ROOT, env=clean | own, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise AssertionError(f"No seed could be made:\n{done.stderr[-2000:]}")
    return folder, name


def furnish(data: Path, *, database: str = "") -> None:
    """Lay the prepared files into an empty house's folder."""
    folder, _ = seed(database)
    data.mkdir(parents=True, exist_ok=True)
    for name in TAKEN_ALONG:
        source = folder / name
        if source.is_dir():
            shutil.copytree(source, data / name)
        elif source.exists():
            shutil.copy2(source, data / name)
