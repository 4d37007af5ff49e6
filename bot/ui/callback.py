"""Answers an interaction with prepared JSON.

A card is built once and kept; sending it through the library's own callback route costs a
third of building a view anew, stores no view, and so nothing grows with use. It uses private
names of discord.py, as only `gateway.py` and `gateway_socket.py` do besides, and checks at import
that they are still there.
"""

from typing import Any

import discord
from discord.http import Route
from discord.webhook.async_ import async_context
from orjson import Fragment

from bot.ui.attached_file import Attached, sending
from bot.ui.components import Layout

_COMPONENTS_V2 = 1 << 15
_EPHEMERAL = 1 << 6
_NO_MENTIONS: dict[str, list[str]] = {"parse": []}

if not hasattr(discord.InteractionResponse, "_response_type"):
    raise ImportError(f"discord.py {discord.__version__} has no InteractionResponse._response_type")


async def reply(
    interaction: discord.Interaction,
    layout: Layout | bytes,
    *,
    ephemeral: bool,
    file: Attached | None = None,
) -> None:
    """Answers with a new message, laid out or packed. Nothing in it can ping."""
    data: dict[str, Any] = {
        "flags": _COMPONENTS_V2 | (_EPHEMERAL if ephemeral else 0),
        "components": _as_json(layout),
    }
    if file is not None:
        data["attachments"] = [file.told]
    await _respond(interaction, discord.InteractionResponseType.channel_message, data, file)


async def update(interaction: discord.Interaction, layout: Layout | bytes) -> None:
    """Replaces the message whose button was pressed, and takes its files away."""
    data: dict[str, Any] = {"flags": _COMPONENTS_V2, "components": _as_json(layout)}
    if interaction.message is not None and interaction.message.attachments:
        data["attachments"] = []
    await _respond(interaction, discord.InteractionResponseType.message_update, data)


async def ask(
    interaction: discord.Interaction, custom_id: str, title: str, components: Layout
) -> None:
    """Opens a form (modal). Discord refuses one as the answer to another."""
    await _respond(
        interaction,
        discord.InteractionResponseType.modal,
        {"custom_id": custom_id, "title": title, "components": components},
    )


def _as_json(layout: Layout | bytes) -> Layout | Fragment:
    return Fragment(layout) if isinstance(layout, bytes) else layout


async def _respond(
    interaction: discord.Interaction,
    kind: discord.InteractionResponseType,
    data: dict[str, Any],
    file: Attached | None = None,
) -> None:
    if interaction.response.is_done():
        raise discord.InteractionResponded(interaction)
    if kind is not discord.InteractionResponseType.modal:
        data["allowed_mentions"] = _NO_MENTIONS
    client: Any = interaction.client
    # The library's own helper asks for the message back, which nothing here reads.
    await async_context.get().request(
        Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction.id,
            webhook_token=interaction.token,
        ),
        session=client.callbacks,
        proxy=client.http.proxy,
        proxy_auth=client.http.proxy_auth,
        **sending({"type": kind.value, "data": data}, file),
    )
    interaction.response._response_type = kind  # pyright: ignore[reportPrivateUsage] # see above
