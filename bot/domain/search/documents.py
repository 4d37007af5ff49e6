"""Splits records into documents, one for each thing that can be asked.

Each figure, condition, step, criterion and term, and each fact that no source states, is a
document in both languages, with the everyday wordings of `data/questions`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.domain.data.catalogue import Catalogue
from bot.domain.data.models import Attribute, Criterion, Figure, Measure, Record, Term, Text, Tier
from bot.domain.data.wordings import PartWordings, Wordings
from bot.domain.search.document_fields import (
    Fields,
    Texts,
    both,
    date_tokens,
    figure_about,
    figure_amounts,
    measure_statements,
    record_context,
    record_dates,
    unit_words,
    weigh,
)

_DocumentKind: TypeAlias = Literal[
    "record", "figure", "statement", "not-stated", "criterion", "term"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be asked."""

    record: str
    part: str = ""
    """Id of the figure, criterion or not_stated entry; name and number of a statement."""
    kind: _DocumentKind
    about: frozenset[Attribute]
    name: Texts
    """Its name in each language."""
    wordings: Texts = ()
    """How people ask for it."""
    around: Fields
    """Its context, with the weight of each text."""
    weight: float
    """Weight of its name."""
    amounts: tuple[str, ...] = ()
    dates: frozenset[str] = frozenset()
    """Years and months that it is about; empty: no particular time."""
    text: Text | None = None
    """The sentence that answers."""
    figures: tuple[Figure, ...] = ()


def build_documents(catalogue: Catalogue) -> Iterator[Document]:
    """Every document of a catalogue."""
    for record in catalogue.records.values():
        yield from _RecordDocuments(record, catalogue).all()
    for term in catalogue.terms.values():
        # Glossary answers questions about a word that no record defines; in a search such a
        # definition would hide what records say.
        if term.definition is not None and term.sources:
            yield _term_document(term, term.definition)


class _RecordDocuments:
    """The documents of one record, and what they share."""

    def __init__(self, record: Record, catalogue: Catalogue) -> None:
        self._record = record
        self._catalogue = catalogue
        self._wordings = catalogue.wordings.get(record.id, Wordings(record=record.id))
        self._dates = record_dates(record, catalogue)
        title, self._summary = both(record.title), both(record.summary)
        context = tuple(record_context(record, catalogue))
        self._context = (*weigh(0.5, self._wordings.phrases), *context)
        self._near = (*weigh(2.0, title), *weigh(1.5, record.aliases), *self._context)

    def all(self) -> Iterator[Document]:
        """Every document of the record."""
        record = self._record
        yield self._of_record()
        yield from map(self._of_figure, record.figures)
        yield from self._of_not_stated()
        if isinstance(record, Measure):
            yield from self._of_statements(record)
        if isinstance(record, Tier):
            yield from map(self._of_criterion, record.criteria)

    def _of_record(self) -> Document:
        record = self._record
        return Document(
            record=record.id,
            kind="record",
            about=frozenset({"definition"}),
            name=(*both(record.title), *record.aliases),
            wordings=self._wordings.phrases,
            around=(*weigh(1.0, self._summary), *self._context),
            weight=2.5,
            amounts=figure_amounts(record.figures),
            dates=self._dates,
            text=record.summary,
            figures=record.figures,
        )

    def _of_figure(self, figure: Figure) -> Document:
        extra = (*weigh(0.8, both(figure.period)), *weigh(0.6, unit_words(figure)))
        return Document(
            record=self._record.id,
            part=figure.id,
            kind="figure",
            about=figure_about(figure),
            name=both(figure.name),
            wordings=self._part(figure.id),
            around=(*self._near, *weigh(0.8, self._summary), *extra),
            weight=3.0,
            amounts=figure_amounts([figure]),
            dates=self._dates | date_tokens(figure.as_of),
            figures=(figure,),
        )

    def _of_not_stated(self) -> Iterator[Document]:
        around = tuple((weight * 0.7, text) for weight, text in self._near)
        for unstated in self._record.not_stated:
            yield Document(
                record=self._record.id,
                part=unstated.id,
                kind="not-stated",
                about=frozenset({unstated.about}),
                name=both(unstated.text),
                wordings=self._part(unstated.id),
                around=around,
                weight=2.4,
                dates=self._dates,
                text=unstated.text,
            )

    def _of_statements(self, measure: Measure) -> Iterator[Document]:
        for part, about, text in measure_statements(measure):
            yield self._of_statement(part, about, text, both(text))
        for number, relation in enumerate(self._catalogue.relations_of(measure.id)):
            other = self._catalogue.records.get(relation.record or "")
            text = relation.relation.text
            names = (*both(text), *both(other.title if other else None))
            yield self._of_statement(f"goes-with-{number}", "stacking", text, names)

    def _of_statement(self, part: str, about: Attribute, text: Text, name: Texts) -> Document:
        return Document(
            record=self._record.id,
            part=part,
            kind="statement",
            about=frozenset({about}),
            name=name,
            around=self._near,
            weight=2.0,
            dates=self._dates,
            text=text,
        )

    def _of_criterion(self, criterion: Criterion) -> Document:
        threshold = (criterion.threshold,) if criterion.threshold else ()
        figures = (*threshold, *criterion.figures)
        extra = (*criterion.aliases, *(t for e in criterion.exemptions for t in both(e)))
        return Document(
            record=self._record.id,
            part=criterion.id,
            kind="criterion",
            about=frozenset[Attribute]({"conditions"}).union(*(map(figure_about, figures))),
            name=(*both(criterion.name), *criterion.aliases),
            wordings=self._part(criterion.id),
            around=(*weigh(2.0, both(criterion.requirement)), *weigh(1.0, extra), *self._near),
            weight=3.0,
            amounts=figure_amounts(figures),
            dates=self._dates,
            text=criterion.requirement,
            figures=figures,
        )

    def _part(self, part: str) -> Texts:
        return self._wordings.parts.get(part, PartWordings()).phrases


def _term_document(term: Term, definition: Text) -> Document:
    names = (term.en, term.zh, *term.en_aliases, *term.zh_aliases, *term.abbreviations)
    return Document(
        record=term.id,
        kind="term",
        about=frozenset({"definition"}),
        name=names,
        around=weigh(1.0, both(definition)),
        weight=3.0,
        text=definition,
    )
