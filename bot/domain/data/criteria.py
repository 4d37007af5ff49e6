"""The requirements of the tiers."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from bot.domain.data.faults import N_, DataModelError
from bot.domain.data.values import (
    Confidence,
    Conflict,
    DataModel,
    Day,
    Figure,
    Id,
    Line,
    Number,
    Text,
    Use,
)

_LACKS: Final = N_("op {op} needs a value to compare with")
_NO_BAND: Final = N_("at_least {low} is not below {high}; expected a lower value")
_ENDS: Final = N_("ends {ends} before it starts {starts}")


class Band(DataModel):
    """Points for a value from `at_least` to `below`; at a border the higher band counts."""

    label: Text
    points: Annotated[int, Field(ge=0, le=1000)]
    at_least: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _holds_a_value(self) -> Self:
        low, high = self.at_least, self.below
        if low is not None and high is not None and low >= high:
            raise DataModelError(_NO_BAND, at=("at_least",), low=f"{low:g}", high=f"{high:g}")
        return self


class Criterion(DataModel):
    """One requirement, testable by a machine unless a person judges it."""

    id: Id
    name: Text
    requirement: Text
    """The requirement as a sentence, with its number."""
    topics: tuple[Id, ...] = ()
    """Terms of the glossary; a question that names one of them asks for this requirement."""
    op: Literal[">=", "<=", "==", "between", "in", "any-of", "all-of", "bands", "judged"]
    threshold: Figure | None = None
    expects: bool | None = None
    options: tuple[Text, ...] = ()
    between: tuple[Day, Day] | None = None
    of: tuple[Id, ...] = ()
    bands: tuple[Band, ...] = ()
    period: Text | None = None
    exemptions: tuple[Text, ...] = ()
    figures: tuple[Figure, ...] = ()
    """Further numbers of the same requirement."""
    replaces: tuple[Id, ...] = ()
    """Criteria of the superseded rules that this one replaces."""
    conflicts: tuple[Conflict, ...] = ()
    note: Text | None = None
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    confirmed_by: tuple[Id, ...] = ()
    confidence: Confidence
    use: Use = "answer"
    aliases: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _has_what_its_op_needs(self) -> Self:
        needs = {
            ">=": self.threshold is not None,
            "<=": self.threshold is not None,
            "==": self.threshold is not None or self.expects is not None,
            "between": self.between is not None,
            "in": bool(self.options),
            "any-of": bool(self.of or self.options),
            "all-of": bool(self.of),
            "bands": bool(self.bands),
            "judged": True,
        }
        if not needs[self.op]:
            raise DataModelError(_LACKS, op=self.op)
        if self.between and self.between[0] > self.between[1]:
            starts, ends = map(str, self.between)
            raise DataModelError(_ENDS, at=("between",), ends=ends, starts=starts)
        return self


class TitleValidity(DataModel):
    """How long a recognition is valid, and what follows."""

    period: Figure
    """In years, from the day of recognition."""
    re_review: Text | None = None
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    note: Text | None = None

    @model_validator(mode="after")
    def _counts_whole_years(self) -> Self:
        if self.period.unit != "years" or self.period.value != int(self.period.value):
            raise DataModelError(N_("the period must be in whole years"))
        return self
