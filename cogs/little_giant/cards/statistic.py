"""One statistic: a card with its newest figures, and its details."""

from collections.abc import Iterator, Sequence

from bot.domain.data.models import Figure, Statistic
from bot.ui.blocks import figure_line, short_sources
from bot.ui.card_lines import CardLine, fitting, prints, record_heading
from bot.ui.components import Layout, button, card
from bot.ui.context import RenderContext, link_to
from bot.ui.details import details_button, evidence_entries, record_details
from bot.ui.evidence import evidence_line
from bot.ui.nearest import nearest_card


def statistic_card(context: RenderContext, statistic_id: str, page: str = "0") -> Layout:
    """Counts with their number and date, newest first; only older buttons give a `page`."""
    statistic = context.release.catalogue.statistics.get(statistic_id)
    if statistic is None:
        return nearest_card(context, statistic_id, [], "st")
    tr = context.tr
    said = (line.content for line in _lines(context, statistic))
    others = button(tr("All numbers"), link_to(tr, "ln", statistic.series or ""))
    return card(said, [details_button(tr, "std", statistic.id), others])


def statistic_details(context: RenderContext, statistic_id: str, page: str = "0") -> Layout:
    """Everything else about it, in pages."""
    statistic = context.release.catalogue.statistics.get(statistic_id)
    if statistic is None:
        return nearest_card(context, statistic_id, [], "st")
    said = [line.content for line in _lines(context, statistic)]
    entries = (e for e in statistic_entries(context, statistic) if e not in said)
    return record_details(context, statistic, entries, "std", page)


def counts_of(statistic: Statistic) -> Sequence[Figure]:
    """The dated counts, oldest first; how many a batch added is no count of all, as its id says."""
    counts = [f for f in statistic.figures if f.as_of and not f.id.endswith("-batch")]
    return counts or statistic.figures


def _lines(context: RenderContext, statistic: Statistic) -> list[CardLine]:
    tr, summary = context.tr, context.tr.of(statistic.summary)
    lines = [CardLine(0, record_heading(tr, statistic))]
    newest = counts_of(statistic)[-1] if statistic.series and statistic.figures else None
    if newest:
        figures = counts_of(statistic)[::-1]
    else:
        lines.append(CardLine(1, summary))
        figures = [figure for figure in statistic.figures if not prints(tr, summary, figure)]
    lines += (CardLine(2, figure_line(tr, figure), figure) for figure in figures)
    lines.append(CardLine(0, evidence_line(context, statistic, newest)))
    return fitting(lines)


def statistic_entries(context: RenderContext, statistic: Statistic) -> Iterator[str]:
    """The summary, every figure with its own source and note, then the evidence."""
    yield context.tr.of(statistic.summary)
    for figure in statistic.figures:
        yield f"{figure_line(context.tr, figure)}\n{_below(context, figure)}".rstrip()
    yield from evidence_entries(context, statistic)


def _below(context: RenderContext, figure: Figure) -> str:
    """The figure's own source, and its note."""
    tr, catalogue = context.tr, context.release.catalogue
    named = [s for i in figure.sources if (s := catalogue.sources[i]).named]
    lines = [short_sources(context, named)] if named else []
    if figure.note:
        lines.append(tr.of(figure.note))
    return "\n".join(f"-# {each}" for each in lines)
