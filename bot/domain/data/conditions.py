"""Whom a measure is for, in a form that the program can test (`for:` in the data files)."""

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from bot.domain.data.faults import N_, DataModelError
from bot.domain.data.values import DataModel, Id, Number, Text

Recognition: TypeAlias = Literal[
    "innovative", "specialised", "little-giant", "tech-sme", "high-tech"
]
"""A title that a firm can hold; a little giant holds the two tiers below it as well."""
Size: TypeAlias = Literal["micro", "small", "medium"]
"""By the national size standard, which differs by industry."""
Need: TypeAlias = Literal[
    "loan", "guarantee", "subsidy", "award", "fund", "voucher", "space", "service"
]
"""What a firm looks for."""

NEEDS_BY_KIND: Final[Mapping[str, tuple[Need, ...]]] = {
    "loan": ("loan",),
    "guarantee": ("guarantee", "loan"),
    "subsidy": ("subsidy",),
    "fund": ("fund",),
    "capital-market": ("fund",),
    "award": ("award",),
    "voucher": ("voucher",),
    "zone": ("space",),
    "service": ("service",),
}
"""The needs that a measure serves by its kind, else its topic, if its conditions name none."""

_NOTHING_STATED: Final = N_("stated is false, but conditions are given; leave one of them out")
_NO_OFFER: Final = N_("offer is false, but conditions are given; leave one of them out")
_NO_SOURCE: Final = N_("conditions need the sources that state them")


Circumstance: TypeAlias = Literal[
    "large", "related", "reviewed", "state-owned", "other-trade", "unincorporated", "elsewhere"
]
"""What can keep a firm out: larger than an SME, related to the seller, passed its review, owned by
the state, neither industry nor software, a branch or sole trader, registered elsewhere."""
Comparison: TypeAlias = Literal[">=", ">", "<=", "<"]
COMPARED: Final[Mapping[Comparison, Callable[[float, float], bool]]] = {
    ">=": ge,
    ">": gt,
    "<=": le,
    "<": lt,
}


class ConditionTest(DataModel):
    """What a condition requires of a number: staff, yuan a year, percent a year or points."""

    number: Literal["staff", "revenue", "assets", "growth", "output-growth", "score", "sum"]
    """sum: what is bought, spent or produced, whatever it is called."""
    op: Comparison
    value: Annotated[Number, Field(ge=0)]
    each: bool = False
    """Whether it must hold in each of several years."""
    or_else: bool = False
    """Whether the condition names another way, so that missing the number does not decide."""


class Condition(Text):
    """One condition, or whom a measure is for, with what of it a question can decide."""

    test: ConditionTest | None = None
    bars: tuple[Circumstance, ...] = ()
    """Firms that it keeps out."""
    pays: tuple[Id, ...] = ()
    """The figures that it is a condition of, if not of all that the measure pays."""


class FactLimit(DataModel):
    """A limit of staff (people), revenue (yuan a year) or age (years since founding)."""

    fact: Literal["staff", "revenue", "age"]
    op: Comparison
    value: Annotated[Number, Field(ge=0)]


class YearRange(DataModel):
    """The years in which the title must have been recognised; both bounds count."""

    first: Annotated[int, Field(ge=2000, le=2099)] = 2000
    last: Annotated[int, Field(ge=2000, le=2099)] = 2099

    def holds(self, year: int) -> bool:
        """Whether the year is in the range."""
        return self.first <= year <= self.last


class Eligibility(DataModel):
    """The conditions of a measure, beside its districts. Empty: not stated, or any.

    Conditions of different fields must all be met; within a field one of the values is enough,
    except that every limit must be kept.
    """

    offer: bool = True
    """False for what no firm can get: a rule, a procedure, a plan, a count, money for banks."""
    titles: tuple[Recognition, ...] = ()
    recognised: YearRange | None = None
    """The years of recognition that count, if not every one; `who` of the measure says it."""
    industries: tuple[Id, ...] = ()
    """Terms of the kind `industry`."""
    size: tuple[Size, ...] = ()
    limits: tuple[FactLimit, ...] = ()
    place: Literal["park", "lin-gang"] | None = None
    """Only in a park or cluster, or only in the Lin-gang Special Area."""
    needs: tuple[Need, ...] = ()
    """Empty: those of its kind, see `NEEDS_BY_KIND`."""
    other: Text | None = None
    """What cannot be tested, in a few words: first above-scale this year."""
    stated: bool = True
    """False if the sources state no condition beside the district."""
    sources: tuple[Id, ...] = ()
    """Those of the record's sources that state the conditions."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        given = self.titles or self.industries or self.size or self.limits or self.place
        conditions = bool(given or self.other)
        if conditions and not self.offer:
            raise DataModelError(_NO_OFFER, at=("offer",))
        if not self.stated and (conditions or self.sources):
            raise DataModelError(_NOTHING_STATED, at=("stated",))
        if self.offer and self.stated and not self.sources:
            raise DataModelError(_NO_SOURCE)
        return self
