"""Share here: a private answer posted again for everyone, exactly as the person saw it."""

from collections.abc import Sequence
from typing import Any, Final, cast

import discord

from bot.i18n.translator import Translator
from bot.ui.components import IMAGE, Component, Layout, button, image, row
from bot.ui.custom_ids import SHARE

_ROW: Final = 1
_BUTTON: Final = 2
_MOST_BUTTONS: Final = 5
"""Discord's numbers of these components, and how many buttons a row takes."""


def with_share(layout: Layout, tr: Translator) -> Layout:
    """The layout with the button under it, in the last row of buttons, if any.

    The layout itself stays as it is.
    """
    share = button(tr("Share here"), SHARE)
    if layout and _has_room(layout[-1]):
        return [*layout[:-1], row(*layout[-1]["components"], share)]
    return [*layout, row(share)]


def _has_room(part: Component) -> bool:
    buttons = [each for each in part.get("components", ()) if each["type"] == _BUTTON]
    return part["type"] == _ROW and 0 < len(buttons) < _MOST_BUTTONS


def shared_layout(message: discord.Message) -> Layout:
    """The message's own components without the button; its picture must be sent with it.

    Empty if the message has no content in components.
    """
    parts = [cast("Component", part.to_dict()) for part in message.components]
    shown = picture_of(message)
    cleaned = (_clean(part, shown.filename if shown else "") for part in parts)
    kept = (_without_share(part) for part in cleaned)
    layout = [part for part in kept if part["type"] != _ROW or part["components"]]
    return layout if any(part["type"] != _ROW for part in layout) else []


def picture_of(message: discord.Message) -> discord.Attachment | None:
    """The picture within the message."""
    return next((file for file in message.attachments if file.filename.endswith(".png")), None)


def _without_share(part: Component) -> Component:
    if part["type"] != _ROW:
        return part
    children = cast("Sequence[dict[str, Any]]", part["components"])
    return part | {"components": [c for c in children if c.get("custom_id") != SHARE]}


def _clean(part: Component, picture: str) -> Component:
    """Without the ids that Discord numbered the parts with; the picture by its name again."""
    cleaned = {k: v for k, v in part.items() if k != "id" and v is not None}
    if "components" in cleaned:
        cleaned["components"] = [_clean(child, picture) for child in cleaned["components"]]
    if "accessory" in cleaned:
        cleaned["accessory"] = _clean(cleaned["accessory"], picture)
    if part["type"] == IMAGE:
        described = cleaned["items"][0].get("description") or ""
        cleaned = image(picture, described)
    return cleaned
