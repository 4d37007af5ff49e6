"""The lines of a card: those that matter most, as many as a phone's screen holds."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.domain.data.models import Figure, Record
from bot.domain.data.plain_name import plain_name
from bot.i18n.translator import Translator
from bot.ui.formats import number_text
from bot.ui.line_width import LINES, lines_of, shortened


class CardLine(NamedTuple):
    """A line in its place on a card."""

    rank: int
    """0 always stands; of the others those with low ranks come first, as long as there is room."""
    content: str
    figure: Figure | None = None
    """The figure that it states."""


def fitting(lines: Iterable[CardLine], room: int = LINES) -> list[CardLine]:
    """The lines in their order; of those for which there is no room, their first sentences."""
    every = list(lines)
    kept: dict[int, CardLine] = {}
    for i in sorted(range(len(every)), key=lambda i: every[i].rank):
        line, left = every[i], room - lines_of(each.content for each in kept.values())
        if line.rank and lines_of([line.content]) > left:
            line = line._replace(content=shortened(line.content, left))
        if line.content:
            kept[i] = line
    return [kept[i] for i in sorted(kept)]


def record_heading(tr: Translator, record: Record, *facts: str, plain: bool = False) -> str:
    """The record's name; under it its name in the other language, with facts in a few words.

    `plain`: without the amount, which stands below.
    """
    name, other = tr.of(record.title), tr.other(record.title)
    if plain:
        name, other = plain_name(name), plain_name(other)
    small = " · ".join([*([other] if other != name else []), *filter(None, facts)])
    return f"### {name}\n-# {small}" if small else f"### {name}"


def printings(tr: Translator, content: str, figure: Figure) -> int:
    """How often a text prints the figure's number."""
    money = figure.unit in ("CNY", "USD")
    written = number_text(tr.lang, figure.value, money=money)
    plain = f"{figure.value:,.15g}"
    again = _occurrences(content, plain) if not written.startswith(plain) else 0
    return _occurrences(content, written) + again


def _occurrences(content: str, number: str) -> int:
    """How often a number occurs in a text and not inside a longer one."""
    if number not in content:
        return 0
    return len(re.findall(rf"(?<![\d.,]){re.escape(number)}(?![.,]?\d)", content))


def prints(tr: Translator, content: str, figure: Figure) -> bool:
    """Whether a text prints the figure's number already."""
    return printings(tr, content, figure) > 0


def title_beside(tr: Translator, title: str, figures: Iterable[Figure]) -> str:
    """A title beside these figures: without their amount."""
    return plain_name(title) if any(prints(tr, title, figure) for figure in figures) else title


def untitled(tr: Translator, record: Record, *, plain: bool) -> Sequence[Figure]:
    """The figures whose amounts are not in the heading already."""
    name = plain_name(tr.of(record.title)) if plain else tr.of(record.title)
    return [f for f in record.figures if f.unit != "CNY" or not prints(tr, name, f)]
