"""What was seen where, and the pictures of it: places, looks, screenshots, likenesses."""

import io
from collections.abc import Iterable
from datetime import datetime, timedelta

from PIL import Image

from accounts.models import Person
from dossiers.management.training.pictures import as_jpeg, as_png
from dossiers.management.training.screens import SCREENS
from dossiers.management.training.story import Story
from evidence.models import (
    Decision,
    Exhibit,
    Kind,
    LookReason,
    Match,
    Presence,
    Purpose,
    Reference,
    Sighting,
)
from evidence.services import (
    comparing,
    exhibits,
    matching,
    observations,
    readings,
    references,
    sightings,
)
from evidence.services.references import Keeping
from evidence.services.sightings import Noticed
from evidence.services.unlinked import Unlinked

READING_TAKES = timedelta(seconds=9)
MINUTE = timedelta(minutes=1)


class NotRead(RuntimeError):
    """An exhibit was not read, or a likeness not found, where the story needs it."""


def seen(
    story: Story, where: str, how_many: int = 1, *, by: Person, **noticed: object
) -> list[Sighting]:
    """Log places of one service; more than one came pasted as a list."""
    links = story.world.addresses.some(where, how_many)
    said = _noticed(story, by=by, **noticed)
    return sightings.log_links(story.case, links=links, noticed=said, actor=by, now=story.tick())


def seen_without_link(
    story: Story, kind: Kind, locator: str, *, by: Person, **noticed: object
) -> Sighting:
    """Log a place that has no address."""
    said = _noticed(story, by=by, **noticed)
    return sightings.log_place(
        story.case,
        place=Unlinked(kind=kind, locator=locator),
        noticed=said,
        actor=by,
        now=story.tick(),
    )


def _noticed(story: Story, *, by: Person, **noticed: object) -> Noticed:
    values: dict[str, object] = {
        "seen_at": story.moment - timedelta(minutes=35), "seen_zone": by.zone, **noticed
    }  # fmt: skip
    return Noticed(**values)  # type: ignore[arg-type]  # the stories name its own fields


def looked(story: Story, places: Iterable[Sighting], presence: Presence, *, by: Person) -> None:
    """Look at places again."""
    for place in places:
        moment = story.tick()
        observations.observe(
            place, presence=presence, observed_at=moment - MINUTE, actor=by, now=moment
        )


def screenshot(
    story: Story, place: Sighting, picture: Image.Image, *, screen: str, by: Person
) -> Exhibit:
    """Keep a screenshot of a place and have it read, as the worker does."""
    page = SCREENS[screen](picture, place.uploader or f"account_{place.number}")
    return _kept(story, page, by=by, sighting=place)


def receipt(story: Story, picture: Image.Image, *, number: str, by: Person) -> Exhibit:
    """Keep what a form showed once it was sent."""
    page = SCREENS["receipt"](picture, number)
    return _kept(story, page, by=by, purpose=Purpose.PROOF)


def unreadable(story: Story, place: Sighting, *, by: Person) -> Exhibit:
    """Keep a file that was cut off on its way; it stays sealed and cannot be compared."""
    whole = as_png(SCREENS["board"](Image.new("RGB", (320, 240)), "cut"))
    return _sealed(story, whole[:700], name="cut-off.png", by=by, sighting=place)


def _kept(
    story: Story,
    page: Image.Image,
    *,
    by: Person,
    sighting: Sighting | None = None,
    purpose: Purpose = Purpose.SIGHTING,
) -> Exhibit:
    name = f"Screenshot {story.moment:%Y-%m-%d at %H.%M.%S}.png"
    return _sealed(story, as_png(page), name=name, by=by, sighting=sighting, purpose=purpose)


def _sealed(
    story: Story,
    content: bytes,
    *,
    name: str,
    by: Person,
    sighting: Sighting | None = None,
    purpose: Purpose = Purpose.SIGHTING,
) -> Exhibit:
    moment = story.tick()
    kept = exhibits.keep(
        story.case, io.BytesIO(content), name=name, actor=by, now=moment,
        sighting=sighting, purpose=purpose,
    )  # fmt: skip
    as_worker(kept.exhibit, now=moment + READING_TAKES)
    return Exhibit.objects.get(pk=kept.exhibit.pk)


def as_worker(exhibit: Exhibit, *, now: datetime) -> None:
    """Read a file that was kept, and look closer, as the worker does."""
    claimed = readings.claim(now=now, only=exhibit.pk)
    if claimed is None or not readings.read(claimed, now=now):
        raise NotRead(f"{exhibit.label} was not read.")
    _compared(exhibit, now=now)


def _compared(exhibit: Exhibit, *, now: datetime) -> None:
    """Look closer, as the worker does, where there is a reference to compare with."""
    waiting = comparing.claim(now=now, only=exhibit.pk)
    if waiting is not None:
        comparing.look(waiting, now=now)


def reference(
    story: Story, picture: Image.Image, label: str, *, keeping: Keeping, by: Person
) -> Reference:
    """Give a picture to know the material by."""
    moment = story.tick()
    given = references.give(
        story.case, io.BytesIO(as_jpeg(picture)), name="IMG_0041.jpg", label=label,
        keeping=keeping, actor=by, now=moment,
    )  # fmt: skip
    for exhibit in story.case.exhibits.order_by("number"):
        _compared(exhibit, now=moment + READING_TAKES)
    return given.reference


def decided(
    story: Story, exhibit: Exhibit, known: Reference, decision: Decision, *, by: Person
) -> None:
    """Confirm or reject what the machine found."""
    found = Match.objects.filter(exhibit=exhibit, reference=known).first()
    if found is None:
        raise NotRead(f"{exhibit.label} was not found to look like R-{known.number}.")
    matching.decide(found, decision=decision, actor=by, now=story.tick())


def revealed(story: Story, exhibit: Exhibit, *, by: Person) -> None:
    """Look at the picture itself; custody keeps it."""
    exhibits.reveal(exhibit, actor=by, now=story.tick(), reason=LookReason.COMPARE)
