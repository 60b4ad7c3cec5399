"""A whole house of its own for tests: web server, worker and beat as `make run` starts them."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import time
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

from tests.journeys.seed import seed
from tools.place import PYTHON, ROOT
from tools.servers import free_port

HOST = "127.0.0.1"
START_SECONDS = 60.0
STOP_SECONDS = 20.0
REDIS_ROOM = "9"
"""The numbered room of the given Redis that houses use; tests without a house use room 0."""

OURS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


@dataclass
class House:
    """Stands on 127.0.0.1 between `start` and `stop`; its data outlive a stop."""

    data: Path
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    _tree: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    @property
    def log(self) -> str:
        """What it said so far."""
        path = self.data / "words.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def start(self) -> None:
        """Return once pages are answered."""
        with (self.data / "words.log").open("ab") as log:
            self._tree = subprocess.Popen(
                [str(PYTHON), "-m", "tools.run"], cwd=ROOT, env=self._surroundings(),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        given_up_at = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._tree.poll() is not None or time.monotonic() > given_up_at:
                raise AssertionError(f"The house did not start:\n{self.log[-2000:]}")
            time.sleep(0.1)

    def stop(self) -> int:
        """Ask it to stop as a service manager does; returns its exit status."""
        if self._tree is None:
            raise AssertionError("It was not started.")
        self._tree.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """Its exit status, once it has ended by itself."""
        if self._tree is None:
            raise AssertionError("It was not started.")
        try:
            return self._tree.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired as slow:
            raise AssertionError(f"The house did not stop:\n{self.log[-2000:]}") from slow

    def kill_worker(self) -> None:
        """End the worker without a word, as a lost machine would."""
        os.kill(self._worker(), signal.SIGKILL)

    @contextlib.contextmanager
    def worker_asleep(self) -> Iterator[None]:
        """The worker stands still until the block ends, and holds nobody up meanwhile."""
        worker = self._worker()
        given_up_at = time.monotonic() + STOP_SECONDS
        os.kill(worker, signal.SIGSTOP)
        try:
            while self._is_locked():
                assert time.monotonic() < given_up_at, "The database stays locked."
                os.kill(worker, signal.SIGCONT)
                time.sleep(0.05)
                os.kill(worker, signal.SIGSTOP)
            yield
        finally:
            os.kill(worker, signal.SIGCONT)

    def _is_locked(self) -> bool:
        """Whether somebody is in the middle of writing; SQLite lets one write at a time."""
        path = self.data / "db.sqlite3"
        if "DATABASE_URL" in self.environment or not path.exists():
            return False
        with contextlib.closing(sqlite3.connect(path, timeout=0)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
        return False

    def _worker(self) -> int:
        for process in self.processes():
            words = _words(process)
            if "celery" in words and "worker" in words and _parent(process) == self._pid:
                return process
        raise AssertionError("No worker was found.")

    def kill_web(self) -> None:
        """End the web server and all its workers at once, without a word."""
        found = [each for each in self.processes() if "gunicorn" in _words(each)]
        assert found, "No web server was found."
        for process in found:
            os.kill(process, signal.SIGKILL)

    def processes(self) -> list[int]:
        """Ids of everything that runs on this house's data."""
        mark = f"REDRESS_DATA={self.data}\0".encode()
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and mark in _readable(entry / "environ")
        ]

    def manage(self, *words: str) -> str:
        """What a command of `manage.py` prints, in this house's surroundings."""
        return self._run("manage.py", *words)

    def inside(self, act: str, *words: str) -> str:
        """Do what a test cannot do from outside; see `tests/journeys/inside.py`."""
        return self._run("-m", "tests.journeys.inside", act, *words)

    def begin_inside(self, act: str, *words: str) -> subprocess.Popen[bytes]:
        """The same without waiting for its end; whoever begins it ends it."""
        return subprocess.Popen(
            [str(PYTHON), "-m", "tests.journeys.inside", act, *words], cwd=ROOT,
            env=self._surroundings(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    @property
    def _pid(self) -> int:
        return self._tree.pid if self._tree else 0

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [str(PYTHON), *words], cwd=ROOT, env=self._surroundings(), capture_output=True,
            text=True, check=False, timeout=120,
        )  # fmt: skip
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(words)} failed:\n{done.stderr[-2000:]}")
        return done.stdout

    def _surroundings(self) -> dict[str, str]:
        clean = {
            name: value
            for name, value in os.environ.items()
            if name not in OURS and not name.startswith("REDRESS_")
        }
        own = {"REDRESS_DATA": str(self.data), "REDRESS_PORT": str(self.port)}
        return clean | {"DJANGO_SETTINGS_MODULE": "config.settings"} | self.environment | own

    def _answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            opener.open(f"{self.address}/safe/", timeout=2).close()
        except OSError:
            return False
        return True


def _readable(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _words(process: int) -> str:
    return _readable(Path(f"/proc/{process}/cmdline")).replace(b"\0", b" ").decode()


def _parent(process: int) -> int:
    after_name = _readable(Path(f"/proc/{process}/stat")).decode().rpartition(")")[2].split()
    return int(after_name[1]) if after_name else 0


@contextlib.contextmanager
def servers_of_trial() -> Iterator[dict[str, str]]:
    """Where the trial gave PostgreSQL and Redis: a prepared database there, and an empty room."""
    database = os.environ.get("REDRESS_TEST_DATABASE_URL", "")
    queue = os.environ.get("REDRESS_TEST_REDIS_URL", "")
    with contextlib.ExitStack() as stack:
        found = {}
        if database:
            found["DATABASE_URL"] = stack.enter_context(_fresh_database(database))
        if queue:
            found["REDIS_URL"] = _emptied_room(queue)
        yield found


@contextlib.contextmanager
def _fresh_database(server: str) -> Iterator[str]:
    name, (_, ready) = f"house_{uuid.uuid4().hex[:12]}", seed(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(_named(name), _named(ready))
        )
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(
                psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(_named(name))
            )


def _named(name: str) -> psycopg.sql.Identifier:
    return psycopg.sql.Identifier(name)


def _emptied_room(server: str) -> str:
    room = urlunsplit(urlsplit(server)._replace(path=f"/{REDIS_ROOM}"))
    redis.Redis.from_url(room).flushdb()
    return room
