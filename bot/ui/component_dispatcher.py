"""What happens when a button or a drop-down is used, or a form is sent: also after a restart.

No view is ever stored: every such interaction is taken from its event, and its custom id says what
to do. One that is not of this version is answered with a sentence. What fails is told to the
person and the log under one reference, as with commands.
"""

from typing import Any, Final

import discord
import structlog
from discord.ext import commands

from bot.discord_client.client import LittleGiant, apologise, new_reference
from bot.metrics import OTHER
from bot.ui.chart import ChartImage
from bot.ui.chart_button import CHART
from bot.ui.cooldowns import FILES, LOOKUPS, PICTURES, Limit
from bot.ui.custom_ids import SHARE, CustomId, name_of
from bot.ui.desk import Desk
from bot.ui.interaction_guard import InteractionGuard
from bot.ui.interaction_tracking import arrived, note, outcome_of
from bot.ui.malformed_interactions import answer_malformed

log = structlog.stdlib.get_logger()

_TAKEN: Final = (discord.InteractionType.component, discord.InteractionType.modal_submit)


class ComponentDispatcher(commands.Cog):
    """Answers every button, drop-down and form."""

    def __init__(self, desk: Desk, guard: InteractionGuard) -> None:
        """`desk` knows what there is to press; `guard` decides what is answered."""
        self._desk = desk
        self._guard = guard

    @commands.Cog.listener("on_interaction")
    async def used(self, interaction: discord.Interaction[LittleGiant]) -> None:
        """Takes a press or a form; everything else is left to others."""
        if interaction.type not in _TAKEN or self._guard.is_repeat(interaction):
            return
        try:
            taken = await self._admitted(interaction)
        except Exception as error:  # noqa: BLE001 - whatever is missing in it
            await answer_malformed(interaction, error, self._desk.translators["en"])
            self._desk.metrics.button_ended(OTHER, outcome_of(interaction))
            return
        name, found, admitted = taken
        try:
            if admitted:
                await self._answer(interaction, name, found)
        except Exception as error:
            if not self._guard.is_gone(error):
                note("failed")
                reference = new_reference()
                log.error("button failed", reference=reference, button=name, exc_info=error)
                await apologise(interaction, self._desk.speak(interaction), reference)
        self._desk.metrics.button_ended(name, outcome_of(interaction))

    async def _admitted(
        self, interaction: discord.Interaction[LittleGiant]
    ) -> tuple[str, CustomId | None, bool]:
        """What is pressed: its name and custom id, and whether the person may do that now."""
        text = name_of(interaction.data or {})
        is_form = interaction.type is discord.InteractionType.modal_submit
        found = self._desk.custom_id(text)
        if found is not None and (found.kind == "f") != is_form:
            found = None
        name = SHARE if text == SHARE else _counted_as(found)
        arrived(self._desk.metrics.button_answered, name)
        return name, found, await self._guard.admits(interaction, self._limit(name, found))

    def _limit(self, name: str, found: CustomId | None) -> Limit | None:
        """How often a person may do that; as often as by the command that does the same."""
        if found is None:
            return FILES if name == SHARE else LOOKUPS
        registry, actions = self._desk.registry, self._desk.actions
        match found.kind:
            case "c":
                return PICTURES
            case "a":
                return actions[found.name].limit
            case "t":
                return registry.record_buttons[found.name].limit
            case "v" if found.name in registry.views:
                return registry.views[found.name].limit
            case _:
                return LOOKUPS

    async def _answer(
        self, interaction: discord.Interaction, name: str, found: CustomId | None
    ) -> None:
        desk = self._desk
        if name == SHARE:
            await desk.chart_responder.share(interaction, desk.speak(interaction))
            return
        match found:
            case CustomId(kind="v"):
                await desk.turn(interaction, found.lang, found.name, found.args)
            case CustomId(kind="c") if (picture := _picture(desk, found)) is not None:
                await desk.chart_responder.chart(
                    interaction, desk.context(found.lang), found.name, picture
                )
            case CustomId(kind="t"):
                button = desk.registry.record_buttons[found.name]
                await button.run(desk, interaction, found.lang, found.args[0])
            case CustomId(kind="a") if _private(interaction):
                await desk.actions[found.name].run(interaction, found.lang, found.args)
            case CustomId(kind="f"):
                components: Any = (interaction.data or {}).get("components", ())
                await desk.forms[found.name].run(interaction, found.lang, found.args, components)
            case _:
                await self._outdated(interaction)

    async def _outdated(self, interaction: discord.Interaction) -> None:
        self._desk.metrics.interaction_refused("older version")
        tr = self._desk.speak(interaction)
        await interaction.response.send_message(
            tr("This button belongs to an older version. Please run the command again."),
            ephemeral=True,
        )


def _counted_as(found: CustomId | None) -> str:
    """The name of a view, act, form or way to take a record; never one that only was sent."""
    if found is None:
        return OTHER
    return CHART if found.kind == "c" else found.name


def _picture(desk: Desk, found: CustomId) -> ChartImage | None:
    """What the button *Chart* shows; None where the data have no such industry any more."""
    try:
        return desk.registry.charts[found.name].build(desk.context(found.lang), *found.args)
    except KeyError:
        return None


def _private(interaction: discord.Interaction) -> bool:
    """Whether whoever presses is the one who was answered: acts stand under such answers alone."""
    if interaction.context.dm_channel:  # with the bot: others have a context of their own
        return True
    return interaction.message is not None and interaction.message.flags.ephemeral
