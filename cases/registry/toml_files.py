"""Reads folders of TOML files into frozen dataclasses and tells all their faults at once.

The dataclass is the rule: its field names are the keys, its annotations say what may stand there,
a field with a default may be left out, and a `Check` in an `Annotated` narrows a text further.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Entry = TypeVar("Entry")

_WORDS_FOR: dict[type, str] = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a whole number",
    date: "a date such as 2026-11-22, without quotes",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right: where it is, what is wrong there, what to write instead."""

    file: str
    field: str
    wrong: str
    write: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.wrong}; {self.write}"


class RegistryFault(Exception):
    """The registry cannot be used. `faults` holds every fault of every file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Check:
    """A further rule for a text: `passes` says whether it holds, `write` what is wanted."""

    passes: Callable[[str], bool]
    write: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, and the list that its faults are added to."""

    file: str
    faults: list[Fault]
    field: str = ""

    def key(self, name: str) -> Spot:
        return Spot(self.file, self.faults, f"{self.field}.{name}" if self.field else name)

    def item(self, index: int) -> Spot:
        return Spot(self.file, self.faults, f"{self.field}[{index}]")

    def complain(self, wrong: str, *, write: str) -> None:
        self.faults.append(Fault(self.file, self.field, wrong, write))


def read_folder(folder: Path, *, of: type[Entry], faults: list[Fault]) -> dict[str, Entry]:
    """Entries by file name without its ending. A broken field is empty in its entry."""
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.toml")):
        spot = Spot(f"{folder.name}/{path.name}", faults)
        table = read_toml(path, spot=spot)
        if table is None:
            continue
        _check_id(table.get("id"), path=path, spot=spot.key("id"))
        entries[path.stem] = read_table(of, table, spot=spot)
    if not entries:
        Spot(folder.name, faults, "*.toml").complain(
            "there is nothing to read", write="put at least one readable file there"
        )
    return entries


def _check_id(given: object, *, path: Path, spot: Spot) -> None:
    if not isinstance(given, str) or given == path.stem:
        return
    taken = path.with_name(f"{given}.toml").exists()
    wrong = (
        f'"{given}" is the id of another file' if taken else f'"{given}" is not the file\'s name'
    )
    spot.complain(wrong, write=f'write id = "{path.stem}" or rename the file')


def read_toml(path: Path, *, spot: Spot) -> dict[str, Any] | None:
    """The table in the file, or None and a fault when the file cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        spot.key("file").complain(f"it cannot be read ({error})", write="save it as UTF-8 text")
    except tomllib.TOMLDecodeError as error:
        spot.key("file").complain(f"it is not valid TOML ({error})", write="mend that line")
    return None


def read_table(of: type[Entry], table: dict[str, Any], *, spot: Spot) -> Entry:
    """An `of` with the values of the table; what is broken stays empty and is complained about."""
    if not is_dataclass(of):
        raise TypeError(of)
    hints = get_type_hints(of, include_extras=True)
    known = {field.name: field for field in fields(of) if field.init}
    for name in table.keys() - known.keys():
        spot.key(name).complain("this key is not known", write="check its spelling or remove it")
    values: dict[str, object] = {}
    for name, field in known.items():
        if name in table:
            values[name] = _value(hints[name], table[name], spot=spot.key(name))
        elif not _has_default(field):
            spot.key(name).complain("it is missing", write=f"write {_wanted(hints[name])}")
            values[name] = _blank(hints[name])
    return of(**values)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _value(hint: Any, raw: object, *, spot: Spot) -> object:
    hint, checks = _peeled(hint)
    if get_origin(hint) is Literal:
        return _choice(hint, raw, spot=spot)
    if get_origin(hint) is tuple:
        return _many(get_args(hint)[0], raw, spot=spot)
    if is_dataclass(hint) and isinstance(hint, type):
        return _inner_table(hint, raw, spot=spot)
    if type(raw) is not hint:
        spot.complain(f"{raw!r} does not fit here", write=f"write {_wanted(hint)}")
        return _blank(hint)
    for check in checks:
        if isinstance(raw, str) and not check.passes(raw):
            spot.complain(f"{raw!r} does not fit here", write=f"write {check.write}")
    return raw


def _choice(hint: Any, raw: object, *, spot: Spot) -> object:
    if raw not in get_args(hint):
        spot.complain(f"{raw!r} is not one of the words for it", write=f"write {_wanted(hint)}")
    return raw


def _many(hint: Any, raw: object, *, spot: Spot) -> tuple[object, ...]:
    if not isinstance(raw, list):
        spot.complain(f"{raw!r} does not fit here", write="write a list in square brackets")
        return ()
    return tuple(_value(hint, each, spot=spot.item(at)) for at, each in enumerate(raw))


def _inner_table(of: type, raw: object, *, spot: Spot) -> object:
    if not isinstance(raw, dict):
        spot.complain(f"{raw!r} does not fit here", write=f"write {_wanted(of)}")
        raw = {}
    return read_table(of, raw, spot=spot)


def _peeled(hint: Any) -> tuple[Any, tuple[Check, ...]]:
    """The bare type without "or unknown" and without its checks, and the checks."""
    if get_origin(hint) in (Union, UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not NoneType)
    if get_origin(hint) is Annotated:
        bare, *extras = get_args(hint)
        return bare, tuple(extra for extra in extras if isinstance(extra, Check))
    return hint, ()


def _wanted(hint: Any) -> str:
    hint, checks = _peeled(hint)
    if checks:
        return checks[0].write
    if get_origin(hint) is Literal:
        return "one of: " + ", ".join(get_args(hint))
    if get_origin(hint) is tuple:
        return "a list in square brackets"
    if is_dataclass(hint):
        return "a table with: " + ", ".join(field.name for field in fields(hint))
    return _WORDS_FOR[hint]


def _blank(hint: Any) -> object:
    bare, _ = _peeled(hint)
    if get_origin(bare) is tuple:
        return ()
    if is_dataclass(bare) and isinstance(bare, type):
        return read_table(bare, {}, spot=Spot("", []))
    return "" if bare is str else None
