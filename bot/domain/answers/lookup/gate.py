"""Whether the best of the records found answers a question at all."""

from typing import Final

from bot.domain.answers.read.firm_facts import describes_firm, needs_money
from bot.domain.answers.read.forms import MORE
from bot.domain.answers.read.query import Query
from bot.domain.search.index import Hit
from bot.domain.search.intent import COMES_FROM_ELSEWHERE
from bot.domain.search.ranking import tiers_named
from bot.domain.text import pattern_of

_LEAST_COVERAGE: Final = 0.35
"""Below this share of the question nothing is offered as an answer, unless it is alike."""
_LEAST_LIKENESS: Final = 0.35
_SURE: Final = 0.82
"""From here a question may also hold words that are unknown."""
_THAN: Final = pattern_of(
    rf"\b(?:{MORE})\b.{{0,24}}\bthan\b|"
    r"[比和跟].{0,8}(?:更|多|少|高|低|好|差)(?!少)"
)
_SUBJECTS: Final = frozenset({"term", "industry"})
_A_WORD: Final = 5


def is_answerable(query: Query) -> bool:
    """Whether a hit is near to the question, or it says enough about the firm to match it."""
    described = query.form == "get" and describes_firm(query)
    if not query.hits:
        return described and not places_elsewhere(query)
    return _is_near(query) or described or needs_money(query.release, query.question)


def _is_near(query: Query) -> bool:
    """Whether the best hit covers enough of the question, or is alike to it."""
    question, best = query.question, query.hits[0]
    unsure = best.coverage < _SURE and best.likeness < _SURE
    if unsure and _is_about_something_else(query):
        return False
    named = tiers_named(question) or question.named
    if named and not question.outside:
        return True
    return best.likeness >= _LEAST_LIKENESS or best.coverage >= _LEAST_COVERAGE


def places_elsewhere(query: Query) -> tuple[str, ...]:
    """The ids of the places outside Shanghai that it names, unless the firm comes from there."""
    return () if COMES_FROM_ELSEWHERE.search(query.plain) else tuple(t.id for t in query.elsewhere)


def compared_elsewhere(query: Query) -> tuple[str, ...]:
    """The ids of the places outside Shanghai that it wants compared with what is here."""
    compares = query.form == "difference" or _THAN.search(query.plain)
    here = query.question.districts or query.question.named
    return places_elsewhere(query) if compares and not here else ()


def _is_about_something_else(query: Query) -> bool:
    """Whether it names something unknown, and no subject of the data set."""
    question, terms = query.question, query.release.catalogue.terms
    light = query.release.index.is_light
    kinds = [terms[c].kind if c in terms else "term" for c in question.concepts]
    words = [c for c in question.concepts if c in terms and not light(c)]
    several = len(words) - kinds.count("place") >= 2 >= len(question.unknown)
    if not _SUBJECTS.isdisjoint(kinds) or question.dates or question.amounts or several:
        return False
    characters = [u for u in question.unknown if not u.isascii() and len(u) == 1]
    return any(len(u) >= _A_WORD for u in question.unknown) or len(characters) > 1


def names_outside(query: Query, hit: Hit) -> bool:
    """Whether a document's own words name what is not covered, such as another city.

    Of another subject nothing does unless a title or a record is named too.
    """
    question, known = query.question, query.release.catalogue.terms
    terms = [known[o] for o in question.outside]
    titled = tiers_named(question) or question.named
    if not titled and any(t.kind != "elsewhere" for t in terms):
        return False
    if hit.likeness < _LEAST_LIKENESS:
        return False
    said = " ".join((*hit.document.name, *hit.document.wordings)).lower()
    return all(t.en.lower() in said or t.zh in said for t in terms)
