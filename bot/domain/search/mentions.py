"""Finds the measures that a text names or clearly means."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from bot.bounded_cache import CachePerOwner
from bot.domain.data.models import Measure
from bot.domain.data.plain_name import plain_name
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.text import has_chinese, normalise
from bot.domain.text_limits import MAX_MESSAGE_LENGTH

_MOST_SENTENCES = 25
_LONG_SENTENCE = 160
"""A longer one is split into clauses: no measure would cover enough of it."""
_MEANT, _MEANT_COVERAGE = 18.0, 0.5
"""Least score and share of a sentence for a measure that it does not name. Chatter with a word
or two of the field ("the award for the best player") scores lower."""
_NAMED, _NAMED_COVERAGE = 8.0, 0.2
"""The same if the sentence contains a name of the measure."""
_LEAST_SHARE = 0.6
"""Share of a sentence's best score that the others need."""
_NAMES: Final[CachePerOwner[Release, str, tuple[tuple[str, tuple[str, ...]], ...]]] = CachePerOwner(
    1 << 20
)
"""The names of the measures of a release."""
_SENTENCE = re.compile(r"[。！？；!?;\n]+|\.(?=\s|$)")
_CLAUSE = re.compile(r"[，、,:：—]+")


def measures_in(release: Release, text: str, today: date, limit: int = 5) -> list[Measure]:
    """At most `limit` measures, most certain first."""
    questions = [release.index.parse(s) for s in _sentences(text[:MAX_MESSAGE_LENGTH])]
    districts = frozenset(d for question in questions for d in question.districts)
    best: dict[str, tuple[int, float]] = {}
    for question in questions:
        if question.outside:
            continue
        found = _measures_in_sentence(release, question, districts, today)
        for rank, (measure, score) in enumerate(sorted(found, key=lambda pair: -pair[1])):
            best[measure.id] = min((rank, -score), best.get(measure.id, (rank, -score)))
    # By rank first: the best measure of every sentence comes before any second one.
    return [release.catalogue.measures[i] for i in sorted(best, key=best.__getitem__)[:limit]]


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for sentence in _SENTENCE.split(text):
        parts = _CLAUSE.split(sentence) if len(sentence) > _LONG_SENTENCE else [sentence]
        found.extend(part.strip()[:_LONG_SENTENCE] for part in parts if len(part.strip()) > 2)
    return found[:_MOST_SENTENCES]


def _measures_in_sentence(
    release: Release, question: ParsedQuestion, districts: frozenset[str], today: date
) -> Iterator[tuple[Measure, float]]:
    plain = question.text
    measures = release.catalogue.measures
    names = _NAMES.of(release).get_or_make(
        "", lambda: tuple((m.id, tuple(_names(m))) for m in measures.values())
    )
    named = {i for i, own in names if any(name in plain for name in own)}
    passed: dict[str, float] = {}
    for hit in release.index.search(question):
        measure = measures.get(hit.document.record)
        if measure is None or measure.use == "warning" or hit.document.kind == "not-stated":
            continue
        score = hit.score * (0.3 + 0.7 * hit.coverage) * _place_factor(measure, districts)
        if release.catalogue.status(measure, today) != "in-force":
            score *= 0.75
        is_named = measure.id in named
        least, share = (_NAMED, _NAMED_COVERAGE) if is_named else (_MEANT, _MEANT_COVERAGE)
        if score >= least and hit.coverage >= share:
            passed[measure.id] = max(score, passed.get(measure.id, 0.0))
    best = max(passed.values(), default=0.0)
    clear = {i for i, score in passed.items() if score >= best * _LEAST_SHARE}
    for i in sorted(clear | named):  # what is named may be crowded out by the others
        measure = measures[i]
        if measure.use != "warning" and _place_factor(measure, districts):
            yield measure, max(passed.get(i, 0.0), best * _LEAST_SHARE)


def _place_factor(measure: Measure, districts: frozenset[str]) -> float:
    """A district's own measure counts where the text names that district."""
    if not measure.districts:
        return 1.0
    if not districts:
        return 0.6
    return 1.3 if districts & set(measure.districts) else 0.0


def _names(measure: Measure) -> Iterable[str]:
    """Names long enough not to match by chance."""
    titles = (measure.title.en, measure.title.zh)
    for name in (*titles, *map(plain_name, titles), *measure.aliases):
        plain = normalise(name)
        if len(plain) >= (4 if has_chinese(plain) else 8):
            yield plain
