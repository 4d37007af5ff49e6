"""Ends a deferred private answer with prepared JSON, and a file where there is one.

No view is stored: its buttons are those of `component_dispatcher.py`.
"""

from typing import Any

import discord
from discord.http import Route
from discord.webhook.async_ import async_context

from bot.ui.attached_file import Attached, sending
from bot.ui.components import Layout

_COMPONENTS_V2 = 1 << 15


async def defer(interaction: discord.Interaction) -> None:
    """Says that an answer follows: to a command a private one, to a button in its place."""
    if interaction.type is discord.InteractionType.component:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def finish(
    interaction: discord.Interaction, layout: Layout, file: Attached | None = None
) -> None:
    """Puts the layout in the place of the answer, deferred or given. Nothing in it can ping."""
    webhook = interaction.followup
    body: dict[str, Any] = {
        "flags": _COMPONENTS_V2,
        "components": layout,
        "allowed_mentions": {"parse": []},
        "attachments": [file.told] if file else [],
    }
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
        **sending(body, file),
    )


__all__ = ["Attached", "defer", "finish"]
