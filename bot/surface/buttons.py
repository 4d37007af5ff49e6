"""What happens when a button or a drop-down is used, also one sent before a restart.

All are registered once as dynamic items; no view is ever stored. (A stored view that
expires would unregister the dynamic items it holds for the whole bot.) What fails is told to
the person and the log under one reference, as with commands.
"""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias

import discord
import structlog

from bot.metrics import OTHER
from bot.surface.acts import read_act
from bot.surface.asked import arrived, note, outcome_of
from bot.surface.charts import CHART, read_chart
from bot.surface.client import apologise, new_reference
from bot.surface.desk import Desk
from bot.surface.share import SHARE
from bot.surface.takeaway import take
from bot.surface.taking import read_takeaway
from bot.surface.views import read_link

log = structlog.stdlib.get_logger()

Work: TypeAlias = Callable[[Desk, discord.Interaction, str], Awaitable[None]]
"""What a press does, given the custom id."""


def dynamic_items(desk: Desk) -> tuple[type[discord.ui.DynamicItem[Any]], ...]:
    """The classes to register with the client; they answer through this desk."""
    return (
        _item(desk, discord.ui.Button, r"v\|.+", follow),
        _item(desk, discord.ui.Select, r"s\|.+", choose),
        _item(desk, discord.ui.Button, SHARE, share),
        _item(desk, discord.ui.Button, r"a\|.+", act),
        _item(desk, discord.ui.Button, r"t\|.+", take),
        _item(desk, discord.ui.Button, r"c\|.+", chart),
    )


def _item(
    desk: Desk, kind: Callable[..., discord.ui.Item[Any]], pattern: str, work: Work
) -> type[discord.ui.DynamicItem[Any]]:
    """The class for buttons or drop-downs whose whole custom id fits the pattern."""

    class Pressed(discord.ui.DynamicItem[Any], template=pattern):
        def __init__(self, custom_id: str) -> None:
            super().__init__(kind(custom_id=custom_id))

        @classmethod
        async def from_custom_id(
            cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str]
        ) -> "Pressed":
            return cls(match.string)

        async def callback(self, interaction: discord.Interaction) -> Any:
            await answered(desk, interaction, work(desk, interaction, self.custom_id))

    return Pressed


async def answered(desk: Desk, interaction: discord.Interaction, work: Awaitable[None]) -> None:
    """Waits for the work; what fails gets one log line and a reference that the person sees too."""
    name = _name(desk, interaction)
    arrived(partial(desk.metrics.button_answered, name))
    try:
        await work
    except Exception as error:
        note("failed")
        reference = new_reference()
        # Its kind and name alone: further parts may hold what somebody typed.
        parts = str((interaction.data or {}).get("custom_id")).split("|")[:2]
        log.error("button failed", reference=reference, button="|".join(parts), exc_info=error)
        await apologise(interaction, desk.words[desk.lang(interaction)], reference)
    desk.metrics.button_ended(name, outcome_of(interaction))


def _name(desk: Desk, interaction: discord.Interaction) -> str:
    """The view or act that a press names, where there is one of that name."""
    data = interaction.data or {}
    values: list[str] = data.get("values", [])
    custom_id = values[0] if values else str(data.get("custom_id"))
    if custom_id == SHARE:
        return SHARE
    if taken := read_takeaway(custom_id):
        return taken[0]
    if read_chart(custom_id) is not None:
        return CHART
    link, action = read_link(custom_id), read_act(custom_id)
    if link is not None and desk.has_view(link[0]):
        return link[0]
    return action[0] if action is not None and action[0] in desk.acts else OTHER


async def follow(desk: Desk, interaction: discord.Interaction, custom_id: str) -> None:
    """Shows the view that a custom id names; one that no longer exists says so."""
    found = read_link(custom_id)
    if found is None or not desk.has_view(found[0]):
        await _outdated(desk, interaction)
        return
    view, lang, args = found
    await desk.turn(interaction, "zh" if lang == "zh" else "en", view, args)


async def choose(desk: Desk, interaction: discord.Interaction, _custom_id: str) -> None:
    """Shows the view that the chosen value names, or does the act that it names."""
    values: list[str] = (interaction.data or {}).get("values", [])
    chosen = values[0] if values else ""
    work = act if read_act(chosen) else follow
    await work(desk, interaction, chosen)


async def share(desk: Desk, interaction: discord.Interaction, _custom_id: str) -> None:
    """Posts the private answer that the button stands under."""
    await desk.gallery.share(interaction, desk.speak(interaction))


async def chart(desk: Desk, interaction: discord.Interaction, custom_id: str) -> None:
    """Shows the picture that a custom id names; one that no longer exists says so."""
    found = read_chart(custom_id)
    if found is None:
        await _outdated(desk, interaction)
        return
    name, lang, args = found
    try:
        await desk.gallery.chart(interaction, desk.scene(lang), name, args)
    except KeyError:
        await _outdated(desk, interaction)


async def act(desk: Desk, interaction: discord.Interaction, custom_id: str) -> None:
    """Does what a custom id names; something that is no longer done says so.

    Only under a private answer or in direct messages with the bot: there, whoever presses is the
    one who was answered.
    """
    found = read_act(custom_id)
    if found is None or found[0] not in desk.acts or not _private(interaction):
        await _outdated(desk, interaction)
        return
    name, lang, args = found
    await desk.acts[name](interaction, lang, args)


def _private(interaction: discord.Interaction) -> bool:
    if interaction.context.dm_channel:  # with the bot: others have a context of their own
        return True
    return interaction.message is not None and interaction.message.flags.ephemeral


async def _outdated(desk: Desk, interaction: discord.Interaction) -> None:
    words = desk.words[desk.lang(interaction)]
    await interaction.response.send_message(
        words("This button belongs to an older version. Please run the command again."),
        ephemeral=True,
    )
