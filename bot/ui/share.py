"""Share here: a private answer posted again for everyone, as the person saw it, and only once."""

import hashlib
from typing import Final, cast

import discord
import orjson

from bot.i18n.translator import Lang, Translator
from bot.ui.components import (
    IMAGE,
    MAX_TEXT,
    Component,
    Layout,
    button,
    image,
    text,
    text_length,
    walk,
    with_button,
)
from bot.ui.custom_ids import SHARE, split
from bot.ui.escape import echo

_ROW: Final = 1
_TEXT: Final = 10
_NAME: Final = 32
_MOST_BUTTONS: Final = 5
"""Discord's numbers of these components, and how many buttons a row takes."""


def with_share(layout: Layout, tr: Translator) -> Layout:
    """A new layout with the button under it, in the last row of buttons, if any.

    What has no heading shows no record, such as an unknown name: there is nothing to share.
    """
    first = next((part["content"] for part in walk(layout) if part["type"] == _TEXT), "")
    if not first.startswith("### "):
        return layout
    return with_button(layout, button(tr("Share here"), SHARE), _MOST_BUTTONS)


def layout_of(message: discord.Message) -> Layout:
    """The message's own components; its picture must be sent with them."""
    parts = [cast("Component", part.to_dict()) for part in message.components]
    shown = picture_of(message)
    return [_clean(part, shown.filename if shown else "") for part in parts]


def without_share(layout: Layout) -> Layout:
    """A message's components without the button; empty if they have no content."""
    shared: Layout = []
    for part in layout:
        if part["type"] != _ROW:
            shared.append(part)
        elif kept := [c for c in part["components"] if c.get("custom_id") != SHARE]:
            shared.append(part | {"components": kept})
    return shared if any(part["type"] != _ROW for part in shared) else []


def signed(layout: Layout, name: str, tr: Translator) -> Layout:
    """The layout with who shared it in its last line, where there is room."""
    # Not a mention: Discord would list the person as mentioned.
    said = tr("Shared by {person}", person=echo(name, _NAME))
    if text_length(layout) + len(said) + 4 > MAX_TEXT:
        return layout
    last = next((part for part in reversed(list(walk(layout))) if part["type"] == _TEXT), None)
    if last is None:
        return [*layout, text(f"-# {said}")]
    is_small = last["content"].rpartition("\n")[2].startswith("-# ")
    last["content"] += f" · {said}" if is_small else f"\n-# {said}"
    return layout


def with_shared(layout: Layout, tr: Translator) -> Layout:
    """A message's components with the button disabled, and saying that it was done."""
    for part in walk(layout):
        if part.get("custom_id") == SHARE:
            part |= {"label": tr("Shared"), "disabled": True}
    return layout


def lang_of(layout: Layout) -> Lang | None:
    """The language of a card, by its other buttons; None where it has none."""
    ids = (split(part.get("custom_id")) for part in walk(layout))
    return next((found.lang for found in ids if found is not None), None)


def key_of(message_id: int, layout: Layout) -> str:
    """What tells this card of that message from all others."""
    return hashlib.sha256(b"%d" % message_id + orjson.dumps(layout)).hexdigest()


def picture_of(message: discord.Message) -> discord.Attachment | None:
    """The picture within the message."""
    return next((file for file in message.attachments if file.filename.endswith(".png")), None)


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
