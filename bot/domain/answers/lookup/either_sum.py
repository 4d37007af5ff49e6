"""Two amounts of which a question asks which is right, where the records state both."""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.sentences import telling_sentences
from bot.domain.answers.compose.series import points_of_series
from bot.domain.answers.read.forms import has_form
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Figure, Record, Statistic
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import UNIT, amount_value, parse_text

_EITHER: Final = re.compile(
    rf"(?<![\d.])(?P<one>\d[\d,.]*) ?(?P<unit>{UNIT})?(?P<of>[^\d,;.?]{{0,12}}?)(?: or |还是)\W?"
    rf"(?:[^\d,;.?]{{0,12}} )?(?P<other>\d[\d,.]*) ?(?P<scale>{UNIT})?"
)
"""One number or another, perhaps with a unit only after the second."""
_NEAR: Final = 0.3
"""Least share of the best score for a record to be meant."""
_LEAST: Final = 10
"""Smaller numbers are said of too much."""


def either_sum_card(query: Query) -> AnswerCard | None:
    """Both amounts with what each is of; None where the records do not state both."""
    question, asked = query.question, _EITHER.search(query.plain)
    if asked is None or has_form(query.plain, "difference") or len({*question.amounts}) != 2:
        return None
    unit = asked["unit"] or asked["scale"] or ""
    sums = (f"{asked['one']}{unit}", f"{asked['other']}{asked['scale'] or unit}")
    values = [amount_value(a) for each in sums for a in parse_text(each, numbers_only=True).amounts]
    if len(values) != len(sums) or min(values) < _LEAST:
        return None
    known = query.release.catalogue.records
    near = [known[i] for i in query.near(_NEAR) if i in known]
    pairs = list(_pairs(near, values))
    if not pairs or any(all(figure.undecided for _, figure in pair) for pair in pairs):
        return None  # or no source says who gets which
    pair = sorted(pairs[0], key=lambda each: each[1].confidence == "conflicting")
    record, several = pair[0][0], pair[0][0] is not pair[1][0]
    if isinstance(record, Statistic) and record.series and "latest" in question.concepts:
        return None  # the newest counts
    lines: list[Line] = []
    for each, figure in pair:
        lines.append(Line(each, (figure,)))
        lines += telling_sentences(each, lines[-1:], question)[:1] if several else ()
    lines += () if several else _rest(record, lines, question)
    return AnswerCard(record, tuple(lines), "parts", exists="both")


def _pairs(
    records: Sequence[Record], values: Sequence[float]
) -> Iterator[Sequence[tuple[Record, Figure]]]:
    """The two figures of these values and one unit, those of one record before others."""
    stated = [
        [(r, f) for r in records for f in sorted(r.figures, key=_order) if f.value == value]
        for value in values
    ]
    pairs = sorted(product(*stated), key=lambda pair: pair[0][0] is not pair[1][0])
    yield from (pair for pair in pairs if len({f.unit for _, f in pair}) == 1)


def _order(figure: Figure) -> tuple[bool, int]:
    """Exact figures come first, and the newest."""
    return figure.qualifier != "exactly", -int((figure.as_of or "0").replace("-", "")[:6])


def _rest(record: Record, lines: Sequence[Line], question: ParsedQuestion) -> Iterator[Line]:
    """The newest of a count over time, and what the record says of both."""
    if isinstance(record, Statistic) and record.series:
        newest = next(points_of_series(record, question), None)
        if newest and all(newest not in line.figures for line in lines):
            yield Line(record, (newest,))
    yield from telling_sentences(record, lines, question)
