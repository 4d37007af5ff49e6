"""The money at a glance: what one firm gets, and apart from it the sums of all firms together."""

from collections.abc import Iterator
from math import log10
from typing import Final, Literal, NamedTuple

from bot.domain.data.models import Award, Figure, FundingKind, Measure
from bot.domain.data.sums import largest_sum
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import KINDS, closing_line, figure_value
from bot.ui.chart_button import chart_button
from bot.ui.components import Component, Layout, button, container, row, shorten, text
from bot.ui.context import RenderContext, link_to
from cogs.funding.cards.money import funding

Scope = Literal["firm", "total"]
_PER_KIND: Final = 3
_BAR: Final = 10
_LOWEST: Final[dict[Scope, int]] = {"firm": 4, "total": 7}
"""The power of ten at which the bars begin."""
_HEADINGS: Final[dict[Scope, str]] = {
    "firm": N_("**What one firm gets at most**"),
    "total": N_("**Programmes, all firms together**"),
}


class Sums(NamedTuple):
    """What a kind of funding gives at most."""

    kind: FundingKind
    number: int
    """How many measures of the kind are in force."""
    best: list[tuple[Measure, Figure]]


def overview_card(context: RenderContext) -> Layout:
    """The largest sums of each kind with bars in text: of one firm first, then of all together."""
    tr = context.tr
    parts: list[Component] = [text(tr("### Funding at a glance"))]
    shown: list[Measure] = []
    for scope in _HEADINGS:
        kinds = list(largest_sums(context, scope))
        shown += (measure for kind in kinds for measure, _ in kind.best)
        lines = [line for kind in kinds for line in _lines(context, kind, scope)]
        silent = [tr(KINDS[kind]) for kind in KINDS if kind not in {each.kind for each in kinds}]
        if scope == "firm" and silent:
            lines.append(tr("No sum for one firm stated: {kinds}", kinds=tr.comma.join(silent)))
        parts.append(text("\n".join([tr(_HEADINGS[scope]), *lines])))
    bars = tr(
        "-# Logarithmic bars: two blocks more are ten times the sum, for one firm from "
        "10,000 yuan, for programmes from 10 million. Do not add up sums."
    )
    parts.append(text(bars))
    buttons = [button(tr(label), link_to(tr, "fl", kind, "", 0)) for kind, label in KINDS.items()]
    parts += [row(*buttons[:5]), row(*buttons[5:], chart_button(tr, "fo"))]
    parts.append(text(closing_line(context, shown)))
    return [container(*parts)]


def largest_sums(context: RenderContext, scope: Scope) -> Iterator[Sums]:
    """The largest sums of each kind that has any, in the order of the kinds."""
    measures = funding(context)
    for kind in KINDS:
        own = [measure for measure in measures if measure.kind == kind]
        found = [(m, best) for m in own if (best := largest_sum(m, scope, context.today))]
        if found:
            found.sort(key=lambda pair: pair[0].as_of or "", reverse=True)  # of equals the newest
            found.sort(key=lambda pair: pair[1].value, reverse=True)
            yield Sums(kind, len(own), found[:_PER_KIND])


def sum_name(tr: Translator, measure: Measure, figure: Figure) -> str:
    """The measure's name, with the figure's where it is not the first sum of its scope."""
    first = next(f for f in measure.figures if f.unit == "CNY" and f.scope == figure.scope)
    name = tr.of(measure.title)
    return name if figure is first else f"{name}{tr.colon}{tr.of(figure.name)}"


def _lines(context: RenderContext, kind: Sums, scope: Scope) -> Iterator[str]:
    tr = context.tr
    yield tr("{kind} ({count})", kind=tr(KINDS[kind.kind]), count=kind.number)
    for measure, figure in kind.best:
        name = shorten(sum_name(tr, measure, figure), 90)
        bar = _bar(figure.value, _LOWEST[scope])
        yield f"`{bar}` {figure_value(tr, figure)}{tr.dash}{name}"
        # What the state pays reaches a firm through its province, which the sum alone hides.
        if isinstance(measure, Award) and measure.giver == "national" and figure.note:
            yield f"-# {tr.of(figure.note)}"


def _bar(value: float, lowest: int) -> str:
    """Two blocks for each power of ten above the lowest."""
    blocks = min(_BAR, max(1, round(2 * (log10(value) - lowest))))
    return "█" * blocks + "░" * (_BAR - blocks)
