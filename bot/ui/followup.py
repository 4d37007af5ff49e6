"""Further messages after the first answer, as prepared JSON like the answer itself."""

import discord
from discord.http import Route
from discord.webhook.async_ import async_context

from bot.ui.components import Layout

_COMPONENTS_V2 = 1 << 15
_EPHEMERAL = 1 << 6


async def follow_up(interaction: discord.Interaction, layout: Layout) -> None:
    """One more private message, once the interaction is answered. Nothing in it can ping."""
    webhook = interaction.followup
    await async_context.get().request(
        Route(
            "POST",
            "/webhooks/{webhook_id}/{webhook_token}",
            webhook_id=webhook.id,
            webhook_token=webhook.token,
        ),
        session=webhook.session,
        proxy=webhook.proxy,
        proxy_auth=webhook.proxy_auth,
        payload={
            "flags": _COMPONENTS_V2 | _EPHEMERAL,
            "components": layout,
            "allowed_mentions": {"parse": []},
        },
    )
