"""Volumes: numbers for quoting go on, nothing is lost, and they come out the same each time."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from accounts.models import Person
from cases.models import Case
from dossiers.errors import DossierNotMade, VolumeMissing
from dossiers.models import Dossier, DossierState, ImagePolicy, Purpose, ReaderRole
from dossiers.models import Part as Released
from dossiers.rendering import verify
from dossiers.rendering.bundle import Names
from dossiers.rendering.content import Content, Pointer
from dossiers.rendering.paper import Printed, markup_of, pressed, printed
from dossiers.rendering.pressing import Job, in_order
from dossiers.rendering.volumes import volumes_of
from dossiers.services import asking, handing, laying, making, releasing, sealing
from dossiers.services.freezing import Frozen, frozen_of, pictures
from dossiers.services.handing import Part
from dossiers.services.rows import Choice
from evidence.models import CustodyEvent
from evidence.services import custody, vault, verifying
from tests.dossiers.bags import held
from tests.dossiers.test_assembling import content

SMALL = 2


@pytest.fixture
def asked(full: Case, wren: Person, now: datetime) -> Dossier:
    """A dossier of six exhibits, asked for in volumes of two."""
    choice = Choice(Purpose.COURT, images=ImagePolicy.OUTLINE, left_out=(2,))
    return asking.ask_for_dossier(full, choice=choice, actor=wren, now=now)


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Volumes of two exhibits, which no choice offers."""

    def volumes(dossier: Dossier, frozen: Frozen) -> object:
        return volumes_of(
            frozen.said.content, weights=frozen.weights(), most=SMALL, names=frozen.names
        )

    monkeypatch.setattr(laying, "volumes", volumes)


def in_this_process(
    jobs: Iterator[Job], *, prefix: str, first: int, still: Callable[[], None]
) -> Iterator[Printed]:
    """The same documents, sooner."""
    for job in jobs:
        at = first
        paper = pressed(job.markup, pictures=job.pictures, prefix=prefix, start=lambda _: at)  # noqa: B023  # used now
        still()
        yield paper
        first += paper.pages


@pytest.fixture
def made(_small: None, asked: Dossier, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    monkeypatch.setattr(laying, "in_order", in_this_process)
    return finished(asked, now=now)


def finished(asked: Dossier, *, now: datetime) -> Dossier:
    claimed = making.claim(now=now, only=asked.pk)
    assert claimed is not None
    making.make(claimed, now=now)
    return Dossier.objects.select_related("case", "file__case", "frozen").get(pk=asked.pk)


def wanted() -> None:
    """It still is."""


def documents(made: Dossier) -> dict[str, PdfReader]:
    files = handing.files_of(made)
    return {
        name: PdfReader(io.BytesIO(data)) for name, data in files.items() if name.endswith(".pdf")
    }


def words(document: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in document.pages]


@pytest.fixture
def parts(full: Case, now: datetime) -> tuple[Content, ...]:
    """The same volumes, before anything is laid out."""
    told = content(full, now, left_out=(2,))
    return volumes_of(told, weights={}, most=SMALL, names=Names("notes"))


def test_puts_the_account_first_and_the_exhibits_behind(made: Dossier) -> None:
    told = [words(document) for document in documents(made).values()]

    assert [pages[0].count(f"Volume {n} of 4") for n, pages in enumerate(told, 1)] == [1] * 4
    assert any("Chronology" in page for page in told[0])
    assert not any("Custody of EX-" in page for page in told[0])
    held_in = [re.findall(r"Custody of (EX-\d+)", " ".join(pages)) for pages in told]
    assert held_in == [[], ["EX-0001", "EX-0003"], ["EX-0004", "EX-0005"], ["EX-0006"]]


def test_numbers_every_page_once_and_on_through_all_volumes(made: Dossier) -> None:
    pages = [page for document in documents(made).values() for page in words(document)]
    numbers = [re.findall(r"RD\d{7}", page)[0] for page in pages]

    assert numbers == [f"RD{number:07d}" for number in range(1, len(pages) + 1)]
    assert made.pages == len(pages)
    volumes = list(made.volumes.all())
    assert all(b.first == a.first + a.pages for a, b in pairwise(volumes))


def test_names_the_volume_of_an_exhibit_wherever_it_is_pointed_to(
    parts: tuple[Content, ...],
) -> None:
    account, *rest = map(markup_of, parts)

    assert "EX-0003, vol. 2" in account
    assert "EX-0004, vol. 3" in account
    assert "EX-0002: left out by choice" in account
    assert ["EX-0002: left out" in volume for volume in rest] == [True, False, False]


def test_tells_review_programs_of_every_page(made: Dossier) -> None:
    files = handing.files_of(made)
    lines = [line.split(",") for line in files["data/load/load.opt"].decode().splitlines()]

    assert [line[0] for line in lines] == [
        f"RD{number:07d}" for number in range(1, (made.pages or 0) + 1)
    ]
    assert sum(int(line[6]) for line in lines if line[3] == "Y") == made.pages
    assert {line[2] for line in lines} == {
        f".\\{name.replace('/', chr(92))}" for name in documents(made)
    }


def test_packs_volumes_that_check_out(made: Dossier, full: Case) -> None:
    files = handing.files_of(made)

    assert [each.state for each in verify.verify(held(files))][:3] == ["ok"] * 3
    assert all(f"  {name}\n" in files["README.txt"].decode() for name in documents(made))
    assert custody.verify(full) is None
    told = " ".join(each.sentence for each in verifying.verify(full).findings)
    assert not [each for each in made.volumes.all() if str(each.file_id) in told]
    assert str(made.frozen_id) not in told


def test_hands_over_one_volume_alone(made: Dossier, wren: Person, now: datetime) -> None:
    handed = handing.hand_over(made, part=Part.PDF, volume=3, actor=wren, now=now)

    assert handed.name.endswith("-03.pdf")
    assert b"".join(handed.chunks) == handing.files_of(made)[f"data/{handed.name}"]
    with pytest.raises(VolumeMissing):
        handing.hand_over(made, part=Part.PDF, volume=5, actor=wren, now=now)


def test_gives_the_same_bytes_in_processes_of_their_own(
    _small: None, asked: Dossier, now: datetime
) -> None:
    made = finished(asked, now=now)
    frozen = frozen_of(made)
    assert frozen is not None
    for part, volume in zip(laying.volumes(made, frozen), made.volumes.all(), strict=True):
        shown = dict(pictures(frozen, part, files=laying._files(frozen)))
        here = printed(part, pictures=shown, start=lambda _, first=volume.first: first)  # type: ignore[misc]  # bound now
        assert laying.row_of(made, here, number=1, file=volume.file).printed_sha256 == (
            volume.printed_sha256
        )
        assert vault.read_all(volume.file).startswith(here.data)


def test_goes_on_where_it_was_after_a_fault(
    _small: None, asked: Dossier, now: datetime, monkeypatch: pytest.MonkeyPatch, full: Case
) -> None:
    seals, sealed = iter([True, True, False]), sealing.sealed

    def failing(data: bytes, *, now: datetime) -> bytes:
        if not next(seals, True):
            raise OSError("no room")
        return sealed(data, now=now)

    monkeypatch.setattr(laying, "in_order", in_this_process)
    monkeypatch.setattr(sealing, "sealed", failing)
    with pytest.raises(DossierNotMade):
        finished(asked, now=now)
    first = list(asked.volumes.values_list("pk", flat=True))
    full.exhibits.update(mime="text/plain")  # what was frozen is not read again

    made = finished(asked, now=now + timedelta(minutes=1))

    assert len(first) == 2
    assert list(made.volumes.values_list("pk", flat=True))[:2] == first
    assert made.state == DossierState.READY
    assert b"image/png" in handing.files_of(made)["data/tables/exhibits.json"]
    kinds = list(CustodyEvent.objects.filter(case=full).values_list("kind", flat=True))
    assert (kinds.count("dossier.frozen"), kinds.count("dossier.volume")) == (1, 4)


def test_keeps_all_it_says_word_for_word(made: Dossier) -> None:
    frozen = frozen_of(made)

    assert frozen is not None
    assert Frozen.from_bytes(frozen.to_bytes()) == frozen


def test_splits_by_bytes_too(full: Case, now: datetime) -> None:
    told, names = content(full, now), Names("notes")
    weights = {1: 20_000_000, 2: 20_000_000, 3: 1, 4: 1, 5: 1, 6: 1}

    held_in = volumes_of(told, weights=weights, most=100, names=names)

    assert [len(each.exhibits) for each in held_in] == [0, 1, 5]
    assert volumes_of(told, weights={}, most=100, names=names) == (told,)


def test_ends_the_processes_where_it_is_not_wanted_any_more() -> None:
    long = Job("<p>" + "word " * 200_000, {})

    def stopped() -> None:
        raise making.TakenOver

    with pytest.raises(making.TakenOver):
        list(in_order(iter([long, long]), prefix="RD", first=1, still=stopped))


def test_says_so_where_a_process_ends_without_its_volume() -> None:
    broken = Job("<p>x</p><img src='picture:1'>", {1: b"x"})
    many = [Job("<p>fine</p>", {}), Job("<p>" + "x" * 10, {})]

    assert [each.pages for each in in_order(iter(many), prefix="A", first=7, still=wanted)] == [
        1,
        1,
    ]
    assert [
        each.bates.first for each in in_order(iter(many), prefix="A", first=7, still=wanted)
    ] == [
        7,
        8,
    ]
    assert [each.pages for each in in_order(iter([broken]), prefix="A", first=1, still=wanted)] == [
        1
    ]


def test_leaves_no_link_to_another_volume(parts: tuple[Content, ...]) -> None:
    account, *_ = parts

    assert not re.findall(r'href="#ex-', markup_of(account))
    assert Pointer("", "EX-0001, vol. 2") in [p for step in account.steps for p in step.pointers]


def test_stops_at_the_next_step_and_goes_on_from_there(
    _small: None, asked: Dossier, wren: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, sealed = [], sealing.sealed

    def stopping(data: bytes, *, now: datetime) -> bytes:
        made.append(data)
        if len(made) == 2:
            asking.stop(asked, actor=wren, now=now)
        return sealed(data, now=now)

    monkeypatch.setattr(laying, "in_order", in_this_process)
    monkeypatch.setattr(sealing, "sealed", stopping)
    claimed = making.claim(now=now, only=asked.pk)
    assert claimed is not None

    assert making.make(claimed, now=now) is False
    asked.refresh_from_db()
    assert asked.state == DossierState.STOPPED
    assert asked.volumes.count() == 1
    assert making.claim(now=now) is None

    assert asking.go_on(asked, actor=wren, now=now)
    assert finished(asked, now=now).state == DossierState.READY
    assert len(made) == 2 + 3  # the second volume was thrown away when it came too late


def test_goes_on_with_one_that_was_given_up(asked: Dossier, wren: Person, now: datetime) -> None:
    Dossier.objects.filter(pk=asked.pk).update(state=DossierState.FAILED, attempts=3)

    assert asking.go_on(asked, actor=wren, now=now)
    assert finished(asked, now=now).state == DossierState.READY
    assert not asking.go_on(asked, actor=wren, now=now)


def test_changes_nothing_about_one_that_is_ready(
    asked: Dossier, wren: Person, now: datetime
) -> None:
    ready = finished(asked, now=now)

    asking.stop(ready, actor=wren, now=now)

    ready.refresh_from_db()
    assert ready.state == DossierState.READY


def test_lets_a_reader_save_the_volumes_of_a_document(
    made: Dossier, wren: Person, now: datetime, client: Client
) -> None:
    terms = releasing.Terms("Chambers", ReaderRole.COUNSEL, Released.DOCUMENT, 14, 5)
    with time_machine.travel(now, tick=False):
        given = releasing.release(made, terms=terms, actor=wren, now=now)
        page = client.post(f"/z/{given.token}/", {"code": given.code}).content.decode()
        third = client.post(f"/z/{given.token}/file/", {"volume": "3"})
        missing = client.post(f"/z/{given.token}/file/", {"volume": "9"})

    assert page.count("Save volume") == 4
    assert third.headers["Content-Disposition"].endswith('-03.pdf"')
    assert missing.status_code == 404
