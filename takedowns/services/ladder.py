"""The ladder of a claim: the rungs climbed, where it stands, what is drafted, what is possible."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from takedowns.drafting import CARRIERS, Rung, RungTarget
from takedowns.models import Notice, NoticeItem, NoticeRung, NoticeState, RungSkip
from takedowns.services import chain, climbing


class Standing(StrEnum):
    """How a rung stands."""

    TAKEN = "taken"
    HERE = "here"
    DRAFTED = "drafted"
    OPEN = "open"
    UNKNOWN = "unknown"
    PASSED = "passed"
    NOT = "not"
    ALONE = "alone"


WORDS = {
    Standing.TAKEN: ("Done", "gone"),
    Standing.HERE: ("Now", "waiting"),
    Standing.DRAFTED: ("Drafted", "open"),
    Standing.OPEN: ("Possible", "unknown"),
    Standing.UNKNOWN: ("Nobody known", "unknown"),
    Standing.PASSED: ("Passed over", "closed"),
    Standing.NOT: ("Not now", "closed"),
    Standing.ALONE: ("Without a letter", "closed"),
}
FIRST = "The first letter"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody a rung's letter could go to. `key` names them in a form; '' where none can go."""

    key: str
    name: str
    role: str
    citation: str
    address: str
    unchecked: bool
    why_not: str

    @property
    def link(self) -> str:
        """A web address to open; '' for a mailbox."""
        return self.address if "://" in self.address else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One rung. `letters` are those written on it, `who` those it could go to.

    `look_up` is the place whose site somebody has to look up first.
    """

    rung: str
    label: str
    standing: Standing
    note: str = ""
    letters: tuple[Notice, ...] = ()
    who: tuple[Addressee, ...] = ()
    look_up: UUID | None = None

    @property
    def word(self) -> str:
        """How it stands, in a word."""
        return WORDS[self.standing][0]

    @property
    def tone(self) -> str:
        """The shape beside the word."""
        return WORDS[self.standing][1]

    @property
    def choices(self) -> tuple[Addressee, ...]:
        """Addressees somebody can choose now."""
        return tuple(each for each in self.who if each.key)

    @property
    def may_be_passed(self) -> bool:
        """It was neither climbed nor passed over, and there is something to pass over."""
        return self.rung != "" and self.standing in {
            Standing.OPEN, Standing.UNKNOWN, Standing.DRAFTED,
        }  # fmt: skip


def rows(notice: Notice) -> list[Row]:
    """Every rung of the claim this letter belongs to, the first letter first."""
    first = chain.first_of(notice)
    written = [each for each in chain.whole(first) if each.state != NoticeState.WITHDRAWN]
    passed = {each.rung: each for each in first.skips.select_related("skipped_by")}
    by_rung: dict[Rung, list[RungTarget]] = {}
    for target in climbing.targets(first):
        by_rung.setdefault(target.rung, []).append(target)
    newest = _newest(written)
    found = [_first(first, newest=newest)]
    for rung in Rung:
        letters = [each for each in written if each.rung == rung]
        if letters or rung in by_rung:
            found.append(
                _row(rung, letters, by_rung.get(rung, []), notice=newest or first, newest=newest,
                     skip=passed.get(rung.value))
            )  # fmt: skip
    return found


def _newest(written: Iterable[Notice]) -> Notice | None:
    """The letter that waits, or the last one that was answered."""
    sent = [each for each in written if each.sent_at is not None]
    waits = [each for each in sent if each.state == NoticeState.SENT]
    return next(iter([*waits[::-1], *sent[::-1]]), None)


def _first(first: Notice, *, newest: Notice | None) -> Row:
    return Row(
        rung="",
        label=FIRST,
        standing=_standing([first], newest=newest) or Standing.PASSED,
        note=f"to {first.recipient}",
        letters=(first,),
    )


def _row(
    rung: Rung,
    letters: list[Notice],
    targets: list[RungTarget],
    *,
    notice: Notice,
    newest: Notice | None,
    skip: RungSkip | None,
) -> Row:
    written = {each.recipient for each in letters if each.sent_at is None}
    who = tuple(
        _addressee(each, notice=notice)
        for each in targets
        if climbing.name_of(each, notice) not in written
    )
    standing = _standing(letters, newest=newest)
    note, look_up = "", None
    if standing is None and skip is not None:
        standing, note = Standing.PASSED, skip.reason
    if standing is None and rung in CARRIERS and not any(each.key for each in who):
        standing, note = Standing.UNKNOWN, "Find out who carries this site."
        look_up = _place_to_look_up(notice)
    if standing is None:
        standing = Standing.OPEN if any(each.key for each in who) else Standing.NOT
        note = who[0].why_not if standing is Standing.NOT else ""
        standing = Standing.ALONE if note == climbing.NO_LETTER else standing
    return Row(
        rung=rung.value, label=NoticeRung(rung).label, standing=standing, note=note,
        letters=tuple(letters), who=who, look_up=look_up,
    )  # fmt: skip


def _standing(letters: list[Notice], *, newest: Notice | None) -> Standing | None:
    if not letters or all(each.state == NoticeState.WITHDRAWN for each in letters):
        return None
    if any(each.state == NoticeState.SENT or each == newest for each in letters):
        return Standing.HERE
    if any(each.state in {NoticeState.DRAFT, NoticeState.APPROVED} for each in letters):
        return Standing.DRAFTED
    return Standing.TAKEN


def _addressee(target: RungTarget, *, notice: Notice) -> Addressee:
    reason = climbing.why_not(target, notice=notice)
    return Addressee(
        key="" if reason else climbing.key_of(target),
        name=target.step or target.name or _unnamed(target),
        role=target.role,
        citation=target.citation,
        address=target.address,
        unchecked=target.unchecked,
        why_not=reason,
    )


def _unnamed(target: RungTarget) -> str:
    return climbing.POLICE if target.rung is Rung.POLICE else ""


def _place_to_look_up(notice: Notice) -> UUID | None:
    items = NoticeItem.objects.filter(notice=notice).exclude(sighting__host="")
    return items.order_by("position").values_list("sighting_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One rung as the picture draws it; `y` is its height in it, counted from the top."""

    y: int
    number: int
    label: str
    word: str
    standing: Standing


STEP = 40
"""Units of height a rung takes in the picture."""


def drawn(found: list[Row]) -> dict[str, object]:
    """The picture: first letter at the foot, the last resort at the top."""
    height = STEP * len(found) + 12
    rungs = [
        Drawn(height - STEP * number + 8, number, row.label, row.word, row.standing)
        for number, row in enumerate(found, start=1)
    ]
    climbed = sum(row.standing in {Standing.TAKEN, Standing.HERE} for row in found)
    return {
        "rungs": rungs,
        "height": height,
        "desc": f"{climbed} of {len(found)} steps are climbed.",
    }
