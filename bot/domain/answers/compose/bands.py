"""The bands of growth or spending that sums are paid for."""

import re
from collections.abc import Sequence
from math import inf
from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.answers.read.number_series import amount_of
from bot.domain.search.query import ParsedQuestion

_BAND: Final = re.compile(
    r"(?:(?P<low>\d[\d.]*) to under (?P<high>\d[\d.]*)|"
    r"(?P<least>\d[\d.]*)(?= (?:million|percent)[a-z ]* more\b))"
    r" (?P<unit>million|percent)"
)
"""The band of growth or spending that a sum is for."""


def of_band(lines: tuple[Line, ...], question: ParsedQuestion) -> tuple[Line, ...]:
    """Of lines for bands of growth or spending, the ones for what the question states, first."""
    if not question.amounts:
        return lines
    values = [float(amount.strip("=%")) for amount in question.amounts]
    bands = {line: _in_band(line, values) for line in lines}
    if True not in bands.values():
        return lines
    kept = [line for line in lines if bands[line] is not False]
    return tuple(sorted(kept, key=lambda line: not (bands[line] or line.met is not None)))


def _in_band(line: Line, values: Sequence[float]) -> bool | None:
    """Whether a value stated is in the band that the line is for; None if it is for none."""
    name = line.text or next((f.name for f in line.figures), None)
    band = _BAND.search(name.en) if name else None
    if band is None or line.met is not None:
        return None
    low, high, unit = band["low"] or band["least"], band["high"], band["unit"]
    least, below = (amount_of(f"{number} {unit}") if number else inf for number in (low, high))
    return any(least <= value < below for value in values)
