"""One measure: a card that answers, its details, and both together."""

from collections.abc import Iterator, Sequence

from bot.domain.data.models import Award, Figure, Measure
from bot.domain.data.sums import figure_worth
from bot.i18n.translator import Translator
from bot.ui.blocks import (
    FUNDING_KINDS,
    TOPICS,
    USES,
    district_names,
    figure_line,
    figure_value,
    fit,
    status_note,
)
from bot.ui.card_lines import CardLine, fitting, prints, record_heading, untitled
from bot.ui.components import Component, Layout, card, select
from bot.ui.context import RenderContext, link_to
from bot.ui.details import details_button, measure_entries, more_actions, record_details
from bot.ui.evidence import evidence_line, version_line
from bot.ui.formats import figure_text
from bot.ui.measure_line import headline_figure
from bot.ui.nearest import nearest_card
from bot.ui.relations import related_options

_DETAILS = 3000
"""Most characters of the details below the card."""
_FIGURES = 4


def measure_card(context: RenderContext, measure_id: str) -> Layout:
    """How much, until when, who, how to apply, and how far it can be relied on."""
    measure = context.release.catalogue.measures.get(measure_id)
    if measure is None:
        return missing_card(context, measure_id)
    return card(
        (line.content for line in _card_lines(context, measure)),
        _related(context, measure),
        [details_button(context.tr, "md", measure.id)],
    )


def measure_details(context: RenderContext, measure_id: str, page: str = "0") -> Layout:
    """Everything else about it, in pages."""
    measure = context.release.catalogue.measures.get(measure_id)
    if measure is None:
        return missing_card(context, measure_id)
    return record_details(context, measure, _entries(context, measure), "md", page)


def measure_in_full(context: RenderContext, measure_id: str) -> Layout:
    """The card and its details together."""
    measure = context.release.catalogue.measures.get(measure_id)
    if measure is None:
        return missing_card(context, measure_id)
    tr = context.tr
    last = version_line(context, [measure])
    rest = fit([tr("**Details**"), *_entries(context, measure)], _DETAILS - len(last), tr)
    return [
        *card(line.content for line in _card_lines(context, measure)),
        *card([rest, last], _related(context, measure), more_actions(tr, measure)),
    ]


def missing_card(context: RenderContext, typed: str) -> Layout:
    """An unknown measure: the three nearest as buttons."""
    names = context.release.names.measures
    return nearest_card(context, typed, names.nearest(typed), "m")


def _card_lines(context: RenderContext, measure: Measure) -> list[CardLine]:
    tr = context.tr
    kind = FUNDING_KINDS[measure.kind] if measure.kind else TOPICS[measure.topic]
    best = headline_figure(measure, context.today)
    plain = _is_for_one(best)
    heading = record_heading(tr, measure, tr(kind), where(tr, measure), plain=plain)
    lines = [CardLine(0, heading)]
    if status := status_note(context, measure):
        lines.append(CardLine(1, status))
    if measure.use in USES:
        lines.append(CardLine(1, f"**{tr(USES[measure.use])}**"))
    summary = tr.of(measure.summary)
    tells = not measure.kind or not measure.figures
    if tells:
        lines.append(CardLine(2, summary))
    figures = [f for f in _figures(context, measure) if not (tells and prints(tr, summary, f))]
    lines += (
        CardLine(2 if figure is figures[0] else 5, _stated(tr, measure, figure, best), figure)
        for figure in figures
    )
    in_all = best is not None and figure_worth(best) == "total"
    if in_all and any(s.about == "amount" for s in measure.not_stated):
        lines.append(CardLine(3, tr("**One firm gets:** {amount}", amount=tr("not stated"))))
    lines += _terms(tr, measure)
    lines.append(CardLine(0, evidence_line(context, measure, best)))
    return fitting(lines)


def _figures(context: RenderContext, measure: Measure) -> Sequence[Figure]:
    """The figures of the card, what one firm gets first; without what the name says already."""
    tr = context.tr
    best = headline_figure(measure, context.today)
    named = untitled(tr, measure, plain=_is_for_one(best))
    figures = sorted(named, key=lambda figure: figure is not best)
    if any(figure.unit == "CNY" for figure in measure.figures):
        figures = [figure for figure in figures if figure.unit != "USD"]
    once = {figure_text(tr, figure): figure for figure in reversed(figures)}
    return list(reversed(once.values()))[:_FIGURES]


def _is_for_one(best: Figure | None) -> bool:
    """Whether it is what one firm gets, which has a line of its own with its qualifier."""
    return best is not None and figure_worth(best) == "firm"


def _stated(tr: Translator, measure: Measure, figure: Figure, best: Figure | None) -> str:
    """A figure with its name; the first one of money says whether it is for one firm or in all."""
    if measure.kind and figure is best and figure.scope:
        value = figure_value(tr, figure)
        if figure_worth(figure) == "total":
            return tr("**In all:** {amount}", amount=value)
        return tr("**One firm gets:** {amount}", amount=value)
    return figure_line(tr, figure)


def _terms(tr: Translator, measure: Measure) -> Iterator[CardLine]:
    """Who gets it and how to apply; of money also that no source states it."""
    unknown = tr("not stated") if measure.kind else ""
    if who := tr.of(measure.who) if measure.who else unknown:
        yield CardLine(3, tr("**Who:** {text}", text=who))
    if apply := tr.of(measure.apply[0]) if measure.apply else unknown:
        yield CardLine(4, tr("**Apply:** {text}", text=apply))


def where(tr: Translator, measure: Measure) -> str:
    """Its districts, or how far it reaches."""
    if isinstance(measure, Award) and measure.giver == "national":
        return tr("Whole country")
    return district_names(tr, measure.districts) or tr("Whole city")


def _entries(context: RenderContext, measure: Measure) -> Iterator[str]:
    """All that the card does not say."""
    lines = _card_lines(context, measure)
    shown = [line.figure for line in lines if line.figure]
    return measure_entries(context, measure, [line.content for line in lines], shown)


def _related(context: RenderContext, measure: Measure) -> list[Component]:
    """A drop-down of the records that it names."""
    tr, measures = context.tr, context.release.catalogue.measures
    options = list(related_options(context, measure))
    successor = [measure.superseded_by] if measure.superseded_by else []
    ids = dict.fromkeys([*successor, *measure.supersedes, *measure.related])
    options += (
        (tr.of(measures[i].title), link_to(tr, "m", i), False) for i in ids if i in measures
    )
    once = list({value: (label, value, chosen) for label, value, chosen in options}.values())
    return [select("s|m|related", tr("Related"), once)] if once else []
