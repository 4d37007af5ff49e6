"""The lines of one record that answer a question, from the search hits in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import Line
from bot.domain.answers.compose.answering import answering_first, for_whom, with_known
from bot.domain.answers.compose.bands import as_either, has_own_band, least_missed, own_first
from bot.domain.answers.compose.lacking_quantity import counts_what_is_asked
from bot.domain.answers.compose.own_sums import own_sum, without_base, without_used
from bot.domain.answers.compose.sentences import (
    asks_what_follows,
    deciding_sentence,
    says_day,
    telling_sentences,
)
from bot.domain.answers.compose.series import points_of_series
from bot.domain.answers.compose.stated import lacking_attribute, states_end
from bot.domain.answers.read.forms import ASKS_IF_PAID, Form
from bot.domain.data.models import (
    Attribute,
    Criterion,
    Figure,
    Measure,
    Package,
    Record,
    Statistic,
    Text,
    Tier,
    Zone,
)
from bot.domain.eligibility.matching import firm_rates, offered, worth_of
from bot.domain.search.document_fields import figure_about
from bot.domain.search.index import Hit
from bot.domain.search.intent import COUNT, QUANTITIES, WHEN
from bot.domain.search.query import ParsedQuestion

_FEW: Final = 4
"""A record with at most this many figures shows them all."""
_LEAST_SHARE: Final = 0.72
"""Least share of the best score for further figures."""
_LEAST_CRITERION: Final = 0.6
_LEAST_OF_TOP: Final = 0.5
"""Least share of the best document's score for a requirement to be shown."""
_MOST: Final = 6
_TO_DO: Final[frozenset[Attribute]] = frozenset({"apply", "conditions", "place"})
"""What "how" asks of a measure if it asks for the steps of an application."""
_BOUNDS: Final = re.compile(
    r"\b(?:from|since) (?:when|what|which)\b|\bstart|\bbeg[ai]n|\bkick|"
    r"从(?:哪|什么时|几)|开始|起(?:算|效)|"
    r"\b(?:until|till)\b|\b(?:end|closing|last) (?:date|day)|\bdoes it end|"
    r"结束|截止|为止|到(?:什么时候|哪[年天]|几时|何时)"
)
"""Asks when it began or ends, not how long it is paid."""
_WHO: Final[frozenset[Attribute]] = frozenset({"who"})
_OF_RULES: Final[frozenset[Attribute]] = frozenset({"definition", "names", "conditions", "who"})
"""What is no answer to what a firm can get, if it is not stated."""


def record_lines(
    record: Record, hits: Sequence[Hit], question: ParsedQuestion, form: Form = "value"
) -> tuple[Line, ...]:
    """What answers first, then what else the record says about it.

    `hits`: those in this record, best first.
    """
    if decided := _decided(record, hits, question, form):
        return decided
    lines = answering_first(_lines_of(record, hits, question, form), question, form)
    own = own_sum(record, question.text) if isinstance(record, Measure) else None
    if own is None:
        return lines
    first = int(form == "can" and not ASKS_IF_PAID.search(question.text))  # for whom
    return without_used((*lines[:first], own, *lines[first:]))


def _lines_of(
    record: Record, hits: Sequence[Hit], question: ParsedQuestion, form: Form
) -> tuple[Line, ...]:
    if isinstance(record, Tier):
        waived = form in ("can", "how") or "exemption" in question.concepts
        lines = list(_criteria_lines(record, hits, exemptions=waived))
    else:
        lines = as_either([Line(record, (f,)) for f in _figures(record, hits, question)])
    texts = [Line(record, text=text) for text in _statements(record, hits, question, form)]
    asks_how = isinstance(record, Measure) and any(t.text in record.apply for t in texts)
    requires = form == "how" and "conditions" in question.intents
    if (form == "can" or requires) and isinstance(record, Measure):
        conditions = list(_conditions(record, holder=form == "how"))
        texts = [t for t in texts if t.text not in (*record.conditions, record.who)]
        texts = [*texts, *conditions] if "apply" in question.intents else [*conditions, *texts]
    if isinstance(record, Package) and record.document and "text" in question.intents:
        texts.insert(0, Line(record, text=record.document))
    told = question.amounts or question.end
    asks_who = texts and form == "value" and question.intents == _WHO and not told
    texts_first = form in ("can", "how") or asks_how or asks_who or "text" in question.intents
    lines = [*texts, *lines] if texts_first else [*lines, *texts]
    if "when" in question.intents and not question.intents & {"amount", "rate"}:
        lines = _dated_first(record, lines, question)
    if not lines and question.intents == COUNT and isinstance(record, Statistic):
        return (Line(record, missing="count"), Line(record, text=record.summary))
    sentences = telling_sentences(record, lines, question)
    if isinstance(record, Statistic) and says_day(question, sentences):
        return (*sentences, *lines)
    if form == "can" and isinstance(record, Measure) and not asks_how:
        who = [line for line in lines if line.role == "who"]
        first = deciding_sentence(record, sentences)
        return tuple(dict.fromkeys((*who, *first, *lines, *sentences)))
    tells = form == "how" or asks_what_follows(question.text)
    if tells and not texts and not question.intents & QUANTITIES:
        return (*sentences, *lines)
    numbered = "document-number" in question.concepts
    counts = question.intents == COUNT and isinstance(record, Package) and not numbered
    near = form in ("value", "get") and (counts or _figure_is_near(question, hits))
    if texts_first or isinstance(record, Tier) or near or _by_figures(record, question, hits):
        whom = for_whom(record, lines) if form in ("value", "get") and not sentences else ()
        return (*lines, *whom, *sentences)
    return (*sentences, *lines)


def _decided(
    record: Record, hits: Sequence[Hit], question: ParsedQuestion, form: Form
) -> tuple[Line, ...]:
    """What is not stated, or the least that a measure asks for, if the firm has less; else none."""
    baseless = without_base(record, question) if isinstance(record, Measure) else None
    if unstated := baseless or _not_stated(record, hits, question, form):
        return with_known(unstated, question)
    if isinstance(record, Measure) and (least := least_missed(record, question)):
        figures = own_first(record.figures, question)
        return (Line(record, text=least, met=False), *(Line(record, (f,)) for f in figures))
    return ()


def _dated_first(record: Record, lines: Sequence[Line], question: ParsedQuestion) -> list[Line]:
    """The lines, those about a time first; how long a measure is valid among them.

    That comes first where its start or its end is asked for.
    """
    note = record.validity.note if isinstance(record, Measure) and record.validity else None
    if note and all(line.text != note for line in lines):
        lines = [*lines, Line(record, text=note)]
    if note and _BOUNDS.search(question.text):
        lines = sorted(lines, key=lambda line: line.text != note)
    return sorted(
        lines,
        key=lambda line: (
            not (
                any("when" in figure_about(f) for f in line.figures) or (note and line.text == note)
            )
        ),
    )


def _not_stated(
    record: Record, hits: Sequence[Hit], question: ParsedQuestion, form: Form
) -> Line | None:
    """The line that says so, if no source states what was asked."""
    top = hits[0].document
    ends = top.about == WHEN and states_end(record, question)
    chosen = "amount" in question.intents and has_own_band(record, question)
    silent = (form == "get" or chosen) and top.about <= _OF_RULES
    if form == "can" and isinstance(record, Measure) and ASKS_IF_PAID.search(question.text):
        silent = top.about.isdisjoint(question.intents) and any(money_lines(record))
    if top.kind == "not-stated" and not ends and not silent:
        return Line(record, text=top.text, stated=False)
    about = [h.document for h in hits if h.document.kind == "not-stated"]
    nearer = [h.document for h in hits if h.document in about and h.coverage > hits[0].coverage]
    nearer = [document for document in nearer if "conditions" in document.about]
    if nearer and top.kind == "record" and asks_what_follows(question.text):
        return Line(record, text=nearer[0].text, stated=False)
    missing = lacking_attribute(record, question)
    if missing is None or (form == "can" and missing in {*QUANTITIES, "place"}):
        return None  # an address that changes is what it asks about
    text = next((d.text for d in about if missing in d.about), None)
    return Line(record, text=text, stated=False) if text else Line(record, missing=missing)


def _figures(record: Record, hits: Sequence[Hit], question: ParsedQuestion) -> list[Figure]:
    """The figures of the kind asked for whose documents score best, best first."""
    if isinstance(record, Statistic) and record.series:
        return list(points_of_series(record, question))
    scored = [h for h in hits if h.document.kind == "figure"]
    best = scored[0].score if scored else 0.0
    found = [f for h in scored if h.score >= best * _LEAST_SHARE for f in h.document.figures]
    if len(record.figures) <= _FEW:
        found += record.figures
    figures = own_first([f for f in dict.fromkeys(found) if _fits(f, question)], question)
    if figures and "rate" in question.concepts and not (question.intents or figures[0].scope):
        figures.sort(key=lambda f: not f.unit.startswith("percent"))
    if not question.intents & QUANTITIES and any(f.role == "target" for f in figures):
        figures.sort(key=lambda f: f"({f.value:g})" in record.title.en)  # which says how many
    return figures[:_MOST]


def _fits(figure: Figure, question: ParsedQuestion) -> bool:
    """Whether a figure is of the kind asked for: money does not answer how many."""
    counted = "count" in figure_about(figure) and counts_what_is_asked(figure, question)
    return question.intents & QUANTITIES != COUNT or counted


def _criteria_lines(tier: Tier, hits: Sequence[Hit], *, exemptions: bool) -> Iterator[Line]:
    """The requirements that answer, whole: of alternatives all."""
    scored = [h for h in hits if h.document.kind == "criterion"]
    if not scored or scored[0].score < hits[0].score * _LEAST_OF_TOP:
        return
    near = [h.document.part for h in scored if h.score >= scored[0].score * _LEAST_CRITERION]
    wholes = dict.fromkeys(whole_criterion(tier, part) for part in near)
    for i, criterion in enumerate(list(wholes)[:_MOST]):
        yield criterion_line(tier, criterion)
        if i == 0 and exemptions:
            yield from (Line(tier, text=t, role="exemption") for t in criterion.exemptions)


def criterion_line(tier: Tier, criterion: Criterion) -> Line:
    """A requirement with its figures, and those of its parts."""
    parts = [c for c in tier.criteria if c is criterion or c.id in criterion.of]
    thresholds = [f for c in parts for f in ((c.threshold,) if c.threshold else ())]
    figures = [f for c in parts for f in c.figures]
    return Line(tier, (*thresholds, *figures), criterion.requirement, part=criterion.id)


def whole_criterion(tier: Tier, part: str) -> Criterion:
    """The criterion, or the alternatives that it is one of, if it has none itself."""
    own = next(c for c in tier.criteria if c.id == part)
    of = (c for c in tier.criteria if c.op == "any-of" and part in c.of)
    return own if own.op == "any-of" else next(of, own)


def _conditions(measure: Measure, *, holder: bool) -> Iterator[Line]:
    """Who can have it, and the conditions; a holder asks what to do, so those come first."""
    lines = [Line(measure, text=text, role="condition") for text in measure.conditions]
    who = [Line(measure, text=measure.who, role="who")] if measure.who else []
    yield from (*lines, *who) if holder else (*who, *lines)


def money_lines(measure: Measure) -> Iterator[Line]:
    """What one firm gets of an offer: the rate, and the most."""
    if offered(measure):
        paid = [*firm_rates(measure), worth_of(measure)[1]]
        for figure in dict.fromkeys([f for f in paid if f][:2]):
            yield Line(measure, (figure,))


def paid_first(pays: Sequence[Line], lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines after what is paid, which answers whether anything is."""
    return (replace(pays[0], role="depends"), *pays[1:], *(x for x in lines if x not in pays))


def _statements(
    record: Record, hits: Sequence[Hit], question: ParsedQuestion, form: Form
) -> Iterator[Text]:
    """The sentences about what is asked; application steps are never split."""
    top = hits[0].document
    procedure = isinstance(record, Measure) and record.for_ and not record.for_.offer
    steps = isinstance(record, Measure) and (
        "apply" in question.intents
        or (form != "difference" and procedure and top.kind == "record")
        or (form == "how" and not question.intents - _TO_DO)
    )
    if question.intents & {"amount", "count", "rate", "when"} and "apply" not in question.intents:
        steps = top.part.startswith("apply")
    if steps and isinstance(record, Measure):
        yield from record.apply or filter(None, [None if offered(record) else record.contact])
    for hit in hits:
        document = hit.document
        if document.kind != "statement" or document.text is None or "apply" in document.about:
            continue
        if form == "can" and document.about & {"who", "conditions"}:
            continue
        if question.intents & document.about or hit is hits[0]:
            yield document.text


def _figure_is_near(question: ParsedQuestion, hits: Sequence[Hit]) -> bool:
    """Whether what one firm gets, or the only figure of the kind asked for, is nearly as near."""
    asked = question.intents & QUANTITIES
    found = [h for h in hits if h.document.kind == "figure" and h.document.about & asked]
    paid = [h for h in found if any(f.scope == "firm" for f in h.document.figures)]
    fitting = paid if asked - COUNT else found if len(found) == 1 else []
    return any(h.score >= hits[0].score * _LEAST_SHARE for h in fitting)


def _by_figures(record: Record, question: ParsedQuestion, hits: Sequence[Hit]) -> bool:
    """Whether the figures come before the sentences."""
    top = hits[0].document
    if "place" in question.intents and isinstance(record, Statistic):
        return False
    if question.intents:
        counts = isinstance(record, Zone) and question.intents <= QUANTITIES
        by_part = top.kind != "record" or counts
        asked = bool(question.intents & (QUANTITIES | top.about)) and by_part
        return asked or has_own_band(record, question)
    if top.kind == "record" and isinstance(record, Measure) and record.kind:
        return any(f.scope for f in record.figures)  # others are of what few firms get
    return top.kind != "record" or isinstance(record, Measure)
