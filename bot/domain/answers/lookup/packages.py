"""Two packages of measures side by side: the ten of December and the twenty of April."""

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.sentences import split_sentences
from bot.domain.answers.lookup.lists import packages_named
from bot.domain.data.models import Package
from bot.domain.numerals import parse_numeral
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion

_ABOUT: Final = re.compile(r"\bmeasures?\b|\bpackages?\b|\bprogramm?es?\b|条|措施|举措|政策")
_NUMBERS: Final = re.compile(
    r"(?<![\d.])(?P<digits>\d{1,2})(?= (?:[a-z]+ )?measures|条)|\b(?P<word>ten|twenty)\b|"
    r"(?P<han>[一二三四五六七八九十]+)条"
)
_WORDS: Final = {"ten": 10.0, "twenty": 20.0}
_UNIT: Final = "measures"
_TWO: Final = 2


def packages_card(release: Release, question: ParsedQuestion, plain: str) -> AnswerCard | None:
    """What two packages are that a question names by how many measures they hold, or by month."""
    others = any(not release.index.is_light(c) for c in question.concepts - {"measure", "shanghai"})
    if others or not _ABOUT.search(plain):
        return None
    numbers = {*_numbers(plain)}
    named = packages_named(release, question)
    found = [
        package
        for package in release.catalogue.packages.values()
        if package in named
        or any(f.unit == _UNIT and f.value in numbers for f in package.figures[:1])
    ]
    if len(found) != _TWO:
        return None
    first, second = sorted(found, key=lambda package: package.issued or "")
    lines = (*_difference(second), _told(first), _told(second))
    return AnswerCard(lines[0].record, lines, "difference")


def _told(package: Package) -> Line:
    """What it is, with its number of measures."""
    return Line(package, package.figures[:1], split_sentences(package.summary)[0])


def _difference(later: Package) -> Iterator[Line]:
    """How the later one differs, as its second sentence says."""
    yield from (Line(later, text=text) for text in split_sentences(later.summary)[1:_TWO])


def _numbers(plain: str) -> Iterator[float]:
    for said in _NUMBERS.finditer(plain):
        word = said["word"]
        yield _WORDS[word] if word else parse_numeral(said["digits"] or said["han"])
