"""Several volumes at once, each in a process of its own, handed back in their order."""

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import IO, Final

from dossiers.rendering.numbering import Bates
from dossiers.rendering.paper import Printed

PROCESSES: Final = 2
LONGEST: Final = 600.0
"""Seconds for one volume; a hundred exhibits take ten."""
LOOK: Final = 1.0
"""Seconds between two looks at whether it is still wanted."""
ROOT: Final = Path(__file__).resolve().parents[2]
SETTINGS: Final = {"DJANGO_SETTINGS_MODULE": "config.settings"}


class NotPressed(RuntimeError):
    """A process that lays a volume out ended without it, or took too long."""


@dataclass(frozen=True, slots=True)
class Job:
    """One volume: its markup, and the bytes of the pictures it names."""

    markup: str
    pictures: Mapping[int, bytes]


def in_order(
    jobs: Iterator[Job],
    *,
    prefix: str,
    first: int,
    still: Callable[[], None],
    processes: int = PROCESSES,
) -> Iterator[Printed]:
    """Each volume once it is laid out. `first` is the number for quoting of the first page.

    A job is taken from `jobs` when a process is free for it, in this thread. `still` is called
    about once a second; what it raises ends all processes. Raises NotPressed.
    """
    running: deque[_Child] = deque()
    with ThreadPoolExecutor(processes) as pool:
        begun = _started(jobs, prefix=prefix, first=first, pool=pool)
        try:
            while _topped_up(running, begun, upto=processes):
                yield _awaited(running.popleft(), still)
        finally:
            for child in running:
                child.end()


def _topped_up(running: "deque[_Child]", begun: "Iterator[_Child]", *, upto: int) -> bool:
    """Begin more until so many run; whether any does."""
    running.extend(islice(begun, upto - len(running)))
    return bool(running)


def _started(
    jobs: Iterator[Job], *, prefix: str, first: int, pool: ThreadPoolExecutor
) -> Iterator["_Child"]:
    """A process for each job, begun when it is asked for."""
    known: Future[int] = Future()
    known.set_result(first)
    for job in jobs:
        child = _Child(job, prefix=prefix, start=known, pool=pool)
        known = child.following
        yield child


def _awaited(child: "_Child", still: Callable[[], None]) -> Printed:
    until = monotonic() + LONGEST
    try:
        while monotonic() < until:
            with suppress(NotYet):
                return child.paper.result(LOOK)
            still()
        raise NotPressed("a volume took too long")
    except BaseException:
        child.end()
        raise


@dataclass
class _Child:
    """A process, and the thread that talks with it."""

    job: Job
    prefix: str
    start: "Future[int]"
    pool: ThreadPoolExecutor
    following: "Future[int]" = field(default_factory=Future)
    paper: "Future[Printed]" = field(init=False)

    def __post_init__(self) -> None:
        self._process = subprocess.Popen(  # ended by `_talk` or `end`
            [sys.executable, "-m", "dossiers.rendering.press"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=SETTINGS | os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        )
        self.paper = self.pool.submit(self._talk)

    def end(self) -> None:
        """Stop it, whatever it does; who waits for its number of pages hears of it."""
        self._process.kill()
        self._fail(NotPressed("it was stopped"))

    def _talk(self) -> Printed:
        try:
            with self._process as process:
                if process.stdin is None or process.stdout is None:
                    raise NotPressed("no pipe")
                return self._heard(process.stdin, process.stdout)
        except (OSError, ValueError, NotPressed) as fault:
            self._process.kill()
            told = NotPressed("a process ended without its volume")
            self._fail(told)
            raise told from fault

    def _fail(self, fault: NotPressed) -> None:
        if not self.following.done():
            self.following.set_exception(fault)

    def _heard(self, order: IO[bytes], answer: IO[bytes]) -> Printed:
        markup = self.job.markup.encode()
        sizes = [(number, len(data)) for number, data in self.job.pictures.items()]
        told = {"prefix": self.prefix, "markup": len(markup), "pictures": sizes}
        order.write(json.dumps(told).encode() + b"\n" + markup)
        for data in self.job.pictures.values():
            order.write(data)
        order.flush()
        word, pages = answer.readline().split()
        if word != b"pages":
            raise NotPressed("the number of pages was expected")
        first = self.start.result()
        self.following.set_result(first + int(pages))
        order.write(f"start {first}\n".encode())
        order.flush()
        head = json.loads(answer.readline())
        data = answer.read(head["bytes"])
        if len(data) != head["bytes"]:
            raise NotPressed("the document broke off")
        return Printed(data, head["pages"], head["parts"], Bates(self.prefix, first))
