"""How two versions of one record differ, field by field.

Only changes that matter to a reader count. Spaces, case, punctuation and the width of characters
do not, nor do sources, notes, aliases, the dates of figures, the order of lists, and `for`, which
repeats the texts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Final, Literal, NamedTuple, TypeAlias

from bot.bounded_cache import BoundedCache
from bot.domain.data.districts import District
from bot.domain.data.models import (
    Confidence,
    Criterion,
    Figure,
    FundingKind,
    How,
    Measure,
    Record,
    Text,
    Tier,
    Zone,
)
from bot.domain.data.stated_texts import STATED, stated_texts

_RELATIONS: Final[Mapping[str, frozenset[How]]] = {
    "goes-with": frozenset({"may-combine", "tops-up"}),
    "requires": frozenset({"requires"}),
    "not-together": frozenset({"not-together"}),
}
"""The field under which a relation to other support is compared."""
SupersededStatus: TypeAlias = Literal["in-force", "superseded"]


class FigureChange(NamedTuple):
    """A figure before and after; None if absent."""

    old: Figure | None
    new: Figure | None
    of: Text | None = None
    """The requirement that it belongs to."""


class TextChange(NamedTuple):
    """A text, or one of a list, before and after; None if absent."""

    field: str
    """A field of the record; goes-with, requires or not-together of `goes_with`; re-review."""
    old: Text | None
    new: Text | None
    of: Text | None = None
    """The name of the requirement."""


class DateChange(NamedTuple):
    """The first or last day of validity, before and after; None if not stated."""

    field: Literal["starts", "ends"]
    old: date | None
    new: date | None


class PlaceChange(NamedTuple):
    """The districts before and after; empty: no district stated, for a measure the whole city."""

    old: tuple[District, ...]
    new: tuple[District, ...]


class KindChange(NamedTuple):
    """The kind of money before and after."""

    old: FundingKind | None
    new: FundingKind | None


class ConfidenceChange(NamedTuple):
    """The confidence before and after."""

    old: Confidence
    new: Confidence


class StatusChange(NamedTuple):
    """A record that is no longer superseded; the reverse is a ChangeKind."""

    old: SupersededStatus
    new: SupersededStatus


FieldChange: TypeAlias = (
    FigureChange
    | TextChange
    | DateChange
    | PlaceChange
    | KindChange
    | ConfidenceChange
    | StatusChange
)


def compare_fields(old: Record, new: Record) -> Iterator[FieldChange]:
    """The differences between two versions of a record; name and money first."""
    yield from _text("title", old.title, new.title)
    if isinstance(old, Measure) and isinstance(new, Measure) and old.kind != new.kind:
        yield KindChange(old.kind, new.kind)
    yield from _figures(old.figures, new.figures)
    if isinstance(old, Measure) and isinstance(new, Measure):
        yield from _measure(old, new)
    elif isinstance(old, Zone) and isinstance(new, Zone):
        yield from _text("focus", old.focus, new.focus)
        yield from _text("level", old.level, new.level)
        yield from _text("batch", old.batch, new.batch)
    elif isinstance(old, Tier) and isinstance(new, Tier):
        yield from _dates((old.starts, old.ends), (new.starts, new.ends))
        was, now = old.title_validity, new.title_validity
        yield from _figures((was.period,) if was else (), (now.period,) if now else ())
        yield from _text("re-review", was and was.re_review, now and now.re_review)
        yield from _criteria(old.criteria, new.criteria)
    yield from _text("summary", old.summary, new.summary)
    if old.confidence != new.confidence:
        yield ConfidenceChange(old.confidence, new.confidence)


def _measure(old: Measure, new: Measure) -> Iterator[FieldChange]:
    was, now = old.validity, new.validity
    yield from _dates(
        (was.starts, was.ends) if was else (None, None),
        (now.starts, now.ends) if now else (None, None),
    )
    for field in STATED:
        yield from _texts(field, stated_texts(old, field), stated_texts(new, field))
    for field, hows in _RELATIONS.items():
        was_said, is_said = ([r.text for r in m.goes_with if r.how in hows] for m in (old, new))
        yield from _texts(field, was_said, is_said)


def _dates(
    old: tuple[date | None, date | None], new: tuple[date | None, date | None]
) -> Iterator[DateChange]:
    if old[0] != new[0]:
        yield DateChange("starts", old[0], new[0])
    if old[1] != new[1]:
        yield DateChange("ends", old[1], new[1])


def _text(
    field: str, old: Text | None, new: Text | None, of: Text | None = None
) -> Iterator[TextChange]:
    if old is not new and _key(old) != _key(new):
        yield TextChange(field, old, new, of)


def _texts(field: str, old: Sequence[Text], new: Sequence[Text]) -> Iterator[TextChange]:
    """Texts of either list that are not in the other one, in pairs."""
    before, after = {_key(t) for t in old}, {_key(t) for t in new}
    gone = [t for t in old if _key(t) not in after]
    come = [t for t in new if _key(t) not in before]
    yield from (TextChange(field, was, now) for was, now in zip_longest(gone, come))


def _figures(
    old: Sequence[Figure], new: Sequence[Figure], of: Text | None = None
) -> Iterator[FigureChange]:
    """Figures that differ, matched by id, else by name."""
    known = {figure.id: figure for figure in old}
    current = {figure.id for figure in new}
    gone = [figure for figure in old if figure.id not in current]
    for figure in new:
        named = (f for f in gone if _key(f.name) == _key(figure.name))
        was = known.get(figure.id) or next(named, None)
        if was in gone:
            gone.remove(was)
        if was is None or _stated_value(was) != _stated_value(figure):
            yield FigureChange(was, figure, of)
    yield from (FigureChange(figure, None, of) for figure in gone)


def _stated_value(figure: Figure) -> tuple[object, ...]:
    return (figure.value, figure.unit, figure.qualifier, _key(figure.period))


def _criteria(old: Sequence[Criterion], new: Sequence[Criterion]) -> Iterator[FieldChange]:
    known = {criterion.id: criterion for criterion in _usable(old)}
    for criterion in _usable(new):
        was = known.pop(criterion.id, None)
        before = was.requirement if was else None
        yield from _text("requirement", before, criterion.requirement, criterion.name)
        if was:
            yield from _figures(_numbers(was), _numbers(criterion), criterion.name)
    for criterion in known.values():
        yield TextChange("requirement", criterion.requirement, None, criterion.name)


def _usable(criteria: Iterable[Criterion]) -> Iterator[Criterion]:
    return (criterion for criterion in criteria if criterion.use != "warning")


def _numbers(criterion: Criterion) -> tuple[Figure, ...]:
    """The threshold and the other numbers of a requirement."""
    threshold = (criterion.threshold,) if criterion.threshold else ()
    return (*threshold, *criterion.figures)


def same(one: str, other: str) -> bool:
    """Whether two texts are equal except for spaces, case, punctuation and width."""
    return _plain(one) == _plain(other)


_TOKEN = re.compile(r"(?<![\w)\]])[-−]?\d+(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+|[%‰+<>=≥≤~$¥€°]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def _key(text: Text | None) -> tuple[str, str] | None:
    return (_plain(text.en), _plain(text.zh)) if text else None


_PLAIN: Final[BoundedCache[str, str]] = BoundedCache(1 << 20)


def _plain(text: str) -> str:
    """The letters and numbers of a text; adjacent numbers stay separate."""
    return _PLAIN.get_or_make(text, lambda: _without_marks(text))


def _without_marks(text: str) -> str:
    from bot.domain.text import normalise  # noqa: PLC0415 - a start reads no text

    tokens = _TOKEN.findall(_THOUSANDS.sub("", normalise(text, simplified=True)))
    joined = [
        f" {token}" if before[-1:].isdigit() and token[-1:].isdigit() else token
        for before, token in zip(["", *tokens], tokens, strict=False)
    ]
    return "".join(joined)
