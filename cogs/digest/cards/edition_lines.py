"""The lines of an edition: what became of one record, in one language or in both."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from bot.domain.data.diff import Change, ComparedRecord
from bot.domain.data.field_diff import DateChange, FieldChange, FigureChange, TextChange
from bot.domain.data.models import Figure, Measure, Statistic, Text, Zone
from bot.domain.digests.edition import end_of
from bot.i18n.translator import Lang, Translator
from bot.ui.blocks import figure_value
from bot.ui.change_entries import CHANGE_SIGNS, link_of
from bot.ui.change_lines import field_line, is_elsewhere, told_fields
from bot.ui.change_marks import marked
from bot.ui.components import SelectOption, shorten
from bot.ui.context import RenderContext
from bot.ui.data_text import one_line
from bot.ui.formats import date_text, figure_text
from bot.ui.line_width import lines_of

_TITLE: Final = 120
"""Characters: only a broken data set has longer ones."""
_SHORT: Final = 2
"""Rows of a line that may carry more than its title."""
_INDENT: Final = "\u2003"
"""Before the second language of a line."""
_NEAR: Final = 60
"""Days from today within which a day needs no year."""
_YEAR: Final = re.compile(r" \d{4}$|^\d{4}年")


class EditionLine(NamedTuple):
    """One record as a reader gets it."""

    record: ComparedRecord
    content: str
    """A line for each language."""
    title: str
    """Its name in a drop-down."""
    link: str | None
    """The custom id that opens it; None where there is nothing to open."""


def change_line(contexts: Sequence[RenderContext], change: Change, *, again: bool) -> EditionLine:
    """What became of a record: `~ title · field: old → new`. `again`: announced as new before."""
    record, sign = change.record, CHANGE_SIGNS[change.kind]
    match change.kind:
        case "new":
            said = _with_figure(contexts, record, lambda tr: _new(tr, again=again))
            return _line(contexts, record, sign, said)
        case "changed":
            return _line(contexts, record, sign, lambda context: _changed(context.tr, change))
        case "superseded":
            return _line(contexts, record, sign, lambda context: _superseded(context, change))
        case "withdrawn":
            return _line(contexts, record, sign, lambda context: _withdrawn(context.tr, record))


def ends_soon_line(contexts: Sequence[RenderContext], measure: Measure) -> EditionLine:
    """A measure that ends soon, and when."""
    return _line(contexts, measure, "⏳", lambda context: _closes(context, measure))


def overview_line(
    contexts: Sequence[RenderContext], record: Measure | Zone | Statistic
) -> EditionLine:
    """A record in short: its title and a figure."""
    return _line(contexts, record, "•", _with_figure(contexts, record))


def _line(
    contexts: Sequence[RenderContext],
    record: ComparedRecord,
    sign: str,
    say: Callable[[RenderContext], str],
) -> EditionLine:
    said = dict.fromkeys(marked(context.tr, say(context), record) for context in contexts)
    title = one_line(contexts[0].tr.lang, record.title)
    link = None if sign == CHANGE_SIGNS["withdrawn"] else link_of(contexts[0], record)
    return EditionLine(record, f"{sign} " + f"\n{_INDENT}".join(said), title, link)


def _title(tr: Translator, text: Text) -> str:
    return shorten(tr.of(text), _TITLE)


def _new(tr: Translator, *, again: bool) -> str:
    return tr("listed again") if again else tr("new")


def _with_figure(
    contexts: Sequence[RenderContext],
    record: ComparedRecord,
    note: Callable[[Translator], str] = lambda _: "",
) -> Callable[[RenderContext], str]:
    """The title, with the first figure where that is short in each language."""
    whole = [_whole(context.tr, record, note(context.tr)) for context in contexts]
    if all(lines_of([line]) <= _SHORT for line in whole):
        return lambda context: _whole(context.tr, record, note(context.tr))
    return lambda context: _noted(context.tr, record, note(context.tr))


def _noted(tr: Translator, record: ComparedRecord, note: str) -> str:
    return _title(tr, record.title) + (tr.brackets(note) if note else "")


def _whole(tr: Translator, record: ComparedRecord, note: str) -> str:
    """Title and figure; an amount that the title has is enough."""
    title, figure = _noted(tr, record, note), _figure(record)
    if figure is None or figure_text(tr, figure) in tr.of(record.title):
        return title
    name, value = tr.of(figure.name), figure_value(tr, figure)
    if name.casefold() in tr.of(record.title).casefold():
        return tr.labelled(title, value)
    return f"{title} · {tr.labelled(name, value)}"


def _figure(record: ComparedRecord) -> Figure | None:
    """The first figure; of a series the newest."""
    if not record.figures:
        return None
    newest = isinstance(record, Statistic) and record.series
    return record.figures[-1 if newest else 0]


def _changed(tr: Translator, change: Change) -> str:
    """The first figure that changed, else the first date, else the first text in this language."""
    title, fields = _title(tr, change.record.title), told_fields(change)
    if not fields:
        return title
    first = min(fields, key=partial(_rank, tr))
    field = _field(tr, first, zone=isinstance(change.record, Zone))
    name, _, told = field.partition(tr.colon)
    # The record is called what the figure is called.
    again = isinstance(first, FigureChange) and name.casefold() in title.casefold()
    said = tr.labelled(title, told) if again else f"{title} · {field}"
    if more := len(fields) - 1:
        said += tr.brackets(tr.many("+{number} more", "+{number} more", more))
    return said


def _rank(tr: Translator, field: FieldChange) -> int:
    if isinstance(field, TextChange):
        return 3 if is_elsewhere(tr, field) else 2
    return 0 if isinstance(field, FigureChange) else 1 if isinstance(field, DateChange) else 2


def _field(tr: Translator, field: FieldChange, *, zone: bool) -> str:
    """Old and new; of a long text only that it was reworded."""
    said = field_line(tr, field, zone=zone)
    if isinstance(field, TextChange) and lines_of([said]) > _SHORT:
        return tr.labelled(said.partition(tr.colon)[0], tr("reworded"))
    return said


def _superseded(context: RenderContext, change: Change) -> str:
    tr, records = context.tr, context.release.catalogue.records
    title = _title(tr, change.record.title)
    if change.successor and change.successor in records:
        name = _title(tr, records[change.successor].title)
        return tr("{title}: superseded by **{name}**", title=title, name=name)
    return tr("{title}: superseded", title=title)


def _withdrawn(tr: Translator, record: ComparedRecord) -> str:
    return tr("{title}: withdrawn", title=_title(tr, record.title))


def _closes(context: RenderContext, measure: Measure) -> str:
    tr, ends = context.tr, end_of(measure)
    day = day_text(tr.lang, ends, context.today)
    if ends == context.today:
        return tr("{title}: closes today", title=_title(tr, measure.title))
    return tr("{title}: closes **{date}**", title=_title(tr, measure.title), date=day)


def options(lines: Sequence[EditionLine]) -> Iterator[SelectOption]:
    """The options of a drop-down: each record that can be opened, once."""
    seen = {line.link: line.title for line in reversed(lines) if line.link}
    yield from ((title, link, False) for link, title in reversed(seen.items()))


def said(contexts: Sequence[RenderContext], say: Callable[[RenderContext], str]) -> str:
    """The same in each language; once where both say it alike."""
    return "\n".join(dict.fromkeys(say(context) for context in contexts))


def day_text(lang: Lang, day: date, today: date) -> str:
    """A day near today without its year: 2 December, 12月2日; another day with it."""
    whole = date_text(lang, day)
    if abs((day - today).days) > _NEAR:
        return whole
    return _YEAR.sub("", whole)
