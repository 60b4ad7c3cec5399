"""Evidence for tests: places, files and references, kept through the services themselves."""

import io
from datetime import datetime
from functools import cache

from accounts.models import Person
from cases.models import Case
from evidence.links import normalise
from evidence.models import (
    Exhibit,
    Import,
    Redaction,
    RedactionReason,
    Reference,
    Sighting,
    WaitingPicture,
)
from evidence.services import (
    comparing,
    cuts,
    exhibits,
    imports,
    readings,
    redactions,
    references,
    sightings,
)
from evidence.services.redactions import Area
from evidence.services.references import Keeping
from evidence.services.sightings import Noticed
from tests.data.pictures import drawn_picture, encoded, pages
from tests.factories import NOON

LINK = "https://www.reddit.com/r/not_a_real_place/comments/zz0000/nothing/"
OTHER_LINK = "https://pictures.example/view/1"


@cache
def picture(seed: int = 1) -> bytes:
    """A PNG of nobody."""
    return encoded(drawn_picture(seed))


def sighting(
    case: Case, *, actor: Person, link: str = LINK, noticed: Noticed | None = None
) -> Sighting:
    """A place of the case."""
    [made] = sightings.log_links(
        case, links=[normalise(link)], noticed=noticed or Noticed(), actor=actor, now=NOON
    )
    return made


def exhibit(
    case: Case, *, actor: Person, clear: bytes = b"as it came", name: str = "beach.png"
) -> Exhibit:
    """A file of the case, not read yet."""
    return exhibits.keep(case, io.BytesIO(clear), name=name, actor=actor, now=NOON).exhibit


def read_exhibit(case: Case, *, actor: Person, seed: int = 1) -> Exhibit:
    """A picture of the case, read."""
    made = exhibit(case, actor=actor, clear=picture(seed))
    claimed = readings.claim(now=NOON, only=made.pk)
    assert claimed is not None
    readings.read(claimed, now=NOON)
    made.refresh_from_db()
    return made


def covered(
    exhibit: Exhibit,
    *,
    actor: Person,
    area: Area = Area(8, 8, 64, 48),  # noqa: B008  # frozen
    reason: RedactionReason = RedactionReason.NAME,
    now: datetime = NOON,
) -> Redaction:
    """A box over a picture of the case."""
    return redactions.draw(exhibit, area=area, reason=reason, actor=actor, now=now)


def compared(*, now: datetime = NOON) -> int:
    """Look closer at everything that is due, as the worker does; returns how many there were."""
    done = 0
    while (comparison := comparing.claim(now=now)) is not None:
        comparing.look(comparison, now=now)
        done += 1
    return done


@cache
def screenshot(seed: int = 5) -> bytes:
    """A PNG of a chat with a picture of nobody in it."""
    return encoded(pages.chat_page(drawn_picture(seed), seed))


def waiting(
    case: Case,
    *,
    actor: Person,
    keeping: Keeping = Keeping.FINGERPRINTS,
    clear: bytes = b"",
    now: datetime = NOON,
) -> WaitingPicture:
    """A screenshot given as a reference; it waits for the part to be chosen."""
    held = cuts.give_or_hold(
        case, io.BytesIO(clear or screenshot()), name="page.png", label="mine", keeping=keeping,
        actor=actor, now=now,
    )  # fmt: skip
    assert isinstance(held, WaitingPicture)
    return held


def reference(
    case: Case,
    *,
    actor: Person,
    seed: int = 1,
    keeping: Keeping = Keeping.FINGERPRINTS,
    now: datetime = NOON,
) -> Reference:
    """A reference of the case."""
    given = references.give(
        case, io.BytesIO(picture(seed)), name="own.png", label="mine", keeping=keeping,
        actor=actor, now=now,
    )  # fmt: skip
    return given.reference


def work(whole: Import, *, now: datetime = NOON) -> Import:
    """The list after the worker has been at it."""
    claimed = imports.claim(now=now, only=whole.pk)
    while claimed is not None:
        claimed = imports.work(claimed, now=now)
    whole.refresh_from_db()
    return whole


def listed(case: Case, text: str, *, actor: Person, now: datetime = NOON) -> Import:
    """A list that was looked over."""
    whole = imports.begin(
        case, given=text.encode(), is_workbook=False, zone="Europe/Berlin", actor=actor, now=now
    )
    return work(whole, now=now)


def added(case: Case, text: str, *, actor: Person, now: datetime = NOON) -> Import:
    """A list whose new places were added."""
    whole = listed(case, text, actor=actor, now=now)
    imports.ask_to_add(whole, actor=actor, now=now)
    return work(whole, now=now)
