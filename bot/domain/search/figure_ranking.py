"""Which of several figures a question means: by its unit and its age."""

import re
from collections.abc import Callable, Mapping, Set
from datetime import date
from functools import lru_cache
from typing import Final

from bot.domain.search.documents import Document
from bot.domain.search.index import Hit
from bot.domain.search.intent import COUNT
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import Plain, pattern_of

_UNITS: Final[Mapping[tuple[str, ...], re.Pattern[str]]] = {
    units: re.compile(
        rf"\b(?:how many|number of) (?:[\w-]+ ){{0,3}}?(?:{en})\b|[多几](?:少|个)?{zh}"
    )
    for units, en, zh in (
        (("firms",), "firms|companies|smes|enterprises|businesses", "(?:家|企业|公司)"),
        (("parks",), "parks", "个?(?:产业)?园"),
        (("clusters",), "clusters", "个?(?:产业)?集群"),
        (("years",), "years|yrs", "[年久]"),
        (("perc",), "(?:percentage )?points|percent", "(?:百分)?点"),
        (
            ("m2", "km2", "mu"),
            r"square (?:met\w+|kilomet\w+)|sqm|km2|hectares?|mu",
            "(?:平|亩|公顷)",
        ),
    )
}
"""How people ask for a number of something, by its units."""
_OF_OTHER_UNIT: Final = 0.7
_MONEY: Final = re.compile(r"\bhow much (?:money|cash)\b|多少钱")
_COUNTED: Final = frozenset({"firms", "parks", "clusters", "people", "projects", "kinds"})
"""Units of numbers that are no answer where money is asked for."""
ASKS_WHAT_ONE_GETS: Final = pattern_of(
    r"\b(?:do|can|could|would|will) (?:we|i|(?:my|our|a|one) \w+) (?:get|borrow)\b|\bget back\b|"
    r"\bhow much back\b|\b(?:for|per) (?:us|(?:(?:my|our|one|each) )?"
    r"(?:firm|company|borrower))\b|"
    r"[补报贴拿领]多少|能[补报贴拿领]|[补报贴]几|有[补奖]|几钱"
)
"""Asks what one firm gets, and not what all get together."""
_UNASKED: Final[Mapping[str, re.Pattern[str]]] = {
    "USD": re.compile(r"\bdollars?\b|\busd\b|\$|美元|美金"),
    "kinds": re.compile(r"\b(?:kinds?|types?|sorts?|how many)\b|[种类]"),
}
"""Units that are meant only where a question names them."""
_OF_UNASKED: Final = 0.5
_OLD: Final = 0.9
"""Factor of an old figure where today's is asked for."""
_OF_A_YEAR: Final = re.compile(r"\bin 20\d\d\b")
"""In the name of a part of a count."""
_ABOUT_AS_GOOD: Final = 0.95
"""Share of the best score from which a newer count of the same is meant."""
_LESS: Final = 0.1
"""How much less of the question that may cover."""


@lru_cache(maxsize=8)  # its hits are ranked, then all of the best record
def _units_asked(plain: Plain) -> tuple[tuple[str, ...], Set[str], bool]:
    """The units that are asked for, those that are not, and whether money is."""
    asked = tuple(unit for units, p in _UNITS.items() if p.search(plain) for unit in units)
    unasked = {unit for unit, pattern in _UNASKED.items() if not pattern.search(plain)}
    return asked, unasked, _MONEY.search(plain) is not None


def figure_factor(question: ParsedQuestion, today: date) -> Callable[[Document], float]:
    """A factor for a document with a figure: lower if it is of another unit or old."""
    units, unasked, money = _units_asked(question.text)
    pays = ASKS_WHAT_ONE_GETS.search(question.text)
    of_all = question.intents == COUNT and not question.dates
    age = "founded" in question.concepts and "when" not in question.intents  # the firm's own

    def factor(document: Document) -> float:
        found = 1.0
        if document.kind == "figure":
            unit = document.figures[0].unit
            if (units and not unit.startswith(units)) or (money and unit in _COUNTED):
                found *= _OF_OTHER_UNIT
            if pays and document.figures[0].scope == "total":
                found *= _OF_OTHER_UNIT
            if age and unit == "years" and not units:
                found *= _OF_OTHER_UNIT
            if unit in unasked:
                found *= _OF_UNASKED
            if of_all and _OF_A_YEAR.search(document.figures[0].name.en):
                found *= _OLD
        if "latest" in question.concepts and _age(document, today) > 1:
            found *= _OLD
        return found

    return factor


def newest_first(question: ParsedQuestion, hits: list[Hit]) -> list[Hit]:
    """The hits, best first; of two counts that fit about as well, the newer one comes first."""
    best = hits[0] if hits else None
    if best is None or question.intents != COUNT or question.dates or question.past:
        return hits
    near = [h for h in hits if h.score >= best.score * _ABOUT_AS_GOOD and _counts_alike(h, best)]
    newest = max(near, key=lambda h: _as_of(h.document), default=best)
    if newest is best or _as_of(newest.document) <= _as_of(best.document):
        return hits
    return [newest._replace(score=best.score), *(h for h in hits if h is not newest)]


def _counts_alike(hit: Hit, best: Hit) -> bool:
    """Whether both are figures of one unit, and the hit covers nearly as much of the question."""
    if hit.document.kind != "figure" or best.document.kind != "figure":
        return False
    units = {h.document.figures[0].unit for h in (hit, best)}
    return len(units) == 1 and hit.coverage >= best.coverage - _LESS


def _as_of(document: Document) -> str:
    return max((f.as_of for f in document.figures if f.as_of), default="")


def _age(document: Document, today: date) -> int:
    """In years; 0 if its figures have no date."""
    last = _as_of(document)
    return max(0, today.year - int(last[:4])) if last else 0
