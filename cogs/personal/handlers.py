"""Answers /preferences, /privacy and their buttons, always privately."""

from collections.abc import Callable, Mapping
from typing import Final

import discord

from bot.i18n.translator import LANGS, Lang
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.cooldowns import WRITES
from bot.ui.custom_ids import maybe, one_of, takes
from bot.ui.languages import client_lang
from bot.ui.outages import layout_or_outage
from bot.ui.registry import Action, Args
from bot.ui.responses import reply_privately
from bot.ui.services import Services
from bot.ui.timezones import is_timezone, read_timezones
from cogs.personal.cards import privacy
from cogs.personal.cards.preferences import SAVE, preferences_card, zone_card


async def show_preferences(services: Services, interaction: discord.Interaction) -> None:
    """The saved language and time zone."""
    context = services.context(services.lang(interaction))
    await reply_privately(interaction, _preferences(services, interaction, context, saved=False))


async def read_and_save(
    services: Services, interaction: discord.Interaction, lang: Lang | None, timezone: str | None
) -> None:
    """Saves the language, and the time zone that is meant; or says that the zone is unclear."""
    spoken, zone = services.lang(interaction, lang), None
    if timezone:
        now, zones = services.clock(), read_timezones()
        reading = zones.read(timezone, now)
        zone = reading.zone
        if zone is None:
            layout = zone_card(services.context(spoken), timezone, reading, lang, now)
            await reply_privately(interaction, layout)
            return
    await _save(services, interaction, spoken, lang, zone)


async def show_stored(services: Services, interaction: discord.Interaction) -> None:
    """All that is stored about the person."""
    await _show_kept(services, interaction, privacy.kept_card)


async def offer_erasure(services: Services, interaction: discord.Interaction) -> None:
    """What would be erased, with the button that erases it."""
    await _show_kept(services, interaction, privacy.erase_card)


async def _show_kept(
    services: Services, interaction: discord.Interaction, draw: Callable[..., Layout]
) -> None:
    context, user_id = services.context(services.lang(interaction)), interaction.user.id

    async def read() -> Layout:
        kept = await services.preferences.held(user_id)
        until = await services.check_sessions.kept_until(user_id)
        return draw(context, kept, services.clock(), until=until)

    await reply_privately(interaction, await layout_or_outage(context, read(), reads=True))


async def _save(
    services: Services,
    interaction: discord.Interaction,
    spoken: Lang,
    lang: Lang | None,
    zone: str | None,
) -> None:
    context, user_id = services.context(spoken), interaction.user.id

    async def save() -> Layout:
        await services.preferences.save(user_id, at=services.clock(), lang=lang, timezone=zone)
        return _preferences(services, interaction, context, saved=True)

    await reply_privately(interaction, await layout_or_outage(context, save()))


def _preferences(
    services: Services, interaction: discord.Interaction, context: RenderContext, *, saved: bool
) -> Layout:
    return preferences_card(
        context,
        services.preferences.get(interaction.user.id),
        client_lang(interaction.locale),
        services.clock(),
        saved=saved,
    )


async def _press_save(
    services: Services, interaction: discord.Interaction, lang: Lang, args: Args
) -> None:
    chosen: Lang | None = "zh" if args[0] == "zh" else "en" if args[0] == "en" else None
    await _save(services, interaction, lang, chosen, args[1])


async def _press_erase(
    services: Services, interaction: discord.Interaction, lang: Lang, _args: Args
) -> None:
    context, user_id = services.context(lang), interaction.user.id

    async def erase() -> Layout:
        kept = await services.preferences.erase(user_id)
        until = await services.check_sessions.kept_until(user_id)
        await services.check_sessions.erase(user_id)
        return privacy.erased_card(context, kept, services.clock(), until=until)

    await reply_privately(interaction, await layout_or_outage(context, erase()))


async def _press_cancel(
    services: Services, interaction: discord.Interaction, lang: Lang, _args: Args
) -> None:
    await reply_privately(interaction, privacy.stayed_card(services.context(lang)))


ACTIONS: Final[Mapping[str, Action]] = {
    SAVE: Action(_press_save, takes(maybe(one_of(LANGS)), is_timezone), WRITES),
    privacy.ERASE: Action(_press_erase, limit=WRITES),
    privacy.STAY: Action(_press_cancel),
}
