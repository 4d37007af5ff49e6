"""Selects the figures and sentences of a record that answer a question."""

from collections.abc import Iterable, Iterator

from bot.domain.data.models import Attribute, Figure, Measure, Record, Statistic, Text, Tier
from bot.domain.search.document_fields import figure_about
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import HIGH_LIKENESS, MONTH_LENGTH

_FEW = 4
"""A record with at most this many figures shows them all."""
_LEAST_SHARE = 0.72
"""Least share of the best score for further figures."""
_NAMES_BOTH = 0.65
"""Least share of a question that a statement about two measures must cover."""
_COUNT: frozenset[Attribute] = frozenset({"count"})
_QUANTITIES: frozenset[Attribute] = frozenset({"count", "amount", "rate"})


def select_figures(record: Record, hits: list[Hit], question: ParsedQuestion) -> Iterator[Figure]:
    """The figures that answer: those whose documents score best, of the kind asked for."""
    scored = [h for h in hits if h.document.kind in ("figure", "criterion") and h.document.figures]
    if isinstance(record, Statistic) and record.series:
        yield from _of_series(record, question)
        return
    if not scored:
        if hits[0].document.kind == "record":
            yield from record.figures[:6]
        return
    best = scored[0].score
    whole = hits[0].document.kind == "record"
    share = _LEAST_SHARE if len(record.figures) > _FEW else 0.55
    named = any(set(h.document.amounts) & set(question.amounts) for h in scored)
    few = len(record.figures) <= _FEW and (whole or named or scored[0].likeness > HIGH_LIKENESS)
    chosen = (
        list(record.figures)
        if few and record.figures
        else [f for h in scored if h.score >= best * share for f in h.document.figures]
    )
    order = {id(f): i for i, f in enumerate(_in_order(record))}
    yield from sorted((f for f in chosen if _fits(f, question)), key=lambda f: order[id(f)])


def _in_order(record: Record) -> Iterator[Figure]:
    """Every figure of a record as it is laid out."""
    yield from record.figures
    if isinstance(record, Tier):
        for criterion in record.criteria:
            if criterion.threshold:
                yield criterion.threshold
            yield from criterion.figures


def _fits(figure: Figure, question: ParsedQuestion) -> bool:
    """Whether a figure is of the kind asked for: money does not answer how many."""
    asked = question.intents & _QUANTITIES
    if asked == _COUNT:
        return "count" in figure_about(figure)
    return True


def _of_series(record: Statistic, question: ParsedQuestion) -> Iterator[Figure]:
    """The points of the time asked for; with no time, the newest and any amount named."""
    points = list(record.figures)
    if question.dates:
        months = {d for d in question.dates if len(d) == MONTH_LENGTH}
        near = [
            f for f in points if f.as_of and {f.as_of[:4], f.as_of[:7]} & (months or question.dates)
        ]
        if not near:
            years = {d[:4] for d in question.dates}
            near = [f for f in points if f.as_of and f.as_of[:4] in years]
        yield from near
        if any(f.confidence == "conflicting" for f in near):
            yield from _neighbours(points, near)
        return
    if question.amounts:
        yield from _named(points, question)
    newest = points[-1].as_of  # a series has its oldest point first
    yield from (f for f in points if f.as_of == newest)


def _neighbours(points: list[Figure], disputed: list[Figure]) -> Iterator[Figure]:
    """The undisputed points just before and after disputed ones."""
    places = [points.index(f) for f in disputed]
    for place in (min(places) - 1, max(places) + 1):
        if 0 <= place < len(points):
            yield points[place]


def _named(points: Iterable[Figure], question: ParsedQuestion) -> Iterator[Figure]:
    values = {float(a.strip("=%")) for a in question.amounts}
    yield from (f for f in points if float(f.value) in values)


def select_statements(record: Record, hits: list[Hit], question: ParsedQuestion) -> Iterator[Text]:
    """The sentences about what is asked; application steps are never split."""
    for hit in hits:
        document = hit.document
        if document.kind == "criterion" and document.text is not None:
            # A criterion with figures is shown by its figures.
            if not document.figures and hit.score >= hits[0].score * _LEAST_SHARE:
                yield document.text
        elif document.kind == "statement" and document.text is not None:
            if "apply" in document.about:
                continue
            if question.intents & document.about or hit is hits[0]:
                yield document.text
    if isinstance(record, Measure) and (
        "apply" in question.intents or hits[0].document.part.startswith("apply")
    ):
        yield from record.apply


def select_combinations(hits: list[Hit], question: ParsedQuestion) -> Iterator[Text]:
    """Statements about combining a record with what the question names.

    None if a `not_stated` entry covers more of the question.
    """
    if "stacking" not in question.intents:
        return
    found = [h for h in hits if "stacking" in h.document.about]
    unstated = max((h.coverage for h in found if h.document.kind == "not-stated"), default=0.0)
    for hit in found:
        covers = hit.document.kind == "statement" and hit.coverage > max(unstated, _NAMES_BOTH)
        if covers and hit.document.text is not None:
            yield hit.document.text
