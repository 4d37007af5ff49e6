"""Decides when the answer is that no source states it."""

from bot.domain.data.models import Attribute, Measure, NotStated, Package, Record, Validity
from bot.domain.release import Release
from bot.domain.search.document_fields import figure_about
from bot.domain.search.documents import Document
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import HIGH_LIKENESS

_UNSAID = 0.10
"""How much more of a question an unstated fact must cover than any statement, to answer it."""
_UNSAID_ELSE = 0.06
"""The same, if it is not about what the question seems to ask for."""
_UNSAID_HELD = 0.3
"""The same for a date, if the record states one."""
_NEARLY = -0.1
"""The same, if the unstated fact is most like the question."""
_ALWAYS = -0.56
"""The same, if the question asks for names, which records rarely state."""
_ALIKE = 0.3
"""Least likeness of an unstated fact that answers although it is about something else."""
_CLEARLY = 0.5
"""How much more like the question than any figure it must be, to answer by likeness alone."""
_LOOSE: frozenset[Attribute] = frozenset(
    {"amount", "count", "rate", "who", "conditions", "definition"}
)
"""Attributes that people ask for without naming them."""
_LACKING: tuple[Attribute, ...] = (
    "stacking",
    "apply",
    "place",
    "rate",
    "amount",
    "count",
    "when",
    "who",
    "authority",
)
"""Attributes that a record may lack, most significant first."""
_SAID_LACKING: frozenset[Attribute] = frozenset({"apply", "rate", "stacking", "authority"})
"""Attributes that a measure is said to lack even without a `not_stated` entry."""
_QUANTITIES: frozenset[Attribute] = frozenset({"amount", "count", "rate"})
_NAMES: frozenset[Attribute] = frozenset({"names"})
_WHO: frozenset[Attribute] = frozenset({"who"})
_WHEN: frozenset[Attribute] = frozenset({"when"})
_BESIDE: frozenset[Attribute] = frozenset({"definition", "names", "conditions"})
"""Attributes often detected in addition to the one asked for."""


def answering_not_stated(
    release: Release, record: Record, hits: list[Hit], question: ParsedQuestion
) -> NotStated | None:
    """The `not_stated` entry of a record that answers a question, if any.

    It covers more of the question than anything that the record states; or it is most like the
    question, and the record does not state the attribute asked for.
    """
    best, most = None, 0.0
    holds = _stated_attributes(record, question)
    likeness = {id(h.document): h.likeness for h in hits}
    named = max((h.likeness for h in hits if h.document.figures), default=1.0)
    for unstated in release.index.unstated_documents(record.id):
        margin = release.index.unstated_margin(question, unstated)
        alike = likeness.get(id(unstated), 0.0)
        answers = (
            _answers(unstated.about, margin, alike, question, held=unstated.about <= holds)
            or alike > named + _CLEARLY
            or _asks_for_shanghai(release, record, unstated, question)
        )
        if answers and (best is None or margin > most):
            best, most = unstated, margin
    top = hits[0].document
    if best is None and top.kind == "not-stated":
        margin = release.index.unstated_margin(question, top)
        if (margin >= 0 and not top.about <= holds) or (
            margin >= _NEARLY and hits[0].likeness > HIGH_LIKENESS
        ):
            best = top
    return _not_stated_entry(record, best.part) if best else None


def _asks_for_shanghai(
    release: Release, record: Record, unstated: Document, question: ParsedQuestion
) -> bool:
    """Whether the question asks a national record about Shanghai, which it does not state."""
    if not isinstance(record, Measure) or "shanghai" not in question.concepts:
        return False
    national = release.catalogue.packages[record.package].level == "national"
    text = unstated.text.zh if unstated.text else ""
    return national and "上海" in text and bool(unstated.about & question.intents)


def _answers(
    about: frozenset[Attribute],
    margin: float,
    likeness: float,
    question: ParsedQuestion,
    *,
    held: bool,
) -> bool:
    """Whether a `not_stated` entry answers, by its attribute and its margin."""
    if about == _WHO and _always_answers(about, question):
        return True
    if _always_answers(about, question):
        return margin >= _ALWAYS
    if about & question.intents:
        return margin >= _UNSAID and not (about == _WHEN and held and margin < _UNSAID_HELD)
    return about <= _LOOSE and margin >= _UNSAID_ELSE and likeness >= _ALIKE


def _always_answers(about: frozenset[Attribute], question: ParsedQuestion) -> bool:
    """Whether its attribute alone decides: names, or who gets a named amount."""
    if about == _NAMES:
        return "names" in question.intents
    return about == _WHO and "who" in question.intents and bool(question.amounts)


def missing_attribute(
    record: Record, question: ParsedQuestion
) -> tuple[NotStated | None, Attribute | None]:
    """The missing attribute that was asked for, with the record's entry about it, if any."""
    for about in _LACKING:
        if about not in question.intents or about in _stated_attributes(record, question):
            continue
        for unstated in record.not_stated:
            if unstated.about == about:
                return unstated, about
        if isinstance(record, Measure) and about in _SAID_LACKING:
            return None, about
    return None, None


def _stated_attributes(record: Record, question: ParsedQuestion) -> frozenset[Attribute]:
    """The attributes that a record states, by its fields."""
    held: set[Attribute] = set()
    for figure in record.figures:
        held |= figure_about(figure)
    if isinstance(record, Measure):
        held |= _stated_by_measure(record, question)
    elif isinstance(record, Package):
        held |= {"who", "authority", "apply"}
        if record.ends if question.end else record.issued or record.starts:
            held.add("when")
    else:
        held |= {"who", "when", "authority", "apply", "count", "amount"}
    return frozenset(held)


def _stated_by_measure(measure: Measure, question: ParsedQuestion) -> set[Attribute]:
    fields: dict[Attribute, object] = {
        "who": measure.who or measure.conditions,
        "conditions": measure.conditions,
        "apply": measure.apply,
        "authority": measure.authority,
        "place": measure.contact,
        "when": measure.validity and _states_when(measure.validity, question),
    }
    return {about for about, stated in fields.items() if stated}


def _states_when(validity: Validity, question: ParsedQuestion) -> bool:
    """Whether it states a start or an end that is not before the time asked about."""
    if question.beyond:
        return False
    if validity.ends is None:
        return validity.starts is not None
    return all(int(d[:4]) <= validity.ends.year for d in question.dates)


def only_asks_for(record: Record, question: ParsedQuestion, missing: Attribute | None) -> bool:
    """Whether everything that was asked for is missing."""
    asked = question.intents - _BESIDE
    if missing in _QUANTITIES:
        asked -= _QUANTITIES
    return asked - {missing} <= frozenset(_LACKING) - _stated_attributes(record, question)


def not_stated_about(record: Record, about: Attribute, hits: list[Hit]) -> NotStated | None:
    """The record's entry on what is not stated about an attribute, most like the question."""
    found = [h for h in hits if h.document.kind == "not-stated" and about in h.document.about]
    return _not_stated_entry(record, found[0].document.part) if found else None


def _not_stated_entry(record: Record, part: str) -> NotStated:
    return next(s for s in record.not_stated if s.id == part)
