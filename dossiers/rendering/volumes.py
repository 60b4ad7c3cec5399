"""One document, or volumes: the account first, then the exhibits, so many to a volume."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from dossiers.rendering.bundle import Names
from dossiers.rendering.content import Content, Cover, ExhibitPage, Listed, Volume

MOST_BYTES: Final = 27_000_000
"""Of pictures and pages in one volume; with fonts and tags it stays under 30 MB."""
BYTES_A_PAGE: Final = 15_000
"""What an exhibit takes besides its picture."""
ACCOUNT: Final = "The account, without the pages of exhibits"


def volumes_of(
    content: Content,
    *,
    weights: Mapping[int, int],
    most: int,
    names: Names,
    most_bytes: int = MOST_BYTES,
) -> tuple[Content, ...]:
    """The document as it is where it fits, else its account followed by volumes of exhibits.

    `weights` are the bytes of each exhibit's picture by its number, `most` how many exhibits a
    volume may hold. A volume always holds one, however large.
    """
    groups = list(_groups(content.exhibits, weights, most=most, most_bytes=most_bytes))
    if len(groups) < 2:  # two volumes of exhibits, or none
        return (content,)
    total = len(groups) + 1
    told = [_told(1, total, ACCOUNT, names=names)]
    told += [
        _told(number, total, _range(group), names=names) for number, group in enumerate(groups, 2)
    ]
    account = _account(content, groups, volumes=tuple(told))
    shared = _shared(content)
    return (
        account,
        *(
            replace(
                shared,
                exhibits=group,
                cover=_cover(content.cover, volume, count=len(group)),
                volume=volume,
                left_out=_between(content, groups, at),
            )
            for at, (group, volume) in enumerate(zip(groups, told[1:], strict=True))
        ),
    )


def number_of(page: ExhibitPage) -> int:
    """The number of an exhibit, from its anchor."""
    return int(page.anchor.removeprefix("ex-"))


def _groups(
    pages: Sequence[ExhibitPage], weights: Mapping[int, int], *, most: int, most_bytes: int
) -> Iterator[tuple[ExhibitPage, ...]]:
    group: list[ExhibitPage] = []
    held = 0
    for page in pages:
        weight = weights.get(number_of(page), 0) + BYTES_A_PAGE
        if group and (len(group) >= most or held + weight > most_bytes):
            yield tuple(group)
            group, held = [], 0
        group.append(page)
        held += weight
    if group:
        yield tuple(group)


def _told(number: int, total: int, holds: str, *, names: Names) -> Volume:
    return Volume(str(number), str(total), holds, names.volume(number, of=total))


def _range(group: Sequence[ExhibitPage]) -> str:
    first, last = group[0].label, group[-1].label
    return f"Exhibit {first}" if first == last else f"Exhibits {first} to {last}"


def _account(
    content: Content, groups: list[tuple[ExhibitPage, ...]], *, volumes: tuple[Volume, ...]
) -> Content:
    """Everything but the exhibits' pages; what points to one names its volume."""
    volume_of = {
        page.anchor: volume.number
        for group, volume in zip(groups, volumes[1:], strict=True)
        for page in group
    }
    listed = tuple(
        Listed(page.label, page.title, page.day, volume_of[page.anchor], page.kept_as)
        for group in groups
        for page in group
    )
    bare: Content = pointing(replace(content, exhibits=()), volume_of=volume_of)
    return replace(
        bare,
        cover=replace(content.cover, pdf_name=volumes[0].file),
        volume=volumes[0],
        volumes=volumes,
        elsewhere=listed,
    )


def pointing(value: Any, *, volume_of: Mapping[str, str]) -> Any:
    """The same frozen value, with what points to another volume naming it, and no link there."""
    if isinstance(value, tuple):
        return tuple(pointing(each, volume_of=volume_of) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    inner = {f.name: pointing(getattr(value, f.name), volume_of=volume_of) for f in fields(value)}
    volume = volume_of.get(inner.get("anchor", ""))
    if volume and "label" in inner:
        inner |= {"anchor": "", "label": f"{inner['label']}, vol. {volume}"}
    return replace(value, **inner)


def _shared(content: Content) -> Content:
    """What every volume of exhibits has of the whole: its language, and that it is redacted."""
    return Content(
        lang=content.lang, cover=content.cover, figures=(), summary=(), letter_rows=(), steps=(),
        spread=None, platforms=(), exhibits=(), places=(), letters=(), left_out=(), missing=(),
        negative=(), digests=(), mark=content.mark, redacted=content.redacted,
    )  # fmt: skip


def _cover(cover: Cover, volume: Volume, *, count: int) -> Cover:
    noun = "exhibit" if count == 1 else "exhibits"
    return replace(
        cover,
        title=f"{volume.holds}, case {cover.ref}",
        lead=f"{count:,} {noun} of the {_lowered(cover.title)}. The account is volume 1.",
        pdf_name=volume.file,
    )


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _between(content: Content, groups: list[tuple[ExhibitPage, ...]], at: int) -> tuple[str, ...]:
    """Labels left out by choice that stand between the exhibits of a volume, or before its first.

    The last volume names those behind its last exhibit too.
    """
    before = number_of(groups[at - 1][-1]) if at else 0
    last = number_of(groups[at][-1]) if at < len(groups) - 1 else 10**9
    return tuple(label for label in content.left_out if before < _numbered(label) <= last)


def _numbered(label: str) -> int:
    """The number at the end of a label: 4 of `EX-0004`, and of `AB4`."""
    return int(re.findall(r"\d+$", label)[0])
