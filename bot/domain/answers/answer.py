"""What `/ask` answers: cards of lines, each with its record."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.domain.answers.read.aspect_words import Aspect
from bot.domain.answers.read.forms import Whether
from bot.domain.data.catalogue import source_ids
from bot.domain.data.models import Attribute, Figure, Record, Statistic, Term, Text
from bot.domain.eligibility.matching import Firm

AnswerStatus: TypeAlias = Literal["answered", "not-stated", "conflicting", "no-match"]
_OfTitles: TypeAlias = Literal["check", "titles", "requirements", "pairs"]
_OfRecords: TypeAlias = Literal["award-districts", "records", "members", "zones", "matches"]
CardKind: TypeAlias = Literal[_OfTitles, _OfRecords, "difference", "parts", "ending", "years"]
"""What a card of several records is: a list, a check, a comparison ..."""
Existence: TypeAlias = Literal[
    "yes", "there-is", "no", "unconfirmed", "not-all", "none-known", "known", "incomplete", "both"
]
_OfText: TypeAlias = Literal["who", "condition", "exemption", "answer", "depends", "not-required"]
_OfRequirement: TypeAlias = Literal[
    "short", "open", "unsure", "other-kind", "last-year", "instead", "neither"
]
_OfFirm: TypeAlias = Literal["barred", "lacking", "needed", "branch", "claim", "counts"]
_OfPeriod: TypeAlias = Literal[
    "over", "inside", "outside", "once", "late", "in-time", "waited", "closed", "window"
]
_OfChange: TypeAlias = Literal["former", "now", "new", "gone"]
_OfSum: TypeAlias = Literal["total", "own-sum", "no-base"]
Role: TypeAlias = Literal[_OfText, _OfRequirement, _OfFirm, _OfPeriod, _OfChange, _OfSum]
"""What a line is, or what decides it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer, from one record."""

    record: Record
    figures: tuple[Figure, ...] = ()
    """The figure shown, or those of the sentence."""
    text: Text | None = None
    """A sentence of the record."""
    stated: bool = True
    """False if the sentence says that no source states what was asked."""
    missing: Attribute | Aspect | None = None
    """The attribute asked for that the record does not have."""
    role: Role | None = None
    """What the sentence or the figures are, where that must be said."""
    met: bool | None = None
    """Whether the firm described meets this requirement, if that was asked.

    True with the role `depends`: every firm that the data set is for can have it.
    """
    own: float | None = None
    """The number of that firm, in the unit of the requirement."""
    base: float | None = None
    """The sum of that firm that a rate is a share of."""
    part: str = field(default="", compare=False)
    """The id of the requirement that it states; of two lines that say the same one is enough."""

    @property
    def is_either(self) -> bool:
        """Whether its two figures are amounts of which no source says who gets which."""
        return [f.undecided for f in self.figures] == [True, True]

    @property
    def is_not_stated(self) -> bool:
        """Whether the line says that something is not stated."""
        return not self.stated or self.missing is not None


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """One record's part of an answer, or a list of records."""

    record: Record | Term
    """The record, or the first one of several."""
    lines: tuple[Line, ...] = ()
    kind: CardKind | None = None
    """Set if the lines are from several records."""
    more: int = 0
    """Records of the list that have no line."""
    open: tuple[Text, ...] = ()
    """The names of the requirements that the facts do not decide."""
    asks: Whether | None = None
    """What it asks, where a plain yes or no could mean either."""
    pair: tuple[Figure, Figure] | None = None
    """The two figures of one kind that were compared."""

    valid_to: str | None = None
    """The year or month up to which the firm's title is valid."""
    firm: Firm | None = None
    """The firm whose measures it lists."""
    other_parts: tuple[Line, ...] = ()
    """What answers the other parts of the question, below the first answer."""
    terms: tuple[Term, ...] = ()
    """The other terms that it sets beside the first."""
    filters: tuple[Text, ...] = ()
    """What a list was filtered by."""
    exists: Existence | None = None
    """Whether there is what was asked for, if that was asked."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that answer."""
        return tuple(dict.fromkeys(f for line in self.lines for f in line.figures))

    @property
    def is_not_stated(self) -> bool:
        """Whether this card says that the answer is not stated."""
        return bool(self.lines) and self.lines[0].is_not_stated

    @property
    def records(self) -> tuple[Record | Term, ...]:
        """Its records, without repeats."""
        found = {line.record.id: line.record for line in self.lines}
        return tuple(found.values()) or (self.record,)

    @property
    def shown(self) -> tuple[Record | Term, ...]:
        """Its records, and those that answer other parts of the question, without repeats."""
        others = {line.record.id: line.record for line in self.other_parts}
        return (
            *self.records,
            *(r for i, r in others.items() if i not in {o.id for o in self.records}),
        )

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources of its figures first, then the records' others; of a series only the former."""
        if isinstance(self.record, Term):
            return self.record.sources
        own = [i for f in self.figures for i in (*f.sources, *f.confirmed_by)]
        if own and isinstance(self.record, Statistic) and self.record.series:
            return tuple(dict.fromkeys(own))
        others = (i for r in self.records if not isinstance(r, Term) for i in source_ids(r))
        return tuple(dict.fromkeys([*own, *others]))


def card_of(lines: Iterable[Line], kind: CardKind | None = None) -> AnswerCard | None:
    """A card of these lines, of the record of the first; None without any."""
    kept = tuple(lines)
    return AnswerCard(kept[0].record, kept, kind) if kept else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What `/ask` and `python -m bot ask` show."""

    question: str
    status: AnswerStatus
    cards: tuple[AnswerCard, ...]
    outside: tuple[str, ...] = ()
    """Ids of the places asked about that the data set does not cover."""
    nearest: tuple[str, ...] = ()
    """Ids of records to offer where nothing matched."""


def status_of(card: AnswerCard) -> AnswerStatus:
    """Answered, or conflicting if a figure is in doubt."""
    record = card.record
    if isinstance(record, Term):
        return "answered"
    doubtful = any((f.confidence or record.confidence) == "conflicting" for f in card.figures)
    return "conflicting" if doubtful else "answered"
