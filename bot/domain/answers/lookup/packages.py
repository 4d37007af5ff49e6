"""Packages of measures: what is known of one that is to be listed, and two side by side."""

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Attribute, Package, Text
from bot.domain.numerals import parse_numeral
from bot.domain.release import Release
from bot.domain.search.document_fields import package_dates
from bot.domain.search.ranking import MONTH_LENGTH
from bot.domain.text import Plain, pattern_of

_ABOUT: Final = pattern_of(
    r"\bmeasures?\b|\belements\b|\bitems\b|\bpackages?\b|\bpoints\b|\bprogramm?es?\b|"
    r"条|[那这两]套|措施|举措|政策|方面|内容"
)
_INSIDE: Final = re.compile(
    r"\bin(?:side)? (?:the|it)\b|\binclud|\bcontain|\bcover|\b(?:everything|all|known|lists?)\b|"
    r"包[括含]|里|内容|都有|具体|全"
)
"""Asks what a package holds."""
_NUMBERS: Final = re.compile(
    r"(?<![\d.])(?P<digits>\d{1,2})(?= (?:[a-z]+ )?measures|条)|\b(?P<word>ten|twenty)\b|"
    r"(?P<han>[一二三四五六七八九十]+)条"
)
_WORDS: Final = {"ten": 10.0, "twenty": 20.0}
_UNIT: Final = "measures"
_SHOWN: Final = 2
"""Measures of each of two packages by name."""
_LISTED: Final[frozenset[Attribute]] = frozenset({"names", "definition"})
_ALL: Final = re.compile(r"\ball\b|\bevery|\beach\b|全|逐|每条")
_IGNORED: Final = frozenset(
    {"measure", "shanghai", "sme", "firm", "support", "latest", "srdi", "score"}
)
"""Terms that say no more of a package."""


def packages_named(query: Query) -> list[Package]:
    """The packages named by their month, or by how many measures they hold."""
    months = {d for d in query.question.dates if len(d) == MONTH_LENGTH}
    numbered = packages_numbered(query)
    return [
        package
        for package in query.release.catalogue.packages.values()
        if package in numbered or months & package_dates(package)
    ]


def packages_numbered(query: Query) -> list[Package]:
    """The packages named by how many measures they hold: the ten measures, 20条."""
    text = query.question.text
    numbers = {*_numbers(text)}
    if not (numbers and _ABOUT.search(text)):
        return []
    return [
        package
        for package in query.release.catalogue.packages.values()
        if any(f.unit == _UNIT and f.value in numbers for f in package.figures[:1])
    ]


def members_card(query: Query) -> AnswerCard | None:
    """What is known of a package that is to be listed, what has ended last; None if none is."""
    release, question, form = query.release, query.question, query.form
    packages, plain = packages_named(query), question.text
    if len(packages) != 1 or form == "difference":
        return None
    asks = form == "list" or "names" in question.intents or _INSIDE.search(plain)
    named = not _names_other(query) and _ABOUT.search(plain)
    other = question.intents - _LISTED - ({"count"} if _ALL.search(plain) else set())
    if not (asks and named) or other:
        return None
    package = packages[0]
    entry = next((s for s in package.not_stated if s.about == "names"), None)
    members = [m for m in release.catalogue.measures.values() if m.package == package.id]
    over = {m.id for m in members if release.catalogue.status(m, query.today) == "ended"}
    members.sort(key=lambda m: m.id in over)
    lines = tuple(Line(m, text=m.title) for m in members)
    exists = "incomplete" if entry else None
    return AnswerCard(package, lines, "members", exists=exists) if lines else None


def two_packages_card(query: Query) -> AnswerCard | None:
    """What two packages hold, the later first, that a question names by number or by month."""
    found = packages_named(query)
    about = _ABOUT.search(query.question.text)
    if len(found) != 2 or not about or _names_other(query):
        return None
    first, second = sorted(found, key=lambda package: package.issued or "")
    lines = (_contents(query.release, second), _contents(query.release, first))
    return AnswerCard(second, lines, "difference")


def _names_other(query: Query) -> bool:
    light = query.release.index.is_light
    return any(not light(c) for c in query.question.concepts - _IGNORED)


def _contents(release: Release, package: Package) -> Line:
    """What is known to be in it, first what one firm gets; with its number of measures."""
    members = [m for m in release.catalogue.measures.values() if m.package == package.id]
    members.sort(key=lambda m: all(f.scope != "firm" for f in m.figures))
    first, more = [m.title for m in members[:_SHOWN]], len(members) - _SHOWN
    en = "; ".join([*(title.en for title in first), f"{more} more known"])
    zh = "；".join([*(title.zh for title in first), f"另知{more}项"])
    return Line(package, package.figures[:1], Text(en=en, zh=zh))


def _numbers(plain: Plain) -> Iterator[float]:
    for said in _NUMBERS.finditer(plain):
        word = said["word"]
        yield _WORDS[word] if word else parse_numeral(said["digits"] or said["han"])
