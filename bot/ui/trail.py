"""The way back: the pages that led to a card, in the custom ids of its buttons.

A button that opens another page appends the page on which it stands; *Back* opens the nearest one.
A custom id holds as many of them as fit, the nearest first.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.i18n.translator import Translator
from bot.ui.components import MAX_CUSTOM_ID, Layout, button, walk, with_button
from bot.ui.custom_ids import SAME, TRAIL, encode, opened_view, split, trail_entry

_BUTTON: Final = 2
_SELECT: Final = 3
_MOST_BUTTONS: Final = 4
"""Of a row, with *Share here*."""
_CHAPTERS: Final = frozenset(("lad", "ld", "lnd", "ma", "mc", "md", "pd", "std", "zi"))
"""Views whose drop-down turns to another part, or refines in place: no step on the way."""


def with_trail(
    layout: Layout, tr: Translator, view: str, args: Iterable[str], trail: Sequence[str]
) -> Layout:
    """The layout with the way back in its buttons, and *Back* where a button led to it."""
    here = (trail_entry(view, args), *trail)
    turning = (tr("Previous"), tr("Next"), tr("More"))
    for part in walk(layout):
        if part["type"] == _BUTTON and "custom_id" in part:
            way = trail if part["label"] in turning else here
            part["custom_id"] = _leading_back(part["custom_id"], way)
        elif part["type"] == _SELECT:
            for option in part["options"]:
                stays = view in _CHAPTERS and opened_view(option["value"]) == view
                option["value"] = _leading_back(option["value"], trail if stays else here)
    return _with_back(layout, tr, trail) if trail else layout


def _leading_back(custom_id: str, way: Sequence[str]) -> str:
    """The custom id with as much of the way as fits, if it opens a view."""
    opened = split(custom_id) if opened_view(custom_id) is not None else None
    if opened is None:
        return custom_id
    return _followed(custom_id, opened.args, way)


def _followed(custom_id: str, args: Sequence[str], way: Sequence[str]) -> str:
    """The custom id of a view with these arguments, and as much of the way as fits."""
    for entry in way:
        name, *own = entry.split("|")
        same = own[:1] == list(args[:1]) and len("".join(own[:1])) > len(SAME)
        shorter = [SAME, *own[1:]] if same else own
        longer = f"{custom_id}{TRAIL}{trail_entry(name, shorter)}"
        if len(longer) > MAX_CUSTOM_ID:
            break
        custom_id, args = longer, own
    return custom_id


def _with_back(layout: Layout, tr: Translator, trail: Sequence[str]) -> Layout:
    name, *args = trail[0].split("|")
    back = encode("v", name, tr.lang, args, cut=True)
    back = _followed(back, args, trail[1:])
    if any(part.get("custom_id") == back for part in walk(layout)):
        return layout
    return with_button(layout, button(tr("Back"), back), _MOST_BUTTONS, first=True)
