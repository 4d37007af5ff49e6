"""Checks across records: duplicate ids, unknown references, cycles."""

from collections.abc import Iterator, Mapping, Set
from typing import Any, Final, cast

from bot.domain.data.confidence import check_confidence
from bot.domain.data.dataset import DATA_KINDS
from bot.domain.data.faults import N_, Fault, fault_message, preview
from bot.domain.data.models import Award, Term
from bot.domain.data.rows import Path, Row

_ID_TWICE: Final = N_("duplicate id; first used in {place}")
_NO_SUCH: Final = N_("no such record: {name}; expected an id in {kinds}")
_ITSELF: Final = N_("refers to the record itself; expected another record")
_CYCLE: Final = N_("supersedes itself in a cycle: {names}")
_ENDS: Final = N_("ends {ends} before it starts {starts}")
_NO_PART: Final = N_("{record} has no figure, criterion, answer or not_stated entry with this id")
_NO_FIGURE: Final = N_("{name} is not among the record's figures")
_STATED: Final = N_("{name} is among the record's figures, so it is stated")
_NO_INDUSTRY: Final = N_("{name} is not an industry; expected a term of the kind industry")


def check_references(rows: list[Row], *, whole: bool) -> Iterator[Fault]:
    """Duplicate ids, unknown references, ends before starts.

    `whole`: whether every file was readable; if not, a missing record may be in an unreadable one,
    and unknown references are not reported.
    """
    ids: dict[tuple[str, str], Row] = {}
    for row in rows:
        for path, name in _own_ids(row):
            place = (_id_space(row.kind), name)
            if place in ids:
                first = ids[place]
                yield row.fault(
                    path, fault_message(_ID_TWICE, place=f"{first.file}:{first.lines[()]}")
                )
            ids.setdefault(place, row)
    kinds = {place: row.kind for place, row in ids.items()}
    terms = (row.record for row in rows if isinstance(row.record, Term))
    others = {term.id for term in terms if term.kind != "industry"}
    for row in rows:
        if whole:
            yield from _check_names(row, kinds, others)
        if row.record is not None:
            yield from _check_period(row)
            yield from _check_award(row)
    yield from _check_cycles(rows)
    if whole:
        yield from _check_parts(rows)
        yield from check_confidence(rows)


def _check_parts(rows: list[Row]) -> Iterator[Fault]:
    """Wordings of parts that their record does not have."""
    records = {row.name: row.record for row in rows if row.kind in _RECORDS and row.record}
    for row in rows:
        if row.kind == "questions" and row.record and row.name in records:
            record: Any = records[row.name]
            criteria = getattr(record, "criteria", ())
            parts = (*record.figures, *record.answers, *record.not_stated, *criteria)
            for part in row.record.parts.keys() - {part.id for part in parts}:
                reason = fault_message(_NO_PART, record=row.name)
                yield row.fault(("parts", part), reason)


def _id_space(kind: str) -> str:
    """Sources and terms have their own ids; all other kinds share one id space."""
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


_SHOWN_CYCLE: Final = 5
_RECORDS: Final = frozenset(DATA_KINDS) - {"sources", "glossary", "questions"}
_REFERENCES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("sources", "confirmed_by", "agrees_with", "source"), frozenset({"sources"})),
    "package": frozenset({"packages"}),
    "zones": frozenset({"zones"}),
    **dict.fromkeys(("industries", "topics"), frozenset({"glossary"})),
    **dict.fromkeys(("of", "requires", "replaces"), frozenset({"tiers"})),
    **dict.fromkeys(("related", "record", "see"), _RECORDS),
    "supersedes": frozenset({"measures", "awards"}),
    "superseded_by": frozenset({"measures", "awards", "packages"}),
}
"""Fields with ids, and the kinds of record that each may refer to."""


def _check_names(
    row: Row, kinds: Mapping[tuple[str, str], str], other_terms: Set[str]
) -> Iterator[Fault]:
    for path, field_name, name in _references(row.content, ()):
        allowed = _REFERENCES[field_name]
        if name == "all" and field_name == "zones":
            continue
        if all(kinds.get((_id_space(kind), name)) != kind for kind in allowed):
            ordered = tuple(kind for kind in DATA_KINDS if kind in allowed)
            yield row.fault(path, fault_message(_NO_SUCH, name=preview(name), kinds=ordered))
        elif field_name == "industries" and name in other_terms:
            yield row.fault(path, fault_message(_NO_INDUSTRY, name=preview(name)))


def _check_cycles(rows: list[Row]) -> Iterator[Fault]:
    """Records that supersede themselves, directly or through others; each cycle once."""
    superseded = {row.name: row for row in rows if _successor(row) is not None}
    followed_by = {name: str(_successor(row)) for name, row in superseded.items()}
    seen: set[str] = set()
    for start in superseded:
        way: dict[str, None] = {}
        name = start
        while name in followed_by and name not in seen:
            seen.add(name)
            way[name] = None
            name = followed_by[name]
        if name not in way:
            continue
        ring = [*way][[*way].index(name) :]
        names = " → ".join(
            [*ring[:_SHOWN_CYCLE], *(["…"] if len(ring) > _SHOWN_CYCLE else []), name]
        )
        reason = fault_message(_ITSELF) if len(ring) == 1 else fault_message(_CYCLE, names=names)
        yield superseded[name].fault(("superseded_by",), reason)


def _successor(row: Row) -> str | None:
    if row.kind in ("sources", "glossary") or not isinstance(row.content, dict):
        return None
    name = cast("dict[str, object]", row.content).get("superseded_by")
    return name if isinstance(name, str) else None


def _check_award(row: Row) -> Iterator[Fault]:
    """Figures for firms that move in which the award does not have, and unstated ones it has."""
    if isinstance(row.record, Award):
        own = {figure.id for figure in row.record.figures}
        for at, name in enumerate(row.record.movers):
            if name not in own:
                yield row.fault(("movers", at), fault_message(_NO_FIGURE, name=name))
        for at, entry in enumerate(row.record.not_stated):
            for name in sorted(own.intersection(entry.figures)):
                path = ("not_stated", at, "figures")
                yield row.fault(path, fault_message(_STATED, name=name))


def _check_period(row: Row) -> Iterator[Fault]:
    holder: Any = getattr(row.record, "validity", None) or row.record
    starts, ends = getattr(holder, "starts", None), getattr(holder, "ends", None)
    if starts and ends and ends < starts:
        yield row.fault(("ends",), fault_message(_ENDS, ends=str(ends), starts=str(starts)))


def _references(part: object, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Path, field and id of each reference in a record."""
    if isinstance(part, list):
        for i, value in enumerate(cast("list[object]", part)):
            yield from _references(value, (*path, i))
    elif isinstance(part, dict):
        for key, value in cast("dict[str, object]", part).items():
            at = (*path, key)
            if key not in _REFERENCES:
                yield from _references(value, at)
            elif isinstance(value, str):
                yield at, key, value
            elif isinstance(value, list):
                for i, name in enumerate(cast("list[object]", value)):
                    if isinstance(name, str):
                        yield (*at, i), key, name
