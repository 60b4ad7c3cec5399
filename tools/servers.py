"""Throw-away PostgreSQL and Redis on free ports of this machine, gone when the block ends."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools import system
from tools.children import Child

HOST = "127.0.0.1"
START_SECONDS = 30.0
OWNERS = ("postgres", "nobody")
# Nothing in these databases outlives the run, so nothing has to reach the disk.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


class NoServer(Exception):
    """A throw-away server did not start; the text says why."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def unprivileged() -> str | None:
    """The user PostgreSQL runs as, because it refuses root; None where we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in OWNERS if name in known), None)


@contextlib.contextmanager
def workplace(owner: str | None) -> Iterator[Path]:
    """An empty folder which the owner may use, under a parent everybody may pass."""
    parent = "/tmp" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="redress-", dir=parent))
    try:
        if owner:
            account = pwd.getpwnam(owner)
            os.chown(folder, account.pw_uid, account.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(child: Child, *, port: int, log: Path) -> None:
    """Return once the port answers; raise NoServer with the log's end where it does not."""
    given_up_at = time.monotonic() + START_SECONDS
    while child.running() and time.monotonic() < given_up_at:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.1)
    words = log.read_text(errors="replace")[-600:] if log.exists() else ""
    raise NoServer(f"{child.name} did not start ({child.ending()}).\n{words}")


@contextlib.contextmanager
def postgres(programs: Path, *, kept: Sequence[str] = FAST) -> Iterator[str]:
    """The address of an empty PostgreSQL; `kept` are its settings of how hard it keeps."""
    owner, port = unprivileged(), free_port()
    with workplace(owner) as folder:
        data, log = folder / "data", folder / "log"
        make_cluster(programs, data, owner=owner)
        settings = [*kept, f"listen_addresses={HOST}", f"unix_socket_directories={folder}"]
        command = [str(programs / "postgres"), "-D", str(data), "-p", str(port)]
        command += [word for setting in settings for word in ("-c", setting)]
        server = Child("PostgreSQL", command, user=owner, log=log)
        try:
            wait_for(server, port=port, log=log)
            yield f"postgres://redress:redress@{HOST}:{port}/postgres"
        finally:
            server.ask_to_stop(signal.SIGINT)
            server.stop()


def make_cluster(programs: Path, data: Path, *, owner: str | None) -> None:
    command = [str(programs / "initdb"), "-D", str(data), "-U", "redress", "--auth=trust"]
    done = subprocess.run(
        [*command, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        user=owner,
        group=pwd.getpwnam(owner).pw_gid if owner else None,
        extra_groups=[] if owner else None,
    )
    if done.returncode != 0:
        raise NoServer(f"initdb failed:\n{done.stderr.strip()[-600:]}")


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """The address of an empty Redis which keeps an append-only file, as in production."""
    port = free_port()
    with workplace(None) as folder:
        log = folder / "log"
        place = ["--bind", HOST, "--port", str(port), "--dir", str(folder)]
        keep = ["--save", "", "--appendonly", "yes"]
        server = Child("Redis", ["redis-server", *place, *keep], log=log)
        try:
            wait_for(server, port=port, log=log)
            yield f"redis://{HOST}:{port}/0"
        finally:
            server.stop()


def absent() -> list[str]:
    """Names of the servers this machine cannot start."""
    found = {"PostgreSQL": system.postgres_programs(), "Redis": shutil.which("redis-server")}
    return [name for name, program in found.items() if program is None]
