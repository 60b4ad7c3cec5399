"""Dossiers of a story, made as the worker makes them."""

from datetime import timedelta

from accounts.models import Person
from dossiers.management.training.story import Story
from dossiers.models import Dossier
from dossiers.services import asking, making
from dossiers.services.rows import Choice

MAKING_TAKES = timedelta(seconds=40)


class NotMade(RuntimeError):
    """A dossier of a story could not be made."""


def made(story: Story, choice: Choice, *, by: Person) -> Dossier:
    """Ask for a dossier and have it made at once."""
    moment = story.tick()
    asked = asking.ask_for_dossier(story.case, choice=choice, actor=by, now=moment)
    claimed = making.claim(now=moment + MAKING_TAKES, only=asked.pk)
    if claimed is None or not making.make(claimed, now=moment + MAKING_TAKES):
        raise NotMade(f"Version {asked.version} was not made.")
    return Dossier.objects.get(pk=asked.pk)
