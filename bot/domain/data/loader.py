"""Loads a data set from YAML: all records, or all faults with their lines."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, cast

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.domain.data.dataset import DATA_KINDS, Dataset
from bot.domain.data.faults import (
    MAX_FAULTS,
    N_,
    NO_RECORD,
    PYDANTIC_MESSAGES,
    Fault,
    FaultMessage,
    fault_message,
    field_path,
    from_pydantic,
)
from bot.domain.data.references import check_references
from bot.domain.data.rows import Path, Row
from bot.domain.data.yaml_nodes import YamlError, compose_yaml

_MOST_CHARACTERS: Final = 100
"""Forbidden characters reported per file."""
_LONGEST_KEY: Final = 80
_LONGEST_NUMBER: Final = 30
"""Digits of a number."""


_LISTED: Final = ", ".join(DATA_KINDS)

_EMPTY: Final = N_("no record found; expected .yaml files")
_NOT_UTF8: Final = N_("not UTF-8; expected UTF-8 text")
_CHARACTER: Final = N_("character {code} is not allowed in YAML; remove it")
_ONE_KEY: Final = N_("expected one key at the top, one of: {kinds}")
_UNKNOWN_KEY: Final = N_("unknown key; expected one of: {kinds}")
_LIST: Final = N_("expected a list of records")
_TWICE: Final = N_("duplicate key; expected once")
_DIGITS: Final = N_("a number with {number} digits; expected a shorter one")
_LARGE: Final = N_("{number} is too large; expected a smaller number")
_CONTROL: Final = N_("contains the invisible character {code}; remove it")


@dataclass(slots=True)
class LoadResult:
    """The rows and faults found so far."""

    rows: list[Row] = field(default_factory=list[Row])
    faults: list[Fault] = field(default_factory=list[Fault])


_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters outside YAML 1.2's printable set (section 5.1)."""
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
"""Line breaks, control and direction characters, surrogates: possible through YAML escapes."""


def read_dataset(files: Mapping[str, bytes]) -> tuple[Dataset | None, list[Fault]]:
    """The data set in these files (name -> content), or None and every fault at once."""
    reading = LoadResult()
    for name in sorted(files):
        _read_file(name, files[name], reading)
    whole = not any(fault.record == NO_RECORD for fault in reading.faults)
    for row in reading.rows:
        if len(reading.faults) < MAX_FAULTS:
            _validate(row, reading.faults)
    left = max(0, MAX_FAULTS - len(reading.faults))
    reading.faults.extend(islice(check_references(reading.rows, whole=whole), left))
    if not reading.rows and not reading.faults:
        reading.faults.append(Fault("data", 1, NO_RECORD, "files", fault_message(_EMPTY)))
    if reading.faults:
        return None, _sorted_faults(reading)[:MAX_FAULTS]
    by_kind: dict[str, Any] = {
        kind: tuple(r.record for r in reading.rows if r.kind == kind) for kind in DATA_KINDS
    }
    return Dataset.model_construct(**by_kind), []


def _sorted_faults(reading: LoadResult) -> list[Fault]:
    """Unreadable files first; in a record unknown fields first, as one may be another misspelt."""
    first = {(r.file, line): r.lines[()] for r in reading.rows for line in r.lines.values()}

    def place(fault: Fault) -> tuple[bool, str, int, bool, int, str]:
        start = first.get((fault.file, fault.line), fault.line)
        known = fault.reason.template != PYDANTIC_MESSAGES["extra_forbidden"]
        return fault.record != NO_RECORD, fault.file, start, known, fault.line, fault.field

    return sorted(reading.faults, key=place)


def record_locations(files: Mapping[str, bytes]) -> Mapping[str, tuple[str, int]]:
    """The file and line of each record of a valid data set, by id."""
    reading = LoadResult()
    for name in sorted(files):
        _read_file(name, files[name], reading)
    rows = (row for row in reading.rows if row.kind != "questions")
    return {row.name: (row.file, row.lines[()]) for row in rows}


def _read_file(name: str, content: bytes, reading: LoadResult) -> None:
    def fault(line: int, reason: FaultMessage, part: str = "file") -> None:
        reading.faults.append(Fault(name, line, NO_RECORD, part, reason))

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault(content.count(b"\n", 0, error.start) + 1, fault_message(_NOT_UTF8))
        return
    forbidden = list(islice(_FORBIDDEN.finditer(text), _MOST_CHARACTERS))
    for match in forbidden:
        line = text.count("\n", 0, match.start()) + 1
        fault(line, fault_message(_CHARACTER, code=f"U+{ord(match.group()):04X}"))
    if forbidden:
        return
    try:
        root = compose_yaml(text)
    except YamlError as error:
        fault(error.line, error.reason)
    else:
        _read_rows(name, root, reading, fault)


def _read_rows(
    name: str, root: yaml.Node | None, reading: LoadResult, fault: Callable[..., None]
) -> None:
    if not isinstance(root, yaml.MappingNode) or len(root.value) != 1:
        fault(1, fault_message(_ONE_KEY, kinds=_LISTED))
        return
    key, rows = root.value[0]
    line = key.start_mark.line + 1
    if key.value not in DATA_KINDS:
        fault(line, fault_message(_UNKNOWN_KEY, kinds=_LISTED), key.value[:_LONGEST_KEY])
    elif not isinstance(rows, yaml.SequenceNode):
        fault(rows.start_mark.line + 1, fault_message(_LIST), key.value)
    else:
        for node in rows.value:
            if len(reading.faults) >= MAX_FAULTS:
                return
            row = Row(name, key.value, None, {})
            row.content = _construct(node, (), row, reading.faults)
            reading.rows.append(row)


def _construct(node: yaml.Node, path: Path, row: Row, faults: list[Fault]) -> object:
    """The plain value of a node; records the line of each part and duplicate keys."""
    row.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, object] = {}
        row.content = mapping if not path else row.content
        for key, value in node.value:
            at = (*path, key.value)
            row.lines[at] = key.start_mark.line + 1
            if key.value in mapping:
                faults.append(row.fault(at, fault_message(_TWICE)))
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
            return _number(scalar.value, kind, row, path, faults)
        case _:
            if found := _INVISIBLE.search(scalar.value.strip(" \t\n")):
                faults.append(
                    row.fault(path, fault_message(_CONTROL, code=f"U+{ord(found[0]):04X}"))
                )
            return scalar.value


def _number(written: str, kind: str, row: Row, path: Path, faults: list[Fault]) -> float:
    """The number; 0 and a fault if it is too long or too large."""

    def refuse(reason: FaultMessage) -> int:
        row.refused.add(path)
        faults.append(row.fault(path, reason))
        return 0

    if len(written) > _LONGEST_NUMBER:
        return refuse(fault_message(_DIGITS, number=len(written)))
    number = int(written) if kind == "int" else float(written)
    if not math.isfinite(number):
        return refuse(fault_message(_LARGE, number=written))
    return number


def _validate(row: Row, faults: list[Fault]) -> None:
    """Sets the row's record; strict: '12' is not a number and 1 is not text."""
    try:
        row.record = DATA_KINDS[row.kind].model_validate_json(json.dumps(row.content), strict=True)
    except ValidationError as error:
        found: dict[Path, FaultMessage] = {}
        for detail in error.errors(include_url=False):
            path = _path_in_file(detail, row)
            if not _is_consequence(detail) and path not in row.refused:
                found.setdefault(path, from_pydantic(detail))
        faults.extend(row.fault(path, reason) for path, reason in found.items())


def _is_consequence(detail: ErrorDetails) -> bool:
    """Whether another fault causes it: pydantic calls a list with invalid entries too short."""
    given: object = detail["input"]
    least: object = detail.get("ctx", {}).get("min_length")
    return (
        detail["type"] == "too_short"
        and isinstance(given, list)
        and isinstance(least, int)
        and len(cast("list[object]", given)) >= least
    )


def _path_in_file(detail: ErrorDetails, row: Row) -> Path:
    """The path without the union members that pydantic adds."""
    path, known = field_path(detail), cast("Path", ())
    for step in path:
        if (*known, step) in row.lines or (detail["type"] == "missing" and step == path[-1]):
            known = (*known, step)
    return known
