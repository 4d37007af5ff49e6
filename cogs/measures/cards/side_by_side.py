"""What differs between measures at a glance: two lines a field, as much as a phone shows."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.text import has_chinese
from bot.i18n.translator import Translator
from bot.ui.components import shorten
from bot.ui.line_width import COLUMNS, lines_of
from cogs.measures.cards.compare_fields import ComparedField

LETTERS: Final = "ABC"
_LINES: Final = 2
"""Of a field."""
_LEAST, _STEP = 12, 4
"""Columns of what is said of a measure."""


def side_by_side(tr: Translator, fields: Sequence[ComparedField], rows: int) -> Iterator[str]:
    """Who: A: SRDI SMEs / B: all SMEs; what has no room is only named."""
    left, hidden = rows - 1, list[str]()
    for i, field in enumerate(fields):
        line = _line(tr, field)
        last = i == len(fields) - 1 and not hidden
        if lines_of([line]) > left + last:
            hidden.append(field.label)
            continue
        left -= lines_of([line])
        yield line
    if hidden:
        yield _cut(tr("Also different: {fields}", fields=tr.list_comma.join(hidden)), COLUMNS)


def _line(tr: Translator, field: ComparedField) -> str:
    """The field with what is said of each measure, shortened until it fits."""
    said: dict[str, str] = {}
    for letter, cell in zip(LETTERS, field.short, strict=False):
        said[cell] = f"{said[cell]}+{letter}" if cell in said else letter
    line = ""
    for columns in range(COLUMNS * _LINES, _LEAST - 1, -_STEP):
        parts = (f"{letters}{tr.colon}{_cut(cell, columns)}" for cell, letters in said.items())
        line = tr.labelled(f"**{field.label}**", " / ".join(parts))
        if lines_of([line]) <= _LINES:
            break
    return line


def _cut(said: str, columns: int) -> str:
    return shorten(said, columns // 2 if has_chinese(said) else columns)
