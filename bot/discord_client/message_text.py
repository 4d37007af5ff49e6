"""What a message says, wherever Discord keeps its words: content, embeds, components, forwards."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import discord

from bot.ui.components import Component, walk


def message_text(message: discord.Message) -> str:
    """All words of a message, one part a line; empty where there are none."""
    parts: list[str] = list(_said(message.content, message.embeds, message.components))
    for forwarded in message.message_snapshots:
        parts.extend(_said(forwarded.content, forwarded.embeds, forwarded.components))
    return "\n".join(part.strip() for part in parts if part.strip())


def _said(
    content: str, embeds: Sequence[discord.Embed], components: Sequence[Any]
) -> Iterator[str]:
    yield content
    for embed in embeds:
        yield from (part for part in (embed.title, embed.description) if part)
        yield from (f"{field.name} {field.value}" for field in embed.fields)
    layout = [cast("Component", part.to_dict()) for part in components]
    yield from (str(part["content"]) for part in walk(layout) if part["type"] == 10)
