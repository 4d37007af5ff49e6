"""The documents that answer a question best, as its form wants them."""

import re
from dataclasses import replace
from functools import partial
from typing import Final

from bot.domain.answers.lookup.gate import names_outside
from bot.domain.answers.lookup.packages import packages_numbered
from bot.domain.answers.lookup.spending import without_lent_sums
from bot.domain.answers.lookup.titles.requirements import requirement_factor
from bot.domain.answers.lookup.titles.title_card import asks_for_criterion, is_procedure
from bot.domain.answers.read.query import Query
from bot.domain.eligibility.matching import offered
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.ranking import rank

_MEANS: Final = re.compile(
    r"\bwhat\b|\bwhich\b|\bmean|\bexplain|\bdefin|什么|怎么回事|乜|意思|解释|定义|干嘛|用来"
)
"""Asks what a term means."""
_NEAR: Final = 0.85
"""Least share of the best score for the other to be meant."""


def hits_of(query: Query) -> list[Hit]:
    """The hits, best first: for "how" measures that say it, for a criterion requirements."""
    release, question, form = query.release, query.question, query.form
    hits = without_lent_sums(query, rank(release, question, query.today))
    hits = _of_package(query, hits)
    if form == "can" or _is_term_of_offer(replace(query, hits=hits)):
        # What a term means is no yes or no, and no amount.
        hits = [h for h in hits if h.document.kind != "term"] or hits
    if question.outside:
        hits = [h for h in hits if names_outside(query, h)]
    if question.dates:
        hits = [h for h in hits if not _is_outdated(query, h)] or hits
    if form == "how":
        hits = _with_steps_first(release, hits)
    if asks_for_criterion(query) and not is_procedure(replace(query, hits=hits)):
        factor = partial(requirement_factor, release)
        hits = [h._replace(score=h.score * factor(h)) for h in hits]
        hits.sort(key=lambda h: -h.score)
    return hits


def _is_term_of_offer(query: Query) -> bool:
    """Whether the best hit is the term of one offer that pays a firm, and no meaning is asked."""
    catalogue, hits = query.release.catalogue, query.hits
    term = catalogue.terms.get(hits[0].document.record) if hits else None
    named = term.see[0] if term and term.kind == "term" and len(term.see) == 1 else ""
    offer = catalogue.measures.get(named)
    pays = offer and offered(offer) and any(f.scope == "firm" for f in offer.figures)
    rates = "rate" in query.question.concepts and offer and offer.figures
    return bool(pays or rates) and not _MEANS.search(query.question.text)


def _of_package(query: Query, hits: list[Hit]) -> list[Hit]:
    """The hits; of the one package that is named by its number of measures only its own."""
    packages = packages_numbered(query)
    if len(packages) != 1:
        return hits
    [package], measures = packages, query.release.catalogue.measures
    own = {m.id for m in measures.values() if m.package == package.id} | {package.id}
    return [h for h in hits if h.document.record in own] or hits


def _with_steps_first(release: Release, hits: list[Hit]) -> list[Hit]:
    """The hits; of two related measures first the one that says how to apply."""
    measures = release.catalogue.measures
    top = measures.get(hits[0].document.record) if hits else None
    if top is None or top.apply:
        return hits
    near = {h.document.record for h in hits if h.score >= hits[0].score * _NEAR}
    found = [i for i in top.related if i in near and i in measures and measures[i].apply]
    return sorted(hits, key=lambda h: h.document.record != found[0]) if found else hits


def _is_outdated(query: Query, hit: Hit) -> bool:
    """Whether a measure is replaced by the one of the year that is asked about, and not of it."""
    measures = query.release.catalogue.measures
    measure = measures.get(hit.document.record)
    newer = measures.get(measure.superseded_by or "") if measure else None
    years = {day[:4] for day in query.question.dates}
    if measure is None or newer is None or (measure.as_of or "")[:4] in years:
        return False
    return bool(newer.as_of and newer.as_of[:4] in years)
