"""A program that runs under us, with all it starts, and does not outlive us."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tools.place import ROOT

STOP_SECONDS = 8.0
PR_SET_PDEATHSIG = 1


def _follow_parent(parent: int) -> Callable[[], None]:
    """What a new child does first: ask Linux to end it when we are gone, however we went."""
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def follow() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return follow


class Child:
    """One process at the head of its own session, so that the terminal's Ctrl-C reaches only us."""

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        user: str | None = None,
        environment: dict[str, str] | None = None,
        log: Path | None = None,
        mute: bool = False,
    ) -> None:
        """`user`: whose rights it takes (needs root). `log`: where its words go, if not to ours.

        `mute`: only its errors are shown.
        """
        self.name = name
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(log.open("ab")) if log else None
            self._process = subprocess.Popen(
                command,
                cwd=ROOT if user is None else "/",
                env=os.environ | (environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL if mute else output,
                stderr=output,
                start_new_session=True,
                user=user,
                group=_group_of(user) if user else None,
                extra_groups=[] if user else None,
                preexec_fn=_follow_parent(os.getpid()),  # noqa: PLW1509  we start no threads
            )

    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def status(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        return self._process.poll()

    def ending(self) -> str:
        """How it ended, in words."""
        status = self.status
        if status is not None and status < 0:
            return f"by signal {signal.Signals(-status).name}"
        return f"exit status {status}"

    def ask_to_stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        if self.running():
            self._process.send_signal(number)

    def stop(self) -> None:
        """Return when nothing of it runs any more: asked first, then forced."""
        self.ask_to_stop()
        ended_at = time.monotonic() + STOP_SECONDS
        while self.running() and time.monotonic() < ended_at:
            time.sleep(0.05)
        # Also for what it started and left behind, such as beat after its worker was killed.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _group_of(user: str) -> int:
    return pwd.getpwnam(user).pw_gid
