"""*Monday digest*: an order for this channel, every Monday at nine, that only needs *Save*."""

from collections.abc import Mapping, Sequence
from typing import Final

import discord

from bot.i18n.translator import Lang
from bot.ui.components import Layout
from bot.ui.cooldowns import WRITES
from bot.ui.registry import Args, RecordButton
from bot.ui.services import Services
from cogs.digest.drafts import draft_order
from cogs.digest.guard import DigestRequest, answer
from cogs.digest.options import DigestOptions, PressedChannel

MONDAY: Final = "dgm"
_SCHEDULE: Final = "mon 09:00"
_HELP: Final = "ho"
"""The view with the button."""


async def order_monday(
    services: Services, interaction: discord.Interaction, lang: Lang, _args: Args
) -> None:
    """What `/digest create` answers for this channel; who may not, reads why."""

    async def make(request: DigestRequest) -> Sequence[Layout]:
        channel = PressedChannel.of(interaction)
        return await draft_order(request, DigestOptions(channel, _SCHEDULE), None)

    await answer(services, interaction, make, lang, back=_HELP)


RECORD_BUTTONS: Final[Mapping[str, RecordButton]] = {
    MONDAY: RecordButton(order_monday, limit=WRITES)
}
