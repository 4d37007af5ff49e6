"""What a record's buttons *Copy as text* and *File* are called, in their labels and custom ids.

Like a view's, the custom id holds all that it needs; `cogs/measures/export_handlers.py` answers it.
"""

from typing import Final

from bot.i18n.translator import N_, Translator
from bot.ui.components import Component, SelectOption, button
from bot.ui.custom_ids import public_id

COPY: Final = "copy"
FILE: Final = "file"
WAYS: Final = {COPY: N_("Copy as text"), FILE: N_("File")}


def takeaway_options(tr: Translator, record_id: str) -> list[SelectOption]:
    """The options that send a record as text and as a file; they work after a restart."""
    return [(tr(label), public_id(tr, way, record_id), False) for way, label in WAYS.items()]


def takeaway_button(tr: Translator, way: str, record_id: str) -> Component:
    """One of them."""
    return button(tr(WAYS[way]), public_id(tr, way, record_id))
