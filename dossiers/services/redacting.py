"""What a redacted set does not show: pictures made anew with their boxes, and the log of them."""

import logging
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final

from dossiers.models import ImagePolicy
from dossiers.rendering.content import Field
from dossiers.rendering.parts import Redacted, RedactionRow
from dossiers.rendering.words import capital, count, exact, listed
from dossiers.services.rows import Rows, policy_of
from evidence.intake.covering import Copy
from evidence.models import Exhibit, Redaction
from evidence.services.redactions import NotRedacted, covered_copy

COPIES: Final = {
    ImagePolicy.OUTLINE: Copy.OUTLINE,
    ImagePolicy.BLURRED: Copy.PREVIEW,
    ImagePolicy.FULL: Copy.PREVIEW,
}
FOLDER: Final = "redacted"
"""Where the pictures made anew lie in a bundle, beside the document that shows them."""
REDACTION_FIELDS: Final = (
    "label", "box", "left", "top", "width", "height", "picture_width", "picture_height",
    "reason", "reason_in_words", "drawn_by", "drawn_at", "picture", "picture_sha256",
)  # fmt: skip
MOST_NAMED: Final = 6
NOT_MADE: Final = (
    "Parts of this picture are covered, and it could not be made without them. So it is not shown."
)


log = logging.getLogger("redress.dossiers")


def covered_pictures(rows: Rows) -> Iterator[tuple[int, bytes]]:
    """A picture of each exhibit with boxes, made from its file, by the exhibit's number.

    One that cannot be made is left out: nothing else stands in for it.
    """
    for exhibit in rows.exhibits:
        boxes = rows.redactions.get(exhibit.pk)
        copy = COPIES.get(policy_of(rows.case, rows.choice, exhibit.number))
        if not boxes or copy is None:
            continue
        try:
            yield exhibit.number, covered_copy(exhibit, boxes=[b.box for b in boxes], copy=copy)
        except NotRedacted:
            log.error("exhibit %s could not be redacted", exhibit.pk)


def file_of(label: str, picture: bytes) -> str:
    """The name of a picture made anew in the data of a bundle."""
    ending = "png" if picture.startswith(b"\x89PNG") else "jpg"
    return str(PurePosixPath(FOLDER, f"{label}.{ending}"))


def redacted_of(rows: Rows) -> Redacted | None:
    """What the document says of it as a whole; None where it is no redacted set."""
    if not rows.choice.redacted:
        return None
    covered = [exhibit for exhibit in rows.exhibits if rows.redactions.get(exhibit.pk)]
    boxes = sum(len(rows.redactions[exhibit.pk]) for exhibit in covered)
    said = "No part of an exhibit in it is covered."
    if covered:
        verb = "is" if boxes == 1 else "are"
        said = f"{capital(count(boxes, 'part'))} of {_named(covered)} {verb} covered."
    return Redacted(said=said, rows=tuple(_row(each, rows=rows) for each in covered_boxes(rows)))


def covered_boxes(rows: Rows) -> list[tuple[Exhibit, Redaction]]:
    """Every box that counts here, by exhibit and number."""
    return [
        (exhibit, box) for exhibit in rows.exhibits for box in rows.redactions.get(exhibit.pk, ())
    ]


def fields_of(exhibit: Exhibit, *, rows: Rows) -> list[Field]:
    """The line of an exhibit's record that says what is covered, and why."""
    boxes = rows.redactions.get(exhibit.pk, ())
    lines = [f"{_number(box)}: {box.get_reason_display()}" for box in boxes]
    return [Field("Covered parts", "\n".join(lines), "lines")] if lines else []


def caption(boxes: int) -> str:
    """What is said below a picture on which that many boxes are burnt in; empty for none."""
    if not boxes:
        return ""
    black = "one part is black, and nothing lies under it"
    if boxes > 1:
        black = f"{boxes} parts are black, and nothing lies under them"
    return f" It was made anew for this redacted set: {black}."


def originals_field(rows: Rows, *, text: str) -> str:
    """Where the files as they came are, with those that are not there named."""
    kept_out = [each for each in rows.exhibits if rows.redactions.get(each.pk)]
    if not rows.choice.originals or not kept_out:
        return text
    return f"{text}, but not {'that' if len(kept_out) == 1 else 'those'} of {_named(kept_out)}"


def log_rows(rows: Rows, *, pictures: Mapping[int, bytes]) -> list[dict[str, str]]:
    """One row a box; the columns are REDACTION_FIELDS. Boxes stand in pixels of the exhibit."""
    return [
        dict(zip(REDACTION_FIELDS, _told(exhibit, box, rows=rows, pictures=pictures), strict=True))
        for exhibit, box in covered_boxes(rows)
    ]


def _told(
    exhibit: Exhibit, box: Redaction, *, rows: Rows, pictures: Mapping[int, bytes]
) -> tuple[str, ...]:
    picture = pictures.get(exhibit.number, b"")
    return (
        exhibit.label, str(box.number), str(box.left), str(box.top), str(box.width),
        str(box.height), str(exhibit.width or ""), str(exhibit.height or ""),
        box.reason, box.get_reason_display(), rows.who(box.drawn_by_id),
        box.drawn_at.isoformat(timespec="seconds"),
        file_of(exhibit.label, picture) if picture else "",
        sha256(picture).hexdigest() if picture else "",
    )  # fmt: skip


def _named(exhibits: list[Exhibit]) -> str:
    """Each by its label where they are few; else how many they are."""
    if len(exhibits) > MOST_NAMED:
        return f"{len(exhibits):,} exhibits"
    return listed([each.label for each in exhibits])


def _row(one: tuple[Exhibit, Redaction], *, rows: Rows) -> RedactionRow:
    exhibit, box = one
    return RedactionRow(
        label=exhibit.label,
        anchor=f"ex-{exhibit.number}",
        box=f"{_number(box)}: {box.width:,} × {box.height:,}, {box.left:,} from the left, "
        f"{box.top:,} from the top",
        reason=box.get_reason_display(),
        who=rows.who(box.drawn_by_id),
        when=exact(box.drawn_at),
    )


def _number(box: Redaction) -> str:
    return f"Box {box.number}"
