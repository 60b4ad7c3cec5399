"""Sealed files in a bucket of a real S3 server on this machine."""

import io
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import time
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Person
from cases.models import Case
from evidence import storage
from evidence.errors import FileRefused
from evidence.models import CaseKey, Exhibit
from evidence.services import vault
from evidence.storage.bucket import Bucket
from tests.evidence import makers
from tests.evidence.buckets import BUCKET, client, s3_server

NAME = "ab/one.sealed"


@pytest.fixture(scope="module")
def standing() -> Iterator[dict[str, str]]:
    with s3_server() as address:
        yield address


@pytest.fixture
def server(standing: dict[str, str]) -> Iterator[dict[str, str]]:
    """The server with an empty bucket."""
    yield standing
    for name in names(standing):
        client(standing).delete_object(Bucket=BUCKET, Key=name)


@pytest.fixture
def shelf(server: dict[str, str], tmp_path: Path) -> Bucket:
    return Bucket(storage.Address(**server), staging=tmp_path / "sealing")


@pytest.fixture
def in_bucket(server: dict[str, str], settings: Any, tmp_path: Path) -> None:
    """The vault of this installation is the bucket."""
    settings.VAULT_BUCKET = server
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"


@pytest.fixture
def key() -> bytes:
    return storage.new_key()


def staged(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "sealing").rglob("*") if path.is_file()]


def names(server: dict[str, str]) -> list[str]:
    answer = client(server).list_objects_v2(Bucket=BUCKET)
    return [found["Key"] for found in answer.get("Contents", [])]


@pytest.mark.parametrize("size", [0, 1, storage.CHUNK, 700_001])
def test_gives_back_every_byte(shelf: Bucket, key: bytes, tmp_path: Path, size: int) -> None:
    clear, file_id = secrets.token_bytes(size), uuid4()

    storage.write(
        io.BytesIO(clear), shelf=shelf, name=NAME, key=key, file_id=file_id, most_bytes=10**9
    )

    assert b"".join(storage.read(shelf, NAME, key=key, file_id=file_id)) == clear
    assert staged(tmp_path) == []


def test_fetches_only_the_range_that_is_read(
    shelf: Bucket, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear, file_id = secrets.token_bytes(3_000_000), uuid4()
    storage.write(
        io.BytesIO(clear), shelf=shelf, name=NAME, key=key, file_id=file_id, most_bytes=10**9
    )
    asked: list[str] = []
    events = shelf._bucket.meta.client.meta.events
    note = lambda params, **_: asked.append(params["headers"].get("Range", ""))  # noqa: E731  one use
    events.register("before-call.s3.GetObject", note)

    part = b"".join(
        storage.read(shelf, NAME, key=key, file_id=file_id, start=1_000_000, stop=1_065_536)
    )

    events.unregister("before-call.s3.GetObject", note)
    first = storage.HEAD + 3 * (storage.CHUNK + storage.TAG)
    assert part == clear[1_000_000:1_065_536]
    assert asked == ["bytes=0-10", f"bytes={first}-{first + 2 * (storage.CHUNK + storage.TAG) - 1}"]


def test_leaves_no_clear_byte_in_the_bucket(
    shelf: Bucket, server: dict[str, str], key: bytes
) -> None:
    clear = b"a sentence nobody else may read " * 1000

    storage.write(
        io.BytesIO(clear), shelf=shelf, name=NAME, key=key, file_id=uuid4(), most_bytes=10**9
    )

    raw = client(server).get_object(Bucket=BUCKET, Key=NAME)["Body"].read()
    assert b"nobody else" not in raw


def test_says_that_a_file_is_gone(shelf: Bucket, key: bytes) -> None:
    with pytest.raises(FileNotFoundError):
        list(storage.read(shelf, "ab/none.sealed", key=key, file_id=uuid4()))


def test_keeps_nothing_the_bucket_gave_back_changed(
    shelf: Bucket, server: dict[str, str], key: bytes, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(shelf, "_digest_there", lambda name: b"another")

    with pytest.raises(storage.Unreachable):
        storage.write(
            io.BytesIO(b"one"), shelf=shelf, name=NAME, key=key, file_id=uuid4(), most_bytes=10
        )

    assert names(server) == []
    assert staged(tmp_path) == []


def test_says_that_nobody_answers(tmp_path: Path, key: bytes, server: dict[str, str]) -> None:
    wrong = storage.Address(**{**server, "bucket": "not-there"})
    shelf = Bucket(wrong, staging=tmp_path / "sealing")

    with pytest.raises(storage.Unreachable):
        storage.write(
            io.BytesIO(b"one"), shelf=shelf, name=NAME, key=key, file_id=uuid4(), most_bytes=10
        )

    assert staged(tmp_path) == []


def test_finds_old_objects_and_old_parts(shelf: Bucket, key: bytes, tmp_path: Path) -> None:
    storage.write(
        io.BytesIO(b"one"), shelf=shelf, name=NAME, key=key, file_id=uuid4(), most_bytes=10
    )
    shelf.part_for("ab/two.sealed").write_bytes(b"RDS1")

    found = list(shelf.names(before=time() + 5))

    assert NAME in found and len(found) == 2
    assert list(shelf.names(before=time() - 60)) == []
    for name in found:
        shelf.remove(name)
    assert list(shelf.names(before=time() + 5)) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("in_bucket")
def test_holds_an_exhibit_of_a_case(
    server: dict[str, str], settings: Any, case: Case, wren: Person
) -> None:
    made = makers.exhibit(case, actor=wren, clear=b"as it came")

    assert vault.read_all(made.file) == b"as it came"
    assert names(server) == [made.file.name]
    assert not settings.VAULT_ROOT.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("in_bucket")
def test_sweeps_objects_that_no_row_names(server: dict[str, str], case: Case, wren: Person) -> None:
    made = makers.exhibit(case, actor=wren, clear=b"as it came")
    client(server).put_object(Bucket=BUCKET, Key="ab/lost.sealed", Body=b"RDS1")

    early = vault.sweep_orphans(now=timezone.now())
    removed = vault.sweep_orphans(now=timezone.now() + timedelta(days=2))

    assert (early, removed) == (0, 1)
    assert names(server) == [made.file.name]


@pytest.mark.django_db
@pytest.mark.usefixtures("in_bucket")
def test_takes_no_file_while_the_bucket_refuses(
    server: dict[str, str], settings: Any, case: Case, wren: Person
) -> None:
    settings.VAULT_BUCKET = {**server, "bucket": "not-there"}

    with pytest.raises(FileRefused, match="tell whoever runs this place"):
        makers.exhibit(case, actor=wren)

    assert not Exhibit.objects.exists()


@pytest.mark.django_db
def test_keeps_case_keys_in_a_bucket_of_their_own(
    server: dict[str, str], settings: Any, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings.CASE_KEYS_BUCKET = server
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    case: Case = request.getfixturevalue("case")  # its key is made with it
    wren: Person = request.getfixturevalue("wren")

    made = makers.exhibit(case, actor=wren, clear=b"as it came")

    assert vault.read_all(made.file) == b"as it came"
    assert names(server) == [CaseKey.objects.get().name]
    assert not settings.CASE_KEYS_ROOT.exists()
