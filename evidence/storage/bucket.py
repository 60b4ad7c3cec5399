"""A shelf on an S3-compatible service, reached through django-storages.

One PUT makes one object, so an object is whole or not there; what was put up is read back and
compared before anybody may rely on it. Only sealed bytes go there.
"""

import hashlib
import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from storages.backends.s3 import S3Storage

from evidence.storage.faults import Unreachable
from evidence.storage.shelves import PART, Disk, Laid, Shelf

BLOCK = 1024 * 1024
_GONE = {"404", "NoSuchKey", "NotFound"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a bucket is and who may enter."""

    endpoint: str
    bucket: str
    key_id: str
    secret: str
    region: str


@cache
def _storage(address: Address) -> S3Storage:
    # Newer checksum headers are not understood by every compatible service; ours are read back.
    config = Config(
        s3={"addressing_style": "path"},
        signature_version="s3v4",
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        connect_timeout=10,
        read_timeout=60,
        retries={"max_attempts": 4, "mode": "standard"},
    )
    return S3Storage(
        endpoint_url=address.endpoint,
        bucket_name=address.bucket,
        access_key=address.key_id,
        secret_key=address.secret,
        region_name=address.region,
        client_config=config,
        default_acl=None,
    )


@contextmanager
def _answers() -> Iterator[None]:
    """Turn what the service says into our own errors."""
    try:
        yield
    except ClientError as fault:
        if fault.response.get("Error", {}).get("Code") in _GONE:
            raise FileNotFoundError("the object is not in the bucket") from None
        raise Unreachable("the bucket refused") from fault
    except (BotoCoreError, HTTPClientError) as fault:
        raise Unreachable("the bucket did not answer") from fault


class Bucket(Shelf):
    """Objects of a bucket; `staging` is the folder in which sealed bytes are gathered first."""

    def __init__(self, address: Address, *, staging: Path) -> None:
        self._address, self._staging = address, staging

    @property
    def _bucket(self) -> Any:
        return _storage(self._address).bucket

    def part_for(self, name: str) -> Path:
        """In the staging folder."""
        self._staging.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self._staging / f"{Path(name).stem}.{secrets.token_hex(4)}{PART}"

    def put(self, part: Path, name: str) -> None:
        """One PUT, then read back and compared; on any doubt it is taken away again."""
        sent = _digest_of(part)
        try:
            with _answers(), part.open("rb") as source:
                self._bucket.Object(name).put(Body=source)
            if self._digest_there(name) != sent:
                raise Unreachable("the bucket gave back other bytes than it was given")
        except FileNotFoundError as fault:
            raise Unreachable("the bucket did not keep what it was given") from fault
        except Unreachable:
            self._take_back(name)
            raise
        part.unlink()

    def _take_back(self, name: str) -> None:
        try:
            self.remove(name)
        except OSError:
            return  # no row names it, so the sweep will

    def _digest_there(self, name: str) -> bytes:
        digest = hashlib.sha256()
        with self.opened(name) as laid:
            body = laid.section(0, laid.size)
            while block := body.read(BLOCK):
                digest.update(block)
        return digest.digest()

    @contextmanager
    def opened(self, name: str) -> Iterator[Laid]:
        """The object; each section is one request for just that range."""
        laid = _LaidInBucket(self._bucket.Object(name))
        try:
            yield laid
        finally:
            laid.close()

    def remove(self, name: str) -> None:
        """Delete the object, or the part of this machine."""
        if name.endswith(PART):
            Disk(self._staging).remove(name)
            return
        with _answers():
            self._bucket.Object(name).delete()

    def names(self, *, before: float) -> Iterator[str]:
        """All objects that are old enough, and this machine's own old parts."""
        with _answers():
            for found in self._bucket.objects.all():
                if found.last_modified.timestamp() < before:
                    yield str(found.key)
        yield from Disk(self._staging).names(before=before)


class _LaidInBucket(Laid):
    def __init__(self, thing: Any) -> None:
        self._thing, self._body = thing, cast(Any, None)
        with _answers():
            self.size = int(thing.content_length)

    def section(self, start: int, length: int) -> BinaryIO:
        self.close()
        last = min(start + length, self.size) - 1
        if last < start:
            return io.BytesIO()
        with _answers():
            self._body = self._thing.get(Range=f"bytes={start}-{last}")["Body"]
        return cast(BinaryIO, _Quiet(self._body))

    def close(self) -> None:
        if self._body is not None:
            self._body.close()


class _Quiet(io.RawIOBase):
    """A body whose broken line is our own error."""

    def __init__(self, body: Any) -> None:
        super().__init__()
        self._body = body

    def read(self, size: int = -1) -> bytes:
        with _answers():
            return bytes(self._body.read(None if size < 0 else size))


def _digest_of(path: Path) -> bytes:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").digest()
