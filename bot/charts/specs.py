"""Plans: what a picture shows, already worded in the reader's language. Nothing here draws.

A plan goes as JSON to whoever draws it, so it holds texts and numbers only. Every number comes
twice: as `value`, which gives a length or a place, and as `said`, which is what is written.
"""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Count = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Sum = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class SpecModel(BaseModel):
    """Frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ChartSheet(SpecModel):
    """What every picture has around it."""

    title: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    """What a reader must know, a paragraph each, below the drawing."""
    foot: str
    """The last line: data version, date, number of sources."""


class Tick(SpecModel):
    """A value on a scale and how it is written there."""

    value: float
    said: str


class Bar(SpecModel):
    """A bar from zero; with `second` it has two parts, the second one hatched."""

    label: str
    value: Count
    """The whole length, the second part included."""
    said: str
    second: Count = 0


class Panel(SpecModel):
    """Bars on one scale of their own."""

    title: str = ""
    rows: tuple[Bar, ...]


class Bars(ChartSheet):
    """Bars that start at zero, in panels."""

    kind: Literal["bars"] = "bars"
    parts: tuple[str, ...] = ()
    """Names of the first and the second part of a bar, where it has two."""
    panels: tuple[Panel, ...]


class Dot(SpecModel):
    """A sum on a scale of tens."""

    label: str
    value: Sum
    said: str


class DotGroup(SpecModel):
    """Dots under one heading."""

    title: str
    dots: tuple[Dot, ...]


class Dots(ChartSheet):
    """Dots on a scale of tens, on which no length would be honest."""

    kind: Literal["dots"] = "dots"
    scale: str
    """Says in words what a step of the scale means."""
    ticks: Annotated[tuple[Tick, ...], Field(min_length=2)]
    groups: tuple[DotGroup, ...]


class Point(SpecModel):
    """A count at a moment, as a year with its fraction."""

    when: float
    value: Count
    said: tuple[str, ...]
    """In lines; empty where another point of the same moment says it."""
    doubted: bool = False
    """Sources disagree on it: drawn hollow."""


class Course(SpecModel):
    """Counts over time on a scale of their own from zero."""

    title: str
    points: tuple[Point, ...]
    unsaid: str = ""
    """What is said where there is no count at all."""
    ticks: tuple[Tick, ...] = ()
    """The scale of the counts, from zero; the highest count may stand above it."""


class Series(ChartSheet):
    """Counts over time: each course with its own scale, all with the same years."""

    kind: Literal["series"] = "series"
    doubted: str = ""
    """What a hollow point means; empty where there is none."""
    bare: str = ""
    """What is said where there was no room for the number of some point."""
    years: Annotated[tuple[Tick, ...], Field(min_length=1)]
    """Where each begins; the last count may stand after the last one."""
    rows: tuple[tuple[Course, ...], ...]
    """Rows of courses that stand side by side."""


class Tile(SpecModel):
    """A district as a square on our own grid, which keeps roughly who lies next to whom."""

    label: str
    row: int
    column: int
    value: Count
    said: str
    lines: tuple[str, ...] = ()
    """What the count is made of."""
    marked: str = ""
    """A part that is marked in it."""


class Shade(SpecModel):
    """A step of the shading: counts from `least` on."""

    least: Count
    said: str


class Tiles(ChartSheet):
    """A map of squares, the darkest with the fewest."""

    kind: Literal["tiles"] = "tiles"
    shading: str
    """Says what the shades count."""
    shades: Annotated[tuple[Shade, ...], Field(min_length=1)]
    tiles: tuple[Tile, ...]
    apart: tuple[Tile, ...] = ()
    """What counts in no district; row and column are not used."""


class Need(SpecModel):
    """A requirement: what, and how much."""

    label: str
    said: str


class Rung(SpecModel):
    """A rung of a ladder."""

    title: str
    caution: str = ""
    """A warning that must stand beside it."""
    needs: tuple[Need, ...]


class Ladder(ChartSheet):
    """Rungs from the base upwards, and what holds once a rung is reached."""

    kind: Literal["ladder"] = "ladder"
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]
    keeping: str
    """Heading of what follows."""
    kept: tuple[Need, ...]


ChartSpec: TypeAlias = Annotated[Bars | Dots | Series | Tiles | Ladder, Field(discriminator="kind")]
"""Anything that can be drawn."""

CHART_SPEC: Final[TypeAdapter[ChartSpec]] = TypeAdapter(
    ChartSpec, config=ConfigDict(defer_build=True)
)
"""Reads a plan from JSON, and writes it."""
