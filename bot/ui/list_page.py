"""A list within a phone's screen: numbered lines, a drop-down that opens them, pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.i18n.translator import Translator
from bot.ui.components import Component, Layout, button, container, row, select, text
from bot.ui.context import link_to
from bot.ui.line_width import LINES, lines_of

_MOST: Final = 9
"""Entries of a page."""


class Entry(NamedTuple):
    """A line of a list, and what opens it."""

    line: str
    name: str
    target: str
    """A custom id."""


@dataclass(frozen=True, slots=True)
class Listing:
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

    def page(self, tr: Translator, page: int) -> Layout:
        """The page of that number, counted from 0 and kept within range."""
        sheets = self._sheets()
        pages = self.offset + len(sheets)
        page = min(max(page, self.offset), pages - 1)
        shown, foot = sheets[page - self.offset], f"-# {self.last}"
        if pages > 1:
            foot += " · " + tr("page {page} of {pages}", page=page + 1, pages=pages)
        options = [(f"{i} {entry.name}", entry.target, False) for i, entry in shown]
        opened = [select(f"s|{self.view}|open", tr("Open"), options)] if options else []
        turned = page_buttons(tr, page, pages, self.view, self.before, self.after)
        controls = [*turned, *(self.buttons if page == 0 else ())]
        return [
            container(text("\n".join([self.head, *map(_numbered, shown), foot]))),
            *(row(each) for each in (*opened, *self.selects)),
            *([row(*controls)] if controls else []),
        ]

    def _sheets(self) -> list[list[tuple[int, Entry]]]:
        """The entries with their numbers, as many on each page as a phone shows."""
        room = LINES - lines_of([self.head, f"-# {self.last} · page 00 of 00"])
        sheets: list[list[tuple[int, Entry]]] = [[]]
        for entry in enumerate(self.entries, 1):
            longer = [*sheets[-1], entry]
            full = len(longer) > _MOST or lines_of(map(_numbered, longer)) > room
            if sheets[-1] and full:
                sheets.append([])
            sheets[-1].append(entry)
        return sheets


def _numbered(entry: tuple[int, Entry]) -> str:
    return f"**{entry[0]}** {entry[1].line}"


def page_buttons(
    tr: Translator,
    number: int,
    pages: int,
    view: str,
    before: tuple[object, ...],
    after: tuple[object, ...] = (),
) -> Iterator[Component]:
    """Previous and Next, where there is one."""
    if number:
        yield button(tr("Previous"), link_to(tr, view, *before, number - 1, *after))
    if number < pages - 1:
        yield button(tr("Next"), link_to(tr, view, *before, number + 1, *after))
