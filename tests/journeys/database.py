"""A PostgreSQL of its own for one test, which may be killed and started again."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from tools import servers, system
from tools.children import Child

FLUSHES = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=60")
"""As in production: what was committed must outlive the kill."""


class Database:
    """Stands at `address` between `start` and `stop`; its data outlive a kill."""

    def __init__(self, folder: Path, programs: Path, owner: str | None) -> None:
        self._folder, self._programs, self._owner = folder, programs, owner
        self._port = servers.free_port()
        self._child: Child | None = None

    @property
    def address(self) -> str:
        """As `DATABASE_URL` wants it."""
        return f"postgres://redress:redress@{servers.HOST}:{self._port}/postgres"

    def start(self) -> None:
        """Return once it answers."""
        log = self._folder / "log"
        said = [*FLUSHES, f"listen_addresses={servers.HOST}"]
        said.append(f"unix_socket_directories={self._folder}")
        command = [str(self._programs / "postgres"), "-D", str(self._folder / "data")]
        command += ["-p", str(self._port)] + [word for one in said for word in ("-c", one)]
        self._child = Child("PostgreSQL", command, user=self._owner, log=log)
        servers.wait_for(self._child, port=self._port, log=log)

    def kill(self) -> None:
        """End it and everything it runs at once, without a word."""
        main = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        for process in [main, *_children(main)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.stop()

    def stop(self) -> None:
        """Reap it."""
        if self._child is not None:
            self._child.stop()
            self._child = None


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(each) for each in found]


@contextlib.contextmanager
def killable_postgres(programs: Path) -> Iterator[Database]:
    """A fresh one, running; nothing of it is left afterwards."""
    owner = servers.unprivileged()
    with servers.workplace(owner) as folder:
        servers.make_cluster(programs, folder / "data", owner=owner)
        database = Database(folder, programs, owner)
        database.start()
        try:
            yield database
        finally:
            database.stop()


def programs_of_postgres() -> Path | None:
    """Where its programs are, or None where it is not installed."""
    return system.postgres_programs()
