"""The lines that a text takes on a phone: 45 columns, a Chinese character has two."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeVar
from unicodedata import east_asian_width

from bot.domain.data.values import Qualifier
from bot.domain.full_stops import AFTER_SENTENCE
from bot.ui.components import shorten, unbroken

T = TypeVar("T")

PHONE_COLUMNS: Final = 45
LINES: Final = 12
"""Most lines of a reply."""
_MARKS: Final = re.compile(
    r"(?=[-#>*~`\\])(?:"  # sees at once that most characters are none
    r"^(?:-# |#{1,3} |> )|\*\*|~~|(?<![\w*\\])\*(?=\S)|(?<=\S)(?<!\\)\*(?![\w*])|`|\\(?=[^\w\s]))"
)
"""Markdown that is not shown."""
_MENTION: Final = re.compile(r"<(?:#|@&?)\d+>|</([^:>]+):\d+>")
_TIME: Final = re.compile(r"<t:\d+:(\w)>")
_TIMES: Final = {"F": "Wednesday, 30 September 2026 09:00", "R": "in 23 hours"}
_SHORTER_TIME: Final = "30 September 2026 09:00"
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_FENCE: Final = "```"
_HAN: Final = "⺀-鿿豈-﫿＀-｠"
_PIECES: Final = re.compile(rf"(?:[●◐○]\u00a0)?[{_HAN}]|(?:[^\s{_HAN}]|\u00a0)+|[^\S\u00a0]+")
"""Where a line may be broken: between words, and beside every Chinese character."""
_HEADING: Final = re.compile(r"\*\*[^*\n]+\*\*")
SENTENCES: Final = re.compile(rf"(?<=\S[.!?;]){AFTER_SENTENCE}\s+|(?<=[。！？；])")
"""Where one sentence ends and the next begins."""


def columns_of(content: str) -> int:
    """The columns of one line as shown."""
    return _width(_shown(content))


def lines_of(contents: Iterable[str]) -> int:
    """The lines of these texts as a phone breaks them."""
    return sum(map(_lines_of, contents))


@lru_cache(maxsize=1024)  # a card has some thirty texts, each measured a few times
def _lines_of(content: str) -> int:
    lines = content.split("\n")
    return sum(_wrapped(_shown(line)) for line in lines if not line.startswith(_FENCE))


def pages_of(entries: Iterable[str], room: int) -> list[list[str]]:
    """The entries on pages of at most `room` lines; there is always one.

    An entry that is longer than a page is divided between sentences, or else between words. A
    heading, which is bold alone, stands on the page of what follows it.
    """
    kept = _with_headings(entries, room)
    return packed((part for entry in kept for part in _divided(entry, room)), _lines_of, room)


def _with_headings(entries: Iterable[str], room: int) -> Iterator[str]:
    """Each heading as one entry with the next, where a page takes both."""
    heading = ""
    for entry in entries:
        joined = f"{heading}\n{entry}" if heading else entry
        if heading and _lines_of(joined) > room:
            yield heading
            joined = entry
        heading = joined if _HEADING.fullmatch(joined) else ""
        if not heading:
            yield joined
    if heading:
        yield heading


def packed(
    items: Iterable[T], lines: Callable[[T], int], room: int, most: int | None = None
) -> list[list[T]]:
    """The items on pages of at most `room` lines, and `most` items; there is always one."""
    pages: list[list[T]] = [[]]
    left = room
    for item in items:
        taken = lines(item)
        if pages[-1] and (taken > left or len(pages[-1]) == most):
            pages.append([])
            left = room
        pages[-1].append(item)
        left -= taken
    return pages


def shortened(content: str, room: int) -> str:
    """As many of the first sentences as fit into that many lines; empty where none does."""
    kept = ""
    for sentence in SENTENCES.split(content):
        longer = f"{kept}{_space(kept)}{sentence}" if kept else sentence
        if lines_of([longer]) > room:
            break
        kept = longer
    return kept


def clipped(content: str, room: int) -> str:
    """As many of the first sentences, else words, as fit into that many lines; `…` where cut."""
    if lines_of([content]) <= room:
        return content
    kept = shortened(content, room)
    if kept and lines_of([said := f"{kept} …"]) <= room:
        return said
    length = room * PHONE_COLUMNS
    while lines_of([said := _closed(shorten(content, length))]) > room and length > 1:
        length -= 1
    return said


def _closed(cut: str) -> str:
    """With the end of what is bold where it was cut off."""
    return f"{cut.removesuffix('…')}**…" if cut.count("**") % 2 else cut


def _divided(entry: str, room: int) -> Iterator[str]:
    if lines_of([entry]) <= room:
        yield entry
        return
    kept = ""
    for sentence in SENTENCES.split(entry):
        whole = lines_of([sentence]) <= room
        for place, piece in enumerate((sentence,) if whole else _PIECES.findall(sentence)):
            longer = f"{kept}{_space(kept) if kept and place == 0 else ''}{piece}"
            if kept and lines_of([longer]) > room:
                yield kept
                kept = piece.lstrip()
            else:
                kept = longer
    yield kept


def _space(before: str) -> str:
    return "" if east_asian_width(before[-1]) in "WF" else " "


def _shown(line: str) -> str:
    if "<" in line:
        line = _MENTION.sub(lambda m: f"/{m[1]}" if m[1] else "#" * 15, line)
        line = _TIME.sub(lambda m: _TIMES.get(m[1], _SHORTER_TIME), line)
    return unbroken(_MARKS.sub("", _LINK.sub(lambda m: m[1], line)))


def _width(shown: str) -> int:
    if shown.isascii():
        return len(shown)
    widths = [*map(east_asian_width, shown)]
    return len(widths) + widths.count("W") + widths.count("F")


_width_of_piece = lru_cache(maxsize=4096)(_width)
"""Of a word or a Chinese character: at most 1 MB."""


def _wrapped(shown: str) -> int:
    """Lines of one line of text, broken between words as a phone does."""
    if _width(shown) <= PHONE_COLUMNS:
        return 1
    lines, used = 1, 0
    width_of = len if shown.isascii() else _width_of_piece
    for piece in _PIECES.findall(shown):
        width = width_of(piece)
        if used + width > PHONE_COLUMNS and not piece.isspace():
            lines += 1 if used else 0
            used = 0
            lines += (width - 1) // PHONE_COLUMNS
            width = (width - 1) % PHONE_COLUMNS + 1
        used += width
    return lines


QUALIFIER_SIGNS: Final[Mapping[Qualifier, str]] = {
    "exactly": "",
    "up to": "≤",
    "over": ">",
    "at least": "≥",
    "about": "≈",
    "nearly": "≈",
    "below": "<",
}
"""Qualifiers where there is no room for words."""
_WIDE_SPACE = "\u3000"


def text_table(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """The rows as code, every column as wide as its widest cell; those in `right` to the right.

    Code shows Markdown as it is written, so that a mark such as a star takes a column.
    """
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = (
        " ".join(
            _filled(cell, width, right=place in right)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in rows
    )
    return "\n".join(["```", *lines, "```"])


def _filled(cell: str, width: int, *, right: bool) -> str:
    """The cell at its width; one that is Chinese alone with spaces as wide as its characters."""
    missing = width - _width(cell)
    wide = cell and 2 * len(cell) == _width(cell)
    space = _WIDE_SPACE * (missing // 2) + " " * (missing % 2) if wide else " " * missing
    return f"{space}{cell}" if right else f"{cell}{space}"
