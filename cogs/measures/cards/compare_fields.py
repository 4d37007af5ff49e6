"""The fields in which measures are compared."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from bot.domain.data.models import Award, Figure, Measure
from bot.domain.data.stated_texts import STATED, stated_texts
from bot.domain.data.sums import figure_worth
from bot.i18n.translator import Translator
from bot.ui import blocks
from bot.ui.context import RenderContext
from bot.ui.evidence import mark
from bot.ui.formats import date_text, figure_text, sentence_case
from bot.ui.measure_line import headline_figure
from bot.ui.relations import relation_cells


class ComparedField(NamedTuple):
    """One thing compared: its parts by measure, empty where the record lacks it."""

    label: str
    cells: tuple[tuple[str, ...], ...]
    short: tuple[str, ...]
    """The same in a few words."""
    is_short: bool
    """Whether these say all."""


def compared_fields(context: RenderContext, measures: Sequence[Measure]) -> Iterator[ComparedField]:
    """Every field in the order of the measure's own card; disagreements only where there are."""
    tr, of = context.tr, partial(_field, context.tr)
    yield from _figure_fields(context, measures)
    yield of(tr("Status"), ([_status(context, m)] for m in measures))
    for field, stated in STATED.items():
        texts = ([tr.of(text) for text in stated_texts(m, field)] for m in measures)
        yield of(tr(stated.label), texts)
        if field == "who":
            yield of(tr("Where"), (_where(context, m) for m in measures))
    yield of(tr("What kind"), (_kind(tr, m) for m in measures))
    yield of(tr("Confidence"), ([mark(tr, m)] for m in measures))
    yield of(tr("With other support"), (relation_cells(context, m) for m in measures))
    packages = context.release.catalogue.packages
    yield of(tr("Package"), ([tr.of(packages[m.package].title)] for m in measures))
    if any(m.conflicts for m in measures):
        disagree = ([s[2:] for s in blocks.conflict_lines(context, m.conflicts)] for m in measures)
        yield of(tr("Sources disagree"), disagree)
    if any(m.other_scope for m in measures):
        related = ([s[2:] for s in blocks.conflict_lines(context, m.other_scope)] for m in measures)
        yield of(tr("Related, but counts something else"), related)


def _field(
    tr: Translator, label: str, cells: Iterable[Iterable[str]], short: Sequence[str] = ()
) -> ComparedField:
    whole = tuple(tuple(cell) for cell in cells)
    said = short or [tr.semicolon.join(cell).replace("**", "") for cell in whole]
    shown = tuple(each or tr("not stated") for each in said)
    return ComparedField(label, whole, shown, is_short=not short)


def _kind(tr: Translator, measure: Measure) -> Iterable[str]:
    labels = [tr(blocks.TOPICS[measure.topic])]
    if measure.kind:
        labels.append(tr(blocks.FUNDING_KINDS[measure.kind]))
    return dict.fromkeys(labels)


def _figure_fields(context: RenderContext, measures: Sequence[Measure]) -> Iterator[ComparedField]:
    """A field for each of the fixed figure ids that awards share, then one for other figures."""
    tr = context.tr
    by_id = [{f.id: f for f in m.figures} if isinstance(m, Award) else {} for m in measures]
    shared = {
        i: figure.name
        for figures in by_id
        for i, figure in figures.items()
        if sum(i in other for other in by_id) > 1
    }
    for figure_id, name in shared.items():
        found = [figures.get(figure_id) for figures in by_id]
        cells = [[blocks.figure_value(tr, f)] if f else [] for f in found]
        short = [figure_text(tr, f) if f else "" for f in found]
        until = any(f and f.period for f in found)  # has no room beside the amount
        yield _field(tr, sentence_case(tr.of(name)), cells, short if until else ())
    rest = [
        [
            blocks.figure_line(tr, f).removeprefix("- ")
            for f in m.figures
            if f.id not in shared.keys() & figures.keys() and f.unit != "USD"
        ]
        for m, figures in zip(measures, by_id, strict=True)
    ]
    if shared and any(rest):
        yield _field(tr, tr("Other figures"), rest)
    elif not shared:
        main = [headline_figure(m, context.today) for m in measures]
        mixed = len({figure_worth(f) for f in main if f}) > 1
        yield _field(tr, tr("Figures"), rest, [_worth(tr, f, mixed=mixed) for f in main])


def _worth(tr: Translator, figure: Figure | None, *, mixed: bool) -> str:
    """The main figure, and whether all firms together get it; `mixed`: or one firm."""
    if figure is None:
        return ""
    said, worth = figure_text(tr, figure), figure_worth(figure)
    if worth == "total":
        return tr("{amount} in all", amount=said)
    return tr("{amount} for one firm", amount=said) if mixed and worth == "firm" else said


def _where(context: RenderContext, measure: Measure) -> list[str]:
    tr, catalogue = context.tr, context.release.catalogue
    level = catalogue.packages[measure.package].level
    if measure.districts:
        place = blocks.district_names(tr, measure.districts)
    elif level == "national" or (isinstance(measure, Award) and measure.giver == "national"):
        place = tr("Whole country")
    elif level == "city":
        place = tr("Whole city")
    else:
        place = tr("Not limited to a district")
    if measure.zones == "all":
        return [place, tr("all zones")]
    return [place, *(tr.of(catalogue.zones[z].title) for z in measure.zones)]


def _status(context: RenderContext, measure: Measure) -> str:
    tr, validity = context.tr, measure.validity
    if note := blocks.status_note(context, measure):
        return note.replace("**", "")
    if validity and validity.ends:
        return tr("in force until {date}", date=date_text(tr.lang, validity.ends))
    return tr("no end date found")
