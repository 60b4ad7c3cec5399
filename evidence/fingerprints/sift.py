"""SIFT as OpenCV has it, with one projection and block by block comparison."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageOps

from evidence.fingerprints.aligning import aligned, view_of
from evidence.fingerprints.base import drawn_ripples
from evidence.fingerprints.details import Aligner, Alignment, PairExample
from evidence.fingerprints.matching import Tier


class Sift(Aligner):
    """Finds what is cut, turned, mirrored or lies on a page; not what is only alike."""

    name = "sift"
    version = "2"

    def align(self, sighted: Image.Image, reference: Image.Image) -> Alignment | None:
        return aligned(view_of(sighted), view_of(reference))

    def examples(self) -> Sequence[PairExample]:
        own, other = (drawn_ripples(seed, width=400, height=300) for seed in (1, 7))
        page = Image.new("RGB", (800, 600), (238, 240, 242))
        page.paste(own.resize((300, 225)), (210, 90))
        changed = ImageOps.invert(own)
        changed.paste(own.crop((0, 0, 130, 120)), (0, 0))
        return (
            PairExample("part", own.crop((100, 60, 330, 260)), own, Tier.CERTAIN),
            PairExample("mirror", ImageOps.mirror(own), own, Tier.CERTAIN),
            PairExample("page", page, own, Tier.CERTAIN),
            PairExample("mostly something else", changed, own, Tier.SAME_SCENE),
            PairExample("another picture", other, own, None),
        )
