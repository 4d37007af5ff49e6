"""The desk: what every command needs to answer: the live data, the person's language, the reply."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import discord

from bot.digests.administration import DigestAdministration
from bot.digests.watches import Watches
from bot.domain.data.districts import District
from bot.domain.release import Release
from bot.domain.text import has_chinese
from bot.i18n.translator import Lang, Translator
from bot.metrics import Metrics
from bot.releases.history import History
from bot.storage.preference_cache import Preferences
from bot.ui.actions import Action, FormHandler
from bot.ui.callback import reply, update
from bot.ui.chart_responder import ChartResponder
from bot.ui.command_mentions import UNREGISTERED
from bot.ui.components import Layout, text, unpack_layout
from bot.ui.context import AsyncView, RenderContext
from bot.ui.custom_ids import CustomId, Kind, Takes, decode
from bot.ui.options import TextChoice, offer
from bot.ui.registry import Registry
from bot.ui.share import with_share

SHANGHAI = ZoneInfo("Asia/Shanghai")


class HeldAnswers(Protocol):
    """Answers of the eligibility check that are in memory."""

    def held_until(self, user_id: int) -> datetime | None:
        """When those of a person go; None where there are none."""
        ...

    def drop(self, user_id: int) -> None:
        """Forgets those of a person."""
        ...


class Desk:
    """Given to every cog. A reload swaps the release as a whole; a command keeps the one it has."""

    def __init__(
        self,
        release: Release,
        translators: Mapping[Lang, Translator],
        preferences: Preferences,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        default_timezone: str = "Asia/Shanghai",
        metrics: Metrics | None = None,
        *,
        registry: Registry,
    ) -> None:
        """`clock` gives the moment in UTC; nothing here reads the time otherwise."""
        self.registry = registry
        self.metrics = metrics or Metrics()
        self.release = release
        self.translators = translators
        self.preferences = preferences
        self.clock = clock
        self.default_timezone = default_timezone
        self.digests: DigestAdministration
        """What administrators do with digests; set where the bot is built, before it answers."""
        self.history: History
        """The data versions there were, and what changed since; set as the digests are."""
        self.watches: Watches
        """What persons do with watches; set as the digests are."""
        self.check_sessions: HeldAnswers
        """Answers of the check that are in memory; set as the digests are."""
        self.chart_responder: ChartResponder
        """Shows pictures; set as the digests are."""
        self.registration = UNREGISTERED
        """What Discord calls the application and its commands; known after the sync."""
        self.actions: dict[str, Action] = {}
        """What buttons do that change something, by name; cogs put theirs in."""
        self.async_views: dict[str, AsyncView] = {}
        """Views for which the database must be asked, by name; else like those of the book."""
        self.forms: dict[str, FormHandler] = {}
        """Who takes a form that was sent, by name; cogs put theirs in."""

    def lang(
        self, interaction: discord.Interaction, chosen: str | None = None, question: str = ""
    ) -> Lang:
        """The reply's language: the option, a question in Chinese, the saved one, the client's."""
        if chosen in ("en", "zh"):
            return "zh" if chosen == "zh" else "en"
        if question and has_chinese(question):
            return "zh"
        return self.preferences.get(interaction.user.id).lang or client_lang(interaction.locale)

    def speak(self, interaction: discord.Interaction) -> Translator:
        """The words in the person's language."""
        return self.translators[self.lang(interaction)]

    def swap(self, release: Release) -> None:
        """Answers from another release from now on."""
        self.release = release

    def context(self, lang: Lang) -> RenderContext:
        """What a view is drawn from now."""
        today = self.clock().astimezone(SHANGHAI).date()
        return RenderContext(self.release, self.translators[lang], today, self.registration)

    def district(self, typed: str | None) -> District | None:
        """The district that a person means, or None where none is named or it is unknown."""
        return self.release.names.districts.resolve(typed) if typed else None

    def offer_measures(self, interaction: discord.Interaction, typed: str) -> list[TextChoice]:
        """Measures that match what is typed, for an autocomplete."""
        tr = self.translators[self.lang(interaction)]
        measures = self.release.catalogue.measures
        found = self.release.names.measures.complete(typed)
        return offer((tr.of(measures[i].title), i) for i in found)

    async def show(
        self,
        interaction: discord.Interaction,
        lang: Lang,
        view: str,
        *args: object,
        public: bool = False,
    ) -> None:
        """Answers a command with a view, privately unless `public`."""
        context, texts = self.context(lang), tuple(map(str, args))
        if public:
            layout = self.registry.layout(context, view, *texts)
            sent = await self.send(interaction, layout, lang, public=True)
        else:
            sent = self.registry.packed_layout(context, view, *texts, share=True)
            await reply(interaction, sent, ephemeral=True)
        await self._illustrate(interaction, context, view, texts, sent)

    async def send(
        self, interaction: discord.Interaction, layout: Layout, lang: Lang, *, public: bool = False
    ) -> Layout:
        """Answers a command with a layout; a private answer can be shared afterwards.

        Gives what was sent, with the button for that.
        """
        tr = self.translators[lang]
        private = not public or forced_private(interaction)
        if public and private:
            notice = text(tr("-# Only you see this: Discord keeps answers private here."))
            layout = [*layout, notice]
        sent = with_share(layout, tr) if private else layout
        await reply(interaction, sent, ephemeral=private)
        return sent

    async def _illustrate(
        self,
        interaction: discord.Interaction,
        context: RenderContext,
        view: str,
        args: tuple[str, ...],
        sent: Layout | bytes,
    ) -> None:
        """Puts a picture into the answer that was given, where one belongs there."""
        shown = self.registry.views.get(view)
        if shown is not None and shown.picture and shown.has_picture(context, *args):
            chart = self.registry.charts[shown.picture]
            layout = unpack_layout(sent) if isinstance(sent, bytes) else sent
            await self.chart_responder.illustrate(
                interaction, context, shown.picture, chart.build(context, *args), layout
            )

    async def whisper(self, interaction: discord.Interaction, layout: Layout) -> None:
        """Answers with what concerns the person alone: privately, and nothing to share.

        A button of such an answer is followed in place.
        """
        message = interaction.message
        if message is not None and message.flags.ephemeral:
            await update(interaction, layout)
        else:
            await reply(interaction, layout, ephemeral=True)

    def custom_id(self, text: object) -> CustomId | None:
        """What a custom id stands for; None where nothing here answers to it."""
        return decode(text, self._takes)

    def _takes(self, kind: Kind, name: str) -> Takes | None:
        """The arguments of what has that name; None where nothing has."""
        registry = self.registry
        if kind == "v" and name in registry.views:
            return registry.views[name].takes
        named = {
            "v": self.async_views,
            "a": self.actions,
            "f": self.forms,
            "c": registry.charts,
            "t": registry.record_buttons,
        }
        found = named[kind].get(name)
        return found.takes if found is not None else None

    async def turn(
        self, interaction: discord.Interaction, lang: Lang, view: str, args: tuple[str, ...]
    ) -> None:
        """Follows a button: in place where the message is the presser's own, else privately."""
        context = self.context(lang)
        message = interaction.message
        private = message is not None and message.flags.ephemeral
        own = message is not None and _asked_by(message) == interaction.user.id
        share = private or not own
        if view in self.async_views:
            layout = await self.async_views[view].draw(context, *args)
            sent = with_share(layout, context.tr) if share else layout
        else:
            sent = self.registry.packed_layout(context, view, *args, share=share)
        if private or own:
            self.chart_responder.leave(interaction)
            await update(interaction, sent)
        else:
            await reply(interaction, sent, ephemeral=True)
        await self._illustrate(interaction, context, view, args, sent)


def client_lang(locale: discord.Locale) -> Lang:
    """Chinese for any Chinese client, English for every other."""
    return "zh" if str(locale.value).startswith("zh") else "en"


def forced_private(interaction: discord.Interaction) -> bool:
    """Whether Discord makes the answer private: a user install without the permission."""
    return (
        interaction.guild_id is not None
        and interaction.is_user_integration()
        and not interaction.is_guild_integration()
        and not interaction.permissions.use_external_apps
    )


def _asked_by(message: discord.Message) -> int | None:
    metadata = message.interaction_metadata
    return metadata.user.id if metadata else None
