"""Files locked with age (age-encryption.org) on their way out: for a reader's key, or a passphrase.

Opened with `age -d -o FILE FILE.age`. For a key the bytes pass through a pipe and are never whole
in memory; for a passphrase the library takes them whole, so there is a limit.
"""

import os
import threading
from collections.abc import Iterator

import pyrage

from dossiers.errors import DossierTooLarge
from evidence import storage

MOST_BY_PASSPHRASE = 256 * 1024 * 1024
LEAST_PASSPHRASE = 12
PIECE = 64 * 1024


def locked_for(pieces: Iterator[bytes], *, recipient: str) -> Iterator[bytes]:
    """The bytes, locked for whoever has the secret key of this `age1…`.

    Whatever goes wrong while they are read is raised here, and what came before is no whole file.
    """
    key = pyrage.x25519.Recipient.from_str(recipient)
    clear_out, clear_in = os.pipe()
    locked_out, locked_in = os.pipe()
    faults: list[BaseException] = []
    threads = (
        threading.Thread(target=_poured, args=(pieces, clear_in, faults), daemon=True),
        threading.Thread(target=_locked, args=(clear_out, locked_in, key, faults), daemon=True),
    )
    for thread in threads:
        thread.start()
    with os.fdopen(locked_out, "rb") as out:
        while piece := out.read(PIECE):
            yield piece
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def locked_by(pieces: Iterator[bytes], *, size: int, passphrase: str) -> bytes:
    """The bytes, locked with a passphrase. Raises DossierTooLarge past 256 MiB."""
    if size > MOST_BY_PASSPHRASE:
        raise DossierTooLarge(
            "This is too large for a passphrase. Save it as it is, or lock it for a key of age."
        )
    return bytes(pyrage.passphrase.encrypt(b"".join(pieces), passphrase))


def _poured(pieces: Iterator[bytes], into: int, faults: list[BaseException]) -> None:
    with os.fdopen(into, "wb") as file:
        try:
            for piece in pieces:
                file.write(piece)
        except BrokenPipeError:
            return  # nobody reads any more
        except (storage.Damaged, OSError) as fault:
            faults.append(fault)


def _locked(out: int, into: int, key: object, faults: list[BaseException]) -> None:
    with os.fdopen(out, "rb") as clear, os.fdopen(into, "wb") as file:
        try:
            pyrage.encrypt_io(clear, file, [key])
        except (pyrage.EncryptError, OSError) as fault:
            faults.append(fault)
