"""What a record's buttons *Copy as text* and *File* are called, in their labels and custom ids.

Like a view's, the custom id holds all that it needs; `takeaway.py` answers to it.
"""

from typing import Final

from bot.surface.layout import MAX_CUSTOM_ID, Component, button, row
from bot.surface.words import Lang, Words, mark

MARK: Final = "t"
_SEPARATOR: Final = "|"
COPY: Final = "copy"
FILE: Final = "file"
WAYS: Final = {COPY: mark("Copy as text"), FILE: mark("File")}


def takeaway_row(words: Words, record_id: str) -> Component:
    """The buttons that give a record away as text and as a file; they outlive a restart."""
    return row(*(takeaway_button(words, way, record_id) for way in WAYS))


def takeaway_button(words: Words, way: str, record_id: str) -> Component:
    """One of them."""
    custom_id = _SEPARATOR.join((MARK, way, words.lang, record_id))
    return button(words(WAYS[way]), custom_id[:MAX_CUSTOM_ID])


def read_takeaway(custom_id: str) -> tuple[str, Lang, str] | None:
    """The way, the language and the record's id in a custom id, or None where it is none."""
    parts = custom_id.split(_SEPARATOR)
    if len(parts) != 4 or parts[0] != MARK or parts[1] not in WAYS:
        return None
    return parts[1], "zh" if parts[2] == "zh" else "en", parts[3]
