"""How many lines a text takes on a phone: 45 columns, a Chinese character counting as two."""

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import east_asian_width

COLUMNS: Final = 45
_MARKUP: Final = re.compile(r"^(?:#{1,3} |-# )|\*\*|~~|`|\\(?=[^\w\s])", re.MULTILINE)
_TIME: Final = re.compile(r"<t:\d+:(\w)>")
_MENTION: Final = re.compile(r"<(?:#|@&?)\d+>|</([^:>]+):\d+>")
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TIMES: Final = {"F": "Wednesday, 30 September 2026 09:00", "R": "in 23 hours"}
_SHORTER_TIME: Final = "30 September 2026 09:00"
_WORD: Final = re.compile(r"[ \t]+|[^\s\u2e80-\uffee]+|.")
"""A run of spaces, a word, or one character of a script that breaks anywhere."""


def lines_of(content: str) -> int:
    """The lines that Markdown takes, wrapped as Discord wraps it: at spaces and between hanzi."""
    shown = _MARKUP.sub("", _LINK.sub(r"\1", content))
    shown = _MENTION.sub(lambda m: f"/{m[1]}" if m[1] else "#" * 15, shown)
    shown = _TIME.sub(lambda m: _TIMES.get(m[1], _SHORTER_TIME), shown)
    return sum(_wrapped(line) for line in shown.split("\n"))


def _wrapped(line: str) -> int:
    rows, used = 1, 0
    for width in _widths(line):
        if used and used + width > COLUMNS:
            rows, used = rows + 1, 0
        rows += (width - 1) // COLUMNS
        used = used + width if width <= COLUMNS else width % COLUMNS
    return rows


def _widths(line: str) -> Iterator[int]:
    for word in _WORD.findall(line):
        yield sum(2 if east_asian_width(char) in "WF" else 1 for char in word)
