"""The changes of an edition under their headings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.domain.data.diff import CHANGE_KINDS, ChangeKind
from bot.domain.digests.edition import Edition
from bot.i18n.translator import mark
from bot.ui.components import Component, text
from bot.ui.context import Scene
from bot.ui.editions.entries import Entry, change_entry
from bot.ui.editions.pages import Heading
from bot.ui.editions.text import said

_HEADINGS: Final[Mapping[ChangeKind, str]] = {
    "new": mark("New"),
    "changed": mark("Changed"),
    "superseded": mark("Superseded"),
    "withdrawn": mark("Withdrawn"),
}
_AGAIN: Final = mark("Listed again")


def told_changes(
    scenes: Sequence[Scene], edition: Edition
) -> Iterator[tuple[Heading, list[Entry]]]:
    """The changes by what happened, what was announced as new before apart."""
    for kind in CHANGE_KINDS:
        known = edition.returned if kind == "new" else frozenset[str]()
        found = [change for change in edition.changes if change.kind == kind]
        first = [change for change in found if change.record.id not in known]
        again = [change for change in found if change.record.id in known]
        for name, some in ((_HEADINGS[kind], first), (_AGAIN, again)):
            if some:
                entries = [change_entry(scenes, change) for change in some]
                yield plain_heading(scenes, name, len(entries)), entries


def plain_heading(scenes: Sequence[Scene], name: str, count: int) -> Heading:
    """A heading with the number of entries; on further pages it says that it goes on."""

    def heading(continued: bool) -> Component:
        names = said(scenes, lambda scene: scene.words(name), " ")
        if not continued:
            return text(f"**{names}** · {count}")
        form = mark("**{heading}** (continued)")
        return text(scenes[0].words(form, heading=names))

    return heading
