"""Changes into messages: whole entries only, in order, in as many messages as it takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from bot.domain.data.catalogue import source_ids
from bot.i18n.translator import Translator
from bot.ui.change_entries import ChangeEntry
from bot.ui.components import MAX_COMPONENTS, MAX_TEXT, Component, Layout, text, text_length, walk

_MANY: Final = 99
"""Parts for which room is kept in the heading."""
_SOURCES: Final = 999
"""Sources for which room is kept in the last line."""


class MessageContent(NamedTuple):
    """What stands in one message."""

    parts: tuple[Component, ...]
    sources: int
    """How many stand behind it."""


Framed: TypeAlias = Callable[[MessageContent, int, int], Layout]
"""Content, its part (from 1) and how many parts there are, as a finished message."""


@dataclass(slots=True)
class _Sheet:
    """One message as it fills up."""

    text: int
    """Characters that are left."""
    components: int
    """Components that are left."""
    parts: list[Component] = field(default_factory=list[Component])
    sources: set[str] = field(default_factory=set[str])
    ids: set[str] = field(default_factory=set[str])

    def take(self, *parts: Component) -> bool:
        """Adds them, where all of them fit."""
        text, components = text_length(parts), sum(1 for _ in walk(parts))
        if text > self.text or components > self.components:
            return False
        self.text -= text
        self.components -= components
        self.parts += parts
        self.ids.update(c["custom_id"] for c in walk(parts) if "custom_id" in c)
        return True


class ChangeSheets:
    """The messages, filled one after the other."""

    def __init__(self, tr: Translator, framed: Framed, spare: int) -> None:
        """`spare` components are kept free for what is put around the finished message."""
        self._tr, self._framed, self._spare = tr, framed, spare
        self._sheets = [self._blank(1)]

    def tell(self, name: str, entries: Sequence[ChangeEntry]) -> None:
        """Adds every entry under a heading, in as many messages as it takes."""
        heading = text(f"**{name}** · {len(entries)}")
        continued = text(self._tr("**{heading}** (continued)", heading=name))
        for place, entry in enumerate(entries):
            opening = [] if place else [heading]
            if not self._take(entry, *opening):
                self._sheets.append(self._blank(len(self._sheets) + 1))
                self._take(entry, continued if place else heading)

    def layouts(self) -> list[Layout]:
        """The finished messages."""
        count = len(self._sheets)
        return [
            self._framed(MessageContent(tuple(sheet.parts), len(sheet.sources)), part, count)
            for part, sheet in enumerate(self._sheets, 1)
        ]

    def _take(self, entry: ChangeEntry, *before: Component) -> bool:
        """Adds an entry; one whose button is there already comes without (Discord wants that)."""
        sheet = self._sheets[-1]
        taken = sheet.take(*before, entry.component(button_free=entry.link not in sheet.ids))
        if taken:
            sheet.sources.update(source_ids(entry.record))
        return taken

    def _blank(self, part: int) -> _Sheet:
        """A message with room for its heading and its last line as long as they can be."""
        empty = self._framed(MessageContent((), _SOURCES), part, _MANY)
        return _Sheet(
            MAX_TEXT - text_length(empty),
            MAX_COMPONENTS - self._spare - sum(1 for _ in walk(empty)),
        )
