"""One bit flipped anywhere, by somebody who got past the triggers: it is found and named."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from accounts.models import Person
from cases.models import Case
from evidence.models import (
    CaseKey,
    ChainHead,
    Checkpoint,
    CustodyEvent,
    Derivative,
    Exhibit,
    Reference,
    SealedFile,
    SystemEvent,
    Timestamp,
)
from evidence.proofs.chain import payload_of
from evidence.services import custody
from tests.evidence.custody.authority import make_authority
from tests.evidence.custody.bending import Bend, bends_of, findings_after, past_the_triggers
from tests.evidence.custody.world import World, make_world, path_of
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_authority(tmp_path_factory.mktemp("tsa")).parent


@pytest.fixture
def world(case: Case, wren: Person, tsa: Path, settings: Any) -> World:
    return make_world(case, actor=wren, tsa=tsa, settings=settings)


@pytest.fixture
def unguarded(world: World) -> Iterator[None]:
    """The triggers are away."""
    with past_the_triggers():
        yield


def after(
    change: Callable[[], object], world: World, *, with_files: bool = True
) -> list[str] | None:
    """The findings after a change that is taken back; None where the database refuses it."""
    return findings_after(change, partial(world.findings, with_files=with_files))


# What is no evidence, so that nothing is written down about it: row numbers of the database; what
# a machine read in a file and may read again; what a person may change (their name for a
# reference, the place a file is put with). A CaseKey's dates open nothing.
NO_EVIDENCE: dict[type[models.Model], frozenset[str]] = {
    CustodyEvent: frozenset({"id"}),
    SystemEvent: frozenset({"id"}),
    Checkpoint: frozenset(),
    ChainHead: frozenset(),
    Timestamp: frozenset(),
    SealedFile: frozenset(),
    Exhibit: frozenset(
        {
            "sighting_id", "mime", "width", "height", "sighted_again", "reading", "lease_until",
            "attempts", "quality", "why_not", "has_location",
        }
    ),
    Reference: frozenset({"label", "width", "height", "quality", "why_not"}),
    Derivative: frozenset(),
    CaseKey: frozenset({"case_id", "created_at", "destroyed_at"}),
}  # fmt: skip


def rows_of(world: World, model: type[models.Model]) -> models.QuerySet[Any]:
    """All rows of a table that are about the case, or the place's own."""
    ways = {Exhibit: "case", Reference: "case", SealedFile: "case", CaseKey: "case",
            CustodyEvent: "case", Derivative: "exhibit__case"}  # fmt: skip
    rows = model._default_manager.all()
    return rows.filter(**{ways[model]: world.case}) if model in ways else rows


def names_of(row: models.Model) -> list[str]:
    """How a finding may name this row: by itself, or by what it belongs to."""
    if isinstance(row, CustodyEvent | SystemEvent):
        return [f"row {row.seq}:", f"row {row.seq} is missing", "no custody row tells of it"]
    if isinstance(row, Checkpoint):
        return [f"checkpoint {row.number}:", f"checkpoint {row.pk}:"]
    if isinstance(row, ChainHead):
        return [f"head {row.pk} ", f"head {row.pk}:", f"checkpoint {row.checkpoint.number}"]
    if isinstance(row, Exhibit):
        return [str(row.pk)]
    if isinstance(row, Reference):
        return [str(row.pk)]
    if isinstance(row, Derivative):
        return [str(row.file_id)]
    if isinstance(row, SealedFile | Timestamp):
        return [str(row.pk)]
    return ["file "]


@pytest.mark.parametrize("model", NO_EVIDENCE, ids=lambda model: model.__name__)
@pytest.mark.usefixtures("unguarded")
def test_names_the_row_with_one_bit_flipped(world: World, model: type[models.Model]) -> None:
    assert world.findings() == []
    rows = rows_of(world, model)
    bends = [bend for row in rows for bend in bends_of(row, without=NO_EVIDENCE[model])]

    unseen = [bend for bend in bends if not names_it(bend, world)]

    assert bends
    assert unseen == []


def names_it(bend: Bend, world: World) -> bool:
    """Whether the database refuses it, or a finding names the row as it was or as it is now."""
    row, column, value = bend
    rows = type(row)._default_manager.filter(pk=row.pk)
    found = after(partial(rows.update, **{column: value}), world)
    names = [*names_of(row), str(value)]
    return found is None or any(name in sentence for sentence in found for name in names)


@pytest.mark.parametrize("place", [0, 4, 11, 0.5, -1])
def test_names_each_file_with_one_bit_flipped(world: World, place: float) -> None:
    for file in SealedFile.objects.filter(case=world.case):
        path = path_of(file)
        clean = path.read_bytes()
        at = int(len(clean) * place) if isinstance(place, float) else place
        bent = bytearray(clean)
        bent[at] ^= 1
        path.write_bytes(bytes(bent))

        assert f"file {file.pk}: its bytes do not open" in world.findings()
        path.write_bytes(clean)

    assert world.findings() == []


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("model", [CustodyEvent, SystemEvent, Checkpoint, ChainHead, Timestamp])
def test_names_any_row_that_was_removed(world: World, model: type[models.Model]) -> None:
    for row in model._default_manager.all():
        rows = model._default_manager.filter(pk=row.pk)
        found = after(partial(_remove, rows), world)

        assert found is None or any(name in each for each in found for name in names_of(row))


def _remove(rows: models.QuerySet[Any]) -> None:
    rows._raw_delete(rows.db)


@pytest.mark.usefixtures("unguarded")
def test_finds_a_tail_that_was_cut_off(world: World) -> None:
    last = CustodyEvent.objects.filter(case=world.case).order_by("-seq").first()
    assert last is not None

    found = after(lambda: _remove(CustodyEvent.objects.filter(pk=last.pk)), world)

    assert found is not None
    assert f"custody row {last.seq}: checkpoint 2 saw it, and it is gone" in found


@pytest.mark.usefixtures("unguarded")
def test_finds_two_rows_that_changed_places(world: World) -> None:
    def swap() -> None:
        rows = CustodyEvent.objects.filter(case=world.case)
        first, second = rows.get(seq=1), rows.get(seq=2)
        rows.filter(pk=first.pk).update(seq=900)
        rows.filter(pk=second.pk).update(seq=1)
        rows.filter(pk=first.pk).update(seq=2)

    found = after(swap, world)

    assert found is not None
    assert any("custody row 1:" in sentence for sentence in found)


def rewrite_chain(case: Case, *, actor: Person) -> None:
    """All rows of a case anew, each following the one before: a chain that agrees with itself."""
    old = list(CustodyEvent.objects.filter(case=case).order_by("seq"))
    _remove(CustodyEvent.objects.filter(case=case))
    for row in old:
        payload = payload_of(bytes(row.canonical))
        custody.record(case, row.kind, item=row.item, actor=actor, now=NOON, **payload)


@pytest.mark.usefixtures("unguarded")
def test_finds_a_chain_that_was_rewritten_whole(world: World, dan: Person) -> None:
    found = after(lambda: rewrite_chain(world.case, actor=dan), world)

    assert found is not None
    assert all("checkpoint" in sentence for sentence in found)
    assert any("it is not the row that checkpoint 1 saw" in sentence for sentence in found)
