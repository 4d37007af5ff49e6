"""Share here: a private answer posted again for everyone, exactly as the person saw it."""

from collections.abc import Sequence
from typing import Any, Final, cast

import discord

from bot.surface.layout import Component, Layout, button, row
from bot.surface.words import Words

SHARE: Final = "share"
"""Custom id of the button. It holds no state: what is shared is the message it stands under."""


def with_share(layout: Layout, words: Words) -> Layout:
    """The layout with the button under it; the layout itself stays as it is."""
    return [*layout, row(button(words("Share here"), SHARE))]


def shared_layout(message: discord.Message) -> Layout:
    """The message's own components without the button."""
    parts = [cast("Component", part.to_dict()) for part in message.components]
    return [_clean(part) for part in parts if not _is_share_row(part)]


def _is_share_row(part: Component) -> bool:
    children = cast("Sequence[dict[str, Any]]", part.get("components", ()))
    return any(child.get("custom_id") == SHARE for child in children)


def _clean(part: Component) -> Component:
    """Without the ids that Discord numbered the parts with."""
    cleaned = {k: v for k, v in part.items() if k != "id" and v is not None}
    if "components" in cleaned:
        cleaned["components"] = [_clean(child) for child in cleaned["components"]]
    if "accessory" in cleaned:
        cleaned["accessory"] = _clean(cleaned["accessory"])
    return cleaned
