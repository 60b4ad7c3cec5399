"""The only door to exhibit bytes: encrypt and digest while writing, open for reading.

`sealing` holds the format, `keys` what opens it, `shelves` and `bucket` where it lies.
"""

from evidence.storage.bucket import Address, Bucket
from evidence.storage.faults import Damaged, TooLarge, Unreachable
from evidence.storage.keys import (
    KEY,
    make_key_file,
    new_key,
    open_value,
    seal_value,
    unwrap,
    wrap,
)
from evidence.storage.sealing import CHUNK, HEAD, TAG, Written, read, write
from evidence.storage.shelves import Disk, Shelf, fsync_folder

__all__ = [
    "CHUNK",
    "HEAD",
    "KEY",
    "TAG",
    "Address",
    "Bucket",
    "Damaged",
    "Disk",
    "Shelf",
    "TooLarge",
    "Unreachable",
    "Written",
    "fsync_folder",
    "make_key_file",
    "new_key",
    "open_value",
    "read",
    "seal_value",
    "unwrap",
    "wrap",
    "write",
]
