"""The rungs of the evidence ladder: one sentence of what each proves, one of what it does not."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from cases.registry.toml_files import Fault, RegistryFault, read_folder

SHIPPED = Path(__file__).parent / "ladder"


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung. `rank` counts from the ground; one that is not `used` is offered nowhere."""

    rank: int
    way: Literal["GIVEN", "BROWSER", "SERVER", "OBSERVED", "ARCHIVED"]
    name: str
    proves: str
    limit: str
    used: bool = True


def load(folder: Path) -> dict[str, Rung]:
    """All rungs by their way, lowest first. Raises RegistryFault with every fault."""
    faults: list[Fault] = []
    found = read_folder(folder, of=Rung, faults=faults)
    if faults:
        raise RegistryFault(faults)
    return {rung.way: rung for rung in sorted(found.values(), key=lambda rung: rung.rank)}


@cache
def rungs() -> dict[str, Rung]:
    """The rungs that are shipped, read once."""
    return load(SHIPPED)
