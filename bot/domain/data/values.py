"""The values of records: ids, texts, dates and figures, with their limits.

A valid value can be shown: its date exists, its number has a plausible size, its text fits on a
card.
"""

import re
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from bot.domain.data.faults import N_, PARTIAL_DATE, DataModelError, preview

LONGEST_TEXT: Final = 1000
"""Characters of one text; a card has 4,000."""
LONGEST_NAME: Final = 200
LARGEST: Final = 10**15
"""A thousand trillion: the largest sum in the data set is two trillion yuan."""
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)

_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_DATE: Final = N_("{found} is not a valid date; expected a date such as 2026-04-01")
_FAR_DATE: Final = N_("{found} is out of range; expected a date from {first} to {last}")
_FAR_NUMBER: Final = N_("expected a number from {low} to {high}; found {found}")
_NOT_POSITIVE: Final = N_("expected more than 0 {unit}; found {found}")
_NO_UNIT: Final = N_("expected a known unit such as {nearest}; found {found}")
_NOT_YEARS: Final = N_("expected years, the unit of a bar; found {found}")
_NO_RANGE: Final = N_("at_least {low} is not below {high}; expected a lower value")
_LONG_NAME: Final = N_("expected at most {most} characters; found {number}")


_NOT_KEPT: Final[set[str]] = set()


class DataModel(BaseModel):
    """Frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_post_init(self, _: object, /) -> None:
        """Called by pydantic. Which fields were given is never asked, and takes 3 MiB in sets."""
        object.__setattr__(self, "__pydantic_fields_set__", _NOT_KEPT)


def _near(day: date, written: str) -> None:
    if not EARLIEST <= day <= LATEST:
        raise DataModelError(
            _FAR_DATE, found=preview(written), first=str(EARLIEST), last=str(LATEST)
        )


def _existing(written: str) -> str:
    """A partial date whose month and day exist."""
    try:
        first = date.fromisoformat(written + "-01-01"[len(written) - 4 :])
    except ValueError as error:
        raise DataModelError(_NO_DATE, found=preview(written)) from error
    _near(first, written)
    return written


def _iso_day(given: object) -> object:
    """Accepts 2026-04-01 only: pydantic would also take seconds since 1970."""
    if not isinstance(given, str):
        return given
    try:
        return date.fromisoformat(given if _ISO_DAY.fullmatch(given) else "")
    except ValueError as error:
        raise DataModelError(_NO_DATE, found=preview(given)) from error


def _day(day: date) -> date:
    _near(day, str(day))
    return day


PartialDate = Annotated[str, StringConstraints(pattern=PARTIAL_DATE), AfterValidator(_existing)]
"""A date as exact as the source prints it: 2025, 2025-04 or 2025-04-11."""
Day = Annotated[date, BeforeValidator(_iso_day), AfterValidator(_day)]


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
AwardFigure = Annotated[
    str,
    StringConstraints(
        pattern=r"^(new|review|move-in|listed)-(innovative|specialised|little-giant)$"
    ),
]
"""What an award is paid for: an event, and the title."""
OneLine = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)
]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=512)]


class Text(DataModel):
    """One text for readers in both languages."""

    en: OneLine
    zh: OneLine

    def __hash__(self) -> int:
        return hash(self.en)


class Validity(DataModel):
    """How long a measure is valid, as stated."""

    note: Text
    starts: Day | None = None
    ends: Day | None = None
    assumed: bool = False
    """Whether `ends` is the end of the year that a round or a plan is for, printed by no source."""


ZoneKind = Literal["park", "cluster"]
Rank = Literal[
    "national",
    "city-level",
    "district-level",
    "100-billion-yuan",
    "feature-track",
    "pioneering",
    "promoted",
    "planned",
    "base",
    "unstated",
    "other",
]
"""pioneering: for future industries · promoted: to investors · base: an industry base, not a
featured park · unstated: its level, or what became of it, is not known."""


class ZoneLevel(Text):
    """What a zone is called; its words are for readers alone."""

    rank: Rank


class ZoneBatch(Text):
    """When a zone was named, and in which batch; its words are for readers alone."""

    number: Annotated[int, Field(ge=1, le=99)] | None = None
    year: Annotated[int, Field(ge=EARLIEST.year, le=LATEST.year)] | None = None


def _short(name: Text) -> Text:
    for lang, written in (("en", name.en), ("zh", name.zh)):
        if len(written) > LONGEST_NAME:
            raise DataModelError(_LONG_NAME, at=(lang,), most=LONGEST_NAME, number=len(written))
    return name


Name = Annotated[Text, AfterValidator(_short)]
"""A text short enough for a heading."""


Qualifier = Literal["exactly", "up to", "over", "at least", "about", "nearly", "below"]
Confidence = Literal["high", "medium", "low", "conflicting"]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-LARGEST, le=LARGEST)]

_BASES: Final = "contract rent investment deduction sale"
KNOWN_UNITS: Final = (
    *("percentage points", "years barred", *(f"percent of {base}" for base in _BASES.split())),
    *"CNY USD percent km2 m2 No. phone application areas banks batch batches bodies".split(),
    *"business chains chapters annexes clusters days departments districts elements".split(),
    *"events fields firm firms groups indicators industries investors items kinds".split(),
    *"measures months parks people points prizes projects providers rank reports".split(),
    *"rights rows standards tiers times titles years zones mu copies".split(),
)
"""`percent of ...` names the base; `bot/ui/formats.py` writes each."""
_MEASURED: Final = frozenset(
    [*"CNY USD days km2 m2 months mu No. phone rank batch years".split(), "years barred"]
)
"""Units that cannot be 0: no sum of 0 yuan, no rank 0."""
CEILINGS: Final[frozenset[Qualifier]] = frozenset({"up to", "nearly", "below"})
"""Qualifiers of the most that a figure can be."""


def _range(unit: str) -> tuple[int, int]:
    """The least and the most that a figure of the unit can be."""
    if unit in ("percent", "percentage points"):
        return -100, 1000  # a growth may be negative, or several times what was
    return (0, 100) if unit.startswith("percent") else (0, LARGEST)


class NumberRange(DataModel):
    """From `at_least` to under `below`; without one of them, no bound."""

    at_least: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _holds_a_number(self) -> Self:
        low, high = self.at_least, self.below
        if low is not None and high is not None and low >= high:
            raise DataModelError(_NO_RANGE, at=("at_least",), low=f"{low:g}", high=f"{high:g}")
        return self

    def holds(self, number: float) -> bool:
        """Whether the number is in the range; a bound is in both of the ranges that it divides."""
        return (self.at_least is None or self.at_least <= number) and (
            self.below is None or number <= self.below
        )


class PaidFor(NumberRange):
    """The firm's own number for which an amount is paid, such as 10 to under 30 percent growth."""

    unit: Literal["CNY", "percent"]


class Figure(DataModel):
    """A number as its source prints it, in full units (30000000, not 3000万)."""

    id: Id
    name: Name
    value: Annotated[float, Field(allow_inf_nan=False)] | int
    unit: Annotated[OneLine, Field(json_schema_extra={"enum": [*KNOWN_UNITS]})]
    qualifier: Qualifier
    scope: Literal["firm", "total"] | None = None
    """Of money and rates · firm: the most that one firm gets · total: a programme's sum, or that
    of all firms together · None: neither, such as a threshold."""
    role: Literal["ceiling", "target", "bar"] | None = None
    """ceiling: the most for one borrower, or its largest loan · target: aimed for, not counted ·
    bar: the years for which a firm may not apply."""
    undecided: bool = False
    """One of several amounts of which no source says who gets which."""
    paid_for: PaidFor | None = None
    """If a number of the firm decides between several amounts."""
    ends: Day | None = None
    """The last day of this target or amount alone; overviews leave out what is over."""
    period: Text | None = None
    as_of: PartialDate | None = None
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    confirmed_by: tuple[Id, ...] = ()
    confidence: Confidence | None = None
    """If it differs from its record's."""
    note: Text | None = None
    valid_checked: Day | None = None
    """The last day on which a person found the figure on the page of one of its sources."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.unit not in KNOWN_UNITS:
            nearest, found = get_close_matches(self.unit, KNOWN_UNITS, 1, 0)[0], preview(self.unit)
            raise DataModelError(_NO_UNIT, at=("unit",), nearest=nearest, found=found)
        low, high = _range(self.unit)
        if not low <= self.value <= high:
            found = preview(self.value)
            raise DataModelError(_FAR_NUMBER, at=("value",), low=low, high=high, found=found)
        if self.value == 0 and (self.unit in _MEASURED or self.qualifier in CEILINGS):
            found = preview(self.value)
            raise DataModelError(_NOT_POSITIVE, at=("value",), unit=self.unit, found=found)
        if self.role == "bar" and self.unit != "years":
            raise DataModelError(_NOT_YEARS, at=("unit",), found=self.unit)
        return self

    def __hash__(self) -> int:
        return hash((self.id, self.value))


Use = Literal["answer", "reading", "unconfirmed", "history", "warning"]
"""How a record may be used in answers.

answer: freely · reading: a possible reading that no source states, shown as such ·
unconfirmed: only marked as not confirmed by an official page · history: superseded, shown
as history · warning: only to warn the reader about it.
"""


class Conflict(DataModel):
    """Another source or record that disagrees."""

    source: Id | None = None
    record: Id | None = None
    says: Text

    @model_validator(mode="after")
    def _names_its_counterpart(self) -> Self:
        if self.source is None and self.record is None:
            raise DataModelError(N_("needs a source or a record that disagrees"))
        return self
