"""Splits records into documents, one for each thing that can be asked.

Each figure, condition, step, criterion and term, and each fact that no source states, is a
document in both languages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.models import (
    Attribute,
    Award,
    Criterion,
    Figure,
    Measure,
    Record,
    Term,
    Text,
    Tier,
)
from bot.domain.search.document_fields import (
    Fields,
    Texts,
    both,
    date_tokens,
    figure_about,
    figure_amounts,
    measure_statements,
    named_dates,
    record_context,
    record_dates,
    record_subject,
    unit_words,
    weigh,
)

DocumentKind: TypeAlias = Literal[
    "record", "figure", "statement", "not-stated", "criterion", "term"
]


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be asked."""

    record: str
    part: str
    """Id of the figure, criterion or silence; name and number of a statement; else empty."""
    kind: DocumentKind
    about: frozenset[Attribute]
    name: Texts
    """Its name in each language."""
    around: Fields
    """Its context, with the weight of each text."""
    weight: float
    """Weight of its name."""
    amounts: tuple[str, ...] = ()
    dates: frozenset[str] = frozenset()
    """Years and months that it is about; empty: no particular time."""
    text: Text | None = None
    """The sentence that answers, for statements and silences."""
    figures: tuple[Figure, ...] = ()
    wordings: Texts = ()
    """How people ask for it."""


def build_documents(catalogue: Catalogue) -> Iterator[Document]:
    """Every document of a catalogue."""
    for record in catalogue.records.values():
        yield from _record_documents(_RecordFields(record, catalogue))
    for term in catalogue.terms.values():
        # Glossary answers questions about a word that no record defines; in a search such a
        # definition would hide what records say.
        if term.definition is not None and term.sources:
            yield _term_document(term, term.definition)


class _RecordFields:
    """What the documents of one record share."""

    def __init__(self, record: Record, catalogue: Catalogue) -> None:
        self.record = record
        self.catalogue = catalogue
        self.title, self.summary = both(record.title), both(record.summary)
        self.context = tuple(record_context(record, catalogue))
        self.near = (*weigh(2.0, self.title), *weigh(1.5, record.aliases), *self.context)
        self.subject = record_subject(record, self.near)
        self.dates = record_dates(record, catalogue)


def _record_documents(fields: _RecordFields) -> Iterator[Document]:
    record = fields.record
    yield _summary_document(fields)
    yield from _figure_documents(fields)
    yield from _not_stated_documents(fields)
    if isinstance(record, Measure):
        yield from _statement_documents(fields, record)
    if isinstance(record, Tier):
        yield from (_criterion_document(fields, record, each) for each in record.criteria)


def _summary_document(fields: _RecordFields) -> Document:
    record = fields.record
    lists_several = isinstance(record, Award | Tier)
    return Document(
        record.id,
        "",
        "record",
        frozenset({"definition"}),
        fields.title,
        (*weigh(2.0, record.aliases), *weigh(1.0, fields.summary), *fields.context),
        3.0,
        () if lists_several else (*fields.summary, *fields.subject),
        figure_amounts(record.figures),
        fields.dates,
        record.summary,
        record.figures,
        own_dates=date_tokens(record.as_of),
    )


def _figure_documents(fields: _RecordFields) -> Iterator[Document]:
    record = fields.record
    around = (*fields.near, *weigh(0.8, fields.summary))
    for figure in record.figures:
        name, kind, period = both(figure.name), unit_words(figure), both(figure.period)
        yield Document(
            record.id,
            figure.id,
            "figure",
            figure_about(figure),
            name,
            (*around, *weigh(0.8, period), *weigh(0.6, kind)) if period or kind else around,
            3.0,
            (*name, *kind, *fields.subject),
            figure_amounts([figure]),
            fields.dates | date_tokens(figure.as_of),
            figures=(figure,),
            own_dates=date_tokens(figure.as_of or record.as_of),
        )


def _not_stated_documents(fields: _RecordFields) -> Iterator[Document]:
    around = tuple((weight * 0.7, text) for weight, text in fields.near)
    for unstated in fields.record.not_stated:
        yield Document(
            fields.record.id,
            unstated.id,
            "not-stated",
            frozenset({unstated.about}),
            both(unstated.text),
            around,
            2.4,
            both(unstated.text),
            (),
            fields.dates,
            unstated.text,
            title=fields.title,
            own_dates=named_dates(unstated.text),
        )


def _statement_documents(fields: _RecordFields, measure: Measure) -> Iterator[Document]:
    for part, about, text in measure_statements(measure):
        yield _statement_document(
            fields, part, about, text, both(text), fields.subject, named_dates(text)
        )
    for number, relation in enumerate(fields.catalogue.relations_of(measure.id)):
        other = fields.catalogue.records.get(relation.record or "")
        text = relation.relation.text
        names = (*both(text), *both(other.title if other else None))
        part = f"goes-with-{number}"
        yield _statement_document(fields, part, "stacking", text, names, fields.title)


def _statement_document(
    fields: _RecordFields,
    part: str,
    about: Attribute,
    text: Text,
    name: Texts,
    subject: Texts,
    own_dates: frozenset[str] = frozenset(),
) -> Document:
    return Document(
        fields.record.id,
        part,
        "statement",
        frozenset({about}),
        name,
        fields.near,
        2.0,
        (*name, *subject),
        (),
        fields.dates,
        text,
        own_dates=own_dates,
    )


def _criterion_document(fields: _RecordFields, tier: Tier, criterion: Criterion) -> Document:
    threshold = (criterion.threshold,) if criterion.threshold else ()
    figures = (*threshold, *criterion.figures)
    about = frozenset[Attribute]({"conditions"}).union(*(figure_about(f) for f in figures))
    name, requirement = both(criterion.name), both(criterion.requirement)
    extra = (*criterion.aliases, *(t for e in criterion.exemptions for t in both(e)))
    return Document(
        tier.id,
        criterion.id,
        "criterion",
        about,
        name,
        (*weigh(2.0, requirement), *weigh(1.0, extra), *fields.near),
        3.0,
        (*name, *requirement, *extra, *fields.title),
        figure_amounts(figures),
        fields.dates,
        criterion.requirement,
        figures,
    )


def _term_document(term: Term, definition: Text) -> Document:
    names = (term.en, term.zh, *term.en_aliases, *term.zh_aliases, *term.abbreviations)
    return Document(
        term.id,
        "",
        "term",
        frozenset({"definition"}),
        names,
        weigh(1.0, both(definition)),
        3.0,
        both(definition),
        text=definition,
    )
