"""The answers to the parts of a question on one card; two figures of one kind side by side."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product, zip_longest
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.data.models import Figure, Measure, Package, Statistic
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import counts_in, parse_text

_PART_LINES: Final = 3
"""Lines for each part, if the parts are about several records."""
_CALL: Final = 4
"""Figures from which a line names each."""
_LIKE: Final = 0.5
"""Least share of words in common of the names of two figures that state the same."""


def card_of_parts(parts: Sequence[Sequence[Line]], *, compares: bool) -> AnswerCard | None:
    """The lines of the parts, record by record; None if a side of a comparison has none."""
    found = aligned(parts) if compares and len(parts) == 2 else parts
    records = list(dict.fromkeys(line.record.id for lines in found for line in lines))
    found = [as_call(lines) for lines in found] if len(records) > 1 else found
    if not records or (compares and len(records) < 2):
        return None
    most = _PART_LINES if len(records) > 1 else None
    ordered = sorted(_in_turn(found, most), key=lambda line: records.index(line.record.id))
    if len(ordered) < 2:
        return None
    kind = "difference" if compares else "parts"
    return AnswerCard(ordered[0].record, tuple(ordered), kind if len(records) > 1 else None)


def as_call(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines; of a call all that it asks for in one line, as no two calls ask for the same."""
    record = lines[0].record if lines else None
    if not isinstance(record, Measure) or not record.conditions or len(record.figures) < _CALL:
        return lines
    offers = record.for_ is None or record.for_.offer
    return lines if offers else (Line(record, record.figures),)


def _in_turn(parts: Sequence[Sequence[Line]], most: int | None) -> Collection[Line]:
    """At most so many lines of each part; the first of each come first, if all are stated."""
    rows: Iterable[Sequence[Line | None]] = [part[:most] for part in parts]
    if not any(line and line.is_not_stated for row in rows for line in row):
        rows = zip_longest(*rows)
    return dict.fromkeys(line for row in rows for line in row if line)


def sums_first(lines: Iterable[Line], question: ParsedQuestion) -> Sequence[Line]:
    """The lines, those with a sum of money that the question names first."""
    named = {("CNY", value) for value in counts_in(question.amounts)}

    def other(line: Line) -> bool:  # a verdict stays first
        return line.met is None and named.isdisjoint((f.unit, f.value) for f in line.figures)

    return sorted(lines, key=other)


def with_pair(card: AnswerCard) -> AnswerCard:
    """The card with the two figures that it compares, if there are two of one name.

    How many measures two packages hold is no difference that counts.
    """
    if isinstance(card.record, Package):
        return card
    found = list(_firsts(card))
    if len(found) != 2 or not _is_same(*found) or card.is_not_stated:
        return card
    if any(f.confidence == "conflicting" for f in found):
        return card
    return replace(card, pair=(found[0], found[1]))


def aligned(sides: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of two sides, those first whose figures are of one kind.

    Of several such pairs the first of each side.
    """
    numbered = [[(i, line) for i, line in enumerate(side) if line.figures] for side in sides]
    fitting = [[n for n in lines if not _is_total(n[1])] or lines for lines in numbered]
    asked = [lines[0] for lines in fitting if lines and lines[0][0] == 0]
    best = max(product(*fitting), key=_match, default=None)
    if len(asked) == 2 and _match(asked):
        best = asked  # what was asked of each comes first already
    if best is None or not _match(best):
        return [list(lines) for lines in sides]
    return [
        sorted(lines, key=lambda line: (line is not first, not _pays_as(line, first)))
        for (_, first), lines in zip(best, sides, strict=True)
    ]


def _is_total(line: Line) -> bool:
    return any(f.scope == "total" for f in line.figures)


def _pays_as(line: Line, other: Line) -> bool:
    """Whether both have a figure of one unit that one firm gets."""
    figures = (*line.figures[:1], *other.figures[:1])
    same = len(figures) == 2 and figures[0].unit == figures[1].unit
    return same and figures[0].scope == figures[1].scope == "firm"


def _match(pair: Sequence[tuple[int, Line]]) -> float:
    """How well two lines answer one question: 0 if their figures are of different kinds."""
    (i, one), (j, other) = pair
    a, b = one.figures[0], other.figures[0]
    if a is b or not _alike(a, b):
        return 0.0
    same = (2 if a.id == b.id else 1) * (2 if a.unit == b.unit and a.scope == "firm" else 1)
    return same / (4 + i + j)


def _likeness(a: Figure, b: Figure) -> float:
    """The share of the words in either name, before its date, that both have."""
    one, other = (set(parse_text(f.name.en.partition(",")[0]).words) for f in (a, b))
    return len(one & other) / len(one | other)


def _firsts(card: AnswerCard) -> Iterator[Figure]:
    """The figures compared: of a pair of titles both, of a series two, else one each."""
    if card.kind == "pairs":
        yield from card.lines[0].figures if len(card.lines) == 1 else ()
        return
    if isinstance(card.record, Statistic) and card.record.series and card.kind is None:
        yield from (f for line in card.lines[:2] for f in line.figures[:1])
        return
    firsts = {line.record.id: line for line in reversed(card.lines)}
    if len(firsts) == 2:
        for line in sorted(firsts.values(), key=card.lines.index):
            yield from line.figures[:1]


def _alike(a: Figure, b: Figure) -> bool:
    """Whether two figures are of one kind: of one unit, and both for one firm or for all."""
    return a.unit.split()[0] == b.unit.split()[0] and {a.scope, b.scope} != {"firm", "total"}


def _is_same(a: Figure, b: Figure) -> bool:
    """Whether two figures state the same of two subjects, so that they can be compared."""
    least = 1 if a.value == b.value else _LIKE
    named = a.id == b.id != "threshold" or _likeness(a, b) >= least
    return named and _alike(a, b)
