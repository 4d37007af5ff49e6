"""Finds figures in the text of a page, in any way in which they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.domain.data.citations import CitedFigure
from bot.domain.numerals import parse_numeral
from bot.domain.text import amount_token, bigrams, normalise, parse_text

_SENTENCE_END: Final = re.compile(r"(?<=[。！？；])|(?<=[.!?;])\s+|\n")
_LONGEST, _STEP = 400, 320
"""Characters of a passage; a longer one is cut into pieces that overlap."""
_EXCERPT: Final = 160
_GLUED: Final = re.compile(r"(?<=rmb|cny|usd)(?=\d)|(?<=\d)(?=sq|km|m2|mu\b|yuan|rmb|cny|usd)")
"""Between a number and the unit that touches it."""
_NUMERALS: Final = re.compile("[〇零一二两三四五六七八九十百千]+")
_WORDS: Final = re.compile(r"[a-z]+")
_ENGLISH: Final = {
    word: number
    for number, words in enumerate(
        "one first/two second/three third/four fourth/five fifth/six sixth/seven seventh/"
        "eight eighth/nine ninth/ten tenth/eleven eleventh/twelve twelfth".split("/"),
        1,
    )
    for word in words.split()
}
_COMMON: Final = 1000
"""A bare number below it is on many pages: it counts only next to words of the figure."""
_SHARED: Final = 2
"""Least number of its words, or pairs of Chinese characters."""
_SHORTEST: Final = 4
"""Letters of an English word that says something."""


@dataclass(frozen=True)
class PageFigures:
    """The text of a page, searchable by figure."""

    text: str

    def passage(self, cited: CitedFigure) -> str | None:
        """The passage that prints the figure, the likeliest one; None if there is none."""
        figure = cited.figure
        # As it is, and without the sign of a decline.
        written = {amount_token(value, figure.unit) for value in (figure.value, abs(figure.value))}
        found = [i for i, passage in enumerate(self._passages) if written & passage[1]]
        if not found:
            return None
        about = (said for text in cited.about for said in (text.en, text.zh))
        words = frozenset(word for said in about for word in _informative(said))
        shared = {i: len(words.intersection(_informative(self._passages[i][0]))) for i in found}
        best = max(found, key=lambda i: shared[i])
        bare = abs(figure.value) < _COMMON and not figure.unit.startswith("percent")
        return _excerpt(self._passages[best][0]) if shared[best] >= _SHARED * bare else None

    @cached_property
    def _passages(self) -> list[tuple[str, frozenset[str]]]:
        """The passages with a number, each with its numbers."""
        read = ((passage, frozenset(_numbers(passage))) for passage in _split(self.text))
        return [(passage, numbers) for passage, numbers in read if numbers]


def _split(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(text):
        for start in range(0, len(sentence), _STEP):
            yield sentence[start : start + _LONGEST]


def _numbers(passage: str) -> Iterator[str]:
    """The tokens of all numbers of a passage; 十条 and "ten measures" have one, too."""
    plain = _GLUED.sub(" ", normalise(passage))
    parsed = parse_text(plain, simplified=True)
    yield from parsed.amounts
    yield from (f"={date}" for date in parsed.dates)  # 2000 may be a year or a number
    words = (_ENGLISH[word] for word in _WORDS.findall(plain) if word in _ENGLISH)
    for number in (*map(parse_numeral, _NUMERALS.findall(plain)), *words):
        yield amount_token(number, "")


def _informative(text: str) -> Iterator[str]:
    for unit in bigrams(parse_text(text).units):
        if not unit.isascii() or (len(unit) >= _SHORTEST and unit.isalpha()):
            yield unit


def _excerpt(passage: str) -> str:
    return passage if len(passage) <= _EXCERPT else f"{passage[:_EXCERPT].rstrip()}…"
