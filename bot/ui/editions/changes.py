"""The changes of an edition under their headings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.domain.data.diff import CHANGE_KINDS, ChangeKind
from bot.domain.digests.edition import Edition
from bot.i18n.translator import N_
from bot.ui.components import Component, text
from bot.ui.context import RenderContext
from bot.ui.editions.entries import EditionEntry, change_entry
from bot.ui.editions.pages import Heading
from bot.ui.editions.text import said

_HEADINGS: Final[Mapping[ChangeKind, str]] = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "superseded": N_("Superseded"),
    "withdrawn": N_("Withdrawn"),
}
_AGAIN: Final = N_("Listed again")


def told_changes(
    contexts: Sequence[RenderContext], edition: Edition
) -> Iterator[tuple[Heading, list[EditionEntry]]]:
    """The changes by what happened, what was announced as new before apart."""
    for kind in CHANGE_KINDS:
        known = edition.returned if kind == "new" else frozenset[str]()
        found = [change for change in edition.changes if change.kind == kind]
        first = [change for change in found if change.record.id not in known]
        again = [change for change in found if change.record.id in known]
        for name, some in ((_HEADINGS[kind], first), (_AGAIN, again)):
            if some:
                entries = [change_entry(contexts, change) for change in some]
                yield plain_heading(contexts, name, len(entries)), entries


def plain_heading(contexts: Sequence[RenderContext], name: str, count: int) -> Heading:
    """A heading with the number of entries; on further pages it says that it goes on."""

    def heading(continued: bool) -> Component:
        names = said(contexts, lambda context: context.tr(name), " ")
        if not continued:
            return text(f"**{names}** · {count}")
        form = N_("**{heading}** (continued)")
        return text(contexts[0].tr(form, heading=names))

    return heading
