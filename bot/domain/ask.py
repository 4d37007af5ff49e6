"""Answers a question with the figures asked for, or says that the sources are silent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, TypeAlias

from bot.domain.documents import Document, figure_about
from bot.domain.places import LINGANG
from bot.domain.question import Question
from bot.domain.records import (
    Attribute,
    Figure,
    Measure,
    Package,
    Record,
    Silence,
    Statistic,
    Term,
    Text,
    Tier,
    Use,
    Validity,
    Zone,
)
from bot.domain.release import Release
from bot.domain.search import Hit

Status: TypeAlias = Literal["answered", "not-stated", "conflicting", "no-match"]

_CARDS = 3
_SUPPORT = frozenset({"award", "loan", "guarantee", "subsidy", "voucher", "fund"})
"""Terms of the glossary that name a kind of support."""
_BY_USE: Mapping[Use, float] = {
    "answer": 1.0,
    "reading": 0.4,
    "unconfirmed": 0.95,
    "history": 0.5,
    "warning": 0.6,
}
"""How much a record counts by how it may be used."""
_LEAST_COVERAGE = 0.5
"""Below this share of the question nothing is offered as an answer."""
_TELLING = 0.5
"""Above this likeness a silence answers whatever the question seems to ask for."""
_UNSAID = 0.10
"""How much more of a question a silence must speak of than any statement, to answer it."""
_UNSAID_ELSE = 0.06
"""The same where it is not about what the question seems to ask for."""
_UNSAID_HELD = 0.3
"""The same for a date, where the record states one."""
_NEARLY = -0.1
"""The same where the silence is what the question is most like of all."""
_ALWAYS = -0.56
"""The same where names are asked for, which what is known hardly ever holds."""
_ALIKE = 0.3
"""Least likeness of a silence that answers though it is not about what seems to be asked for."""
_CLEARLY = 0.5
"""By so much a silence must be more like the question than any figure, to answer by that alone."""
_LOOSE: frozenset[Attribute] = frozenset(
    {"amount", "count", "rate", "who", "conditions", "definition"}
)
"""What people ask for in words that name no attribute."""
_COMMON: frozenset[Attribute] = frozenset({"amount", "count", "conditions", "definition"})
"""What questions ask for so often that a silence about it must be like the question to answer."""
_MONTH = len("2024-12")
_FEW = 4
"""A record with so few figures gives them all when it is asked for as a whole."""
_SAME_BREATH = 0.72
"""A figure is given beside the best one when it scores at least this share of it."""
_NEXT_CARD = 0.45
"""Another record is shown when it scores at least this share of the best one."""
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
"""What a record can be asked for that it may not hold, most telling first."""
_SAID_LACKING: frozenset[Attribute] = frozenset({"apply", "rate", "stacking", "authority"})
"""What a measure that does not hold it is said to lack, even where it says nothing itself."""
_QUANTITIES: frozenset[Attribute] = frozenset({"amount", "count", "rate"})


@dataclass(frozen=True, slots=True)
class Card:
    """One record's part of an answer."""

    record: Record | Term
    figures: tuple[Figure, ...] = ()
    statements: tuple[Text, ...] = ()
    """Sentences that answer beside the figures: who, how, when."""
    silence: Silence | None = None
    """What no source states, where that is the answer."""
    lacking: Attribute | None = None
    """What the record does not hold at all, where that was asked."""

    @property
    def silent(self) -> bool:
        """Whether this card says that the answer is not stated."""
        return self.silence is not None or self.lacking is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """What `/ask` and `python -m bot ask` show."""

    question: str
    status: Status
    cards: tuple[Card, ...]
    outside: tuple[str, ...] = ()
    """Ids of the places asked about that the data set does not cover."""
    nearest: tuple[str, ...] = ()
    """Ids of records to offer where nothing matched."""


def answer(release: Release, text: str, today: date) -> Answer:
    """At most three cards, best first. Pure: the same release, text and day, the same answer."""
    question = release.index.understand(text)
    hits = _adjusted(release, question, today)
    if question.outside:
        hits = [h for h in hits if _covers_outside(h, question)]
    if not hits or hits[0].coverage < _LEAST_COVERAGE:
        near = tuple(dict.fromkeys(h.document.record for h in hits[:12]))[:3]
        return Answer(text, "no-match", (), tuple(sorted(question.outside)), near)
    cards = tuple(_cards(release, question, hits))
    first = cards[0]
    if first.silent and not first.figures:
        return Answer(text, "not-stated", (first,))
    return Answer(text, _status(first), tuple(c for c in cards if not c.silent or c.figures))


def _status(card: Card) -> Status:
    record = card.record
    if isinstance(record, Term):
        return "answered"
    doubtful = any((f.confidence or record.confidence) == "conflicting" for f in card.figures)
    return "conflicting" if doubtful else "answered"


# ---------------------------------------------------------------------------- ranking


def _adjusted(release: Release, question: Question, today: date) -> list[Hit]:
    """Hits with place, time, standing and intent taken into account, best first."""
    hits = [
        hit._replace(
            score=hit.score
            * (0.15 + 0.85 * hit.coverage)
            * (1.6 if hit.document.record in question.named else 1.0)
            * _place(release, hit.document, question)
            * _time(hit.document, question)
            * _standing(release, hit.document, question, today)
            * _purpose(hit, question)
            * _subject(release, hit.document, question)
        )
        for hit in release.index.search(question)
    ]
    return sorted(hits, key=lambda h: -h.score)


def _subject(release: Release, document: Document, question: Question) -> float:
    """What is asked about a kind of support is rarely answered by what does not speak of it."""
    asked = question.concepts & _SUPPORT
    if not asked or any(release.index.speaks_of(document, concept) for concept in asked):
        return 1.0
    return 0.6


def _place(release: Release, document: Document, question: Question) -> float:
    record = release.catalogue.records.get(document.record)
    districts = _districts(record)
    if not question.districts:
        return 0.7 if districts and isinstance(record, Measure | Statistic) else 1.0
    if districts & question.districts:
        return 1.2 if _is_lingang(record) and "lin-gang" not in question.concepts else 1.5
    return 0.12 if districts else 0.6


def _is_lingang(record: Record | None) -> bool:
    """Whether a record is of the special area that counts in Pudong."""
    return record is not None and any(name in record.title.en for name in LINGANG)


def _districts(record: Record | None) -> frozenset[str]:
    match record:
        case Measure():
            return frozenset(record.districts)
        case Zone():
            return frozenset({record.district} if record.district else ())
        case Statistic():
            return frozenset({record.area} - {"shanghai", "national"})
        case _:
            return frozenset()


def _time(document: Document, question: Question) -> float:
    asked, dates = question.dates, document.dates
    if not asked:
        return 1.0
    if not dates:
        return 0.8
    months = {d for d in asked if len(d) == _MONTH}
    if months & dates:
        return 1.4
    if asked & dates:
        return 0.75 if months and any(len(d) == _MONTH for d in dates) else 1.15
    return 0.6


def _standing(release: Release, document: Document, question: Question, today: date) -> float:
    """How much a record's standing counts: in force before superseded, stated before surmised."""
    record = release.catalogue.records.get(document.record)
    if record is None:
        return 1.0
    factor = _factor(release, record.id, today)
    if isinstance(record, Statistic) and record.series and question.intents <= {"count"}:
        factor *= 1.25
    if question.past and isinstance(record, Tier):
        return 1.3 if record.rules == "2022" else 0.6
    past = question.past or bool(question.dates & document.dates)
    return max(factor, 1.0) if past else factor


@lru_cache(maxsize=8192)
def _factor(release: Release, record_id: str, today: date) -> float:
    """What a record's standing counts when no time is asked for."""
    record = release.catalogue.records[record_id]
    factor = _BY_USE[record.use]
    if isinstance(record, Measure) and release.catalogue.status(record, today) != "in-force":
        factor *= 0.75
    if isinstance(record, Tier) and record.rules == "2022":
        factor = min(factor, 0.5)
    if isinstance(record, Tier) and record.part != "entry":
        factor *= 0.8
    return factor


def _purpose(hit: Hit, question: Question) -> float:
    """How well a document's kind fits what is asked.

    A silence must be about what is asked for, or say nearly what the question says; else a
    question that shares a few words with it would be told that nothing is known.
    """
    document, asked = hit.document, question.intents
    fits = bool(asked & document.about)
    if document.kind == "silence":
        if not fits and hit.likeness < _TELLING:
            return 0.1
        if document.about <= _COMMON:
            return 0.35 + 1.1 * hit.likeness
        if fits and question.amounts and document.about == {"who"}:
            return 1.5  # which of the amounts is for whom
        meant = 0.9 if fits else 0.6
        return (meant + 0.8 * hit.likeness) * (0.6 + 0.4 * min(1.0, 2 * hit.subject))
    if document.kind == "term":
        return 1.2 if asked == {"definition"} else 0.4
    if document.kind in ("figure", "criterion"):
        named = 0.7 + 0.5 * hit.likeness
        return named * (1.25 if fits else 0.85 if asked else 1.0)
    if not asked or document.kind == "record":
        return 1.0
    return 1.3 if fits else 0.8


def _covers_outside(hit: Hit, question: Question) -> bool:
    texts = " ".join((*hit.document.name, *hit.document.own)).lower()
    return any(place in texts for place in question.outside)


# ------------------------------------------------------------------------------ cards


def _cards(release: Release, question: Question, hits: list[Hit]) -> Iterator[Card]:
    by_record: dict[str, list[Hit]] = {}
    for hit in hits:
        by_record.setdefault(hit.document.record, []).append(hit)
    best = hits[0].score
    for record_id in list(by_record)[:_CARDS]:
        own = by_record[record_id]
        if own[0].score < best * _NEXT_CARD:
            break
        record = release.catalogue.records.get(record_id) or release.catalogue.terms[record_id]
        yield _card(release, record, own, question)


def _card(release: Release, record: Record | Term, hits: list[Hit], question: Question) -> Card:
    if isinstance(record, Term):
        return Card(record)
    if silence := _silence_that_answers(release, record, hits, question):
        return Card(record, silence=silence)
    figures = tuple(dict.fromkeys(_figures(record, hits, question)))
    statements = tuple(_statements(record, hits, question))
    if isinstance(record, Statistic) and record.series and not figures:
        return Card(record, silence=_about(record, "count", hits), lacking="count")
    if not figures and not statements and question.intents == {"count"} and record.figures:
        return Card(record, silence=_about(record, "count", hits), lacking="count")
    silence, lacking = _missing(record, question)
    if lacking and _only_asks_for_missing(record, question, lacking):
        return Card(record, silence=silence, lacking=None if silence else lacking)
    return Card(record, figures, statements, silence)


def _silence_that_answers(
    release: Release, record: Record, hits: list[Hit], question: Question
) -> Silence | None:
    """The silence of a record that a question is answered by, where one is.

    It speaks of more of the question than anything that the record states; or it is what the
    question is most like, and the record does not hold what is asked for.
    """
    best, most = None, 0.0
    holds = _held(record, question)
    likeness = {id(h.document): h.likeness for h in hits}
    named = max((h.likeness for h in hits if h.document.figures), default=1.0)
    for silence in release.index.silences(record.id):
        unsaid = release.index.only_unsaid(question, silence)
        alike = likeness.get(id(silence), 0.0)
        answers = (
            _answers(silence.about, unsaid, alike, question, held=silence.about <= holds)
            or alike > named + _CLEARLY
            or _asks_for_shanghai(release, record, silence, question)
        )
        if answers and (best is None or unsaid > most):
            best, most = silence, unsaid
    top = hits[0].document
    if best is None and top.kind == "silence":
        unsaid = release.index.only_unsaid(question, top)
        if (unsaid >= 0 and not top.about <= holds) or (
            unsaid >= _NEARLY and hits[0].likeness > _TELLING
        ):
            best = top
    return _silence(record, best.part) if best else None


def _asks_for_shanghai(
    release: Release, record: Record, silence: Document, question: Question
) -> bool:
    """Whether a national record is asked about Shanghai, and says that no source states that."""
    if not isinstance(record, Measure) or "shanghai" not in question.concepts:
        return False
    national = release.catalogue.packages[record.package].level == "national"
    text = silence.text.zh if silence.text else ""
    return national and "上海" in text and bool(silence.about & question.intents)


def _answers(
    about: frozenset[Attribute], unsaid: float, likeness: float, question: Question, *, held: bool
) -> bool:
    """Whether a silence answers, by what it is about and how much only it speaks of."""
    if about == {"who"} and _always_answers(about, question):
        return True
    if _always_answers(about, question):
        return unsaid >= _ALWAYS
    if about & question.intents:
        return unsaid >= _UNSAID and not (about == {"when"} and held and unsaid < _UNSAID_HELD)
    return about <= _LOOSE and unsaid >= _UNSAID_ELSE and likeness >= _ALIKE


def _always_answers(about: frozenset[Attribute], question: Question) -> bool:
    """Whether a silence of the record asked about answers: names are asked for, or who gets which
    of the amounts named. What is known of both is never a name.
    """
    if about == {"names"}:
        return "names" in question.intents
    return about == {"who"} and "who" in question.intents and bool(question.amounts)


def _figures(record: Record, hits: list[Hit], question: Question) -> Iterator[Figure]:
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
    share = _SAME_BREATH if len(record.figures) > _FEW else 0.55
    named = any(set(h.document.amounts) & set(question.amounts) for h in scored)
    few = len(record.figures) <= _FEW and (whole or named or scored[0].likeness > _TELLING)
    chosen = (
        list(record.figures)
        if few and record.figures
        else [f for h in scored if h.score >= best * share for f in h.document.figures]
    )
    order = {f.id: i for i, f in enumerate(record.figures)}
    yield from sorted((f for f in chosen if _fits(f, question)), key=lambda f: order.get(f.id, 0))


def _fits(figure: Figure, question: Question) -> bool:
    """Whether a figure is of the kind asked for: a question for a count is not answered by money."""
    asked = question.intents & {"count", "amount", "rate"}
    if asked == {"count"}:
        return "count" in figure_about(figure)
    return True


def _of_series(record: Statistic, question: Question) -> Iterator[Figure]:
    """The points of the time asked for; with no time, the newest and any amount named."""
    points = list(reversed(record.figures))
    if question.dates:
        months = {d for d in question.dates if len(d) == _MONTH}
        near = [
            f for f in points if f.as_of and {f.as_of[:4], f.as_of[:7]} & (months or question.dates)
        ]
        if not near:
            years = {d[:4] for d in question.dates}
            near = [f for f in points if f.as_of and f.as_of[:4] in years]
        yield from near
        if any(f.confidence == "conflicting" for f in near):
            yield from _beside(points, near)
        return
    if question.amounts:
        yield from _named(points, question)
    newest = points[0].as_of
    yield from (f for f in points if f.as_of == newest)


def _beside(points: list[Figure], disputed: list[Figure]) -> Iterator[Figure]:
    """The undisputed points just before and after disputed ones, so that both sides are shown."""
    places = [points.index(f) for f in disputed]
    for place in (min(places) - 1, max(places) + 1):
        if 0 <= place < len(points):
            yield points[place]


def _named(points: Iterable[Figure], question: Question) -> Iterator[Figure]:
    values = {float(a.strip("=%")) for a in question.amounts}
    yield from (f for f in points if float(f.value) in values)


def _statements(record: Record, hits: list[Hit], question: Question) -> Iterator[Text]:
    """The sentences of a record on what is asked; application steps come whole."""
    for hit in hits:
        document = hit.document
        if document.kind == "criterion" and document.text is not None:
            if hit.score >= hits[0].score * _SAME_BREATH:
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


def _missing(record: Record, question: Question) -> tuple[Silence | None, Attribute | None]:
    """What was asked and is not there: as the record says it, or as it simply lacks it."""
    for about in _LACKING:
        if about not in question.intents or about in _held(record, question):
            continue
        for silence in record.not_stated:
            if silence.about == about:
                return silence, about
        if isinstance(record, Measure) and about in _SAID_LACKING:
            return None, about
    return None, None


def _held(record: Record, question: Question) -> frozenset[Attribute]:
    held: set[Attribute] = set()
    for figure in record.figures:
        held |= figure_about(figure)
    if isinstance(record, Measure):
        if record.who:
            held |= {"who"}
        if record.apply:
            held |= {"apply"}
        if record.authority:
            held |= {"authority"}
        if record.validity and _states_when(record.validity, question):
            held |= {"when"}
        if record.conditions:
            held |= {"conditions", "who"}
        if record.contact:
            held |= {"place"}
    elif isinstance(record, Package):
        known = record.ends if question.end else record.issued or record.starts
        held |= {"who", "authority", "apply"} | ({"when"} if known else set())
    else:
        held |= {"who", "when", "authority", "apply", "count", "amount"}
    return frozenset(held)


def _states_when(validity: Validity, question: Question) -> bool:
    """Whether a start or an end is stated, and not already past the time asked about."""
    if question.beyond:
        return False
    if validity.ends is None:
        return validity.starts is not None
    return all(int(d[:4]) <= validity.ends.year for d in question.dates)


def _only_asks_for_missing(record: Record, question: Question, missing: Attribute | None) -> bool:
    """Whether all that was asked is missing, so that no figure could answer any of it."""
    asked = question.intents - {"definition", "names", "conditions"}
    if missing in _QUANTITIES:
        asked -= _QUANTITIES
    return asked - {missing} <= frozenset(_LACKING) - _held(record, question)


def _about(record: Record, about: Attribute, hits: list[Hit]) -> Silence | None:
    """The record's own word on what is not stated, the one most like the question first."""
    found = [h for h in hits if h.document.kind == "silence" and about in h.document.about]
    return _silence(record, found[0].document.part) if found else None


def _silence(record: Record, part: str) -> Silence:
    return next(s for s in record.not_stated if s.id == part)
