"""The answer to a question: the answer first, then what else the record says, and its source."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import Answer, AnswerCard
from bot.domain.data.models import Figure, Measure, Record, Statistic, Term, Tier, Zone
from bot.i18n.translator import Translator
from bot.ui.blocks import figure_value
from bot.ui.card_lines import title_beside
from bot.ui.components import Component, Layout, button, container, row, select, shorten, text
from bot.ui.context import RenderContext, link_to
from bot.ui.escape import echo
from bot.ui.line_width import LINES, clipped, lines_of
from cogs.ask.firm_button import firm_button
from cogs.ask.lines import evidence, grouped, joined_conditions, line_beside, without_told_figures
from cogs.ask.list_headings import list_heading
from cogs.ask.record_card import record_card_lines
from cogs.ask.requirements import and_more, in_one_line
from cogs.ask.screen import within_a_screen, without_repeats
from cogs.ask.titles import short_title
from cogs.ask.verdicts import still_open
from cogs.ask.zone_lists import zone_lines

_LABEL: Final = 40
"""Characters of a name on a button."""
_QUESTION: Final = 80
"""Characters of it under the answer, where there is room."""
_PLAIN: Final = ("CNY", "firms", "percent", "years")
"""Units of figures that are known by the title of their record."""
_FAIR: Final = frozenset({"check", "titles", "difference", "parts", "requirements"})
"""Lists of which each line gets some of the room."""
_MOST_LINES: Final = (5, 3, 2)
"""Of a record in a list that is too long, until there is room for enough records."""
_ENOUGH: Final = 3
_WHOLE: Final = 1000
"""Lines for any whole answer."""
_ROWS_BESIDE: Final = 2
"""Of each other part of a question that is answered below the first."""
_MOST_OF_EACH: Final = range(12, 0, -1)
"""Lines of each of several records, until they fit."""


def answer_card(context: RenderContext, answer: Answer, *, whole: bool = False) -> Layout:
    """The answer as a layout, within Discord's limits for any question and record.

    `whole`: all that it says, without the question, for a terminal.
    """
    asked = "" if whole else f"-# {echo(answer.question, _QUESTION)}"
    most_rows = _WHOLE if whole else LINES
    if answer.status == "no-match":
        return _no_match(context, answer, asked)
    first = answer.cards[0]
    if first.kind is None:
        lines = joined_conditions(without_told_figures(context.tr, first.lines))
        first = replace(first, lines=(*lines,))
    tables = first.kind == "pairs" and len(first.records) > 1
    fair = first.kind in ("difference", "parts") or tables or bool(first.terms)
    small = list(filter(None, [evidence(context, first)]))
    room = most_rows - lines_of(small)
    each = most_rows if whole else _ROWS_BESIDE
    beside = [clipped(line_beside(context, line), each) for line in first.other_parts]
    most = room - lines_of([*beside, *_outside(context, answer)])
    kept = within_a_screen(_fitting_lines(context, first, most), most, fair=fair)
    place = 1 if first.kind == "zones" else len(kept)  # how many there are in all
    kept = [*kept[:place], *without_repeats(beside, kept), *kept[place:]]
    kept += _outside(context, answer)
    kept += _also(context, answer, room - lines_of(kept))
    if asked and lines_of([*kept, *small, asked]) <= LINES:
        small.append(asked)
    opened = {r.id: r for c in answer.cards for r in _openable(context, c)}
    narrows = [row(firm_button(context.tr, first.firm))] if first.firm else []
    openers = _openers(context, opened.values())
    return [container(text("\n".join([*kept, *small]))), *openers, *narrows]


def _openers(context: RenderContext, records: Iterable[Record]) -> Iterator[Component]:
    """A button that opens the record; a drop-down where there are several."""
    links = {_link(context, record): record for record in records}
    if len(links) == 1:
        yield row(_open(context, *links.values()))
    elif links:
        options = ((context.tr.of(r.title), opens, False) for opens, r in links.items())
        yield row(select("s|ask", context.tr("Open"), options))


def _fitting_lines(context: RenderContext, card: AnswerCard, rows: int) -> Sequence[str]:
    """The lines of a card, and of several records as many of each as fit on a phone."""
    if card.kind is None or isinstance(card.record, Term):
        return list(record_card_lines(context, card))
    lines = [*filter(None, [list_heading(context, card)])]
    if card.kind == "zones" and not card.figures:
        return [*lines, *zone_lines(context, card, rows - lines_of(lines))]
    items: list[str] = []
    alone = card.kind == "requirements" and len(card.records) == 1
    for most in _MOST_OF_EACH:
        items = list(grouped(context, card, most))
        hidden = max(0, len(card.lines) - most) if alone else 0
        for names in (True, False):
            more = list(_more(context.tr, card, hidden, names=names))
            whole = [*lines, *items, *more]
            if alone and lines_of(whole) > rows:
                whole = in_one_line(context, card, most, more)
            if lines_of(whole) <= rows:
                return whole
    if card.kind == "members":
        return [*lines, _packed(context.tr, items, rows - lines_of(lines))]
    if len(items) == len(card.records) and card.kind not in _FAIR:
        return _first_items(context.tr, card, [*lines, *items], rows)
    return [*lines, *items, *_more(context.tr, card, 0)]


def _packed(tr: Translator, items: Sequence[str], rows: int) -> str:
    """The names one after the other, as many as fit, and how many more there are."""
    names = [item.removeprefix("- ") for item in items]
    for shown in range(len(names), 0, -1):
        hidden = len(names) - shown
        more = [tr.many("… and {number} more", "… and {number} more", hidden)] if hidden else []
        line = tr.semicolon.join([*names[:shown], *more])
        if lines_of([line]) <= rows:
            return line
    return ""


def _first_items(
    tr: Translator, card: AnswerCard, lines: Sequence[str], rows: int
) -> Sequence[str]:
    """The heading and every record, each shortened; else the first ones and how many more."""
    head, *whole = lines
    shortened = [
        [clipped(item, most + 2 * (i == 0)) for i, item in enumerate(whole)] for most in _MOST_LINES
    ]
    for items in shortened:
        if lines_of(kept := [head, *items, *_more(tr, card, 0)]) <= rows:
            return kept
    kept = [head]
    for items in shortened:
        for number in range(len(items), 0, -1):
            kept = [head, *items[:number], *_more(tr, card, len(items) - number)]
            if lines_of(kept) <= rows:
                break
        if len(kept) > _ENOUGH - bool(card.lines[0].text) + 1:
            break
    return kept


def _more(tr: Translator, card: AnswerCard, hidden: int, *, names: bool = False) -> Iterator[str]:
    """How many of the list are not shown: those without a line, and so many with one.

    Of a check what is still open, unless a requirement that is not met has decided it.
    """
    if card.more and card.kind == "check":
        if all(line.met is not False for line in card.lines):
            yield still_open(tr, card.open if names else (), card.more)
    elif number := card.more + hidden:
        yield and_more(tr, number)


def body_lines(context: RenderContext, card: AnswerCard, most: int) -> Iterator[str]:
    """The lines of one card without its source, the answer first; of each record at most `most`."""
    if card.kind and not isinstance(card.record, Term):
        yield from filter(None, [list_heading(context, card)])
        if card.kind == "zones" and not card.figures:
            yield from zone_lines(context, card, LINES * most)
            return
        yield from grouped(context, card, most)
        yield from _more(context.tr, card, 0)
    else:
        yield from record_card_lines(context, card)


def _also(context: RenderContext, answer: Answer, rows: int) -> list[str]:
    """The further records in one line, as many as there is room for."""
    tr, (first, *others) = context.tr, answer.cards
    named = {first.record.zh, first.record.en} if isinstance(first.record, Term) else set[str]()
    shown = {record.id for record in first.shown if not isinstance(record, Term)}
    found = [
        _beside(tr, tr.of(card.record.title), card.figures)
        for card in ([] if first.kind else others)
        if not isinstance(card.record, Term) and card.record.id not in shown
        if tr.of(card.record.title) not in named
        if isinstance(card.record, Zone) or not isinstance(first.record, Zone)
    ]
    while found and lines_of([_see_also(tr, found)]) > rows:
        found.pop()
    return [_see_also(tr, found)] if found else []


def _see_also(tr: Translator, found: Sequence[str]) -> str:
    return tr.bold(tr("See also"), tr.semicolon.join(found))


def _beside(tr: Translator, title: str, figures: Sequence[Figure]) -> str:
    """A title and the first of the figures, if that says something without its name."""
    known = [f for f in figures[:1] if f.unit.startswith(_PLAIN) and f.scope != "total"]
    value = figure_value(tr, known[0]) if known else ""
    return tr.labelled(title_beside(tr, title, known), value)


def _openable(context: RenderContext, card: AnswerCard) -> Iterator[Record]:
    """The card's records; for a term, those that it refers to."""
    if isinstance(card.record, Term):
        records = context.release.catalogue.records
        terms = (card.record, *card.terms)
        yield from (records[i] for term in terms for i in term.see if i in records)
    else:
        yield from (r for r in card.shown if not isinstance(r, Term))


def _link(context: RenderContext, record: Record) -> str:
    """The custom id that opens it."""
    match record:
        case Measure():
            target = ("m", record.id)
        case Zone():
            target = ("z", record.id)
        case Tier():
            target = ("lc", record.tier, record.rules)
        case Statistic():
            target = ("st", record.id)
        case _:
            target = ("p", record.id)
    return link_to(context.tr, *target)


def _open(context: RenderContext, record: Record) -> Component:
    name = shorten(context.tr.of(record.title), _LABEL)
    return button(context.tr("Open: {name}", name=name), _link(context, record))


def _no_match(context: RenderContext, answer: Answer, asked: str) -> Layout:
    tr, catalogue = context.tr, context.release.catalogue
    message = next(_outside(context, answer), tr("No answer found."))
    if not answer.outside and not any(map(str.isalnum, answer.question)):
        message, asked = tr("Type a question, such as: which loans are there for small firms?"), ""
    scope = tr(
        "This bot covers only public support for small and medium-sized firms in Shanghai: loans, "
        "guarantees, subsidies, awards, parks, and how to become a little giant."
    )
    near = [catalogue.records[i] for i in answer.nearest if i in catalogue.records]
    meant = [tr("Perhaps you mean:")] if near else []
    buttons = [row(*(_open(context, record) for record in near))] if near else []
    return [container(text("\n".join(filter(None, [message, scope, *meant, asked])))), *buttons]


def _outside(context: RenderContext, answer: Answer) -> Iterator[str]:
    """What the question asks that this bot does not cover: the subjects, else the places."""
    tr, terms = context.tr, [context.release.catalogue.terms[i] for i in answer.outside]
    subjects = [term for term in terms if term.kind == "outside"] or terms
    if names := tr.list_comma.join(short_title(context, term) for term in subjects):
        yield tr("Outside this bot's scope: {names}.", names=names)
