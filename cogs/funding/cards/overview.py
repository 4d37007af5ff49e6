"""The money at a glance: what one firm gets, and apart from it the sums of all firms together."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from bot.domain.data.models import Figure, FundingKind, Measure
from bot.domain.data.sums import largest_sum
from bot.i18n.translator import N_, Translator
from bot.ui.blocks import FUNDING_KINDS
from bot.ui.card_lines import title_beside
from bot.ui.chart import chart_button, numbers_button
from bot.ui.components import Layout, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.evidence import MARKS, list_evidence
from bot.ui.line_width import LINES, lines_of, pages_of
from bot.ui.list_page import room, turn
from bot.ui.measure_line import most_text
from cogs.funding.cards.money import funding

Scope = Literal["firm", "total"]
_PER_KIND: Final = 3
_BAR: Final = 5
"""Blocks of the largest sum under a heading."""
_HEADINGS: Final[dict[Scope, str]] = {
    "firm": N_("### The most one firm can get"),
    "total": N_("**Programmes, all firms together**"),
}


class Sums(NamedTuple):
    """What a kind of funding gives at most."""

    kind: FundingKind
    number: int
    """How many measures of the kind are in force."""
    best: list[tuple[Measure, Figure]]


def funding_overview_card(context: RenderContext, page: str = "0") -> Layout:
    """The largest sum of each kind, with a bar in text: of one firm first, then of all together."""
    tr = context.tr
    found: dict[Scope, list[Sums]] = {s: [*largest_sums(context, s)] for s in _HEADINGS}
    shown = [kind.best[0] for kinds in found.values() for kind in kinds]
    head, *lines = [
        line
        for scope, kinds in found.items()
        for line in (tr(_HEADINGS[scope]), *_lines(tr, kinds))
    ]
    small = f"-# {_least(tr, shown)} · {list_evidence(context, (m for m, _ in shown))}"
    fits = lines_of([head, *lines, small]) <= LINES
    pages = [lines] if fits else pages_of(lines, room(tr, head, small=small))
    number, foot, turned = turn(tr, int(page), len(pages), small, "fo", ())
    counts = Counter(measure.kind for measure in funding(context))
    options = [
        (f"{tr(name)} · {counts[kind]}", link_to(tr, "fl", kind, "", 0), False)
        for kind, name in FUNDING_KINDS.items()
        if counts[kind]
    ]
    return card(
        [head, *pages[number], foot],
        [select("s|fo", tr("All of a kind"), options)] if options else [],
        [*turned, numbers_button(tr, "fo"), chart_button(tr, "fo")],
    )


def _least(tr: Translator, shown: Sequence[tuple[Measure, Figure]]) -> str:
    """The mark of the sum that can be relied on least."""
    levels = {figure.confidence or measure.confidence for measure, figure in shown}
    return tr([mark for level, mark in MARKS.items() if level in {*levels, "high"}][-1])


def largest_sums(context: RenderContext, scope: Scope) -> Iterator[Sums]:
    """The largest sums of each kind that has any, in the order of the kinds."""
    measures = funding(context)
    for kind in FUNDING_KINDS:
        own = [measure for measure in measures if measure.kind == kind]
        sums = ((m, largest_sum(m, scope, context.today)) for m in own)
        found = [(m, best) for m, best in sums if best]
        if found:
            found.sort(key=lambda pair: pair[0].as_of or "", reverse=True)  # of equals the newest
            found.sort(key=lambda pair: pair[1].value, reverse=True)
            yield Sums(kind, len(own), found[:_PER_KIND])


def sum_name(tr: Translator, measure: Measure, figure: Figure) -> str:
    """The measure's name without the amount, and the figure's if not the first of its scope."""
    first = next(f for f in measure.figures if f.unit == "CNY" and f.scope == figure.scope)
    name = title_beside(tr, tr.of(measure.title), [figure])
    return name if figure is first else f"{name}{tr.colon}{tr.of(figure.name)}"


def _lines(tr: Translator, kinds: Sequence[Sums]) -> Iterator[str]:
    """Each kind with its largest sum, and a bar as long as that is beside the largest of all."""
    most = max((kind.best[0][1].value for kind in kinds), default=0)
    for kind in kinds:
        measure, figure = kind.best[0]
        blocks = max(1, round(_BAR * figure.value / most))
        bar = "█" * blocks + "░" * (_BAR - blocks)
        said = f"**{most_text(tr, measure, figure)}**"
        yield f"`{bar}` {tr.labelled(tr(FUNDING_KINDS[kind.kind]), said)}"
