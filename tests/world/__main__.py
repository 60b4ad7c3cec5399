"""The app with the training world, and invented services behind it; Ctrl-C ends all of it.

`python -m tests.world`: letters of the demo's team go to a mail server on this machine, looks at
places on `.example` sites are answered by a web server on this machine, and what the services
write back is put into a folder as mail files, to be taken into the app by hand. An hour of the
services takes a minute. No other machine is ever called.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.takedowns.mail.server import HOST, certificate
from tests.world.mails import as_mail
from tests.world.platforms import Manner, Platform, Shown, Words, World
from tests.world.servers import Standing, standing
from tools.place import PYTHON, ROOT, data_folder, say

HOUR = timedelta(minutes=1)
TICK_SECONDS = 1.0
RECEIVED = "We have received your report. This is an automated response. Reference: {ticket}\n"
REMOVED = "Hello,\n\nWe have removed the content you reported. Your ticket number is {ticket}.\n"
MAIL_PORT = 2525
PASSWORD = "training-harbour-41"
"""Both as the training world has them (`dossiers/management/training/cast.py`)."""


def now() -> datetime:
    """The real clock: people play with this world, no test does."""
    return datetime.now(UTC)


def world() -> World:
    """The sites of the training world nobody owns; all other mailboxes answer like a large one."""
    answers = (Words(RECEIVED, HOUR), Words(REMOVED, 30 * HOUR))
    everybody = Platform("desk.example", "TR", words=20 * (answers,))
    return World(
        now,
        [
            Platform("leakboard.example", "LB", usual=Manner(Shown.GONE, 5 * HOUR)),
            Platform("imageplace.example", "IP", usual=Manner(Shown.GEO_BLOCKED, 5 * HOUR)),
            Platform("clipshare.example", "CS", usual=Manner(Shown.SOFT_GONE, 5 * HOUR)),
            Platform("registrar.example", "RE", ("abuse@registrar.example",), words=(answers,)),
        ],
        everybody_else=everybody,
    )


def surroundings(stood: Standing, *, proof: Path) -> dict[str, str]:
    """The app knows this machine only: its mail server, and its stand-ins for `.example` sites."""
    stand_ins = [f"{name}={address}:{port}" for name, (address, port) in stood.leave().items()]
    return {
        **os.environ,
        "REDRESS_SMTP_INSIDE": HOST,
        "SSL_CERT_FILE": str(proof),
        "REDRESS_FETCH_ALLOW": ",".join(stand_ins),
        "REDRESS_SWEEP_SECONDS": "5",
    }


@contextlib.contextmanager
def the_app(own: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """The app, as `make demo` and `make run` start it."""
    for words in (["-m", "tools.prepare"], ["manage.py", "demo"]):
        subprocess.run([str(PYTHON), *words], cwd=ROOT, env=own, check=True)
    app = subprocess.Popen([str(PYTHON), "-m", "tools.run"], cwd=ROOT, env=own)
    try:
        yield app
    finally:
        app.send_signal(signal.SIGTERM)
        app.wait()


def hand_out(stood: Standing, *, into: Path) -> int:
    """Put every mail that has come by now into the folder; returns how many."""
    come = stood.world.fetch()
    for answer in come:
        name = f"{answer.at:%H%M%S}-{answer.told.ticket}.eml"
        (into / name).write_bytes(as_mail(answer))
        say(f"An answer came: {into / name}")
    return len(come)


def main() -> int:
    """Until Ctrl-C or SIGTERM, or until the app ends; its exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    answers = data_folder() / "answers"
    answers.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(KeyboardInterrupt):
        proof = certificate(Path(folder))
        with (
            standing(world(), proof, mail_port=MAIL_PORT, word=PASSWORD) as stood,
            the_app(surroundings(stood, proof=proof.certificate)) as app,
        ):
            say(f"Letters go to {HOST}:{MAIL_PORT}. Answers will lie in {answers}.")
            while app.poll() is None:
                hand_out(stood, into=answers)
                time.sleep(TICK_SECONDS)
            return app.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
