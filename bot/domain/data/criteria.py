"""The requirements of the tiers."""

from typing import Annotated, Final, Literal, Self, TypeAlias, get_args

from pydantic import Field, model_validator

from bot.domain.data.faults import N_, DataModelError
from bot.domain.data.firm_values import UNITS, Fact, FirmNumber, TierName
from bot.domain.data.values import (
    Confidence,
    Conflict,
    DataModel,
    Day,
    Figure,
    Id,
    NumberRange,
    OneLine,
    Text,
    Use,
)

_LACKS: Final = N_("op {op} needs a value to compare with")
_ENDS: Final = N_("ends {ends} before it starts {starts}")
_UNFIT: Final = N_("{field} does not fit op {op} and its threshold")
_BOTH: Final = N_("expected a number or facts; found both")
_NO_NOTE: Final = N_("{field} needs a note")
_OTHER_UNIT: Final = N_("{number} is in {unit}; found {found}")


class Band(NumberRange):
    """Points for a value; at a border the higher band counts."""

    label: Text
    points: Annotated[int, Field(ge=0, le=1000)]


Keeping: TypeAlias = Literal["validity", "update", "change", "fraud", "transition"]


class Alternative(Text):
    """What does instead: a text for readers, and facts of the firm any of which makes it true."""

    facts: tuple[Fact, ...] = ()
    """None: the check cannot tell."""


class Criterion(DataModel):
    """One requirement. The check evaluates it if it names a number, facts or its parts."""

    id: Id
    name: Text
    requirement: Text
    """The requirement as a sentence, with its number."""
    topics: tuple[Id, ...] = ()
    """Terms of the glossary; a question that names one of them asks for this requirement."""
    op: Literal[">=", "<=", "==", "between", "in", "any-of", "all-of", "bands", "judged"]
    number: FirmNumber | None = None
    """The number of the firm that the threshold or the bands are for."""
    or_last_year_for: TierName | None = None
    """Firms with this title are under review: last year's number, never asked, may do as well."""
    keeping: Keeping | None = None
    """What it says of keeping a title."""
    facts: tuple[Fact, ...] = ()
    """Facts of the firm; the requirement is about whether any of them is true. Of any-of and
    all-of: titles that meet it, whatever its parts."""
    threshold: Figure | None = None
    expects: bool | None = None
    options: tuple[Alternative, ...] = ()
    between: tuple[Day, Day] | None = None
    of: tuple[Id, ...] = ()
    bands: tuple[Band, ...] = ()
    period: Text | None = None
    exemptions: tuple[Alternative, ...] = ()
    figures: tuple[Figure, ...] = ()
    """Further numbers of the same requirement."""
    replaces: tuple[Id, ...] = ()
    """Criteria of the superseded rules that this one replaces."""
    conflicts: tuple[Conflict, ...] = ()
    note: Text | None = None
    note_on: Literal["registered-office", "former-rules", "equity-financing"] | None = None
    """What the note tells, if questions about that need it."""
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    confirmed_by: tuple[Id, ...] = ()
    confidence: Confidence
    use: Use = "answer"
    aliases: tuple[OneLine, ...] = ()

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
        if self.note_on and self.note is None:
            raise DataModelError(_NO_NOTE, at=("note_on",), field="note_on")
        return self

    @model_validator(mode="after")
    def _tests_what_its_op_can(self) -> Self:
        figure, op, number = self.threshold, self.op, self.number
        if number and self.facts:
            raise DataModelError(_BOTH, at=("facts",))
        if number and figure and figure.unit != UNITS[number]:
            at, unit = ("threshold", "unit"), UNITS[number]
            raise DataModelError(_OTHER_UNIT, at=at, number=number, unit=unit, found=figure.unit)
        # A fact is no count: it can tell "at least one", but not "at least two".
        one = figure is not None and figure.value == 1 and op == ">="
        of_title = op in ("any-of", "all-of") and {*self.facts} <= {*get_args(TierName)}
        fits = {
            "number": op == "bands" or (figure is not None and op in (">=", "<=", "==")),
            "or_last_year_for": number is not None and op == ">=",
            "facts": op == "==" or one or of_title,
        }
        for field, does in fits.items():
            if getattr(self, field) and not does:
                raise DataModelError(_UNFIT, at=(field,), field=field, op=op)
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
