"""Counts of firms on each tier over time, in Shanghai and the whole country."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import floor, log10
from typing import Final, TypeAlias

from bot.charts.specs import Course, Point, Series, Tick
from bot.domain.data.models import Figure, PartialDate, Statistic
from bot.i18n.translator import Translator
from bot.ui.blocks import figure_facts
from bot.ui.chart import Block, ChartImage, alt_text, block, unmarked
from bot.ui.context import RenderContext
from bot.ui.evidence import list_evidence
from bot.ui.formats import amount_text, figure_text, number_text
from cogs.little_giant.cards.numbers import AREAS, SERIES, of_series
from cogs.little_giant.cards.statistic import counts_of

_STEPS: Final = (1, 2, 5, 10)
"""What a scale may count in, times a power of ten."""
_Counts: TypeAlias = Sequence[Figure]


def numbers_picture(context: RenderContext, series: str = "") -> ChartImage:
    """Every tier's counts, or one tier's: Shanghai beside the whole country."""
    tr = context.tr
    names = [series] if series in SERIES else list(SERIES)
    shown = [statistic for name in names for statistic in of_series(context, name)]
    figures = [figure for statistic in shown for figure in counts_of(statistic)]
    title = unmarked(tr("### How many firms are in each tier"))
    plan = Series(
        title=tr(SERIES[series]) if series in SERIES else title,
        subtitle=tr("Number of firms by date; each panel has its own scale from zero."),
        doubted=tr("hollow: sources disagree") if any(map(_doubted, figures)) else "",
        bare=tr("Points without a number: see the text for the count."),
        years=_years(figures),
        rows=tuple(tuple(_courses(context, name)) for name in names),
        notes=tuple(_notes(tr, shown)),
        foot=list_evidence(context, shown),
    )
    sentence = tr("Points over time show how many firms are in each tier.")
    blocks = tuple(_blocks(tr, plan, shown))
    return ChartImage(plan, plan.title, alt_text(tr, sentence, _told(tr, shown)), blocks)


def fractional_year(when: PartialDate) -> float:
    """A date as a year with its fraction: the middle of a month, the end of a year."""
    match [int(part) for part in when.split("-")]:
        case [year, month, day]:
            return year + (month - 1 + (day - 1) / 31) / 12
        case [year, month]:
            return year + (month - 0.5) / 12
        case [year, *_]:
            return year + 1.0
        case _:
            raise ValueError(when)


def _courses(context: RenderContext, series: str) -> Iterator[Course]:
    tr = context.tr
    found = {str(s.area): s for s in of_series(context, series)}
    for area, name in AREAS.items():
        figures = counts_of(found[area]) if area in found else ()
        yield Course(
            title=tr(name) if area != "shanghai" else f"{tr(SERIES[series])} · {tr(name)}",
            points=tuple(_points(tr, figures)),
            unsaid=tr("not stated"),
            ticks=_ticks(tr, max((f.value for f in figures), default=0)),
        )


def _points(tr: Translator, figures: _Counts) -> Iterator[Point]:
    """Each count; those of one moment are written together, at the highest of them."""
    for figure in figures:
        same = [f for f in figures if f.as_of == figure.as_of]
        highest = max(same, key=lambda f: f.value)
        # Without a unit, which stands above the picture.
        said = dict.fromkeys(amount_text(tr, f.value, "", f.qualifier).strip() for f in same)
        yield Point(
            when=fractional_year(str(figure.as_of)),
            value=figure.value,
            said=tuple(said) if figure is highest else (),
            doubted=_doubted(figure),
        )


def _doubted(figure: Figure) -> bool:
    return figure.confidence == "conflicting"


def _ticks(tr: Translator, top: float) -> tuple[Tick, ...]:
    """Zero, and one to three round steps up to the highest count."""
    if not top:
        return ()
    power = 10.0 ** floor(log10(top / 3))
    step = next(power * s for s in _STEPS if power * s * 4 > top)
    steps = range(floor(top / step) + 1)
    return tuple(Tick(value=n * step, said=number_text(tr.lang, n * step)) for n in steps)


def _years(figures: _Counts) -> tuple[Tick, ...]:
    moments = [fractional_year(str(figure.as_of)) for figure in figures] or [2025.0]
    first, last = floor(min(moments)), floor(max(moments))
    return tuple(Tick(value=year, said=str(year)) for year in range(first, last + 1))


def _notes(tr: Translator, shown: Iterable[Statistic]) -> Iterator[str]:
    figures = [f for s in shown for f in s.figures]
    for figure in figures:
        if figure.id.endswith("-batch"):
            yield tr.labelled(tr.of(figure.name), figure_text(tr, figure))
    if any(f.as_of and len(f.as_of) == 4 for f in figures):
        yield tr("Counts dated by year only are placed at the end of that year.")


def _told(tr: Translator, shown: Iterable[Statistic]) -> Iterator[str]:
    """The first and the last count of each, which show the trend."""
    for statistic in shown:
        figures = counts_of(statistic)
        for figure in (figures[0], figures[-1]) if len(figures) > 1 else figures:
            yield tr.labelled(tr.of(figure.name), figure_text(tr, figure))


def _blocks(tr: Translator, plan: Series, shown: Iterable[Statistic]) -> Iterator[Block]:
    """Each count with its own date, which in the picture is a place on a scale."""
    for statistic in shown:
        counts = (
            tr.labelled(
                " · ".join([tr.of(figure.name), *figure_facts(tr, figure)]),
                f"**{figure_text(tr, figure)}**",
            )
            for figure in counts_of(statistic)
        )
        yield block(tr.of(statistic.title), counts)
    for course in chain.from_iterable(plan.rows):
        if not course.points:
            yield block(course.title, [course.unsaid])
