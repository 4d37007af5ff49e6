"""What differs between measures: two lines a field at a glance, then what has no room there."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bot.domain.text import has_chinese
from bot.i18n.translator import Translator
from bot.ui.components import shorten
from bot.ui.line_width import PHONE_COLUMNS, clipped, columns_of, lines_of, pages_of
from cogs.measures.cards.compare_fields import ComparedField

LETTERS: Final = "ABC"
_LINES: Final = 2
"""Of a field at a glance."""
_LEAST, _STEP = 12, 4
"""Columns of what is said of a measure."""
_SHORT: Final = 24
"""Columns of what is never cut, such as an amount."""
_SIDES: Final = (8, 6, 4, 3, 2, 1)
"""Most lines of what is said of a measure behind the first page, until the pages are few."""
_FURTHER: Final = 5
"""Most pages behind the first."""


class Glance(NamedTuple):
    """The first page, and the fields of which it does not say all."""

    lines: list[str]
    more: list[ComparedField]


def side_by_side(tr: Translator, fields: Sequence[ComparedField], rows: int) -> Glance:
    """Who: A: SRDI SMEs / B: all SMEs; what has no room is only named."""
    left, hidden = rows - 1, list[str]()
    glance = Glance([], [])
    for i, field in enumerate(fields):
        line, whole = _line(tr, field)
        last = i == len(fields) - 1 and not hidden
        shown = lines_of([line]) <= left + last
        if shown:
            left -= lines_of([line])
            glance.lines.append(line)
        else:
            hidden.append(field.label)
        if not (shown and whole):
            glance.more.append(field)
    if hidden:
        names = tr.list_comma.join(hidden)
        glance.lines.append(clipped(tr("Also different: {fields}", fields=names), left + 1))
    return glance


def _line(tr: Translator, field: ComparedField) -> tuple[str, bool]:
    """The field with what is said of each measure, shortened until it fits; whether it is all."""
    said: dict[str, str] = {}
    for letter, cell in zip(LETTERS, field.short, strict=False):
        said[cell] = f"{said[cell]}+{letter}" if cell in said else letter
    line, whole = "", False
    for columns in range(PHONE_COLUMNS * _LINES, _LEAST - 1, -_STEP):
        cells = {
            letters: cell if columns_of(cell) <= _SHORT else _cut(cell, columns)
            for cell, letters in said.items()
        }
        parts = (f"{letters}{tr.colon}{cell}" for letters, cell in cells.items())
        name = f"**{field.label}**{' ' if tr.lang == 'zh' else tr.colon}"  # one colon in a row
        line = f"{name}{' / '.join(parts)}"
        if lines_of([line]) <= _LINES:
            whole = field.is_short and list(cells.values()) == list(said)
            break
    return line, whole


def _cut(said: str, columns: int) -> str:
    return shorten(said, columns // 2 if has_chinese(said) else columns)


def further_pages(
    tr: Translator, fields: Sequence[ComparedField], last: Sequence[str], room: int
) -> list[list[str]]:
    """Each field with a line for each measure, shortened until the pages are few; then `last`."""
    pages: list[list[str]] = []
    for most in _SIDES:
        entries = ["\n".join(_in_turn(tr, field, most)) for field in fields]
        pages = pages_of([*entries, *last], room) if entries or last else []
        if len(pages) <= _FURTHER:
            return pages
    pages = pages_of([*(_line(tr, field)[0] for field in fields), *last], room)
    return pages[:_FURTHER]


def _in_turn(tr: Translator, field: ComparedField, most: int) -> Iterator[str]:
    yield f"{field_heading(field)}{_alike(tr, field.cells)}"
    for letter, cell in zip(LETTERS, field.cells, strict=False):
        said = _joined(tr, cell) if cell else tr("not stated")
        yield clipped(labelled(tr, letter, said), most)


def field_heading(field: ComparedField) -> str:
    """What stands above a field in full."""
    return f"**{field.label}**"


def labelled(tr: Translator, letter: str, said: str) -> str:
    """What is said of one measure."""
    return f"- {letter}：{said}" if tr.lang == "zh" else f"- {letter}: {said}"


def _alike(tr: Translator, cells: Sequence[tuple[str, ...]]) -> str:
    """Which two of three are the same, if any."""
    for cell in cells:
        alike = [LETTERS[j] for j, other in enumerate(cells) if other == cell]
        if cell and len(alike) > 1:
            said = tr("{first} and {second} are the same", first=alike[0], second=alike[1])
            return f" · {said}"
    return ""


def _joined(tr: Translator, parts: Sequence[str]) -> str:
    """The parts in one line."""
    line = parts[0]
    for part in parts[1:]:
        line = f"{line}{_stop(tr, line)}{part}"
    return line


def _stop(tr: Translator, before: str) -> str:
    """What stands between two parts; a sentence has its full stop already."""
    if tr.lang == "zh":
        return "" if before.endswith(("。", "！", "？")) else "；"
    return " " if before.endswith((".", "!", "?")) else "; "
