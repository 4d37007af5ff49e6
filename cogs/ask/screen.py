"""What of an answer fits on a phone, each thing said once."""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.domain.text import has_chinese
from bot.ui.components import shorten
from bot.ui.line_width import COLUMNS, SENTENCES, lines_of, shortened

_LONG_LINE: Final = 400
_LEAST: Final = 2
"""Rows of one of several records."""
_STUB: Final = 0.2
"""A line of which less would be left says nothing."""
_MARKS: Final = "-. 。"
"""Around a sentence, as a bullet or its end."""


def without_repeats(lines: Iterable[str]) -> list[str]:
    """The lines, without one of which every sentence stands in a line before it."""
    kept: list[str] = []
    said: set[str] = set()
    for line in lines:
        sentences = {s.strip(_MARKS).casefold() for s in SENTENCES.split(line.replace("*", ""))}
        if not sentences <= said:
            kept.append(line)
        said |= sentences
    return kept


def within_a_screen(lines: Sequence[str], rows: int, *, fair: bool) -> list[str]:
    """What fits on a phone, of long lines the first sentences; `fair`: each gets some room."""
    if lines_of(lines) <= rows:
        return list(lines)
    kept: list[str] = []
    left = rows
    for i, line in enumerate(lines):
        room = min(left, max(_LEAST, left // (len(lines) - i))) if fair and i else left
        part = line if lines_of([line]) <= room else shortened(line, room)
        if i and not fair and len(part) < len(line) * _STUB:
            part = ""
        if not part and fair:
            part = shorten(line, room * COLUMNS // (2 if has_chinese(line) else 1))
        while part and lines_of([part]) > room:
            part = shorten(part, len(part) - len(part) // 8 - 1) if len(part) > 1 else ""
        if part and left > 0:
            kept.append(part)
            left -= lines_of([part])
    *others, last = kept or [shorten(lines[0], _LONG_LINE)]
    marked = [*others, f"{last.rstrip('…;； ')} …"]
    return marked if lines_of(marked) <= rows else [*others, last]
