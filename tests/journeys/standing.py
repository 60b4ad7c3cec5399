"""A house that stands while a block runs, and of which nothing is left."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from tests.journeys.house import House, servers_of_trial
from tests.journeys.seed import furnish

HOST = "127.0.0.1"


@contextlib.contextmanager
def standing_house(data: Path, *, mail_port: int, exit_url: str) -> Iterator[House]:
    """Sweeps every two seconds; its mails go to that port."""
    with servers_of_trial() as servers:
        environment = servers | {
            "REDRESS_SWEEP_SECONDS": "2",
            "REDRESS_MAIL_URL": f"smtp://{HOST}:{mail_port}",
            "REDRESS_MAIL_FROM": "notes@mailbox.example",
            "REDRESS_EXIT_URL": exit_url,
        }
        furnish(data, database=os.environ.get("REDRESS_TEST_DATABASE_URL", ""))
        house = House(data, environment)
        house.start()
        try:
            yield house
        finally:
            status = house.stop()
        assert status == 0, house.log[-2000:]
        assert house.processes() == []
