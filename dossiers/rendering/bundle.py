"""What is handed over: the PDF, its digest, the list of digests, and how to check them."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.template.loader import render_to_string

MANIFEST: Final = "manifest-sha256.txt"
README: Final = "README.txt"


@dataclass(frozen=True, slots=True)
class Names:
    """Neutral names of the bundle and its PDF."""

    stem: str

    @property
    def zip(self) -> str:
        """The whole bundle."""
        return f"{self.stem}.zip"

    @property
    def pdf(self) -> str:
        """The document."""
        return f"{self.stem}.pdf"

    @property
    def pdf_digest(self) -> str:
        """One line, as `sha256sum -c` reads it."""
        return f"{self.stem}.pdf.sha256"


def names_of(*, ref: str, version: int) -> Names:
    """`notes-K7-QRM4-v2`: says nothing of what it is."""
    return Names(stem=f"notes-{ref}-v{version}")


def digest_line(sha256: str, name: str) -> str:
    """One line as `sha256sum` writes and reads it."""
    return f"{sha256}  {name}\n"


def manifest_of(files: Iterable[tuple[str, str]]) -> str:
    """(digest, name) of each exhibit, one a line."""
    return "".join(digest_line(sha256, name) for sha256, name in files)


def packed(
    pdf: bytes, *, names: Names, manifest: str, proofs: Mapping[str, bytes], made_at: datetime
) -> bytes:
    """The ZIP. Its entries carry the moment it was made and nothing of this machine."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    told = {
        "names": names,
        "manifest": MANIFEST,
        "sha256": sha256,
        "empty": not manifest,
        "proofs": proofs,
    }
    files = {
        names.pdf: pdf,
        names.pdf_digest: digest_line(sha256, names.pdf).encode(),
        MANIFEST: manifest.encode(),
        **proofs,
        README: render_to_string("dossier/README.txt", told).encode(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(_entry(name, made_at=made_at), data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of a bundle by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def _entry(name: str, *, made_at: datetime) -> zipfile.ZipInfo:
    at = made_at.astimezone(UTC)
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type, entry.external_attr, entry.create_system = (
        zipfile.ZIP_DEFLATED,
        0o644 << 16,
        3,
    )
    return entry
