"""One measure in full, and the short form that lists use."""

from collections.abc import Iterator

from bot.domain.data.models import Measure
from bot.i18n.translator import Translator
from bot.ui.blocks import (
    closing_line,
    confidence_line,
    disagreement_lines,
    district_names,
    figure_line,
    fit,
    source_line,
    status_note,
    title,
)
from bot.ui.components import Component, Layout, button, container, line, row, text
from bot.ui.context import RenderContext, link_to
from bot.ui.export_buttons import takeaway_row
from bot.ui.nearest import nearest_card
from bot.ui.relations import relation_buttons, relation_lines
from bot.ui.silences import not_stated_line

_BODY = 2600
_SOURCES = 900
_RELATED = 5
"""Buttons to other records: a row."""


def measure_card(context: RenderContext, measure_id: str) -> Layout:
    """What, how much, who, conditions, how to apply, authority, validity, confidence, sources."""
    measure = context.release.catalogue.measures.get(measure_id)
    if measure is None:
        return missing_card(context, measure_id)
    tr = context.tr
    head = [title(tr, measure)]
    if banner := status_note(context, measure):
        head.append(banner)
    sources = context.release.catalogue.cited(measure)
    listed = [f"{i}. {source_line(tr, s)}" for i, s in enumerate(sources, 1)]
    parts: list[Component] = [
        text("\n".join(head)),
        text(fit(list(_body(context, measure)), _BODY, tr)),
        line(),
        text(fit([tr("**Sources**"), *listed], _SOURCES, tr)),
    ]
    if related := _related(context, measure):
        parts.append(related)
    parts.append(text(closing_line(context, [measure])))
    return [container(*parts), takeaway_row(tr, measure.id)]


def _body(context: RenderContext, measure: Measure) -> Iterator[str]:
    tr = context.tr
    yield tr.of(measure.summary)
    for figure in measure.figures:
        yield figure_line(tr, figure)
        if figure.note:
            yield f"  -# {tr.of(figure.note)}"
    yield from _terms(tr, measure)
    yield from relation_lines(context, measure)
    if measure.note:
        yield tr("**Note:** {text}", text=tr.of(measure.note))
    yield from disagreement_lines(context, measure)
    if measure.not_stated:
        yield not_stated_line(tr, measure)
    yield f"-# {confidence_line(tr, measure)}"


def _terms(tr: Translator, measure: Measure) -> Iterator[str]:
    """Who, where, on what conditions, how, from whom, how long."""
    if measure.who:
        yield tr("**Who:** {text}", text=tr.of(measure.who))
    if measure.districts:
        yield tr("**Where:** {text}", text=district_names(tr, measure.districts))
    if measure.conditions:
        yield tr("**Conditions**")
        yield from (f"- {tr.of(c)}" for c in measure.conditions)
    if measure.apply:
        yield tr("**How to apply**")
        yield from (f"{i}. {tr.of(step)}" for i, step in enumerate(measure.apply, 1))
    if measure.contact:
        yield tr("**Contact:** {text}", text=tr.of(measure.contact))
    if measure.authority:
        yield tr("**Authority:** {text}", text=tr.of(measure.authority))
    if measure.validity:
        yield tr("**Validity:** {text}", text=tr.of(measure.validity.note))


def _related(context: RenderContext, measure: Measure) -> Component | None:
    measures = context.release.catalogue.measures
    ids = dict.fromkeys(
        [*filter(None, [measure.superseded_by]), *measure.supersedes, *measure.related]
    )
    tr = context.tr
    found = list(relation_buttons(context, measure))
    found += (
        button(tr.of(m.title), link_to(tr, "m", m.id))
        for m in (measures[i] for i in ids if i in measures)
    )
    once = list({each["custom_id"]: each for each in found}.values())[:_RELATED]
    return row(*once) if once else None


def missing_card(context: RenderContext, typed: str) -> Layout:
    """An unknown measure: the three nearest as buttons."""
    names = context.release.names.measures
    return nearest_card(context, typed, names.nearest(typed), "m")
