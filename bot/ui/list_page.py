"""A list within a phone's screen: numbered lines, a drop-down that opens them, pages, chapters."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.i18n.translator import Translator
from bot.ui.components import Component, Layout, button, card, row, select
from bot.ui.context import link_to
from bot.ui.custom_ids import action_id
from bot.ui.line_width import LINES, lines_of, packed

_MOST: Final = 9
"""Entries of a page."""


class Entry(NamedTuple):
    """A line of a list, and what opens it."""

    line: str
    name: str
    target: str
    """A custom id."""


class Listing(NamedTuple):
    """A list, in pages."""

    head: str
    entries: Sequence[Entry]
    last: str
    """The small line under the entries."""
    view: str
    """The view of its pages; `before` and `after` are its arguments around the page's number."""
    before: tuple[object, ...] = ()
    after: tuple[object, ...] = ()
    selects: tuple[Component, ...] = ()
    """Beside the one that opens the entries."""
    buttons: tuple[Component, ...] = ()
    """On the first page only."""
    offset: int = 0
    """Pages before the list, which are not of it."""
    opens: Component | None = None
    """A button that opens the entries of a page, instead of the drop-down."""
    onward: str = ""
    """The label of the button to the next page, where it is not *Next*."""

    def page(self, tr: Translator, page: int) -> Layout:
        """The page of that number, counted from 0 and kept within range."""
        sheets = self._sheets(tr)
        pages = self.offset + len(sheets)
        page = min(max(page, self.offset), pages - 1)
        shown = sheets[page - self.offset]
        around = (self.view, self.before, self.after)
        _, foot, turned = turn(tr, page, pages, f"-# {self.last}", *around, onward=self.onward)
        controls = [*turned, *(self.buttons if page == 0 else ())]
        selects = [*self.selects]
        if self.opens is not None:
            controls.append(self.opens)
        elif shown:
            options = [(name, target, False) for name, target in _options(shown)]
            selects.insert(0, select(f"s|{self.view}|open", tr("Open"), options))
        lines = [self.head, *map(_numbered, shown), foot]
        return card(lines, *([each] for each in selects), controls)

    def options(self, tr: Translator, page: int) -> list[tuple[str, str]]:
        """The entries of a page as numbered names, with what opens each."""
        sheets = self._sheets(tr)
        return _options(sheets[min(max(page - self.offset, 0), len(sheets) - 1)])

    def _sheets(self, tr: Translator) -> list[list[tuple[int, Entry]]]:
        """The entries with their numbers, as many on each page as a phone shows."""
        most = room(tr, self.head, small=f"-# {self.last}")
        numbered = enumerate(self.entries, 1)
        return packed(numbered, lambda entry: lines_of([_numbered(entry)]), most, _MOST)


def turn(
    tr: Translator,
    page: int,
    pages: int,
    small: str,
    view: str,
    before: tuple[object, ...],
    after: tuple[object, ...] = (),
    *,
    onward: str = "",
) -> tuple[int, str, list[Component]]:
    """The page kept within range, its small line, and *Previous* and *Next* where there is one.

    `view` takes the page between `before` and `after`; `onward`: another label of *Next*.
    """
    page = min(max(page, 0), pages - 1)
    turns = {page - 1: tr("Previous"), page + 1: onward or tr("Next")}
    buttons = [
        button(label, link_to(tr, view, *before, number, *after))
        for number, label in turns.items()
        if 0 <= number < pages
    ]
    return page, with_page_number(tr, small, page, pages), buttons


def with_page_number(tr: Translator, small: str, page: int, pages: int) -> str:
    """A small line with the page that it stands on, counted from 0, where there are several."""
    if pages < 2:
        return small
    return f"{small} · " + tr("page {page} of {pages}", page=page + 1, pages=pages)


def room(tr: Translator, *around: str, small: str) -> int:
    """The lines that a page has left beside what stands on each, with its small line."""
    return LINES - lines_of([*around, with_page_number(tr, small, 98, 99)])


def _options(shown: Sequence[tuple[int, Entry]]) -> list[tuple[str, str]]:
    return [(f"{i} {entry.name}", entry.target) for i, entry in shown]


def _numbered(entry: tuple[int, Entry]) -> str:
    return f"**{entry[0]}** {entry[1].line}"


class Chapter(NamedTuple):
    """A heading with its entries. An entry may have several lines and is never torn apart."""

    heading: str
    entries: tuple[str, ...]


def pages_row(tr: Translator, page: int, pages: int, act: str, *before: object) -> Layout:
    """Previous and Next as acts, where there are several pages; the page is the last argument."""
    if pages < 2:
        return []
    turns = (
        button(tr("Previous"), action_id(tr, act, *before, page - 1), disabled=page == 0),
        button(tr("Next"), action_id(tr, act, *before, page + 1), disabled=page >= pages - 1),
    )
    return [row(*turns)]
