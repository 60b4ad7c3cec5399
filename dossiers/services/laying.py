"""Laying the volumes of a frozen dossier out: each is sealed and kept as soon as it is there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from dossiers.models import Dossier, DossierVolume
from dossiers.rendering.content import Content
from dossiers.rendering.numbering import Bates
from dossiers.rendering.paper import Printed, markup_of, printed
from dossiers.rendering.pressing import Job, in_order
from dossiers.rendering.volumes import volumes_of
from dossiers.services.freezing import Frozen, pictures
from evidence.models import SealedFile


def volumes(dossier: Dossier, frozen: Frozen) -> tuple[Content, ...]:
    """What each volume says, in their order; one where all fits."""
    return volumes_of(
        frozen.said.content,
        weights=frozen.weights(),
        most=dossier.volume_size,
        names=frozen.names,
    )


def laid_out(
    dossier: Dossier,
    contents: Sequence[Content],
    frozen: Frozen,
    *,
    made: Sequence[DossierVolume],
    still: Callable[[], None],
) -> Iterator[Printed]:
    """Those volumes that are not `made` yet, in their order. Raises pressing.NotPressed.

    `still` is called now and then, and stops everything by what it raises. A document that stands
    alone is laid out in this process, volumes in processes of their own.
    """
    files = _files(frozen)
    if len(contents) == 1:
        if not made:
            shown = dict(pictures(frozen, contents[0], files=files))
            yield printed(
                contents[0], pictures=shown, prefix=dossier.bates_prefix,
                start=lambda _: dossier.bates_start,
            )  # fmt: skip
        return
    jobs = (
        Job(markup_of(content), dict(pictures(frozen, content, files=files)))
        for content in contents[len(made) :]
    )
    first = made[-1].first + made[-1].pages if made else dossier.bates_start
    yield from in_order(jobs, prefix=dossier.bates_prefix, first=first, still=still)


def row_of(dossier: Dossier, paper: Printed, *, number: int, file: SealedFile) -> DossierVolume:
    """The row of a volume, not saved yet; `paper` is the document before its seal."""
    return DossierVolume(
        dossier=dossier,
        number=number,
        pages=paper.pages,
        first=paper.bates.first,
        parts=dict(paper.parts),
        printed_sha256=sha256(paper.data).hexdigest(),
        file=file,
    )


def paper_of(volume: DossierVolume) -> Printed:
    """What is known of a volume's pages, without its bytes."""
    bates = Bates(volume.dossier.bates_prefix, volume.first)
    return Printed(b"", volume.pages, volume.parts, bates)


def made_volumes(dossier: Dossier) -> list[DossierVolume]:
    """Those that are kept, in their order, with their files."""
    return list(dossier.volumes.select_related("file__case", "dossier").order_by("number"))


def _files(frozen: Frozen) -> Mapping[UUID, SealedFile]:
    keys = [each.drawing.file for each in frozen.said.exhibits if each.drawing]
    return SealedFile.objects.select_related("case").in_bulk(keys)
