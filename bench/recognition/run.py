"""Make, measure and judge, a photograph at a time on two processors; what is done is kept."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from bench.recognition import details, trial
from bench.recognition.pages import Studio, dice_for
from bench.recognition.photographs import Photograph, cache, opened
from bench.recognition.sightings import files_of, make
from evidence.fingerprints import matching
from evidence.fingerprints.measure import measure

PROCESSES: Final = 2
LOOKED_EVERY: Final = 3
_PRODUCT: Final = Path(matching.__file__).parent
_OF_DETAILS: Final = frozenset(("aligning", "details", "features", "sift"))
"""The product's modules that fingerprints do without."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is enrolled, and which of it is sighted."""

    enrolled: Sequence[Photograph]
    fillers: Sequence[Photograph]
    sighted: Sequence[Photograph]
    most_looks: int | None = None

    def other(self, photograph: Photograph) -> Photograph:
        return self.fillers[int(photograph.sha256, 16) % len(self.fillers)]

    def looked_at(self) -> list[Photograph]:
        return list(self.sighted[::LOOKED_EVERY][: self.most_looks])


class _Desk:
    """What a process needs once: the browser, the enrolled values, the working copies."""

    plan: Plan

    @classmethod
    def sit(cls, plan: Plan) -> None:
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        cls.plan = plan

    @classmethod
    @lru_cache(maxsize=1)
    def studio(cls) -> Studio:
        return Studio().__enter__()

    @classmethod
    @lru_cache(maxsize=1)
    def enrolled(cls) -> trial.Enrolled:
        return trial.Enrolled(
            {
                each.name: measure(opened(each.file), sha256=each.sha256)
                for each in cls.plan.enrolled
            }
        )


def everything(plan: Plan, *, told: Callable[[int], None]) -> Iterator[dict[str, Any]]:
    """Yield for each sighted photograph its outcomes and, for every third, its looks."""
    looked = {each.name for each in plan.looked_at()}
    orders = [(each, each.name in looked) for each in plan.sighted]
    context = get_context("fork")
    with context.Pool(PROCESSES, _Desk.sit, (plan,)) as pool:
        for number, words in enumerate(pool.imap_unordered(_one, orders), start=1):
            told(number)
            yield words


def _one(order: tuple[Photograph, bool]) -> dict[str, Any]:
    photograph, closer = order
    plan = _Desk.plan
    if not all(file.exists() for _, file in files_of(photograph)):
        make(photograph, other=plan.other(photograph), fillers=plan.fillers, studio=_Desk.studio())
    outcomes = _kept("outcomes", photograph, plan, make=lambda: _outcomes(photograph))
    looks = _kept("looks", photograph, plan, make=lambda: _looks(photograph)) if closer else []
    return {"outcomes": outcomes, "looks": looks}


def _outcomes(photograph: Photograph) -> list[dict[str, Any]]:
    found = []
    for kind, file in files_of(photograph):
        sighting = trial.sighted(file, kind=kind, photo=photograph.name)
        found.append(asdict(trial.judge(sighting, _Desk.enrolled())))
    return found


def _looks(photograph: Photograph) -> list[dict[str, Any]]:
    own = photograph.name, details.copy_of(photograph)
    rest = [each for each in _Desk.plan.enrolled if each != photograph]
    chosen = dice_for("wrong copies", photograph.name).sample(rest, details.WRONG_COPIES)
    others = {each.name: details.copy_of(each) for each in chosen}
    return [
        asdict(details.look(file, kind=kind, own=own, others=others))
        for kind, file in files_of(photograph)
        if kind in details.LOOKED_AT
    ]


def _kept(
    what: str, photograph: Photograph, plan: Plan, *, make: Callable[[], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """Return what was found before by the same product from the same list, or find it now."""
    names = "".join(each.name for each in plan.enrolled)
    place = cache() / f"found-{_digest(names, what)}" / f"{what}-{photograph.name}.json"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(make()), encoding="utf-8")
        part.replace(place)
    kept: list[dict[str, Any]] = json.loads(place.read_text(encoding="utf-8"))
    return kept


@lru_cache(maxsize=4)
def _digest(names: str, what: str) -> str:
    """Name the state of the product, of this measurement and of the list of photographs."""
    digest = hashlib.sha256(names.encode())
    ours = trial.__file__ if what == "outcomes" else details.__file__
    theirs = [
        source
        for source in sorted(_PRODUCT.glob("*.py"))
        if (source.stem in _OF_DETAILS) == (what == "looks") or source.stem == "canonical"
    ]
    for source in [*theirs, Path(ours)]:
        digest.update(source.read_bytes())
    digest.update(str(next(files_of(_Desk.plan.enrolled[0]))[1].parent).encode())
    return digest.hexdigest()[:12]
