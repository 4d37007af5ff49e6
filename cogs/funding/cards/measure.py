"""One measure in full, and the short form that lists use."""

from collections.abc import Iterator

from bot.domain.data.models import Measure
from bot.i18n.translator import Words
from bot.ui.blocks import (
    closing_line,
    confidence_line,
    conflict_lines,
    district_names,
    figure_line,
    fit,
    source_line,
    status_note,
    title,
)
from bot.ui.components import (
    Component,
    Layout,
    button,
    container,
    line,
    row,
    text,
)
from bot.ui.context import Scene, link_to
from bot.ui.export_buttons import takeaway_row
from bot.ui.nearest import nearest_card
from bot.ui.relations import relation_buttons, relation_lines

_BODY = 2600
_SOURCES = 900
_RELATED = 5
"""Buttons to other records: a row."""


def measure_card(scene: Scene, measure_id: str) -> Layout:
    """What, how much, who, conditions, how to apply, authority, validity, confidence, sources."""
    measure = scene.release.catalogue.measures.get(measure_id)
    if measure is None:
        return missing_card(scene, measure_id)
    words = scene.words
    head = [title(words, measure)]
    if banner := status_note(scene, measure):
        head.append(banner)
    sources = scene.release.catalogue.cited(measure)
    listed = [f"{i}. {source_line(words, s)}" for i, s in enumerate(sources, 1)]
    parts: list[Component] = [
        text("\n".join(head)),
        text(fit(list(_body(scene, measure)), _BODY, words)),
        line(),
        text(fit([words("**Sources**"), *listed], _SOURCES, words)),
    ]
    if related := _related(scene, measure):
        parts.append(related)
    parts.append(text(closing_line(scene, [measure])))
    return [container(*parts), takeaway_row(words, measure.id)]


def _body(scene: Scene, measure: Measure) -> Iterator[str]:
    words = scene.words
    yield words.of(measure.summary)
    for figure in measure.figures:
        yield figure_line(words, figure)
        if figure.note:
            yield f"  -# {words.of(figure.note)}"
    yield from _terms(words, measure)
    yield from relation_lines(scene, measure)
    if measure.note:
        yield words("**Note:** {text}", text=words.of(measure.note))
    if measure.conflicts:
        yield words("**Sources disagree**")
        yield from conflict_lines(scene, measure.conflicts)
    if measure.not_stated:
        yield words("**Not stated**")
        yield from (f"- {words.of(s.text)}" for s in measure.not_stated)
    yield f"-# {confidence_line(words, measure)}"


def _terms(words: Words, measure: Measure) -> Iterator[str]:
    """Who, where, on what conditions, how, from whom, how long."""
    if measure.who:
        yield words("**Who:** {text}", text=words.of(measure.who))
    if measure.districts:
        yield words("**Where:** {text}", text=district_names(words, measure.districts))
    if measure.conditions:
        yield words("**Conditions**")
        yield from (f"- {words.of(c)}" for c in measure.conditions)
    if measure.apply:
        yield words("**How to apply**")
        yield from (f"{i}. {words.of(step)}" for i, step in enumerate(measure.apply, 1))
    if measure.contact:
        yield words("**Contact:** {text}", text=words.of(measure.contact))
    if measure.authority:
        yield words("**Authority:** {text}", text=words.of(measure.authority))
    if measure.validity:
        yield words("**Validity:** {text}", text=words.of(measure.validity.note))


def _related(scene: Scene, measure: Measure) -> Component | None:
    measures = scene.release.catalogue.measures
    ids = dict.fromkeys(
        [*filter(None, [measure.superseded_by]), *measure.supersedes, *measure.related]
    )
    words = scene.words
    found = list(relation_buttons(scene, measure))
    found += (
        button(words.of(m.title), link_to(words, "m", m.id))
        for m in (measures[i] for i in ids if i in measures)
    )
    once = list({each["custom_id"]: each for each in found}.values())[:_RELATED]
    return row(*once) if once else None


def missing_card(scene: Scene, typed: str) -> Layout:
    """An unknown measure: the three nearest as buttons."""
    names = scene.release.names.measures
    return nearest_card(scene, typed, names.nearest(typed), "m")
