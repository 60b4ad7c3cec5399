"""Which shelves this installation keeps its sealed files and its case keys on."""

from pathlib import Path

from django.conf import settings

from evidence.storage import Address, Bucket, Disk, Shelf


def vault_shelf() -> Shelf:
    """Where sealed files lie."""
    return _shelf(settings.VAULT_BUCKET, Path(settings.VAULT_ROOT), staging="sealing")


def key_shelf() -> Shelf:
    """Where the wrapped keys of cases lie."""
    return _shelf(settings.CASE_KEYS_BUCKET, Path(settings.CASE_KEYS_ROOT), staging="keying")


def _shelf(bucket: dict[str, str] | None, folder: Path, *, staging: str) -> Shelf:
    if bucket is None:
        return Disk(folder)
    return Bucket(Address(**bucket), staging=Path(settings.FILE_UPLOAD_TEMP_DIR) / staging)
