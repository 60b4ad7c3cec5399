"""How strong each exhibit and each place stands, as lines of its record."""

from dossiers.rendering.content import Field
from dossiers.rendering.words import exact
from dossiers.services.rows import Rows
from evidence.models import Capture, CaptureWay, CoSignature, Exhibit, Knowledge, Purpose, Sighting
from evidence.registry.rungs import rungs
from evidence.services.captures import Reached, rungs_of
from evidence.services.cosigning import between, said, strength


def reached(exhibit: Exhibit, *, rows: Rows) -> Reached:
    """The rungs of the ladder an exhibit stands on."""
    place = exhibit.sighting_id
    noted = rows.captures.get(place, []) if place else []
    return rungs_of(
        exhibit,
        captures=rows.captures.get(exhibit.pk, []),
        signatures=rows.signatures.get(place, []) if place else [],
        is_archived=any(row.way == CaptureWay.ARCHIVED for row in noted),
    )


def helper_of(exhibit: Exhibit, *, rows: Rows) -> bool:
    """Whether the file came from somebody trusted, through a personal link."""
    return any(row.contribution_id for row in rows.captures.get(exhibit.pk, []))


def is_fetched(exhibit: Exhibit, *, rows: Rows) -> bool:
    """Whether the server brought the file itself."""
    return any(row.way == CaptureWay.SERVER for row in rows.captures.get(exhibit.pk, []))


def exhibit_fields(exhibit: Exhibit, *, rows: Rows) -> tuple[Field, ...]:
    """The rung it reached with both its sentences, what else it stands on, how it was made."""
    if exhibit.purpose != Purpose.SIGHTING:
        return ()
    ladder = reached(exhibit, rows=rows)
    top = ladder.highest
    fields = [Field("Rung reached", f"{top.name}. {top.proves} {top.limit}")]
    fields += [
        Field("It stands on this too", f"{rung.name}. {rung.proves} {rung.limit}")
        for rung in ladder.others
    ]
    for row in rows.captures.get(exhibit.pk, []):
        fields += _made(row)
    return tuple(fields)


def _made(row: Capture) -> list[Field]:
    program = " ".join(word for word in (row.tool, row.tool_version) if word)
    made = [row.get_method_display()] if row.method else []
    made += [f"with {program}"] if program else []
    made += [f"on {exact(row.captured_at)}"] if row.captured_at else []
    fields = [
        Field("How it was made", ", ".join(made)) if made else None,
        Field("Device", row.device) if row.device else None,
        Field("How it came", row.get_manner_display()) if row.manner else None,
        Field("Whose knowledge", _knowledge(row)) if row.knowledge else None,
        Field("Anything cut off", row.get_cropped_display()) if row.cropped else None,
        Field("Not in the file", row.not_shown, "lines") if row.not_shown else None,
    ]
    return [field for field in fields if field is not None]


def _knowledge(row: Capture) -> str:
    words: str = row.get_knowledge_display()
    return f"{words}: {row.told_by}" if row.told_by else words


def place_fields(place: Sighting, *, rows: Rows) -> list[Field]:
    """Who told it, who signed what they saw there, and where archives hold copies."""
    noted = rows.captures.get(place.pk, [])
    told = [_knowledge(row) for row in noted if row.knowledge == Knowledge.TOLD]
    signed = [_signed(row, rows=rows) for row in rows.signatures.get(place.pk, [])]
    copies = [_copy(row) for row in noted if row.way == CaptureWay.ARCHIVED]
    fields = [Field("Whose knowledge", "\n".join(told), "lines")] if told else []
    if signed:
        signed.append(rungs()[CaptureWay.OBSERVED].limit)
        fields.append(Field("Seen by a second observer", "\n".join(signed), "lines"))
    if copies:
        copies.append(rungs()[CaptureWay.ARCHIVED].limit)
        fields.append(Field("Archived by a third party", "\n".join(copies), "lines"))
    return fields


def _signed(row: CoSignature, *, rows: Rows) -> str:
    return (
        f"{rows.who(row.signer_id)} opened the address on {exact(row.opened_at)} and saw:"
        f" {', '.join(said(row))}. First seen on {exact(row.first_at)}: {between(row)} between."
        f" {strength(row)} Signed on {exact(row.signed_at)}."
    )


def _copy(row: Capture) -> str:
    when = f"copy of {exact(row.captured_at)}" if row.captured_at else "day of the copy not known"
    return f"{row.archive_url} ({when}, noted on {exact(row.logged_at)})"
