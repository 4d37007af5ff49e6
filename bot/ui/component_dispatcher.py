"""Answers every button, drop-down and form, also after a restart.

No view is stored: each such interaction is taken from its event, and its custom id says what to do.
A custom id of another version is answered with a sentence. A failure is reported to the person and
the log under one reference, as with commands.
"""

from typing import Any, Final

import discord
import structlog
from discord.ext import commands

from bot.discord_client.client import LittleGiant
from bot.metrics import OTHER_LABEL
from bot.ui.chart import CHART
from bot.ui.cooldowns import FILES, LOOKUPS
from bot.ui.custom_ids import SHARE, CustomId, chosen_custom_id
from bot.ui.interaction_guard import InteractionGuard, answer_malformed
from bot.ui.interaction_tracking import begin_tracking, count_ended, current_reference, set_outcome
from bot.ui.registry import Press
from bot.ui.responses import follow_button, is_own, report_failure
from bot.ui.services import Services

log = structlog.stdlib.get_logger()

_HANDLED: Final = (discord.InteractionType.component, discord.InteractionType.modal_submit)


class ComponentDispatcher(commands.Cog):
    """Finds what is registered under a custom id, and runs it."""

    def __init__(self, services: Services, guard: InteractionGuard) -> None:
        """`guard` decides which interactions are answered."""
        self._services = services
        self._guard = guard

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[LittleGiant]) -> None:
        """Handles a press or a form; the command tree handles everything else."""
        if interaction.type not in _HANDLED or self._guard.is_repeat(interaction):
            return
        metrics = self._services.metrics
        try:
            name, custom_id, admitted = await self._admit(interaction)
        except Exception as error:  # noqa: BLE001 - whatever is missing in it
            await answer_malformed(interaction, error, self._services.translators["en"])
            count_ended(metrics.buttons, OTHER_LABEL, interaction)
            return
        try:
            if admitted:
                await self._answer(interaction, name, custom_id)
        except Exception as error:
            if not self._guard.is_gone(error):
                set_outcome("failed")
                reference = current_reference()
                log.error("button failed", reference=reference, button=name, exc_info=error)
                tr = self._services.translator(interaction)
                await report_failure(interaction, tr, reference)
        count_ended(metrics.buttons, name, interaction)

    async def _admit(
        self, interaction: discord.Interaction[LittleGiant]
    ) -> tuple[str, CustomId | None, bool]:
        """The name for the metrics, the custom id, and whether the person may use it now."""
        text = chosen_custom_id(interaction.data or {})
        is_form = interaction.type is discord.InteractionType.modal_submit
        registry = self._services.registry
        custom_id = registry.custom_id(text)
        if custom_id is not None and (custom_id.kind == "f") != is_form:
            custom_id = None
        name = SHARE if text == SHARE else _metric_name(custom_id)
        begin_tracking(self._services.metrics.button_answered, name)
        if custom_id is not None:
            limit = registry.limit(custom_id)
        else:
            limit = FILES if name == SHARE else LOOKUPS
        return name, custom_id, await self._guard.admits(interaction, limit)

    async def _answer(
        self, interaction: discord.Interaction, name: str, custom_id: CustomId | None
    ) -> None:
        services = self._services
        if name == SHARE:
            press = Press(services, interaction, services.lang(interaction))
            await services.chart_responder.share(press, self._guard.token_of)
            return
        if custom_id is None:
            await self._outdated(interaction)
            return
        registry = services.registry
        # Of the person's own message the language is kept, which they may have chosen.
        own = custom_id.kind == "f" or is_own(interaction)
        lang = custom_id.lang if own else services.lang(interaction)
        press = Press(services, interaction, lang, custom_id.args)
        match custom_id.kind:
            case "v":
                await follow_button(press, custom_id.name, custom_id.args, custom_id.trail)
            case "c":
                await self._chart(press, custom_id.name)
            case "t":
                await registry.record_buttons[custom_id.name].run(press)
            case "a" if _is_private(interaction):
                await registry.actions[custom_id.name].run(press)
            case "a":
                await self._outdated(interaction)
            case "f":
                components: Any = (interaction.data or {}).get("components", ())
                await registry.forms[custom_id.name].run(press, components)

    async def _chart(self, press: Press, name: str) -> None:
        """Shows the chart, unless the data no longer have what it shows."""
        context, chart = press.context, press.services.registry.charts[name]
        try:
            picture = chart.build(context, *press.args)
        except KeyError:
            await self._outdated(press.interaction)
            return
        responder = press.services.chart_responder
        await responder.chart(press.interaction, context, name, picture, press.args)

    async def _outdated(self, interaction: discord.Interaction) -> None:
        self._services.metrics.interactions_refused.labels("older version").inc()
        tr = self._services.translator(interaction)
        await interaction.response.send_message(
            tr("This button belongs to an older version. Please run the command again."),
            ephemeral=True,
        )


def _metric_name(custom_id: CustomId | None) -> str:
    """A registered name; never one that only the interaction names."""
    if custom_id is None:
        return OTHER_LABEL
    return CHART if custom_id.kind == "c" else custom_id.name


def _is_private(interaction: discord.Interaction) -> bool:
    """Whether only the person who presses sees the message: actions stand in such answers alone."""
    if interaction.context.dm_channel:  # with the bot: others have a context of their own
        return True
    return interaction.message is not None and interaction.message.flags.ephemeral
