"""What the features answer with."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

import discord

from bot.digests.administration import DigestAdministration
from bot.digests.editions import day_in_shanghai
from bot.digests.overview import Overview
from bot.digests.watches import Watches
from bot.discord_client.attachments import Fetch
from bot.domain.release import Release
from bot.i18n.translator import Lang, Translator
from bot.metrics import Metrics
from bot.releases.history import History
from bot.releases.live_release import LiveRelease
from bot.releases.proposal import PendingProposals
from bot.releases.reload import Reload
from bot.ui.chart_responder import ChartResponder
from bot.ui.check_sessions import CheckSessions
from bot.ui.command_mentions import CommandMentions
from bot.ui.context import RenderContext
from bot.ui.languages import Languages
from bot.ui.operators import Operators
from bot.ui.registry import Registry


class AdminServices(NamedTuple):
    """What only the operators' commands use."""

    operators: Operators
    reload: Reload
    proposals: PendingProposals
    overview: Overview
    fetch: Fetch
    """Downloads an attached file."""


class Services(NamedTuple):
    """Built once in `bot/app.py`, given to every cog and handler, and never changed."""

    load_registry: Callable[[], Registry]
    languages: Languages
    live_release: LiveRelease
    mentions: CommandMentions
    clock: Callable[[], datetime]
    """The time in UTC; nothing that answers reads the time otherwise."""
    default_timezone: str
    metrics: Metrics
    chart_responder: ChartResponder
    check_sessions: CheckSessions
    digests: DigestAdministration
    watches: Watches
    history: History
    admin: AdminServices

    @property
    def registry(self) -> Registry:
        """What the features have registered; the first one who asks waits until it is loaded."""
        return self.load_registry()

    @property
    def release(self) -> Release:
        """The release in use now."""
        return self.live_release.current

    @property
    def translators(self) -> Mapping[Lang, Translator]:
        """One for each language."""
        return self.languages.translators

    def lang(
        self, interaction: discord.Interaction, chosen: str | None = None, question: str = ""
    ) -> Lang:
        """The language of the reply; see `Languages.lang`."""
        return self.languages.lang(interaction, chosen, question)

    def translator(self, interaction: discord.Interaction) -> Translator:
        """The translator for the person's language."""
        return self.languages.translator(interaction)

    def context(self, lang: Lang) -> RenderContext:
        """What a view is drawn from now."""
        today = day_in_shanghai(self.clock())
        return RenderContext(self.release, self.translators[lang], today, self.mentions.current)
