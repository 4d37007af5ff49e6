"""Cuts records into documents at the grain of what can be asked.

Each figure, condition, step, criterion and term, and each thing that the sources do not
state, is a document of its own, in both languages, with its record behind it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.domain.data.catalogue import Catalogue, RelatedRecord
from bot.domain.data.districts import DISTRICTS, LINGANG
from bot.domain.data.models import (
    Attribute,
    Award,
    Criterion,
    Figure,
    Measure,
    Package,
    Record,
    Statistic,
    Term,
    Text,
    Tier,
    Zone,
)
from bot.domain.text import amount_token, read

DocumentKind: TypeAlias = Literal["record", "figure", "statement", "silence", "criterion", "term"]
Texts: TypeAlias = tuple[str, ...]
Fields: TypeAlias = tuple[tuple[float, str], ...]
"""Texts with their weight: a word in a figure's name says more than one in a summary."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be asked."""

    record: str
    part: str
    """Id of the figure, criterion or silence; name and number of a statement; else empty."""
    kind: DocumentKind
    about: frozenset[Attribute]
    name: Texts
    """What it calls itself, in each language."""
    around: Fields
    """What is said around it, with the weight of each text."""
    weight: float
    """Weight of its name."""
    own: Texts
    """What it says by itself, its subject included; what is only said around it left out."""
    amounts: tuple[str, ...] = ()
    dates: frozenset[str] = frozenset()
    """Years and months that it speaks of; empty: of no particular time."""
    text: Text | None = None
    """The sentence that answers, for statements and silences."""
    figures: tuple[Figure, ...] = ()
    title: Texts = ()
    """Its record's title, in each language."""
    own_dates: frozenset[str] = frozenset()
    """Years and months that it names or holds for by itself."""


def build_documents(catalogue: Catalogue) -> Iterator[Document]:
    """Every document of a catalogue."""
    for record in catalogue.records.values():
        yield from _of_record(record, catalogue)
    for term in catalogue.terms.values():
        # What a word means by itself is told to whoever asks just that (glossary.py); in a search
        # it would stand in the way of what records say of it.
        if term.definition is not None and term.sources:
            yield _of_term(term, term.definition)


def _of_record(record: Record, catalogue: Catalogue) -> Iterator[Document]:
    context = tuple(_context(record, catalogue))
    dates = _dates(record, catalogue)
    title, summary = _both(record.title), _both(record.summary)
    near = (*_weigh(2.0, title), *_weigh(1.5, record.aliases), *context)
    subject = _subject(record, near)
    lists_several = isinstance(record, Award | Tier)
    yield Document(
        record.id,
        "",
        "record",
        frozenset({"definition"}),
        title,
        (*_weigh(2.0, record.aliases), *_weigh(1.0, summary), *context),
        3.0,
        () if lists_several else (*summary, *subject),
        tuple(_amounts(record.figures)),
        dates,
        record.summary,
        record.figures,
        own_dates=_parts(record.as_of),
    )
    beside = (*near, *_weigh(0.8, summary))
    for figure in record.figures:
        kind = _kind_words(figure)
        yield Document(
            record.id,
            figure.id,
            "figure",
            figure_about(figure),
            _both(figure.name),
            (*beside, *_weigh(0.8, _both(figure.period)), *_weigh(0.6, kind))
            if figure.period or kind
            else beside,
            3.0,
            (*_both(figure.name), *kind, *subject),
            tuple(_amounts([figure])),
            dates | _parts(figure.as_of) if figure.as_of else dates,
            figures=(figure,),
            own_dates=_parts(figure.as_of or record.as_of),
        )
    faint = tuple((weight * 0.7, text) for weight, text in near)
    for silence in record.not_stated:
        yield Document(
            record.id,
            silence.id,
            "silence",
            frozenset({silence.about}),
            _both(silence.text),
            faint,
            2.4,
            _both(silence.text),
            (),
            dates,
            silence.text,
            title=title,
            own_dates=_named(silence.text),
        )
    if isinstance(record, Measure):
        for part, about, text in _statements(record):
            yield Document(
                record.id,
                part,
                "statement",
                frozenset({about}),
                _both(text),
                near,
                2.0,
                (*_both(text), *subject),
                (),
                dates,
                text,
                own_dates=_named(text),
            )
        for number, standing in enumerate(catalogue.standings(record.id)):
            yield _of_standing(record, f"goes-with-{number}", standing, catalogue, near, dates)
    if isinstance(record, Tier):
        for criterion in record.criteria:
            yield _of_criterion(record, criterion, near, dates)


def _subject(record: Record, near: Fields) -> Texts:
    """What every part of a record is about.

    An award's title and summary name several awards in one breath, so that words of it which
    stand together mean nothing; its subject is the district alone.
    """
    if isinstance(record, Award):
        places = [name for slug in record.districts for name in DISTRICTS[slug]]
        return (*places, *(name for name in LINGANG if name in "".join(_both(record.title))))
    return tuple(text for _, text in near)


def _statements(measure: Measure) -> Iterator[tuple[str, Attribute, Text]]:
    if measure.who:
        yield "who", "who", measure.who
    for i, text in enumerate(measure.conditions):
        yield f"conditions-{i}", "conditions", text
    for i, text in enumerate(measure.apply):
        yield f"apply-{i}", "apply", text
    if measure.authority:
        yield "authority", "authority", measure.authority
    if measure.contact:
        yield "contact", "place", measure.contact
    if measure.validity:
        yield "validity", "when", measure.validity.note


def _of_criterion(
    tier: Tier, criterion: Criterion, near: Fields, dates: frozenset[str]
) -> Document:
    threshold = (criterion.threshold,) if criterion.threshold else ()
    figures = (*threshold, *criterion.figures)
    about = frozenset[Attribute]({"conditions"}).union(*(figure_about(f) for f in figures))
    name, requirement = _both(criterion.name), _both(criterion.requirement)
    extra = (*criterion.aliases, *(t for e in criterion.exemptions for t in _both(e)))
    return Document(
        tier.id,
        criterion.id,
        "criterion",
        about,
        name,
        (*_weigh(2.0, requirement), *_weigh(1.0, extra), *near),
        3.0,
        (*name, *requirement, *extra, *_both(tier.title)),
        tuple(_amounts(figures)),
        dates,
        criterion.requirement,
        figures,
    )


def _of_standing(
    record: Record,
    part: str,
    standing: RelatedRecord,
    catalogue: Catalogue,
    near: Fields,
    dates: frozenset[str],
) -> Document:
    """What is said of having a record together with another, under both their names."""
    other = catalogue.records.get(standing.record or "")
    said, others = _both(standing.relation.text), _both(other.title if other else None)
    return Document(
        record.id,
        part,
        "statement",
        frozenset({"stacking"}),
        (*said, *others),
        near,
        2.0,
        (*said, *others, *_both(record.title)),
        (),
        dates,
        standing.relation.text,
    )


def _of_term(term: Term, definition: Text) -> Document:
    names = (term.en, term.zh, *term.en_aliases, *term.zh_aliases, *term.abbreviations)
    return Document(
        term.id,
        "",
        "term",
        frozenset({"definition"}),
        names,
        _weigh(1.0, _both(definition)),
        3.0,
        _both(definition),
        text=definition,
    )


def _context(record: Record, catalogue: Catalogue) -> Iterator[tuple[float, str]]:
    """What places a record: its package, districts, focus, audience."""
    if isinstance(record, Measure):
        yield from _weigh(0.5, _both(catalogue.packages[record.package].title))
        yield 0.8, record.topic.replace("-", " ")
        for slug in record.districts:
            yield from _weigh(2.0, DISTRICTS[slug])
        yield from _weigh(0.8, _both(record.who))
    elif isinstance(record, Zone):
        if record.district:
            yield from _weigh(2.0, DISTRICTS[record.district])
        yield from _weigh(1.5, (*_both(record.focus), *_both(record.level)))
        yield from _weigh(1.0, _both(record.batch))
        for industry in record.industries:
            term = catalogue.terms[industry]
            yield from _weigh(1.0, (term.en, term.zh))
    elif isinstance(record, Statistic):
        yield from _weigh(0.5, _both(catalogue.packages[record.package].title))
        if record.area in DISTRICTS:
            yield from _weigh(2.0, DISTRICTS[record.area])
        else:
            yield 1.0, "Shanghai 上海" if record.area == "shanghai" else "China national 全国"
    elif isinstance(record, Package):
        yield from _weigh(1.5, _both(record.document))


def _dates(record: Record, catalogue: Catalogue) -> frozenset[str]:
    dates = _parts(record.as_of)
    if isinstance(record, Measure | Statistic | Tier):
        package = catalogue.packages[record.package]
        if package.level != "none":
            dates |= _parts(package.issued)
    if isinstance(record, Package):
        dates |= _parts(record.issued)
    if isinstance(record, Measure):
        validity = record.validity.note.en if record.validity else ""
        note = record.note.en if record.note else ""
        summary = "" if dates else record.summary.en
        dates |= frozenset(read(f"{validity} {note} {summary}", simplified=True).dates)
    if isinstance(record, Statistic) and not record.series:
        dates |= frozenset(read(record.summary.en, simplified=True).dates)
    if isinstance(record, Tier):
        dates |= frozenset({"2022"} if record.rules == "2022" else {"2026"})
    return dates


def _parts(when: str | None) -> frozenset[str]:
    """2024-12-01 as the tokens 2024 and 2024-12."""
    return frozenset({when[:4], when[:7]} if when else ())


def _named(text: Text) -> frozenset[str]:
    """The years and months that a text names."""
    return frozenset(read(text.en, simplified=True).dates)


def figure_about(figure: Figure) -> frozenset[Attribute]:
    """Which questions a figure can answer, judged by its unit."""
    match figure.unit:
        case "CNY" | "USD":
            return frozenset({"amount"})
        case "years" | "days" | "months":
            return frozenset({"when", "count"})
        case unit if unit.startswith("percent"):
            return frozenset({"rate", "amount"})
        case "km2" | "m2" | "mu":
            return frozenset({"amount"})
        case _:
            return frozenset({"count", "amount"})


def _kind_words(figure: Figure) -> Texts:
    """What people call a figure of this unit."""
    if figure.unit in ("km2", "m2"):
        return ("area", "面积")
    return ("rate", "比例") if figure.unit.startswith("percent") else ()


def _amounts(figures: Iterable[Figure]) -> Iterator[str]:
    for figure in figures:
        yield amount_token(figure.value, figure.unit)


def _both(text: Text | None) -> Texts:
    return (text.en, text.zh) if text else ()


def _weigh(weight: float, texts: Iterable[str]) -> Fields:
    return tuple((weight, text) for text in texts if text)
