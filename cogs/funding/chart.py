"""The money at a glance, as dots on a scale of tens."""

from collections.abc import Mapping
from math import ceil, floor, log10
from typing import Final

from bot.charts.specs import Dot, DotGroup, Dots, Tick
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import FUNDING_KINDS
from bot.ui.chart import ChartImage, alt_text, unmarked
from bot.ui.context import RenderContext
from bot.ui.custom_ids import NOTHING
from bot.ui.evidence import list_evidence
from bot.ui.formats import amount_text
from bot.ui.measure_line import most_text
from bot.ui.registry import Chart
from cogs.funding.cards.overview import Scope, Sums, largest_sums, sum_name

_GROUPS: Final[dict[Scope, str]] = {"firm": N_("one firm"), "total": N_("all firms together")}
_WRITTEN: Final = 2
"""Every second power of ten has a label on the scale; the others have only a line."""


def funding_picture(context: RenderContext) -> ChartImage:
    """The largest sums of each kind, as the overview lists them: of one firm, then of all."""
    tr = context.tr
    groups: list[tuple[Scope, Sums]] = [
        (scope, each) for scope in _GROUPS for each in largest_sums(context, scope)
    ]
    kinds = [each for _, each in groups]
    title = unmarked(tr("### Funding at a glance"))
    plan = Dots(
        title=title,
        subtitle=tr("The largest sums of each kind in force"),
        scale=tr("Each line is ten times the one to its left."),
        ticks=_ticks(tr, [figure.value for each in kinds for _, figure in each.best]),
        groups=tuple(_group(tr, scope, each) for scope, each in groups),
        notes=(tr("Do not add up sums of different kinds, or of one firm and of all firms."),),
        foot=list_evidence(context, [measure for each in kinds for measure, _ in each.best]),
    )
    sentence = tr("Dots on a logarithmic scale show the largest sums of each kind of funding.")
    return ChartImage(plan, title, alt_text(tr, sentence, (_summary(tr, *each) for each in groups)))


def _group(tr: Translator, scope: Scope, kind: Sums) -> DotGroup:
    dots = (
        Dot(label=sum_name(tr, m, figure), value=figure.value, said=most_text(tr, m, figure))
        for m, figure in kind.best
    )
    return DotGroup(title=tr(FUNDING_KINDS[kind.kind]), scope=tr(_GROUPS[scope]), dots=tuple(dots))


def _ticks(tr: Translator, values: list[float]) -> tuple[Tick, ...]:
    """Powers of ten from below the smallest sum to above the largest."""
    least, most = floor(log10(min(values, default=1))), ceil(log10(max(values, default=10)))
    powers = range(least, max(most, least + 1) + 1)
    return tuple(
        Tick(value=10.0**n, said=amount_text(tr, 10**n, "CNY") if i % _WRITTEN == 0 else "")
        for i, n in enumerate(powers)
    )


def _summary(tr: Translator, scope: Scope, kind: Sums) -> str:
    measure, figure = kind.best[0]
    name = f"{tr(FUNDING_KINDS[kind.kind])}{tr.brackets(tr(_GROUPS[scope]))}"
    return tr.labelled(name, f"{most_text(tr, measure, figure)}{tr.brackets(tr.of(measure.title))}")


CHARTS: Final[Mapping[str, Chart]] = {"fo": Chart(funding_picture, NOTHING)}
