"""A new instance key: every case opens before, while and after, and no file is written again."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import Person
from cases.models import Case
from evidence import storage
from evidence.models import CustodyEvent, Exhibit
from evidence.services import case_keys, custody, rotating, vault
from tests.evidence import makers

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def kept(case: Case, junes_case: Case, wren: Person, june: Person) -> list[Exhibit]:
    """A file in each of two cases."""
    return [
        makers.exhibit(case, actor=wren, clear=b"Wren's"),
        makers.exhibit(junes_case, actor=june, clear=b"June's"),
    ]


def files() -> dict[Path, bytes]:
    root = Path(settings.VAULT_ROOT)
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def opened(kept: list[Exhibit]) -> list[bytes]:
    return [vault.read_all(each.file) for each in kept]


def instance_keys() -> list[str]:
    folder = Path(settings.INSTANCE_KEY_FILE).parent
    return sorted(path.name.partition("-")[0] for path in folder.glob("instance.key*"))


def test_wraps_every_case_anew_and_writes_no_file(kept: list[Exhibit], now: datetime) -> None:
    before, old = files(), case_keys.instance_key()

    done = rotating.rotate(now=now)

    assert (done.wrapped, done.failed) == (2, ())
    assert files() == before
    assert opened(kept) == [b"Wren's", b"June's"]
    assert case_keys.instance_key() != old
    assert case_keys.accepted().keys() == {case_keys.key_id(case_keys.instance_key())}
    assert instance_keys() == ["instance.key", "instance.key.retired"]


def test_writes_it_into_custody_which_still_verifies(
    case: Case, kept: list[Exhibit], now: datetime
) -> None:
    rotating.rotate(now=now)

    assert CustodyEvent.objects.filter(case=case, kind="case.key_wrapped").count() == 1
    assert custody.verify(case) is None


STEPS: list[tuple[object, str]] = [
    (storage, "make_key_file"), (os, "link"), (Path, "replace"), (case_keys, "put_wrapped"),
    (custody, "record"), (rotating, "_retire"),
]  # fmt: skip


@pytest.mark.parametrize(("owner", "step"), STEPS, ids=[step for _, step in STEPS])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_opens_everything_after_a_crash_and_goes_on(
    kept: list[Exhibit], now: datetime, owner: object, step: str, moment: str
) -> None:
    real = getattr(owner, step)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, step, _killed(real, does_it_first=moment == "after"))
        with pytest.raises(Killed):
            rotating.rotate(now=now)
    between = opened(kept)

    done = rotating.rotate(now=now)

    assert between == opened(kept) == [b"Wren's", b"June's"]
    assert done.failed == ()
    assert len(case_keys.accepted()) == 1


def _killed(real: Callable[..., object], *, does_it_first: bool) -> Callable[..., object]:
    def ends(*args: object, **more: object) -> object:
        if does_it_first:
            real(*args, **more)
        raise Killed

    return ends


def test_keeps_the_key_before_where_a_case_does_not_open(
    case: Case, kept: list[Exhibit], now: datetime
) -> None:
    (Path(settings.CASE_KEYS_ROOT) / case.sealing_key.name).unlink()

    done = rotating.rotate(now=now)

    assert done.failed == (case.ref,)
    assert done.wrapped == 1
    assert instance_keys() == ["instance.key", "instance.key.old"]


def test_opens_a_key_that_was_made_while_the_last_change_ended(
    case: Case, kept: list[Exhibit], now: datetime
) -> None:
    path = Path(settings.CASE_KEYS_ROOT) / case.sealing_key.name
    straggler = path.read_bytes()
    rotating.rotate(now=now)
    path.write_bytes(straggler)

    done = rotating.rotate(now=now)

    assert done.failed == ()
    assert opened(kept) == [b"Wren's", b"June's"]


def _lose_key(case: Case) -> None:
    (Path(settings.CASE_KEYS_ROOT) / case.sealing_key.name).unlink()


def _spoil() -> None:
    Path(settings.INSTANCE_KEY_FILE).write_text("not a key")


@pytest.mark.parametrize(
    ("harm", "status"),
    [(lambda _case: None, None), (_lose_key, 1), (lambda _case: _spoil(), 2)],
    ids=["done", "a case does not open", "cannot be tried"],
)
def test_ends_with_a_status_that_says_what_came_of_it(
    case: Case, kept: list[Exhibit], harm: Callable[[Case], None], status: int | None
) -> None:
    harm(case)

    if status is None:
        call_command("rotate_keys")
    else:
        with pytest.raises(SystemExit) as ended:
            call_command("rotate_keys")
        assert ended.value.code == status
