"""Answers /preferences, /privacy and their buttons, always privately."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from bot.i18n.translator import LANGS, Lang
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.cooldowns import WRITES
from bot.ui.custom_ids import maybe, one_of, takes
from bot.ui.languages import client_lang
from bot.ui.outages import layout_or_outage
from bot.ui.registry import Action, Press
from bot.ui.responses import reply_privately
from bot.ui.timezones import is_timezone, read_timezones
from cogs.personal import cards


async def show_preferences(press: Press) -> None:
    """The saved language and time zone."""
    await reply_privately(press.interaction, _preferences(press, press.context, saved=False))


async def read_and_save(press: Press, lang: Lang | None, timezone: str | None) -> None:
    """Saves the language, and the time zone that is meant; or says that the zone is unclear."""
    zone = None
    if timezone:
        zones, now = await asyncio.to_thread(read_timezones), press.services.clock()
        reading = zones.read(timezone, now)
        if (zone := reading.zone) is None:
            layout = cards.timezone_card(press.context, timezone, reading, lang, now)
            await reply_privately(press.interaction, layout)
            return
    await _save(press, lang, zone)


async def show_stored(press: Press, draw: Callable[..., Layout] = cards.kept_card) -> None:
    """All that is stored about the person, or what `draw` makes of it."""
    context, services = press.context, press.services

    async def read() -> Layout:
        kept = await services.languages.preferences.held(press.user_id)
        until = await services.check_sessions.kept_until(press.user_id)
        return draw(context, kept, services.clock(), until=until)

    await reply_privately(press.interaction, await layout_or_outage(context, read(), reads=True))


async def _save(press: Press, lang: Lang | None, zone: str | None) -> None:
    context, services = press.context, press.services

    async def save() -> Layout:
        at = services.clock()
        await services.languages.preferences.save(press.user_id, at=at, lang=lang, timezone=zone)
        return _preferences(press, context, saved=True)

    await reply_privately(press.interaction, await layout_or_outage(context, save()))


def _preferences(press: Press, context: RenderContext, *, saved: bool) -> Layout:
    choice = press.services.languages.preferences.get(press.user_id)
    client, now = client_lang(press.interaction.locale), press.services.clock()
    return cards.preferences_card(context, choice, client, now, saved=saved)


async def _press_save(press: Press) -> None:
    lang, zone = press.args
    await _save(press, next((each for each in LANGS if each == lang), None), zone)


async def _press_erase(press: Press) -> None:
    context, services = press.context, press.services

    async def erase() -> Layout:
        kept = await services.languages.preferences.erase(press.user_id)
        until = await services.check_sessions.kept_until(press.user_id)
        await services.check_sessions.erase(press.user_id)
        return cards.erased_card(context, kept, services.clock(), until=until)

    await reply_privately(press.interaction, await layout_or_outage(context, erase()))


ACTIONS: Final[Mapping[str, Action]] = {
    cards.SAVE_PREFERENCES: Action(_press_save, takes(maybe(one_of(LANGS)), is_timezone), WRITES),
    cards.ERASE: Action(_press_erase, limit=WRITES),
    cards.STAY: Action(
        lambda press: reply_privately(press.interaction, cards.stayed_card(press.context))
    ),
}
