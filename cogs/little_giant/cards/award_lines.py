"""One district award as lines: in short, to be compared with others, and in full."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.domain.data.districts import DISTRICTS
from bot.domain.data.models import Award, Figure
from bot.i18n.translator import Translator
from bot.ui.blocks import (
    FIGURE_CONFIDENCE,
    confidence_line,
    conflict_lines,
    district_names,
    figure_line,
    source_line,
    status_note,
)
from bot.ui.context import RenderContext
from bot.ui.formats import figure_text, partial_date_text
from bot.ui.pagination import Chapter

COMPARED: Final = ("new-little-giant", "review-little-giant", "new-specialised")
"""Figure ids in the columns of the comparison; the fixed words of the award records."""

_OLD: Final = 2
"""Years after which a figure is marked as old."""


def district_awards(context: RenderContext) -> list[Award]:
    """The awards of districts, in the city's own order of districts, then as recorded."""
    order = list(DISTRICTS)
    found = [a for a in context.release.catalogue.awards if a.giver == "district" and a.districts]
    return sorted(found, key=lambda a: order.index(a.districts[0]))


def award_row(context: RenderContext, award: Award) -> str:
    """One record in a line, to be compared with others: the amounts, and how far they hold."""
    tr = context.tr
    dot = " · "
    figures = {figure.id: figure for figure in award.figures}
    amounts = [
        f"**{figure_text(tr, figures[i])}**" if i in figures else tr("not stated") for i in COMPARED
    ]
    if not any(i in figures for i in COMPARED):
        amounts = [tr("no amount stated")]
    marks = [
        _validity(context, award),
        tr(FIGURE_CONFIDENCE[award.confidence]),
        _age(context, award),
    ]
    row_text = f"{dot.join(amounts)}{tr.dash}{dot.join(filter(None, marks))}"
    return f"**{_place(context, award)}**" + tr.colon + row_text


def _place(context: RenderContext, award: Award) -> str:
    """The district, or, for a further record of it, the district and the record's own name."""
    tr = context.tr
    first = next(a for a in district_awards(context) if award.districts[0] in a.districts)
    place = district_names(tr, award.districts)
    return place if award is first else f"{place} · {tr.of(award.title)}"


def _validity(context: RenderContext, award: Award) -> str:
    tr = context.tr
    ended = status_note(context, award)
    if ended:
        return ended
    if award.validity is None:
        return tr("end not stated")
    return tr.of(award.validity.note).rstrip(".。")


def _age(context: RenderContext, award: Award) -> str:
    if award.as_of is None:
        return ""
    when = partial_date_text(context.tr.lang, award.as_of)
    if _is_old(award.as_of, context.today):
        return context.tr("old figures, of {date}", date=when)
    return context.tr("figures of {date}", date=when)


def _is_old(as_of: str, today: date) -> bool:
    return as_of[:7] < f"{today.year - _OLD}-{today.month:02}"


def award_chapters(context: RenderContext, award: Award) -> Iterator[Chapter]:
    """All that is known of an award: every figure, who, conditions, validity, doubts, sources."""
    tr, catalogue = context.tr, context.release.catalogue
    head = [status_note(context, award), f"-# {age}" if (age := _age(context, award)) else None]
    figures = (_with_note(tr, figure) for figure in award.figures)
    yield Chapter(tr.of(award.title), (*filter(None, head), *figures))
    yield Chapter(tr("Who and when"), tuple(_terms(context, award)))
    said = tuple(conflict_lines(context, award.conflicts))
    yield Chapter(tr("Sources disagree"), said)
    related = tuple(conflict_lines(context, award.other_scope))
    yield Chapter(tr("Related, another scope"), related)
    silences = tuple(f"- {tr.of(s.text)}" for s in award.not_stated)
    yield Chapter(tr("Not stated"), silences)
    listed = (f"{i}. {source_line(tr, s)}" for i, s in enumerate(catalogue.cited(award), 1))
    yield Chapter(tr("Sources"), tuple(listed))


def _terms(context: RenderContext, award: Award) -> Iterator[str]:
    tr = context.tr
    if award.who:
        yield tr("**Who:** {text}", text=tr.of(award.who))
    yield from (tr("**Condition:** {text}", text=tr.of(c)) for c in award.conditions)
    if award.authority:
        yield tr("**Authority:** {text}", text=tr.of(award.authority))
    for i, step in enumerate(award.apply, 1):
        yield tr("**How to apply, step {number}:** {text}", number=i, text=tr.of(step))
    validity = tr.of(award.validity.note) if award.validity else tr("not stated")
    yield tr("**Validity:** {text}", text=validity)
    if award.note:
        yield tr("**Note:** {text}", text=tr.of(award.note))
    yield f"-# {confidence_line(tr, award)}"


def _with_note(tr: Translator, figure: Figure) -> str:
    shown = figure_line(tr, figure)
    return f"{shown}\n  -# {tr.of(figure.note)}" if figure.note else shown
