"""Share here: a private answer posted again for everyone, exactly as the person saw it."""

from collections.abc import Sequence
from typing import Any, Final, cast

import discord

from bot.surface.layout import Component, Layout, button, row
from bot.surface.words import Words

SHARE: Final = "share"
"""Custom id of the button. It holds no state: what is shared is the message it stands under."""
_ROW: Final = 1
_BUTTON: Final = 2
_MOST_BUTTONS: Final = 5
"""Discord's numbers of these components, and how many buttons a row takes."""


def with_share(layout: Layout, words: Words) -> Layout:
    """The layout with the button under it, in the row of buttons that stands last, if any.

    The layout itself stays as it is.
    """
    share = button(words("Share here"), SHARE)
    if layout and _has_room(layout[-1]):
        return [*layout[:-1], row(share, *layout[-1]["components"])]
    return [*layout, row(share)]


def _has_room(part: Component) -> bool:
    buttons = [each for each in part.get("components", ()) if each["type"] == _BUTTON]
    return part["type"] == _ROW and 0 < len(buttons) < _MOST_BUTTONS


def shared_layout(message: discord.Message) -> Layout:
    """The message's own components without the button."""
    parts = [cast("Component", part.to_dict()) for part in message.components]
    kept = (_without_share(_clean(part)) for part in parts)
    return [part for part in kept if part["type"] != _ROW or part["components"]]


def _without_share(part: Component) -> Component:
    if part["type"] != _ROW:
        return part
    children = cast("Sequence[dict[str, Any]]", part["components"])
    return part | {"components": [c for c in children if c.get("custom_id") != SHARE]}


def _clean(part: Component) -> Component:
    """Without the ids that Discord numbered the parts with."""
    cleaned = {k: v for k, v in part.items() if k != "id" and v is not None}
    if "components" in cleaned:
        cleaned["components"] = [_clean(child) for child in cleaned["components"]]
    if "accessory" in cleaned:
        cleaned["accessory"] = _clean(cleaned["accessory"])
    return cleaned
