"""The records of the data set.

Every model is frozen and rejects unknown fields. A figure always has its unit, qualifier and
sources; a text always exists in English and Chinese.
"""

from typing import Annotated, Literal, NamedTuple, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from bot.domain.data.choices import Topic
from bot.domain.data.conditions import Condition, Eligibility
from bot.domain.data.criteria import Criterion, TitleValidity
from bot.domain.data.districts import District
from bot.domain.data.faults import N_, DataModelError
from bot.domain.data.procedures import Procedure, ProcedureTopic
from bot.domain.data.source import Source as Source  # noqa: PLC0414 # one of the records
from bot.domain.data.values import (
    AwardFigure,
    Confidence,
    Conflict,
    DataModel,
    Day,
    Figure,
    Id,
    Name,
    OneLine,
    PartialDate,
    Rank,
    Text,
    Use,
    Validity,
    ZoneBatch,
    ZoneKind,
    ZoneLevel,
)

FundingKind = Literal["loan", "guarantee", "subsidy", "fund", "capital-market", "award", "voucher"]
Attribute = Literal[
    "amount",
    "count",
    "rate",
    "who",
    "conditions",
    "apply",
    "when",
    "authority",
    "names",
    "place",
    "text",
    "definition",
    "stacking",
]
"""What a question can ask for and a source may not state."""
_IDS_TWICE = N_("duplicate ids of figures, answers or not_stated entries: {ids}")
_FOREIGN = N_("{name} is not among the record's sources")


class Stated(NamedTuple):
    """Marks a text of a measure, by which the search, changes, cards and files know it."""

    about: Attribute
    label: str
    each: str = ""
    """One of several texts, as details show it."""


class Sentence(DataModel):
    """A sentence that is the whole answer to something that people ask."""

    id: Id
    about: Attribute
    text: Text


class NotStated(Sentence):
    """Says that no source states it."""

    procedure: ProcedureTopic | None = None
    """What it is about, if that is asked of an application for a title."""
    figures: tuple[AwardFigure, ...] = ()
    """The amounts that it is about, of an award."""


class Record(DataModel):
    """The fields of every kind of record."""

    id: Id
    title: Name
    summary: Text
    figures: tuple[Figure, ...] = ()
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    confirmed_by: tuple[Id, ...] = ()
    """Sources that print the same figure."""
    agrees_with: tuple[Id, ...] = ()
    """Sources that agree after rounding but do not print the figure."""
    conflicts: tuple[Conflict, ...] = ()
    other_scope: tuple[Conflict, ...] = ()
    """What is related but counts something else, another year or another payer: no conflict."""
    confidence: Confidence
    as_of: PartialDate | None = None
    note: Text | None = None
    """What a reader must know before relying on it."""
    use: Use = "answer"
    not_stated: tuple[NotStated, ...] = ()
    answers: tuple[Sentence, ...] = ()
    aliases: tuple[OneLine, ...] = ()
    """Other names a person may search by, in any language."""

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [part.id for part in (*self.figures, *self.answers, *self.not_stated)]
        if twice := {i for i in ids if ids.count(i) > 1}:
            raise DataModelError(_IDS_TWICE, ids=", ".join(sorted(twice)))
        return self

    def __hash__(self) -> int:
        return hash(self.id)


class Package(Record):
    """A policy document, or a set of measures announced together."""

    level: Literal["national", "city", "district", "none"]
    """none: a group of records without a single document."""
    issued: PartialDate | None = None
    starts: Day | None = None
    ends: Day | None = None
    document: Text | None = None
    """The document's number, if a source prints it."""
    text_unseen: bool = False
    """Whether the official text was not read: no more than medium confidence for what it holds."""
    superseded_by: Id | None = None


How = Literal["may-combine", "tops-up", "requires", "not-together"]
"""may-combine: a firm can have both · tops-up: it is paid on top of the other · requires: the
other comes first · not-together: one excludes the other."""


class Relation(DataModel):
    """How a measure relates to another one, as a source states it; never inferred."""

    record: Id | None = None
    """The other record; None if it is not in the data set."""
    how: How
    text: Text
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


class Measure(Record):
    """One thing a firm can get, must do or may rely on."""

    model_config = ConfigDict(serialize_by_alias=True)

    package: Id
    topic: Topic
    kind: FundingKind | None = None
    """Set if the measure is money or worth money."""
    who: Annotated[Condition | None, Stated("who", N_("Who"))] = None
    decides: tuple[Annotated[int, Field(ge=1)], ...] = ()
    """Sentences of the summary, by number, that come first where a yes or no is asked."""
    conditions: Annotated[
        tuple[Condition, ...], Stated("conditions", N_("Conditions"), N_("**Condition:** {text}"))
    ] = ()
    apply: Annotated[
        tuple[Text, ...],
        Stated("apply", N_("How to apply"), N_("**How to apply, step {number}:** {text}")),
    ] = ()
    """How to apply, step by step."""
    automatic: bool = False
    """Whether a source says that no application is needed."""
    authority: Annotated[Text | None, Stated("authority", N_("Authority"))] = None
    contact: Annotated[Text | None, Stated("place", N_("Contact"))] = None
    """Where to go: an address, a phone number, a web address."""
    validity: Annotated[Validity | None, Stated("when", N_("Validity"))] = None
    part_ends: Day | None = None
    """The last day of a part of it that its summary tells, if no source states one of the whole."""
    supersedes: tuple[Id, ...] = ()
    superseded_by: Id | None = None
    districts: tuple[District, ...] = ()
    """Empty: the whole city, or the country."""
    lingang: bool = False
    """For firms in the Lin-gang Special Area alone."""
    zones: tuple[Id, ...] | Literal["all"] = ()
    """Zones it applies to; `all` if the source says so of zones in general."""
    goes_with: tuple[Relation, ...] = ()
    """What sources state about combining it with other support; empty means nothing."""
    related: tuple[Id, ...] = ()
    for_: Eligibility | None = Field(default=None, alias="for")
    """Whom it is for, in a form that can be tested; None if that has not been filled in."""
    procedure: Procedure | None = None
    """What it says about applying for a title, so that questions about that find it."""

    @model_validator(mode="after")
    def _states_its_conditions(self) -> Self:
        known = {*self.sources, *self.confirmed_by, *self.agrees_with}
        known.update(i for f in self.figures for i in (*f.sources, *f.confirmed_by))
        foreign = [name for name in (self.for_.sources if self.for_ else ()) if name not in known]
        if foreign:
            raise DataModelError(_FOREIGN, at=("for", "sources"), name=foreign[0])
        return self


class Award(Measure):
    """Money for a newly recognised or re-reviewed firm; the ids of its figures are fixed words."""

    giver: Literal["national", "city", "district"]
    movers: tuple[Id, ...] = ()
    """The figures that a firm with the title gets if it moves in."""


class Zone(Record):
    """A park or a cluster. Its district is given only if a source states it."""

    english_name: Literal["given", "translated"]
    district: District | None = None
    lingang: bool = False
    """In the Lin-gang Special Area, which counts in Pudong and is marked."""
    beyond_shanghai: bool = False
    """A zone across provinces; it is not in the counts by district."""
    focus: Text | None = None
    industries: tuple[Id, ...] = ()
    kind: ZoneKind
    level: ZoneLevel
    batch: ZoneBatch | None = None


class Tier(Record):
    """The requirements of one tier under one set of rules."""

    tier: Literal["all", "innovative", "specialised", "little-giant"]
    """all: general conditions, definitions and duties that apply to each tier."""
    part: Literal["entry", "round", "definitions", "keeping"]
    rules: Literal["current", "2022"]
    package: Id
    starts: Day | None = None
    ends: Day | None = None
    title_validity: TitleValidity | None = None
    """Of the tier's title; None if no source states it."""
    requires: tuple[Id, ...] = ()
    """Criteria that must all be met (an any-of criterion names its alternatives)."""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class Statistic(Record):
    """A count or a sum, as one dated figure or as a series of them, oldest first."""

    package: Id
    topic: Topic = "statistic"
    area: Literal["shanghai", "national"] | District
    batch: int | None = None
    """If it counts the parks of one batch of the city."""
    rank: Rank | None = None
    """If it counts the parks of one level in its area."""
    series: Literal["little-giants", "specialised", "innovative"] | None = None
    """Set if the figures belong to a count over time."""


_Beyond = Literal["elsewhere", "outside", "trade"]
"""Kinds of terms for what the data set does not cover."""


class Term(DataModel):
    """A word of the field, with all the ways people write it."""

    id: Id
    en: OneLine
    zh: OneLine
    pinyin: Annotated[str, StringConstraints(pattern=r"^[a-z0-9 ]+$")] | None = None
    """Syllables with spaces, no tones."""
    en_aliases: tuple[OneLine, ...] = ()
    zh_aliases: tuple[OneLine, ...] = ()
    abbreviations: tuple[OneLine, ...] = ()
    kind: Literal["term", "organisation", "industry", "place", "word", "filler", _Beyond] = "term"
    """place: in Shanghai · elsewhere: another place · outside: a subject that is not covered ·
    trade: such a subject that a firm may be in (restaurants) · word: plain vocabulary that ties
    the two languages together in search · filler: such vocabulary that names no subject (latest,
    why, minimum)."""
    asks: Attribute | None = None
    """What a question with this word asks for (deadline: when); such words name no subject."""
    definition: Text | None = None
    sources: tuple[Id, ...] = ()
    see: tuple[Id, ...] = ()
    """Records with more about it."""
