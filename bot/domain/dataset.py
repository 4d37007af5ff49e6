"""Reads the text of a data set: all of its records, or all of its faults with their lines."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, TypeAlias, cast

import yaml
from pydantic import ValidationError

from bot.domain.faults import Fault, Part, Said, mark, of_pydantic, say
from bot.domain.records import (
    Award,
    Measure,
    Model,
    Package,
    Source,
    Statistic,
    Term,
    Tier,
    Zone,
)
from bot.domain.yaml_nodes import RefusedError, compose

MOST_FAULTS: Final = 10_000
"""Faults after which reading stops: a file that is none of ours may have millions."""
_MOST_CHARACTERS: Final = 100
"""Forbidden characters told of one file."""
_LONGEST_NUMBER: Final = 30
"""Digits of a number; Python itself refuses to read some thousand."""


class Dataset(Model):
    """A whole data set, each kind in the order of its files."""

    sources: tuple[Source, ...] = ()
    packages: tuple[Package, ...] = ()
    measures: tuple[Measure, ...] = ()
    awards: tuple[Award, ...] = ()
    zones: tuple[Zone, ...] = ()
    tiers: tuple[Tier, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    glossary: tuple[Term, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many records of each kind."""
        return {kind: len(getattr(self, kind)) for kind in KINDS}


KINDS: dict[str, type[Model]] = {
    "sources": Source,
    "packages": Package,
    "measures": Measure,
    "awards": Award,
    "zones": Zone,
    "tiers": Tier,
    "statistics": Statistic,
    "glossary": Term,
}
"""The one key that a file may have at its top, and what its rows are."""
_LISTED: Final = ", ".join(KINDS)

_NO_RECORD: Final = mark("no record found; expected .yaml files")
_NOT_UTF8: Final = mark("not UTF-8; expected text in UTF-8")
_CHARACTER: Final = mark("character {code} is not allowed in YAML; remove it")
_ONE_KEY: Final = mark("expected one key at the top, one of: {kinds}")
_UNKNOWN_KEY: Final = mark("unknown key; expected one of: {kinds}")
_LIST: Final = mark("expected a list of records")
_TWICE: Final = mark("given twice; expected once")
_DIGITS: Final = mark("a number of {number} digits; expected a shorter one")
_LARGE: Final = mark("{number} is too large; expected a smaller number")
_ID_TWICE: Final = mark("id used twice; first in {place}")
_NO_SUCH: Final = mark("no such record: {name}; expected an id in {kinds}")
_ENDS: Final = mark("ends {ends} before it starts {starts}")


Path: TypeAlias = tuple[str | int, ...]


@dataclass(slots=True)
class Row:
    """One record as written: its plain content and the line of each of its parts."""

    file: str
    kind: str
    content: object
    lines: dict[Path, int]
    record: Any = None

    @property
    def name(self) -> str:
        """The record's id, as far as it has one."""
        content = self.content
        found = cast("dict[str, object]", content).get("id") if isinstance(content, dict) else None
        return str(found) if found else "?"

    def fault(self, path: Path, said: Said) -> Fault:
        """A fault at a part of this record; a part that is missing has its parent's line."""
        at = path
        while at not in self.lines and at:
            at = at[:-1]
        return Fault(
            self.file,
            self.lines.get(at, 1),
            self.name,
            ".".join(str(step) for step in path) or "record",
            said,
        )


@dataclass(slots=True)
class Reading:
    """What came of reading: rows so far, and every fault found."""

    rows: list[Row] = field(default_factory=list[Row])
    faults: list[Fault] = field(default_factory=list[Fault])


_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters outside YAML 1.2's printable set (section 5.1)."""


def read_dataset(files: Mapping[str, bytes]) -> tuple[Dataset | None, list[Fault]]:
    """The data set in these files (name -> content), or None and every fault at once."""
    reading = Reading()
    for name in sorted(files):
        _read_file(name, files[name], reading)
    for row in reading.rows:
        if len(reading.faults) < MOST_FAULTS:
            _validate(row, reading.faults)
    left = max(0, MOST_FAULTS - len(reading.faults))
    reading.faults.extend(islice(_check_references(reading.rows), left))
    if not reading.rows and not reading.faults:
        reading.faults.append(Fault("data", 1, "-", "files", say(_NO_RECORD)))
    if reading.faults:
        return None, sorted(reading.faults, key=lambda f: (f.file, f.line, f.field))[:MOST_FAULTS]
    by_kind: dict[str, Any] = {
        kind: tuple(r.record for r in reading.rows if r.kind == kind) for kind in KINDS
    }
    return Dataset.model_construct(**by_kind), []


def _read_file(name: str, content: bytes, reading: Reading) -> None:
    def fault(line: int, said: Said, part: str = "file") -> None:
        reading.faults.append(Fault(name, line, "-", part, said))

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault(content.count(b"\n", 0, error.start) + 1, say(_NOT_UTF8))
        return
    forbidden = list(islice(_FORBIDDEN.finditer(text), _MOST_CHARACTERS))
    for match in forbidden:
        line = text.count("\n", 0, match.start()) + 1
        fault(line, say(_CHARACTER, code=f"U+{ord(match.group()):04X}"))
    if forbidden:
        return
    try:
        root = compose(text)
    except RefusedError as error:
        fault(error.line, error.said)
    else:
        _read_rows(name, root, reading, fault)


def _read_rows(
    name: str, root: yaml.Node | None, reading: Reading, fault: Callable[..., None]
) -> None:
    if not isinstance(root, yaml.MappingNode) or len(root.value) != 1:
        fault(1, say(_ONE_KEY, kinds=_LISTED))
        return
    key, rows = root.value[0]
    line = key.start_mark.line + 1
    if key.value not in KINDS:
        fault(line, say(_UNKNOWN_KEY, kinds=_LISTED), key.value)
    elif not isinstance(rows, yaml.SequenceNode):
        fault(rows.start_mark.line + 1, say(_LIST), key.value)
    else:
        for node in rows.value:
            if len(reading.faults) >= MOST_FAULTS:
                return
            row = Row(name, key.value, None, {})
            row.content = _construct(node, (), row, reading.faults)
            reading.rows.append(row)


def _construct(node: yaml.Node, path: Path, row: Row, faults: list[Fault]) -> object:
    """The plain value of a node; notes the line of every part, and keys given twice."""
    row.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, object] = {}
        row.content = mapping if not path else row.content
        for key, value in node.value:
            at = (*path, key.value)
            row.lines[at] = key.start_mark.line + 1
            if key.value in mapping:
                faults.append(row.fault(at, say(_TWICE)))
            mapping[key.value] = _construct(value, at, row, faults)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_construct(v, (*path, i), row, faults) for i, v in enumerate(node.value)]
    scalar = cast("yaml.ScalarNode", node)
    match scalar.tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return scalar.value == "true"
        case "int" | "float" as kind:
            return _number(scalar.value, kind, row.fault, path, faults)
        case _:
            return scalar.value


def _number(
    written: str,
    kind: str,
    fault: Callable[[Path, Said], Fault],
    path: Path,
    faults: list[Fault],
) -> float:
    """The number; 0 and a fault where it is longer or larger than any that is meant."""
    if len(written) > _LONGEST_NUMBER:
        faults.append(fault(path, say(_DIGITS, number=len(written))))
        return 0
    number = int(written) if kind == "int" else float(written)
    if not math.isfinite(number):
        faults.append(fault(path, say(_LARGE, number=written)))
        return 0
    return number


def _validate(row: Row, faults: list[Fault]) -> None:
    """Gives the row its record; strict, so that '12' is no number and 1 no text."""
    try:
        row.record = KINDS[row.kind].model_validate_json(json.dumps(row.content), strict=True)
    except ValidationError as error:
        faults.extend(
            row.fault(_known(detail["loc"], row), of_pydantic(detail))
            for detail in error.errors(include_url=False)
        )


def _known(path: Path, row: Row) -> Path:
    """The path without the union members that pydantic adds to it."""
    known: Path = ()
    for step in path:
        if (*known, step) in row.lines or step == path[-1]:
            known = (*known, step)
    return known


def _check_references(rows: list[Row]) -> Iterator[Fault]:
    """Faults that need more than one record: ids used twice, names that lead nowhere."""
    ids: dict[tuple[str, str], Row] = {}
    for row in rows:
        for path, name in _own_ids(row):
            place = (_shelf(row.kind), name)
            if place in ids:
                first = ids[place]
                yield row.fault(path, say(_ID_TWICE, place=f"{first.file}:{first.lines[()]}"))
            ids.setdefault(place, row)
    kinds = {place: row.kind for place, row in ids.items()}
    for row in rows:
        if row.record is not None:
            yield from _check_row(row, kinds)


def _shelf(kind: str) -> str:
    """Sources and terms have ids of their own; all other kinds share one row of ids."""
    return kind if kind in ("sources", "glossary") else "records"


def _own_ids(row: Row) -> Iterator[tuple[Path, str]]:
    content = row.content
    if not isinstance(content, dict):
        return
    plain = cast("dict[str, Any]", content)
    if isinstance(name := plain.get("id"), str):
        yield ("id",), name
    criteria = plain.get("criteria")
    for i, criterion in enumerate(
        cast("list[Any]", criteria) if isinstance(criteria, list) else []
    ):
        if isinstance(criterion, dict):
            yield ("criteria", i, "id"), str(cast("dict[str, Any]", criterion).get("id"))


_POINTERS: dict[str, frozenset[str]] = {
    "sources": frozenset({"sources"}),
    "confirmed_by": frozenset({"sources"}),
    "agrees_with": frozenset({"sources"}),
    "source": frozenset({"sources"}),
    "package": frozenset({"packages"}),
    "zones": frozenset({"zones"}),
    "industries": frozenset({"glossary"}),
    "of": frozenset({"tiers"}),
    "requires": frozenset({"tiers"}),
    "replaces": frozenset({"tiers"}),
    "related": frozenset(KINDS) - {"sources", "glossary"},
    "record": frozenset(KINDS) - {"sources", "glossary"},
    "see": frozenset(KINDS) - {"sources", "glossary"},
    "supersedes": frozenset({"measures", "awards"}),
    "superseded_by": frozenset({"measures", "awards", "packages"}),
}
"""Fields that hold ids, and the kinds of record that each may name."""


def _check_row(row: Row, kinds: Mapping[tuple[str, str], str]) -> Iterator[Fault]:
    for path, field_name, name in _pointers(row.content, ()):
        allowed = _POINTERS[field_name]
        if name == "all" and field_name == "zones":
            continue
        if all(kinds.get((_shelf(kind), name)) != kind for kind in allowed):
            yield row.fault(path, say(_NO_SUCH, name=repr(name), kinds=_or(allowed)))
    starts, ends = _period_of(row.record)
    if starts and ends and ends < starts:
        yield row.fault(("ends",), say(_ENDS, ends=str(ends), starts=str(starts)))


def _pointers(part: object, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Every id that a record names: where, in which field, which id."""
    if isinstance(part, list):
        for i, value in enumerate(cast("list[object]", part)):
            yield from _pointers(value, (*path, i))
    elif isinstance(part, dict):
        for key, value in cast("dict[str, object]", part).items():
            at = (*path, key)
            if key not in _POINTERS:
                yield from _pointers(value, at)
            elif isinstance(value, str):
                yield at, key, value
            elif isinstance(value, list):
                for i, name in enumerate(cast("list[object]", value)):
                    yield (*at, i), key, str(name)


def _period_of(record: Model) -> tuple[Any, Any]:
    holder: Any = getattr(record, "validity", None) or record
    return getattr(holder, "starts", None), getattr(holder, "ends", None)


def _or(kinds: frozenset[str]) -> Part:
    return tuple(kind for kind in KINDS if kind in kinds)
