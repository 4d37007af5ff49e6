"""Lines into messages: whole ones only, in order; what does not fit is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.ui.line_width import lines_of
from cogs.digest.cards.edition_lines import EditionLine

MOST_ROWS: Final = 12
"""Rows of a message on a phone, in each language."""
MOST_MESSAGES: Final = 3
"""Messages of one edition."""


@dataclass(slots=True)
class Sheet:
    """What stands in one message."""

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


def paged(lines: Sequence[EditionLine], first: int, further: int, note: int) -> list[Sheet]:
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
