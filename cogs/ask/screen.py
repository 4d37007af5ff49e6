"""What of an answer fits on a phone, each thing said once."""

import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from typing import Final, NamedTuple

from bot.domain.full_stops import AFTER_SENTENCE
from bot.domain.search.stop_words import stop_stems
from bot.domain.text import bigrams, has_chinese, parse_text
from bot.ui.components import shorten
from bot.ui.line_width import PHONE_COLUMNS, lines_of, shortened

_LONG_LINE: Final = 400
_LEAST: Final = 2
"""Rows of one of several records."""
_STUB: Final = 0.2
"""A line of which less would be left says nothing."""
_END: Final = re.compile(rf"(?<=\S[.!?]){AFTER_SENTENCE}\s+|(?<=[。！？])")
"""Of a whole sentence: parts that semicolons join are a list."""
_LABEL: Final = re.compile(r"^\*\*[^*]+(?::\*\*|\*\*：)")
_REPEATS: Final = 0.75
"""Least share of its words that a sentence before has, if it has all the numbers as well."""
_MEASURED: Final = 0.85
"""The same of a Chinese sentence with numbers, as a few signs may be what they measure."""


class _Said(NamedTuple):
    """What a sentence says, or an item of a list."""

    words: Set[str]
    numbers: Set[str]
    mark: str
    """How it begins: an item of a list, a heading, or neither."""

    @property
    def is_item(self) -> bool:
        return self.mark == "-"

    def repeats(self, other: "_Said") -> bool:
        """Whether the other says all this: of two items only if both say the same."""
        if self.is_item and (other.is_item or not self.numbers):
            return (self.words, self.numbers) == (other.words, other.numbers)
        if self.is_item and other.mark == "#" and self.numbers != other.numbers:
            return False  # two figures and how far they are apart
        least = 1 if self.is_item else _MEASURED if self.numbers else _REPEATS
        new = self.words - other.words
        if not self.numbers <= other.numbers or len(new) == len(self.words):
            return False
        measures_other = self.numbers and any(w.isascii() and w not in stop_stems() for w in new)
        return not measures_other and len(new) <= (1 - least) * len(self.words)


@lru_cache(maxsize=256)  # a card reads each of its sentences a few times
def _said(sentence: str) -> _Said:
    read = parse_text(_LABEL.sub("", sentence).replace("*", ""), simplified=True)
    return _Said({*bigrams(read.units)}, {*read.amounts, *read.dates}, sentence[:1])


def says_words(line: str, other: str) -> bool:
    """Whether this line has all the words of the other one that say something."""
    return _said(other).words - stop_stems() <= _said(line).words


def has_numbers_of(line: str, other: str) -> bool:
    """Whether the other line has numbers or dates, and this one has all of them."""
    numbers = _said(other).numbers
    return bool(numbers) and numbers <= _said(line).numbers


@lru_cache(maxsize=256)
def _sentences(line: str) -> Sequence[str]:
    return [line] if line.startswith("- ") or "\n" in line else _END.split(line)


def without_repeats(lines: Iterable[str], before: Iterable[str] = ()) -> list[str]:
    """The lines, without the sentences that one before says already.

    The first of a line stays where another follows, unless it was printed: a label is part of it.
    """
    kept: list[str] = []
    printed = [s for line in before for s in _sentences(line)]
    said = [_said(s) for s in printed]
    for line in lines:
        first, *others = [(s, _said(s)) for s in _sentences(line) if s]
        new = [s for s, own in others if not any(map(own.repeats, said))]
        if first[0] not in printed and (new or not any(map(first[1].repeats, said))):
            new.insert(0, first[0])
        if new:
            kept.append(("" if has_chinese(line) else " ").join(new))
        printed += [s for s, _ in (first, *others)]
        said += [own for _, own in (first, *others)]
    return kept


def within_a_screen(lines: Sequence[str], rows: int, *, fair: bool) -> list[str]:
    """What fits on a phone, of long lines the first sentences; `fair`: each gets some room."""
    whole = without_repeats(lines)
    if lines_of(whole) <= rows:
        return whole
    kept: list[str] = []
    left = rows
    for i, given in enumerate(whole if fair else lines):
        # What is not shown is not said.
        line = given if fair else "".join(without_repeats([given], kept))
        room = min(left, max(_LEAST, left // (len(whole) - i))) if fair and i else left
        part = line if lines_of([line]) <= room else shortened(line, room)
        if i and not fair and len(part) < len(line) * _STUB:
            part = ""
        if not part and fair:
            part = shorten(line, room * PHONE_COLUMNS // (2 if has_chinese(line) else 1))
        while part and lines_of([part]) > room:
            part = shorten(part, len(part) - len(part) // 8 - 1) if len(part) > 1 else ""
        if part and left > 0:
            kept.append(part)
            left -= lines_of([part])
    *others, last = kept or [shorten(lines[0], _LONG_LINE)]
    marked = [*others, f"{last.rstrip('…;； ')} …"]
    return marked if lines_of(marked) <= rows else [*others, last]
