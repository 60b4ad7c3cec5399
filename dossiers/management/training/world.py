"""Loads the training world once, whole or not at all."""

from datetime import datetime

from django.db import transaction

from accounts.models import Organisation, Person
from dossiers.management.training import alone, climbing, harbour, lantern, wren
from dossiers.management.training.addresses import Addresses
from dossiers.management.training.cast import (
    JOINED,
    NAMES,
    TEAMS,
    gather,
    let_mail_through,
    open_mailbox,
)
from dossiers.management.training.story import World

STORIES = (wren.tell, climbing.climbed, *harbour.STORIES, *lantern.STORIES, *alone.STORIES)


class OthersHere(Exception):
    """The database holds people who are not of the training world."""


class NameTaken(Exception):
    """A person or team of somebody else has a name that the training world needs."""


def is_loaded() -> bool:
    """Whether the training world is here: its teams are, and all its people."""
    teams = Organisation.objects.filter(name__in=TEAMS).count()
    people = Person.objects.filter(username__in=NAMES).count()
    return teams == len(TEAMS) and people == len(NAMES)


def check_room(*, beside_others: bool = False) -> None:
    """Raise OthersHere or NameTaken where the training world does not belong."""
    strangers = Person.objects.exclude(username__in=NAMES).count()
    if strangers and not beside_others:
        raise OthersHere("There are people here already.")
    people = Person.objects.filter(username__in=NAMES).values_list("username", flat=True)
    teams = Organisation.objects.filter(name__in=TEAMS).values_list("name", flat=True)
    for name in [*people, *teams]:
        raise NameTaken(f"The name {name} is taken.")


@transaction.atomic
def load(*, now: datetime) -> None:
    """Make everybody and tell every story up to `now`."""
    world = World(cast=gather(now=now), addresses=Addresses(), now=now)
    open_mailbox(world.cast, now=now - JOINED / 2)
    for tell in STORIES:
        tell(world)
    let_mail_through(world.cast)
