"""Long records as pages: chapters of lines, bound into sheets that fit a message."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.i18n.translator import Translator
from bot.ui.actions import action_id
from bot.ui.blocks import fit
from bot.ui.components import Component, button, row, select, text
from bot.ui.context import link_to

_HARDLY: Final = 200


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with its entries. An entry may have several lines and is never torn apart."""

    heading: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PagedSheet:
    """One page: a text for each chapter or part of one, and their headings."""

    texts: tuple[str, ...]
    headings: tuple[str, ...]

    @property
    def parts(self) -> list[Component]:
        """The texts as components: apart, so that no list swallows the heading after it."""
        return [text(content) for content in self.texts]


def bind(chapters: Iterable[Chapter], limit: int, tr: Translator) -> list[PagedSheet]:
    """The chapters as sheets of at most `limit` characters, as long as no single entry is longer.

    A chapter that fits on one sheet stays whole; one that goes on says so in its heading. There
    is always at least one sheet.
    """
    sheets: list[PagedSheet] = []
    blocks: list[list[str]] = []
    headings: list[str] = []

    def close() -> None:
        if blocks:
            texts = tuple("\n".join(block) for block in blocks)
            sheets.append(PagedSheet(texts, tuple(headings)))
        blocks.clear()
        headings.clear()

    def remaining() -> int:
        return limit - sum(_length(block) for block in blocks)

    for chapter in chapters:
        heading = f"**{chapter.heading}**"
        if remaining() < _length((heading, *chapter.entries)) <= limit:
            close()
        for i, entry in enumerate(chapter.entries):
            opens = i == 0
            if remaining() < _length((heading, entry) if opens else (entry,)):
                close()
            if opens:
                blocks.append([heading])
                headings.append(chapter.heading)
            elif not blocks:
                blocks.append([tr("**{heading}** (continued)", heading=chapter.heading)])
                headings.append(chapter.heading)
            blocks[-1].append(entry)
    close()
    return sheets or [PagedSheet((), ())]


def _length(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def stack(blocks: Iterable[Sequence[str]], limit: int, tr: Translator) -> list[Component]:
    """Each block of lines as a text, all together at most `limit` characters.

    If little space is left, the rest counts as one block.
    """
    parts: list[Component] = []
    waiting = [list(block) for block in blocks]
    while waiting:
        rest = limit < _HARDLY
        block = [line for each in waiting for line in each] if rest else waiting[0]
        waiting = [] if rest else waiting[1:]
        content = fit(block, limit, tr)
        limit -= len(content)
        parts.append(text(content))
    return parts


def number_of(page: str) -> int:
    """A page number as a button carries it; 0 for anything else."""
    return int(page) if page.lstrip("-").isdigit() else 0


def sheet_line(tr: Translator, number: int, pages: int) -> str:
    """Which page this is, counted from 1; empty where there is only one."""
    if pages < 2:
        return ""
    return "-# " + tr("page {page} of {pages}", page=number + 1, pages=pages)


def sheet_select(
    tr: Translator, sheets: Sequence[PagedSheet], number: int, view: str, *before: object
) -> Component:
    """A drop-down that names the contents of each page and opens it."""

    def options() -> Iterator[tuple[str, str, bool]]:
        for i, sheet in enumerate(sheets):
            names = tr.list_comma.join(sheet.headings)
            label = tr("Page {page}: {names}", page=i + 1, names=names)
            yield label, link_to(tr, view, *before, i), i == number

    return row(select(f"s|{view}", tr("Go to a page"), options()))


def pages_row(tr: Translator, page: int, pages: int, act: str, *before: object) -> Component:
    """Previous and Next as acts; the page is the last argument."""
    return row(
        button(tr("Previous"), action_id(tr, act, *before, page - 1), disabled=page == 0),
        button(tr("Next"), action_id(tr, act, *before, page + 1), disabled=page >= pages - 1),
    )
