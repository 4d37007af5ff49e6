"""The lines of a card: those that matter most, as many as a phone's screen holds."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.domain.data.models import Figure, Record
from bot.i18n.translator import Translator
from bot.ui.formats import number_text
from bot.ui.line_width import LINES, lines_of


class CardLine(NamedTuple):
    """A line in its place on a card."""

    rank: int
    """0 always stands; of the others those with low ranks come first, as long as there is room."""
    content: str
    figure: Figure | None = None
    """The figure that it states."""


def fitting(lines: Iterable[CardLine], room: int = LINES) -> list[CardLine]:
    """The lines in their order; without those of high rank for which there is no room."""
    every = list(lines)
    kept: set[int] = set()
    for i in sorted(range(len(every)), key=lambda i: every[i].rank):
        longer = [every[k].content for k in (*kept, i)]
        if every[i].rank == 0 or lines_of(longer) <= room:
            kept.add(i)
    return [line for i, line in enumerate(every) if i in kept]


def heading(tr: Translator, record: Record, *facts: str) -> str:
    """The record's name; under it its name in the other language, with facts in a few words."""
    name, other = tr.of(record.title), tr.other(record.title)
    small = " · ".join([*([other] if other != name else []), *filter(None, facts)])
    return f"### {name}\n-# {small}" if small else f"### {name}"


def says(tr: Translator, content: str, figure: Figure) -> bool:
    """Whether a text prints the figure's number already."""
    money = figure.unit in ("CNY", "USD")
    ways = {number_text(tr.lang, figure.value, money=money), f"{figure.value:,g}"}
    if figure.value == int(figure.value):
        ways.add(f"{int(figure.value):,}")
    return any(re.search(rf"(?<![\d.,]){re.escape(way)}(?![\d]|[.,]\d)", content) for way in ways)


def untitled(tr: Translator, record: Record) -> Sequence[Figure]:
    """The figures whose amounts do not stand in the record's name already."""
    name = tr.of(record.title)
    return [f for f in record.figures if f.unit != "CNY" or not says(tr, name, f)]
