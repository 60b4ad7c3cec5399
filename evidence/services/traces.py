"""What custody remembers of a row: a keyed digest over the columns that never change.

A name or a moment could be guessed from a plain digest; without the file of the signing key
nobody can test a guess. What may change (the place an exhibit is put with, what a machine read
in it) is not part of it.
"""

from collections.abc import Callable

from evidence.models import Derivative, Exhibit, Reference, SealedFile
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


def payload_of(file: SealedFile) -> dict[str, str | int]:
    """What every row about a new sealed file carries."""
    return {"sha256": file.sha256, "file": str(file.pk), "file_row": of_file(file)}
