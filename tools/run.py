"""Run the web server, the worker and beat as one tree: all of it stands, or none of it does.

Exit status: 0 after Ctrl-C or SIGTERM, 1 when a part stopped by itself, 2 when it could not start.
"""

import contextlib
import errno
import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from tools.children import Child
from tools.place import PYTHON, complain, data_folder, say

HOST = "127.0.0.1"
READY_SECONDS = 60.0
TICK_SECONDS = 0.1


class CannotStart(Exception):
    """The tree was not started; the text says why and what to do."""


class Stop:
    """Whether somebody asked the tree to stop."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def port_number() -> int:
    raw = os.environ.get("REDRESS_PORT", "").strip() or "8000"
    if raw.isascii() and raw.isdigit() and 0 < int(raw) < 65536:
        return int(raw)
    raise CannotStart(f"REDRESS_PORT is {raw!r}; set it to a whole number from 1 to 65535.")


def claim_port(port: int) -> None:
    """Raise CannotStart where the port cannot be listened on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                reason = f"Port {port} is taken by another program."
            else:
                reason = f"Port {port} may not be used here ({fault.strerror})."
            raise CannotStart(f"{reason} Choose another: make run PORT=9000") from fault


@contextlib.contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for this tree: two beats on one database help nobody."""
    with (data / "run.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise CannotStart(f"Redress already runs on the data in {data}.") from fault
        yield


def web_command(port: int) -> list[str]:
    gunicorn = [str(PYTHON), "-m", "gunicorn", "config.wsgi:application"]
    pool = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    quiet = ["--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"]
    return [*gunicorn, "--bind", f"{HOST}:{port}", *pool, *quiet]


def worker_command(data: Path) -> list[str]:
    # Celery advises against root at every start; a container's only user is root.
    celery = [str(PYTHON), "-W", "ignore:You're running the worker", "-m", "celery", "--quiet"]
    alone = ["-P", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = ["-B", "--schedule", str(data / "beat-schedule")]
    return [*celery, "-A", "config", "worker", *alone, *beat, "--loglevel", "WARNING"]


def prepare(stop: Stop) -> None:
    """Bring database and static files up to date."""
    child = Child("set-up", [str(PYTHON), "-m", "tools.prepare"])
    while child.running() and not stop.asked:
        time.sleep(TICK_SECONDS)
    if stop.asked:
        child.stop()
    elif child.status != 0:
        raise CannotStart("The database or the static files could not be prepared; see above.")


def answers(port: int) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(f"http://{HOST}:{port}/safe/", timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def watch(children: list[Child], *, port: int, stop: Stop) -> int:
    """Wait until somebody asks to stop or a child ends; say so, and return the exit status."""
    announced, given_up_at = False, time.monotonic() + READY_SECONDS
    while not stop.asked:
        for child in children:
            if not child.running():
                complain(f"{child.name} stopped by itself ({child.ending()}), so Redress stops.")
                return 1
        if not announced and answers(port):
            say(
                f"Redress is ready: http://localhost:{port}/  (Ctrl-C stops it)"
            )  # passkeys need a name
            announced = True
        if not announced and time.monotonic() > given_up_at:
            complain(f"The web server did not answer within {READY_SECONDS:.0f} seconds.")
            return 1
        time.sleep(TICK_SECONDS)
    return 0


def run(stop: Stop) -> int:
    port = port_number()
    claim_port(port)
    data = data_folder()
    children: list[Child] = []
    with only_one(data):
        prepare(stop)
        try:
            if not stop.asked:
                children.append(Child("The web server", web_command(port)))
                children.append(Child("The worker", worker_command(data), mute=True))
            status = watch(children, port=port, stop=stop)
        finally:
            for child in children:
                child.ask_to_stop()
            for child in children:
                child.stop()
    if status == 0:
        say("Stopped.")
    return status


def main() -> int:
    try:
        return run(Stop())
    except CannotStart as fault:
        complain(str(fault))
        return 2
    except OSError as fault:
        complain(f"{fault.filename or 'The data folder'} cannot be used: {fault.strerror}.")
        return 2


if __name__ == "__main__":
    sys.exit(main())
