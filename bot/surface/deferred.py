"""Ends a deferred private answer with prepared JSON, and a file where there is one.

No view is stored: its buttons are those of `buttons.py`.
"""

import io
import json
from typing import Any, NamedTuple

import discord
from discord.http import Route
from discord.webhook.async_ import async_context

from bot.surface.layout import Layout

_COMPONENTS_V2 = 1 << 15


class Attached(NamedTuple):
    """A file under an answer."""

    name: str
    content: bytes


async def defer(interaction: discord.Interaction) -> None:
    """Says that an answer follows: to a command a private one, to a button in its place."""
    if interaction.type is discord.InteractionType.component:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def finish(
    interaction: discord.Interaction, layout: Layout, file: Attached | None = None
) -> None:
    """Puts the layout in the place of the answer that was deferred. Nothing in it can ping."""
    webhook = interaction.followup
    body: dict[str, Any] = {
        "flags": _COMPONENTS_V2,
        "components": layout,
        "allowed_mentions": {"parse": []},
        "attachments": [{"id": 0, "filename": file.name}] if file else [],
    }
    held = discord.File(io.BytesIO(file.content), file.name) if file else None
    await async_context.get().request(
        Route(
            "PATCH",
            "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
            webhook_id=webhook.id,
            webhook_token=webhook.token,
        ),
        session=webhook.session,
        proxy=webhook.proxy,
        proxy_auth=webhook.proxy_auth,
        payload=None if held else body,
        multipart=_multipart(body, held) if held else None,
        files=[held] if held else None,
    )


def _multipart(body: dict[str, Any], file: discord.File) -> list[dict[str, Any]]:
    return [
        {"name": "payload_json", "value": json.dumps(body)},
        {
            "name": "files[0]",
            "value": file.fp,
            "filename": file.filename,
            "content_type": "application/octet-stream",
        },
    ]
