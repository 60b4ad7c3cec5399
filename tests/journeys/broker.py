"""A Redis of its own for one house, which may be killed and comes back empty."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import redis

from tests.journeys.house import House
from tools.servers import HOST, free_port

START_SECONDS = 20.0


@dataclass
class OwnRedis:
    """Stands at `address` between `start` and `stop`. It keeps nothing over a kill."""

    folder: Path
    port: int
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """As `REDIS_URL` wants it."""
        return f"redis://{HOST}:{self.port}/0"

    def start(self) -> None:
        """Return once it answers."""
        words = ["--bind", HOST, "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self._process = subprocess.Popen(
            ["redis-server", *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        given_up_at = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < given_up_at
            time.sleep(0.05)

    def kill(self) -> None:
        """End it at once, with every message it held."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        with contextlib.suppress(redis.ConnectionError):
            return bool(redis.Redis.from_url(self.address).ping())
        return False


@contextlib.contextmanager
def redis_of_its_own() -> Iterator[OwnRedis | None]:
    """A fresh one where the trial runs on Redis, else None; nothing of it is left afterwards."""
    if not os.environ.get("REDRESS_TEST_REDIS_URL") or not shutil.which("redis-server"):
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        own = OwnRedis(Path(folder), free_port())
        own.start()
        try:
            yield own
        finally:
            own.kill()


def lose_messages(house: House, own: OwnRedis | None) -> int:
    """Lose whatever is on its way: kill the broker, or delete what lies in its folder."""
    if own is not None:
        held = redis.Redis.from_url(own.address).dbsize()
        own.kill()
        own.start()
        return int(str(held))
    lying = [each for each in (house.data / "broker" / "queue").iterdir() if each.is_file()]
    for message in lying:
        message.unlink(missing_ok=True)
    return len(lying)
