"""The table of docs/recognition.md: recall by kind, false matches, and what still fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from bench.recognition.edits import Family
from bench.recognition.sightings import KINDS
from evidence.fingerprints.details import CERTAIN_INLIERS, LEAST_CORRELATION, LEAST_INLIERS
from evidence.fingerprints.matching import LIMITS, Step

Found = Sequence[dict[str, Any]]

_FAMILY: Final = dict(KINDS)
_PAGES: Final = {
    "forum": 95,
    "social": 95,
    "lightbox": 95,
    "search": 95,
    "player": 80,
    "grid": 70,
    "chat": 70,
}
_WITH_COPY: Final = frozenset(
    ("crop 30 %", "crop 50 %", "crop 75 %", "collage of two", "photo of a screen", "mosaic")
) | frozenset(_PAGES)
_GOAL_WITH_COPY: Final = 97
LEAST: Final = 150
"""How many photographs a full measurement takes at least."""


def goal(kind: str) -> int | None:
    """Return the per cent to be recognised by fingerprints alone, where a goal is set."""
    if _FAMILY[kind] in (Family.WHOLE, Family.TURNED, Family.SMALL_CROP):
        return 99
    return _PAGES.get(kind)


def false_matches(found: Found) -> list[str]:
    """Return a line for every wrong photograph called the same, by either way."""
    return [
        f"{each['kind']} of {each['photo']} taken for {false}"
        for group in found
        for each in [*group["outcomes"], *group["looks"]]
        for false in each["false"]
    ]


def missed_goals(found: Found) -> list[str]:
    """Return a line for every goal that was not met."""
    lines = [f"{len(false_matches(found))} false matches"] if false_matches(found) else []
    for kind, _ in KINDS:
        hits, seen, wanted = *_hits(found, kind), goal(kind)
        if wanted is not None and seen and 100 * hits < wanted * seen:
            lines.append(f"{kind}: {hits} of {seen} by fingerprints alone, goal {wanted} %")
        close, looked = _looked(found, kind)
        if kind in _WITH_COPY and looked and 100 * close < _GOAL_WITH_COPY * looked:
            lines.append(f"{kind}: {close} of {looked} by details, goal {_GOAL_WITH_COPY} %")
    return lines


def _hits(found: Found, kind: str) -> tuple[int, int]:
    every = [each for group in found for each in group["outcomes"] if each["kind"] == kind]
    return sum(bool(each["found"]) for each in every), len(every)


def _looked(found: Found, kind: str) -> tuple[int, int]:
    every = [each for group in found for each in group["looks"] if each["kind"] == kind]
    return sum(each["same"] for each in every), len(every)


def table(found: Found) -> Iterator[str]:
    """Yield the rows of the table, a kind of sighting each."""
    yield "| sighting | by fingerprints | goal | nearest wrong | by details | wrong inliers |"
    yield "|---|--:|--:|--:|--:|--:|"
    for kind, family in KINDS:
        hits, seen = _hits(found, kind)
        close, looked = _looked(found, kind)
        if not seen:
            continue
        name = f"{kind} (held out)" if family is Family.HELD_OUT else kind
        wanted = goal(kind)
        yield (
            f"| {name} | {_share(hits, seen)} | {f'{wanted} %' if wanted else ''} "
            f"| {_nearest(found, kind)} | {_share(close, looked)} | {_inliers(found, kind)} |"
        )


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part // whole} %)" if whole else ""


def _nearest(found: Found, kind: str) -> str:
    """Return the least distance to a wrong photograph of the four steps, in their order."""
    every = [each["wrong"] for group in found for each in group["outcomes"] if each["kind"] == kind]
    return " / ".join(str(min(each[str(step)] for each in every)) for step in LIMITS)


def _inliers(found: Found, kind: str) -> str:
    every = [each for group in found for each in group["looks"] if each["kind"] == kind]
    return str(max(each["wrong_inliers"] for each in every)) if every else ""


def document(found: Found, *, enrolled: int, scenes: Found) -> str:
    """Return docs/recognition.md, every figure out of this run."""
    confused = [each for each in scenes if each["same"]]
    failing = [*missed_goals(found), *false_matches(found), *_confusions(confused)]
    steps = ", ".join(_spoken(step) for step in LIMITS)
    parts = [
        "# How well copies are recognised",
        "Written by `python -m bench.recognition --document`; do not edit by hand.",
        "\n".join(_summary(found, enrolled=enrolled, scenes=scenes, confused=len(confused))),
        _METHOD,
        "\n".join(table(found)),
        f"Nearest wrong: the least distance to a photograph that is not shown, by {steps}.",
        "## What still fails",
        "\n".join(f"- {line}." for line in [*failing, *_weakest(found)]),
        _LIMITS,
    ]
    return "\n\n".join(parts) + "\n"


def _summary(found: Found, *, enrolled: int, scenes: Found, confused: int) -> Iterator[str]:
    sightings = sum(len(group["outcomes"]) for group in found)
    looks = sum(len(group["looks"]) for group in found)
    times = sorted(each["seconds"] for group in found for each in group["outcomes"])
    middle, late = times[len(times) // 2], times[len(times) * 19 // 20]
    false = len(false_matches(found))
    if min(enrolled, len(found)) < LEAST:
        yield f"- **Not the whole measurement**, which sights at least {LEAST} photographs."
    yield f"- {sightings:,} sightings of {len(found)} photographs, {enrolled} enrolled."
    yield f"- {sightings * (enrolled - 1):,} wrong pairs, {false} sightings falsely matched."
    limits = ", ".join(f"{_spoken(step)} {most}" for step, most in LIMITS.items())
    yield f"- Limits, in differing points of 256: {limits}."
    closer = sum(bool(group["looks"]) for group in found)
    yield f"- {looks:,} sightings of {closer} photographs also looked at by details, which count"
    yield f"  as the same picture from {LEAST_INLIERS} inliers ({CERTAIN_INLIERS}: certain) where"
    yield f"  seven of ten blocks have a correlation of {LEAST_CORRELATION} or more."
    yield f"- Measuring a sighting took {middle:.2f} s of one processor in the middle, {late:.2f} s"
    yield "  at the 95th percentile."
    yield f"- Another photograph of the same scene: {len(scenes)} pairs, {confused} of them called"
    yield "  the same picture."


def _spoken(step: Step) -> str:
    return str(step).replace("_", " ")


def _confusions(confused: Found) -> Iterator[str]:
    for each in confused:
        yield (
            f"{each['sighted']} is taken for {each['reference']}, another photograph of the same "
            f"scene ({each['inliers']} inliers, correlation {each['correlation']:.3f})"
        )


def _weakest(found: Found) -> Iterator[str]:
    for kind, _ in KINDS:
        hits, seen = _hits(found, kind)
        if seen and goal(kind) is None and 2 * hits < seen:
            yield f"{kind}: {hits} of {seen} by fingerprints alone; a working copy is needed"


_METHOD: Final = """\
The photographs come from packages of Debian and npm (bench/recognition/photographs.tsv) and are
used at no more than 1024 pixels a side. Each is edited in 41 ways and shown on ten kinds of page
in Chromium, saved as JPEG at quality 92; two kinds of page (oldforum, darkfeed) were not looked
at when limits and the search for rectangles were set. Every sighting is compared with all that
is enrolled, so each is also a trial against every wrong photograph. The closer look by details
is taken at every third photograph, or the first of those, as the count above says; against its
own working copy and three wrong ones."""

_LIMITS: Final = """\
## Limits of this measurement

The photographs show landscapes, rooms, things and some people; none is intimate, and skin has
less detail than a landscape. The pages are our own templates. A picture that is not recognised
is not said to be another picture, and every match waits for a person."""
