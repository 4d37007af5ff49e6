"""Which subsidies a sum of money can be for: not one for a spending that nobody has named."""

import re
from collections.abc import Sequence, Set
from typing import Final

from bot.domain.answers.read.query import Query
from bot.domain.data.models import Measure
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.ranking import SUPPORT
from bot.domain.text import bigrams, parse_text, sums_in

_FOR_SPENDING: Final = frozenset({"subsidy", "voucher"})
"""Kinds of measures that pay a part of what a firm spends."""
_GENERAL: Final = SUPPORT | {"firm", "sme", "support", "amount"}
"""Terms that say nothing of what is paid for."""
_SPENDS: Final = re.compile(
    r"\b(?:spen[dt]\w*|b[uo]y\w*|bought|purchas\w+|invest\w*|rent\w*|lease\w*|costs?|contract\w*|"
    r"pay(?:ing)? (?:for|\d)|paid (?:for|\d)|"
    r"new (?:\w+ )?(?:line|lab|plant|hall|machines?|equipment))\b|"
    r"花|买|购|投|租|建|合同|费|[新要]上"
)
"""Says that the sum is what the firm spends."""


def without_lent_sums(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """The hits; if a sum is spent, without subsidies for another spending than it names.

    A production line for 60 million is no basic research. What a subsidy is for is named by the
    terms of the glossary that lead to it.
    """
    release, plain = query.release, query.plain
    if not _SPENDS.search(plain):
        return list(hits)
    parsed = parse_text(plain)
    if not sums_in(parsed.amounts):
        return list(hits)
    concepts = query.question.concepts | release.index.parse(plain).concepts
    units = {*bigrams(parsed.units)}
    kept: dict[str, bool] = {}
    for record in {h.document.record: None for h in hits}:
        measure = release.catalogue.measures.get(record)
        kept[record] = (
            measure is None
            or measure.kind not in _FOR_SPENDING
            or _is_named(release, measure, concepts, units)
        )
    return [h for h in hits if kept[h.document.record]]


def _is_named(release: Release, measure: Measure, concepts: Set[str], units: Set[str]) -> bool:
    """Whether a question has a word of what the subsidy is for, or names it in other words."""
    terms = release.catalogue.terms
    subjects = [t for t in terms.values() if measure.id in t.see and t.kind == "term"]
    own = release.index.parse(" , ".join((measure.title.en, *measure.aliases))).concepts
    own |= {t.id for t in subjects}
    own = {c for c in own - _GENERAL if c not in terms or terms[c].kind != "word"}
    if not subjects or f"record:{measure.id}" in concepts or own & concepts:
        return True
    names = (n for t in subjects for n in (t.en, t.zh, *t.en_aliases, *t.zh_aliases))
    words = {unit for name in names for unit in bigrams(parse_text(name).units)}
    said = (unit for unit in words & units if not _SPENDS.search(unit))
    return any(release.index.parse(unit).concepts.isdisjoint(_GENERAL) for unit in said)
