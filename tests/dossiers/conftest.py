"""Wren's case with exhibits, letters and answers; files are written by hand, nothing is read."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PIL import Image
from pypdf import PdfReader

from accounts.models import Person
from cases.models import Case
from dossiers.models import Dossier, ImagePolicy, Purpose
from dossiers.services import asking, handing, making
from dossiers.services.rows import Choice
from evidence.models import Derivative, Exhibit, Observation, Reading, Sighting
from evidence.services import exhibits, vault
from tests.takedowns.conftest import (
    approve,
    approved,
    draft,
    mandate,
    places,
    sent,
    to_x,
    told,
)

__all__ = ["approve", "approved", "draft", "mandate", "places", "sent", "to_x", "told"]

Keep = Callable[..., Exhibit]
Make = Callable[..., Dossier]


def square(shade: int, *, side: int = 40) -> bytes:
    """An abstract picture; another shade is another file."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), (shade % 256, 90, 140)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def keep(now: datetime) -> Keep:
    """Keeps a picture as the next exhibit, with its two smaller copies."""

    def kept(case: Case, sighting: Sighting | None = None, *, shade: int) -> Exhibit:
        assert case.client is not None
        exhibit = exhibits.keep(
            case, io.BytesIO(square(shade)), name="wren at home.PNG", sighting=sighting,
            actor=case.client, now=now,
        ).exhibit  # fmt: skip
        for kind in Derivative.Kind:
            data = square(shade + 100 + (kind == Derivative.Kind.OUTLINE))
            file = vault.keep(case, io.BytesIO(data), most_bytes=len(data), now=now)
            Derivative.objects.create(exhibit=exhibit, kind=kind, mime="image/png", file=file)
        Exhibit.objects.filter(pk=exhibit.pk).update(reading=Reading.DONE, width=1170, height=2532)
        return exhibit

    return kept


@pytest.fixture
def full(told: Case, places: list[Sighting], sent: object, keep: Keep, now: datetime) -> Case:
    """Six exhibits of four places, one letter on its way, looks at two places."""
    for shade in range(6):
        keep(told, places[shade] if shade < 3 else None, shade=shade)
    for hours, presence in ((5, "LIVE"), (30, "GONE")):
        Observation.objects.create(
            sighting=places[0], presence=presence, observed_at=now + timedelta(hours=hours),
            observer=told.client,
        )  # fmt: skip
    return told


@pytest.fixture
def make(now: datetime) -> Make:
    """Asks for a dossier and makes it, as the worker does."""

    def made(case: Case, actor: Person, **chosen: object) -> Dossier:
        choice = Choice(**{"purpose": Purpose.LAWYER, **chosen})  # type: ignore[arg-type]  # a test's shorthand
        asked = asking.ask_for_dossier(case, choice=choice, actor=actor, now=now)
        claimed = making.claim(now=now, only=asked.pk)
        assert claimed is not None
        making.make(claimed, now=now)
        return Dossier.objects.select_related("case", "file__case").get(pk=asked.pk)

    return made


def pdf_of(dossier: Dossier) -> bytes:
    """The document of a finished bundle."""
    return next(data for name, data in handing.files_of(dossier).items() if name.endswith(".pdf"))


def read(dossier: Dossier) -> PdfReader:
    """The document, opened."""
    return PdfReader(io.BytesIO(pdf_of(dossier)))


def text_of(dossier: Dossier) -> str:
    """All words of the document with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in read(dossier).pages).split())


def pictures_in(dossier: Dossier) -> int:
    """How many different pictures the document carries."""
    found = set()
    for page in read(dossier).pages:
        found |= {bytes(image.data) for image in page.images}
    return len(found)


OUTLINE, FULL = ImagePolicy.OUTLINE, ImagePolicy.FULL
