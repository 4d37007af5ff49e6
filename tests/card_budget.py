"""The budget of a reply: 12 lines of 45 columns, one row of at most four buttons, one select."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from unicodedata import east_asian_width

from bot.domain.data.models import Figure
from bot.i18n.translator import Translator
from bot.ui.card_lines import printings
from bot.ui.components import walk
from bot.ui.line_width import LINES, columns_of, lines_of

TABLE = 26
"""Columns of a table at 390 px; a Chinese character takes five thirds of one."""


def texts_of(layout: Sequence[dict[str, Any]]) -> str:
    """All that a person reads of a layout."""
    return "\n".join(part["content"] for part in walk(layout) if part["type"] == 10)


def lines_in(layout: Sequence[dict[str, Any]]) -> int:
    """The lines of all texts of a layout."""
    return lines_of(part["content"] for part in walk(layout) if part["type"] == 10)


def excesses(
    layout: Sequence[dict[str, Any]],
    *,
    lines: int = LINES,
    selects: int = 1,
    buttons: int = 4,
    button_rows: int = 1,
) -> Iterator[str]:
    """What of the layout is beyond the budget, in words."""
    if (found := lines_in(layout)) > lines:
        yield f"{found} lines"
    rows = [part for part in walk(layout) if part["type"] == 1]
    pressed = [row["components"] for row in rows if row["components"][0]["type"] == 2]
    if len(pressed) > button_rows:
        yield f"{len(pressed)} rows of buttons"
    if (most := max(map(len, pressed), default=0)) > buttons:
        yield f"{most} buttons"
    if (menus := len(rows) - len(pressed)) > selects:
        yield f"{menus} drop-downs"
    for line in _code(texts_of(layout)):
        if (columns := columns_of(line) - _wide_in(line) / 3) > TABLE:
            yield f"a table of {columns:.1f} columns"
    if any(part["type"] == 9 for part in walk(layout)):
        yield "a button next to a text, which leaves half of a phone's width"


def _wide_in(line: str) -> int:
    """Characters that take two columns in a text."""
    return sum(east_asian_width(character) in "WF" for character in line)


def _code(said: str) -> Iterator[str]:
    """The lines of tables, which no phone breaks."""
    for block in said.split("```")[1::2]:
        yield from block.splitlines()


def repeated(tr: Translator, said: str, figures: Sequence[Figure]) -> list[str]:
    """Amounts in yuan that a text states more often than there are figures of that amount."""
    amounts = Counter(figure.value for figure in figures if figure.unit == "CNY")
    by_value = {figure.value: figure for figure in figures if figure.unit == "CNY"}
    return [
        f"{count} times {by_value[value].id}"
        for value, most in amounts.items()
        if (count := printings(tr, said, by_value[value])) > most
    ]
