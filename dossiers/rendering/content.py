"""What a dossier says, as frozen values: text ready to print, and no row of the database.

Moments, numbers and names are words by now. Every text may hold anything a person typed; it is
cleaned in one place (`signs`) and escaped by the templates.
"""

from dataclasses import dataclass

from dossiers.rendering.declared import Declared
from dossiers.rendering.letter_times import LetterTimes
from dossiers.rendering.parts import Listed as Listed
from dossiers.rendering.parts import People, Quote, Redacted, TimeRow
from dossiers.rendering.parts import Pointer as Pointer
from dossiers.rendering.parts import Volume as Volume
from evidence.rendering.spread import Spread


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a record. `kind` is empty, `address`, `digest` or `lines` (breaks are kept)."""

    name: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the chronology: when it was seen, when it was written down, what it was."""

    seen: str
    logged: str
    what: str
    pointers: tuple[Pointer, ...] = ()


@dataclass(frozen=True, slots=True)
class Handling:
    """One row of an exhibit's custody."""

    at: str
    what: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A derivative to show. `number` is its exhibit's; the bytes travel beside the content.

    `kind` is `outline` or `full`.
    """

    number: int
    kind: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class ExhibitPage:
    """Everything about one exhibit. `kept_as` is its number in the case, where its label is not."""

    label: str
    anchor: str
    title: str
    day: str
    shows: str
    does_not_show: str
    fields: tuple[Field, ...]
    custody: tuple[Handling, ...]
    picture: Picture | None
    picture_note: str
    kept_as: str = ""


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place that no exhibit shows."""

    label: str
    anchor: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What came of one place of a letter."""

    place: str
    address: str
    outcome: str
    when: str
    note: str


@dataclass(frozen=True, slots=True)
class AnswerBox:
    """One answer as it came."""

    received: str
    added: str
    text: str
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class ClockBox:
    """A due moment, and why it is that one."""

    due: str
    why: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One notice with everything that belongs to it."""

    label: str
    anchor: str
    title: str
    state: str
    sent: str
    fields: tuple[Field, ...]
    clocks: tuple[ClockBox, ...]
    subject: str
    body: str
    outcomes: tuple[OutcomeRow, ...]
    answers: tuple[AnswerBox, ...]
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not known, or that did not happen."""

    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class DigestRow:
    """One line of the manifest; the digest is broken in two."""

    label: str
    anchor: str
    file: str
    bytes: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """One line beside the spread picture."""

    name: str
    places: str
    first: str
    last: str
    now: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page. `key` is the digest of the public key the bundle is signed with, `seal`
    that of the certificate the document is sealed with."""

    ref: str
    version: str
    title: str
    lead: str
    prepared: str
    fields: tuple[Field, ...]
    manifest: str
    manifest_name: str
    pdf_name: str
    key: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The checkpoint the dossier stands on.

    `tokens` say which clock outside confirmed it, and for when; `pending` that a calendar has
    promised to.
    """

    number: str
    made: str
    root: str
    tokens: tuple[str, ...]
    pending: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and its noun."""

    count: str
    noun: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter in the summary."""

    label: str
    anchor: str
    recipient: str
    sent: str
    rule: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Content:
    """The whole dossier, or one volume of it.

    Where it is in volumes, the account has their list in `volumes` and their exhibits in
    `elsewhere`; a volume of exhibits has little more than those.
    """

    lang: str
    cover: Cover
    figures: tuple[Figure, ...]
    summary: tuple[str, ...]
    letter_rows: tuple[LetterRow, ...]
    steps: tuple[Step, ...]
    spread: Spread | None
    platforms: tuple[PlatformRow, ...]
    exhibits: tuple[ExhibitPage, ...]
    places: tuple[PlacePage, ...]
    letters: tuple[LetterPage, ...]
    left_out: tuple[str, ...]
    missing: tuple[Missing, ...]
    negative: tuple[Missing, ...]
    digests: tuple[DigestRow, ...]
    mark: Mark | None = None
    declared: Declared | None = None
    people: People | None = None
    times: tuple[LetterTimes, ...] = ()
    time_rows: tuple[TimeRow, ...] = ()
    quotes: tuple[Quote, ...] = ()
    redacted: Redacted | None = None
    volume: Volume | None = None
    volumes: tuple[Volume, ...] = ()
    elsewhere: tuple[Listed, ...] = ()
