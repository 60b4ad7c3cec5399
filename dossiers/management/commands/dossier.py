"""A dossier of a case, written to a folder."""

from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.models import Case
from dossiers.errors import DossierNotMade
from dossiers.models import Declaration, Dossier, DossierState, ImagePolicy, Purpose
from dossiers.services.asking import ask_for_dossier
from dossiers.services.handing import files_of
from dossiers.services.making import claim, make
from dossiers.services.rows import Choice

PURPOSES = {purpose.value.lower(): purpose for purpose in Purpose}
LONGEST_WAIT_SECONDS = 300
IMAGES = {policy.value.lower(): policy for policy in ImagePolicy}


class Command(BaseCommand):
    """Makes a new version and writes its files."""

    help = (
        "Make a dossier of a case and write its PDF, the list of digests and a note on how to "
        "check them into a folder. Exit status: 0 written, 1 it could not be made or written, "
        "2 wrong use."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Case, folder, and what is chosen on the page otherwise."""
        parser.add_argument("ref", metavar="REF", help="the case, such as K7-QRM4")
        parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="the folder")
        parser.add_argument("--purpose", choices=PURPOSES, default="own", help="who it is for")
        parser.add_argument("--reader", default="", help="a name for the first page")
        parser.add_argument("--images", choices=IMAGES, default="none", help="pictures in it")
        parser.add_argument("--with-name", action="store_true", help="show the person's name")
        parser.add_argument(
            "--draft", action="append", choices=Declaration.values, default=[],
            help="a draft of a declaration; may be given again",
        )  # fmt: skip
        parser.add_argument("--redacted", action="store_true", help="burn covered parts in")
        parser.add_argument("--effects", action="store_true", help="quote what may be quoted")
        parser.add_argument("--as", dest="username", default="", help="in whose name it is made")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, make, write."""
        case = Case.objects.filter(ref=options["ref"].upper()).first()
        if case is None:
            raise CommandError("There is no case with this reference.", returncode=2)
        actor = _actor(case, options["username"])
        folder = _folder(options["out"])
        choice = Choice(
            purpose=PURPOSES[options["purpose"]],
            reader=options["reader"][:120],
            images=IMAGES[options["images"]],
            with_name=options["with_name"],
            redacted=options["redacted"],
            effects=options["effects"],
            declarations=tuple(Declaration(kind) for kind in options["draft"]),
        )
        asked = ask_for_dossier(case, choice=choice, actor=actor, now=timezone.now())
        for name, data in files_of(_made(asked)).items():
            _folder((folder / name).parent)
            _write(folder / name, data)
            self.stdout.write(str(folder / name))


def _actor(case: Case, username: str) -> Person:
    """The person named, else the client, else who has the case; they must be allowed to."""
    actor = case.client or case.advocate or case.opened_by
    if username:
        named = Person.objects.filter(username=username).first()
        if named is None:
            raise CommandError("There is nobody with this user name.", returncode=2)
        actor = named
    if not access.can(actor, Permission.EXPORT, case):
        raise CommandError("This person may not make a dossier of this case.", returncode=2)
    return actor


def _folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise CommandError("The folder cannot be made there.", returncode=2) from fault
    return folder


def _made(asked: Dossier) -> Dossier:
    """The finished dossier, whether this process or a worker was the one that made it."""
    while (claimed := claim(now=timezone.now(), only=asked.pk)) is not None:
        with suppress(DossierNotMade):
            make(claimed, now=timezone.now())
    done = _awaited(asked)
    if done.state != DossierState.READY:
        raise CommandError("The dossier could not be made. Please try again.", returncode=1)
    return done


def _awaited(asked: Dossier) -> Dossier:
    """The row once nobody works on it any more, or as it is after the longest wait."""
    rows = Dossier.objects.select_related("case", "file__case")
    for _ in range(LONGEST_WAIT_SECONDS):
        done = rows.get(pk=asked.pk)
        if done.state not in {DossierState.DUE, DossierState.WORKING}:
            return done
        sleep(1)
    return rows.get(pk=asked.pk)


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as fault:
        raise CommandError(f"{path.name} cannot be written there.", returncode=1) from fault
