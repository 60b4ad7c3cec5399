"""What custody remembers of a row: a keyed digest over the columns that never change.

A name or a moment could be guessed from a plain digest; without the file of the signing key
nobody can test a guess. What may change (the place an exhibit is put with, what a machine read
in it) is not part of it. What a person changes of a place is told anew.
"""

import json
from collections.abc import Callable
from datetime import datetime

from evidence.models import (
    Capture,
    Derivative,
    Exhibit,
    LookedBy,
    Observation,
    Redaction,
    Reference,
    SealedFile,
    Sighting,
)
from evidence.proofs.chain import moment
from evidence.services import signing

Keyed = Callable[..., str]


def of_file(file: SealedFile, *, keyed: Keyed = signing.keyed_digest) -> str:
    """The file as it was sealed."""
    return keyed(
        "file", str(file.case_id), str(file.pk), file.bytes, file.sha256,
        moment(file.sealed_at),
    )  # fmt: skip


def of_exhibit(exhibit: Exhibit, *, keyed: Keyed = signing.keyed_digest) -> str:
    """The exhibit as it was given."""
    return keyed(
        "exhibit", str(exhibit.case_id), str(exhibit.pk), exhibit.number, str(exhibit.file_id),
        exhibit.original_name, exhibit.purpose, moment(exhibit.kept_at), str(exhibit.kept_by_id),
    )  # fmt: skip


def of_reference(reference: Reference, *, keyed: Keyed = signing.keyed_digest) -> str:
    """The reference as it was given."""
    return keyed(
        "reference", str(reference.case_id), str(reference.pk), reference.number,
        str(reference.file_id), reference.sha256, reference.region,
        str(reference.worked_out), str(reference.cut_id), moment(reference.given_at),
        str(reference.given_by_id),
    )  # fmt: skip


def of_derivative(copy: Derivative, *, keyed: Keyed = signing.keyed_digest) -> str:
    """The smaller copy as it was made."""
    return keyed(
        "derivative", str(copy.pk), str(copy.exhibit_id), copy.kind, copy.mime, str(copy.file_id)
    )


def of_redaction(row: Redaction, *, keyed: Keyed = signing.keyed_digest) -> str:
    """The box as it was drawn; that it was taken back is a row of its own."""
    return keyed(
        "redaction", str(row.pk), str(row.exhibit_id), row.number, row.left, row.top, row.width,
        row.height, row.reason, moment(row.drawn_at), str(row.drawn_by_id),
    )  # fmt: skip


def of_place(place: Sighting, *, keyed: Keyed = signing.keyed_digest) -> str:
    """The place as it is noted now; the list it came in with is told apart, as lists go."""
    return keyed(
        "place", str(place.case_id), str(place.pk), place.number, place.kind, place.as_seen,
        place.url, place.key, place.host, place.platform, place.platform_name, place.page_kind,
        json.dumps(place.identifiers, sort_keys=True), place.locator, _moment(place.seen_at),
        place.seen_zone, moment(place.logged_at), str(place.logged_by_id), place.uploader,
        place.posted_text, place.views, place.followers, place.hashtags,
        _key(place.reached_from_id), place.reached_account, place.note,
    )  # fmt: skip


def of_observation(look: Observation, *, keyed: Keyed = signing.keyed_digest) -> str:
    """What the place showed, as it was written down; for the server, also by which signs.

    A look of a person has no such signs, and is told as it was before servers looked.
    """
    signs: tuple[str, ...] = ()
    if look.way != LookedBy.PERSON or look.reason or look.figures:
        signs = (look.way, look.reason, json.dumps(look.figures, sort_keys=True))
    return keyed(
        "observation", str(look.pk), str(look.sighting_id), look.presence,
        moment(look.observed_at), _key(look.observer_id), look.note, *signs,
    )  # fmt: skip


def of_capture(row: Capture, *, keyed: Keyed = signing.keyed_digest) -> str:
    """How a place or a file was recorded, as it was written down."""
    return keyed(
        "capture", str(row.case_id), str(row.pk), _key(row.sighting_id), _key(row.exhibit_id),
        _key(row.corrects_id), _key(row.contribution_id), row.way, row.manner, row.method,
        row.tool, row.tool_version, row.device, row.cropped, row.not_shown, row.knowledge,
        row.told_by, _moment(row.seen_at), _moment(row.captured_at), row.archive_url,
        moment(row.logged_at), str(row.logged_by_id),
    )  # fmt: skip


def _key(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(at: datetime | None) -> str | None:
    return None if at is None else moment(at)


def payload_of_observation(
    look: Observation, *, keyed: Keyed = signing.keyed_digest
) -> dict[str, str | int]:
    """What a row about a new look at a place carries."""
    return {"observation": str(look.pk), "observation_row": of_observation(look, keyed=keyed)}


def payload_of_capture(
    row: Capture, *, keyed: Keyed = signing.keyed_digest
) -> dict[str, str | int]:
    """What a row about a new capture carries."""
    return {"capture": str(row.pk), "capture_row": of_capture(row, keyed=keyed)}


def payload_of(file: SealedFile) -> dict[str, str | int]:
    """What every row about a new sealed file carries."""
    return {"sha256": file.sha256, "file": str(file.pk), "file_row": of_file(file)}
