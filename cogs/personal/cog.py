"""/preferences and /privacy: what the bot keeps about a person."""

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_client.client import LittleGiant
from bot.i18n.translator import LANGS, N_, Lang
from bot.ui.actions import Action
from bot.ui.components import Layout
from bot.ui.cooldowns import WRITES
from bot.ui.custom_ids import maybe, one_of, takes
from bot.ui.desk import Desk, client_lang
from bot.ui.options import LangOption, NameOption, TextChoice
from bot.ui.timeouts import UnavailableError, with_timeout
from bot.ui.timezones import is_timezone, read_timezones
from cogs.personal.cards.preferences import SAVE, preferences_card, zone_card
from cogs.personal.cards.privacy import (
    ERASE,
    STAY,
    erase_card,
    erased_card,
    kept_card,
    nothing_card,
    stayed_card,
    trouble_card,
)


class Personal(commands.Cog):
    """Preferences, and what is kept."""

    privacy = app_commands.Group(
        name="privacy", description=N_("What is stored about you, and how to erase it")
    )

    def __init__(self, desk: Desk) -> None:
        """`desk` answers."""
        self.desk = desk
        saved = takes(maybe(one_of(LANGS)), is_timezone)
        desk.actions.update(
            {
                SAVE: Action(self._pressed_save, saved, WRITES),
                ERASE: Action(self._pressed_erase, limit=WRITES),
                STAY: Action(self._stay),
            }
        )

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Reads the names of the time zones once the bot is there, beside what it answers."""
        await asyncio.to_thread(read_timezones)

    @app_commands.command(
        name="preferences", description=N_("Your language and time zone: show or save them")
    )
    @app_commands.describe(
        lang=N_("Language of all answers to you"),
        timezone=N_("Your time zone: a city, in English or Chinese, or an IANA name"),
    )
    async def preferences(
        self,
        interaction: discord.Interaction[LittleGiant],
        lang: LangOption | None = None,
        timezone: NameOption | None = None,
    ) -> None:
        """Saves what is given, and shows what is saved."""
        zone = None
        if timezone:
            reading = read_timezones().read(timezone, self.desk.clock())
            zone = reading.zone
            if zone is None:
                context = self.desk.context(self.desk.lang(interaction, lang))
                now = self.desk.clock()
                layout = zone_card(context, read_timezones(), timezone, reading, lang, now)
                await self.desk.whisper(interaction, layout)
                return
        if lang or zone:
            await self._save(interaction, self.desk.lang(interaction, lang), lang, zone)
        else:
            layout = self._shown(interaction, self.desk.lang(interaction), saved=False)
            await self.desk.whisper(interaction, layout)

    @privacy.command(name="show", description=N_("What is stored about you, and why"))
    async def show(self, interaction: discord.Interaction[LittleGiant]) -> None:
        """All that is kept about the person."""
        context = self.desk.context(self.desk.lang(interaction))
        try:
            kept = await with_timeout(self.desk.preferences.held(interaction.user.id), reads=True)
        except UnavailableError as trouble:
            layout = trouble_card(context, trouble.tell(context.tr))
        else:
            until = self.desk.check_sessions.held_until(interaction.user.id)
            layout = kept_card(context, read_timezones(), kept, self.desk.clock(), until=until)
        await self.desk.whisper(interaction, layout)

    @privacy.command(name="delete", description=N_("Erase what is stored about you"))
    async def delete(self, interaction: discord.Interaction[LittleGiant]) -> None:
        """What would be erased, with the button that does it."""
        context = self.desk.context(self.desk.lang(interaction))
        try:
            kept = await with_timeout(self.desk.preferences.held(interaction.user.id), reads=True)
        except UnavailableError as trouble:
            layout = trouble_card(context, trouble.tell(context.tr))
        else:
            now = self.desk.clock()
            zones = read_timezones()
            until = self.desk.check_sessions.held_until(interaction.user.id)
            some = kept or until is not None
            layout = (
                erase_card(context, zones, kept, now, until=until)
                if some
                else nothing_card(context)
            )
        await self.desk.whisper(interaction, layout)

    @preferences.autocomplete("timezone")
    async def _timezones(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> list[TextChoice]:
        return read_timezones().offer(current, self.desk.lang(interaction), self.desk.clock())

    async def _save(
        self,
        interaction: discord.Interaction,
        spoken: Lang,
        lang: Lang | None,
        zone: str | None,
    ) -> None:
        preferences = self.desk.preferences
        work = preferences.save(interaction.user.id, at=self.desk.clock(), lang=lang, timezone=zone)
        try:
            await with_timeout(work)
        except UnavailableError as trouble:
            context = self.desk.context(spoken)
            layout = trouble_card(context, trouble.tell(context.tr))
        else:
            layout = self._shown(interaction, spoken, saved=True)
        await self.desk.whisper(interaction, layout)

    def _shown(self, interaction: discord.Interaction, spoken: Lang, *, saved: bool) -> Layout:
        choice = self.desk.preferences.get(interaction.user.id)
        return preferences_card(
            self.desk.context(spoken),
            read_timezones(),
            choice,
            client_lang(interaction.locale),
            self.desk.clock(),
            saved=saved,
        )

    async def _pressed_save(
        self, interaction: discord.Interaction, lang: Lang, args: tuple[str, ...]
    ) -> None:
        wanted: Lang | None = "zh" if args[0] == "zh" else "en" if args[0] == "en" else None
        await self._save(interaction, lang, wanted, args[1])

    async def _pressed_erase(
        self, interaction: discord.Interaction, lang: Lang, _args: tuple[str, ...]
    ) -> None:
        context = self.desk.context(lang)
        try:
            kept = await with_timeout(self.desk.preferences.erase(interaction.user.id))
        except UnavailableError as trouble:
            layout = trouble_card(context, trouble.tell(context.tr))
        else:
            until = self.desk.check_sessions.held_until(interaction.user.id)
            self.desk.check_sessions.drop(interaction.user.id)
            layout = erased_card(context, read_timezones(), kept, self.desk.clock(), until=until)
        await self.desk.whisper(interaction, layout)

    async def _stay(
        self, interaction: discord.Interaction, lang: Lang, _args: tuple[str, ...]
    ) -> None:
        await self.desk.whisper(interaction, stayed_card(self.desk.context(lang)))
