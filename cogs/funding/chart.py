"""The money at a glance, as dots on a scale of tens."""

from collections.abc import Mapping
from math import ceil, floor, log10
from typing import Final

from bot.charts.specs import Dot, Dots, Group, Tick
from bot.i18n.translator import Words
from bot.ui.blocks import KINDS
from bot.ui.chart import Picture, alt_text, foot, named, unmarked
from bot.ui.context import Scene
from bot.ui.custom_ids import NOTHING
from bot.ui.formats import amount_text, figure_text
from bot.ui.registry import Chart
from cogs.funding.cards.money import Sums, largest_sums

_WRITTEN: Final = 2
"""Every so many powers of ten are written at the scale; the others are lines alone."""


def funding_picture(scene: Scene) -> Picture:
    """The largest sums of each kind, as the overview of funding lists them."""
    words = scene.words
    kinds = list(largest_sums(scene))
    title = unmarked(words("### Funding at a glance"))
    plan = Dots(
        title=title,
        subtitle=words("The largest sums of each kind in force"),
        scale=words("Each line to the right is ten times the sum of the line before."),
        ticks=_ticks(words, [figure.value for each in kinds for _, figure in each.best]),
        groups=tuple(_group(words, each) for each in kinds),
        notes=(words("Sums of different kinds must not be added up."),),
        foot=foot(scene, [measure for each in kinds for measure, _ in each.best]),
    )
    sentence = words("Dots on a scale of tens show the largest sums of each kind of funding.")
    return Picture(plan, title, alt_text(words, sentence, (_summary(words, k) for k in kinds)))


def _group(words: Words, kind: Sums) -> Group:
    dots = (
        Dot(label=words.of(m.title), value=figure.value, said=figure_text(words, figure))
        for m, figure in kind.best
    )
    return Group(title=words(KINDS[kind.kind]), dots=tuple(dots))


def _ticks(words: Words, values: list[float]) -> tuple[Tick, ...]:
    """Powers of ten from below the smallest sum to above the largest."""
    least, most = floor(log10(min(values, default=1))), ceil(log10(max(values, default=10)))
    powers = range(least, max(most, least + 1) + 1)
    return tuple(
        Tick(value=10.0**n, said=amount_text(words, 10**n, "CNY") if i % _WRITTEN == 0 else "")
        for i, n in enumerate(powers)
    )


def _summary(words: Words, kind: Sums) -> str:
    measure, figure = kind.best[0]
    said = f"{figure_text(words, figure)} ({words.of(measure.title)})"
    if words.lang == "zh":
        said = f"{figure_text(words, figure)}（{words.of(measure.title)}）"
    return named(words, words(KINDS[kind.kind]), said)


CHARTS: Final[Mapping[str, Chart]] = {"fo": Chart(funding_picture, NOTHING)}
