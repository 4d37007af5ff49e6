"""Chapters of long records, and the buttons that turn pages."""

from dataclasses import dataclass

from bot.i18n.translator import Translator
from bot.ui.actions import action_id
from bot.ui.components import Layout, button, row


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with its entries. An entry may have several lines and is never torn apart."""

    heading: str
    entries: tuple[str, ...]


def number_of(page: str) -> int:
    """A page number as a button carries it; 0 for anything else."""
    return int(page) if page.lstrip("-").isdigit() else 0


def pages_row(tr: Translator, page: int, pages: int, act: str, *before: object) -> Layout:
    """Previous and Next as acts, where there are several pages; the page is the last argument."""
    if pages < 2:
        return []
    turns = (
        button(tr("Previous"), action_id(tr, act, *before, page - 1), disabled=page == 0),
        button(tr("Next"), action_id(tr, act, *before, page + 1), disabled=page >= pages - 1),
    )
    return [row(*turns)]
