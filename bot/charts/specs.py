"""Chart specifications: the content of a chart in the reader's language.

A specification goes to the renderer as JSON, so it has texts and numbers only. Every number comes
twice: `value` gives a length or a position, `said` is the text.
"""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

_Count = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Sum = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class SpecModel(BaseModel):
    """Frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ChartSheet(SpecModel):
    """The title and the notes that every chart has."""

    title: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    """Paragraphs below the drawing."""
    foot: str
    """The last line: data version, date, number of sources."""


class Tick(SpecModel):
    """A value on a scale, with its text."""

    value: float
    said: str


class Bar(SpecModel):
    """A bar from zero; with `second` it has two parts, the second one hatched."""

    label: str
    value: _Count
    """The whole length, the second part included."""
    said: str
    second: _Count = 0


class Panel(SpecModel):
    """Bars on a common scale."""

    title: str = ""
    rows: tuple[Bar, ...]


class Bars(ChartSheet):
    """Bars from zero, in panels."""

    kind: Literal["bars"] = "bars"
    parts: tuple[str, ...] = ()
    """Names of the first and the second part of a bar, if it has two."""
    panels: tuple[Panel, ...]


class Dot(SpecModel):
    """A sum on a logarithmic scale."""

    label: str
    value: Sum
    said: str


class DotGroup(SpecModel):
    """Dots beside one heading."""

    title: str
    scope: str = ""
    """What the sums are of, below the heading."""
    dots: tuple[Dot, ...]


class Dots(ChartSheet):
    """Dots on a logarithmic scale, where lengths would mislead."""

    kind: Literal["dots"] = "dots"
    scale: str
    """The meaning of a step of the scale, in words."""
    ticks: Annotated[tuple[Tick, ...], Field(min_length=2)]
    groups: tuple[DotGroup, ...]


class Point(SpecModel):
    """A count at a moment, as a year with its fraction."""

    when: float
    value: _Count
    said: tuple[str, ...]
    """Lines of text; empty if another point of the same moment has them."""
    doubted: bool = False
    """Sources disagree on it: drawn hollow."""


class Course(SpecModel):
    """Counts over time on their own scale from zero."""

    title: str
    points: tuple[Point, ...]
    unsaid: str = ""
    """The text if there is no count."""
    ticks: tuple[Tick, ...] = ()
    """The scale of the counts, from zero; the highest count may exceed it."""


class Series(ChartSheet):
    """Counts over time: each course with its own scale, all with the same years."""

    kind: Literal["series"] = "series"
    doubted: str = ""
    """The meaning of hollow points; empty if there is none."""
    bare: str = ""
    """The text if the number of some point had no room."""
    years: Annotated[tuple[Tick, ...], Field(min_length=1)]
    """The start of each year; the last count may come after the last one."""
    rows: tuple[tuple[Course, ...], ...]
    """Rows of courses side by side."""


class Tile(SpecModel):
    """A district as a square on a grid that roughly keeps its neighbours."""

    label: str
    row: int
    column: int
    value: _Count
    said: str
    lines: tuple[str, ...] = ()
    """What the count is made of."""
    marked: str = ""
    """The text of its marked part."""


class Shade(SpecModel):
    """A step of the shading, for counts from `least`."""

    least: _Count
    said: str


class Tiles(ChartSheet):
    """A map of squares, the darkest with the fewest."""

    kind: Literal["tiles"] = "tiles"
    shading: str
    """What the shades show."""
    shades: Annotated[tuple[Shade, ...], Field(min_length=1)]
    tiles: tuple[Tile, ...]
    apart: tuple[Tile, ...] = ()
    """Counts outside of all districts; row and column are not used."""


class NeedRow(SpecModel):
    """A requirement and its value."""

    label: str
    said: str


class Step(SpecModel):
    """A tier, drawn as a step."""

    title: str
    caution: str = ""
    """A warning next to it."""
    needs: tuple[NeedRow, ...]


class Steps(ChartSheet):
    """The tiers from the base upwards, and the conditions to keep a title."""

    kind: Literal["steps"] = "steps"
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    keeping: str
    """The heading of these conditions."""
    kept: tuple[NeedRow, ...]


ChartSpec: TypeAlias = Annotated[Bars | Dots | Series | Tiles | Steps, Field(discriminator="kind")]
"""Any chart."""

CHART_SPEC: Final[TypeAdapter[ChartSpec]] = TypeAdapter(
    ChartSpec, config=ConfigDict(defer_build=True)
)
"""Parses and writes specifications as JSON."""
