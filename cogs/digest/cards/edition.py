"""A digest's edition as messages: what changed and what closes soon, one line each.

The lead counts them. A message has as many lines as a phone shows at once; a long edition goes on
in a few further messages, and counts the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from bot.domain.data.diff import CHANGE_KINDS
from bot.domain.digests.edition import Edition
from bot.domain.digests.subscription import DigestContent
from bot.i18n.translator import Translator
from bot.ui.components import MAX_OPTIONS, Component, Layout, container, row, select, shorten, text
from bot.ui.context import RenderContext
from bot.ui.data_text import escape_data
from bot.ui.formats import date_text
from bot.ui.line_width import lines_of
from cogs.digest.cards.edition_buttons import changes_button, match_button, topic_button
from cogs.digest.cards.edition_lines import (
    EditionLine,
    change_line,
    ends_soon_line,
    options,
    overview_line,
)
from cogs.digest.cards.edition_texts import EditionTexts, Frame, digest_name

MOST_ROWS: Final = 12
"""Rows of a message on a phone, in each language."""
MOST_MESSAGES: Final = 3
"""Messages of one edition."""


@dataclass(slots=True)
class Sheet:
    """The content of one message."""

    lines: list[EditionLine]
    rows: int
    """How many are left."""

    def take(self, line: EditionLine) -> bool:
        """Adds a line, where it fits."""
        rows = lines_of([line.content])
        if rows > self.rows:
            return False
        self.lines.append(line)
        self.rows -= rows
        return True


def onto_sheets(lines: Sequence[EditionLine], first: int, further: int, note: int) -> list[Sheet]:
    """The lines on as few sheets as take them; the last lines are left out where none has room.

    `first`, `further`: rows of the first sheet and of the others. `note`: rows of the note that
    counts what was left out.
    """
    sheets = [Sheet([], first)]
    for line in lines:
        if sheets[-1].take(line):
            continue
        if len(sheets) == MOST_MESSAGES:
            _make_room(sheets[-1], note)
            break
        sheets.append(Sheet([], further))
        if not sheets[-1].take(line):
            sheets[-1].lines.append(line)  # alone it is longer than a message should be
            sheets[-1].rows = 0
    return [sheet for sheet in sheets if sheet.lines] or sheets[:1]


def _make_room(sheet: Sheet, rows: int) -> None:
    while sheet.rows < rows and len(sheet.lines) > 1:
        sheet.rows += lines_of([sheet.lines.pop().content])
    sheet.rows -= rows


MAX_TITLE: Final = 100
"""Characters of a forum post's title."""
Contexts: TypeAlias = Sequence[RenderContext]
Lines: TypeAlias = Sequence[EditionLine]


def edition_layouts(
    contexts: Contexts, edition: Edition, wish: DigestContent, frame: Frame
) -> list[Layout]:
    """The messages in order, each with its key; a context a language, buttons in the first."""
    texts = EditionTexts([escape_data(context) for context in contexts], edition, wish, frame)
    closing = [ends_soon_line(texts.contexts, measure) for measure in edition.closing]
    first = edition.previous is None
    if not (first or edition.has_news or edition.overview) and wish.content != "overview":
        return [_quiet(texts, closing)]
    changed = _changes(texts)
    room, further = _room(texts, texts.head(1, 1)), _room(texts, texts.heading(1, 9))
    fits = lines_of(line.content for line in (*changed, *closing)) <= room
    # What ends soon must not come after a long list.
    lines = [*changed, *closing] if fits else [*closing, *changed]
    sheets = onto_sheets(lines, room, further, note=len(contexts))
    left = lines[sum(len(sheet.lines) for sheet in sheets) :]
    overview = [] if left else _overview(texts, sheets[-1])
    *full, final = sheets
    layouts = [_message(texts, sheet, part, len(sheets)) for part, sheet in enumerate(full, 1)]
    return [*layouts, _last(texts, final, len(sheets), overview, left)]


def forum_title(contexts: Contexts, wish: DigestContent, number: int, day: date) -> str:
    """The title of a forum post: as much of name, edition and date as fits."""
    names = [digest_name(context.tr, wish) for context in contexts]
    tr = contexts[0].tr
    when = date_text(tr.lang, day) if len(contexts) == 1 else day.isoformat()
    edition = tr("edition {number}", number=number)
    for parts in ((" ".join(names), edition, when), (" ".join(names), when), (names[0], when)):
        if len(title := " · ".join(parts)) <= MAX_TITLE:
            return title
    return f"{shorten(names[0], MAX_TITLE - len(when) - 3)} · {when}"


def _room(texts: EditionTexts, head: str) -> int:
    """The rows that a message with this head has for its lines."""
    changed = (change.record for change in texts.edition.changes)
    records = (*changed, *texts.edition.closing, *texts.edition.overview)
    most = [EditionLine(record, "", "", None) for record in records]
    return MOST_ROWS * len(texts.contexts) - lines_of([head, texts.foot(most)])


def _message(texts: EditionTexts, sheet: Sheet, part: int, parts: int) -> Layout:
    """A part with others after it."""
    body = [texts.head(part, parts), *(line.content for line in sheet.lines)]
    return _framed(texts, part, body, texts.foot(sheet.lines), _controls(texts, sheet.lines, part))


def _last(texts: EditionTexts, sheet: Sheet, part: int, overview: Lines, left: Lines) -> Layout:
    """The last part: with a few records, or how much is left out, which it opens too."""
    shown = [*sheet.lines, *overview]
    body = [texts.head(part, part), *(line.content for line in sheet.lines)]
    if left:
        body.append(texts.said(lambda tr: _and_more(tr, len(left))))
    elif overview:
        body += [texts.said(texts.worth_knowing), *(line.content for line in overview)]
    elif texts.wish.content == "overview":
        body.append(texts.said(_no_record))
    controls = _controls(texts, [*shown, *left], part, last=True)
    return _framed(texts, part, body, texts.foot(shown), controls)


def _framed(
    texts: EditionTexts, part: int, body: Sequence[str], foot: str, controls: Sequence[Component]
) -> Layout:
    return [*_above(texts, part), container(text("\n".join(body)), text(foot), *controls)]


def _above(texts: EditionTexts, part: int) -> Layout:
    above = texts.above(part)
    return [text(above)] if above else []


def _quiet(texts: EditionTexts, closing: Lines) -> Layout:
    """One line: that nothing changed."""
    said = "\n".join((texts.said(texts.nothing), *texts.late(1)))
    return [*_above(texts, 1), text(said), *_controls(texts, closing, 1, last=True)]


def _controls(
    texts: EditionTexts, lines: Lines, part: int, *, last: bool = False
) -> list[Component]:
    """A drop-down that opens one record, and the buttons; the first of them holds the key."""
    tr, frame, edition = texts.contexts[0].tr, texts.frame, texts.edition
    opened = list(options(lines))[:MAX_OPTIONS]
    menu = [row(select("s|edition", tr("Open one"), opened))] if opened else []
    buttons = [match_button(tr, texts.wish, frame.dedup_key(part))]
    if last and edition.changes:
        buttons.append(changes_button(tr, frame.meta.since))
    if last and edition.topic and edition.overview:
        buttons.append(topic_button(tr, edition.topic, texts.wish))
    return [*menu, row(*buttons)]


def _changes(texts: EditionTexts) -> list[EditionLine]:
    """By what happened; what was announced as new before comes after what is new."""
    returned = texts.edition.returned
    ordered = sorted(
        texts.edition.changes, key=lambda c: (CHANGE_KINDS.index(c.kind), c.record.id in returned)
    )
    return [change_line(texts.contexts, c, again=c.record.id in returned) for c in ordered]


def _overview(texts: EditionTexts, sheet: Sheet) -> list[EditionLine]:
    """The records of the overview that still fit, and are not in the message already."""
    shown = {line.link for line in sheet.lines}
    rest = Sheet([], sheet.rows - lines_of([texts.said(texts.worth_knowing)]))
    for record in texts.edition.overview:
        line = overview_line(texts.contexts, record)
        if line.link not in shown and not rest.take(line):
            break
    return rest.lines


def _no_record(tr: Translator) -> str:
    return tr("No record in force fits this digest's topic and district.")


def _and_more(tr: Translator, left: int) -> str:
    return tr.many("-# … and {number} more", "-# … and {number} more", left)
