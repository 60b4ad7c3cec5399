"""Which SQLite the process uses, decided before Django loads its driver."""

import importlib
import importlib.util
import sys


def prefer_bundled() -> None:
    """Put `pysqlite3` in the place of `sqlite3` where its wheel is installed.

    SQLite 3.7.0 to 3.51.2 can lose a write when two connections checkpoint at once
    (the WAL-reset fault, mended in 3.51.3); Debian 12 links 3.40.
    """
    if importlib.util.find_spec("pysqlite3") is not None:
        sys.modules["sqlite3"] = importlib.import_module("pysqlite3")
        sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
