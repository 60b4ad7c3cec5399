"""What a reader of a release gets: the file, and pictures with their name over them."""

from datetime import datetime

from cases import personal_links
from cases.errors import DomainError
from cases.models import Age
from dossiers.models import Dossier, ImagePolicy, Part, Release
from dossiers.rendering.watermarks import blurred, marked
from dossiers.rendering.words import exact
from dossiers.services import handing, opening, reaching
from dossiers.services.handing import Handed
from dossiers.services.locking import locked_for
from dossiers.services.rows import DERIVATIVES, choice_of, label_of, policy_of
from evidence.models import Derivative, Exhibit
from evidence.services import vault


class NothingToSave(DomainError):
    """The release lets the reader save nothing."""


def mark_of(token: str) -> str:
    """How a link stands in a session: not the link itself."""
    return personal_links.link_digest(token)[:32]


def file_of(held: Release, *, volume: int = 1, now: datetime) -> Handed:
    """The released file, or a volume of it; custody and timeline are written before the first
    byte leaves.

    Raises NothingToSave, DossierDamaged, DossierNotReady and VolumeMissing.
    """
    if held.part == Part.NOTHING:
        raise NothingToSave("Nothing is to be saved here.")
    part = handing.Part.BUNDLE if held.part == Part.BUNDLE else handing.Part.PDF
    handed = handing.opened_part(held.dossier, part=part, volume=volume)
    opening.note(held, "release.downloaded", now=now)
    if not held.recipient:
        return handed
    chunks = locked_for(iter(handed.chunks), recipient=held.recipient)
    return Handed(f"{handed.name}.age", "application/octet-stream", 0, chunks)


def labels_of(held: Release) -> list[str]:
    """The exhibits whose pictures may be looked at, by label."""
    return [row.label for row in shown_in(held.dossier)] if held.looks else []


def picture_of(held: Release, *, label: str, clear: bool, now: datetime) -> bytes | None:
    """A JPEG with the reader's name and the moment over it; None where nothing is to be shown.

    A clear look is written down like any other look at a picture.
    """
    rows = shown_in(held.dossier) if held.looks else []
    exhibit = next((row for row in rows if row.label == label), None)
    if exhibit is None:
        return None
    picture = _shown(held.dossier, exhibit)
    if picture is None:
        return None
    if clear:
        opening.note(held, "release.looked", now=now)
    return marked(picture, words=f"{held.reader} · {exact(now)}", clear=clear)


def _shown(dossier: Dossier, exhibit: Exhibit) -> bytes | None:
    """The very picture the document shows: of a covered one, that which lies in the bundle."""
    policy = policy_of(dossier.case, choice_of(dossier), exhibit.number)
    picture = _clear(dossier, exhibit, kind=DERIVATIVES.get(policy))
    return blurred(picture) if picture and policy == ImagePolicy.BLURRED else picture


def _clear(dossier: Dossier, exhibit: Exhibit, *, kind: Derivative.Kind | None) -> bytes | None:
    if dossier.redacted and exhibit.redactions.standing_at(dossier.asked_at).exists():
        return reaching.covered_picture(dossier, exhibit)
    copies = Derivative.objects.filter(exhibit=exhibit, kind=kind).select_related("file__case")
    derivative = copies.first()
    return vault.read_all(derivative.file) if derivative else None


def shown_in(dossier: Dossier) -> list[Exhibit]:
    """Exhibits of the document that have a picture in it."""
    if dossier.case.age != Age.ADULT:
        return []
    choice, shown = choice_of(dossier), []
    rows = Exhibit.objects.filter(case=dossier.case, kept_at__lte=dossier.asked_at)
    rows = rows.exclude(number__in=dossier.left_out).order_by("number")
    for row in rows.prefetch_related("derivatives"):
        kind = DERIVATIVES.get(policy_of(dossier.case, choice, row.number))
        if kind in {copy.kind for copy in row.derivatives.all()}:
            row.called = label_of(row.number, labels=choice.labels)
            shown.append(row)
    return shown
