"""/digest: scheduled posts in a channel, created and managed by administrators."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.i18n.translator import N_
from bot.ui import options
from bot.ui.feature import Feature, Interaction
from bot.ui.schedule_text import offer_schedules
from bot.ui.services import Services
from cogs.digest.options import AlertsOption, DigestOptions, PlaceOption

DIGEST = N_("Number of the digest, or its channel's name")
SCHEDULE = N_("When: daily 09:00, weekdays 09:00, mon,thu 08:30, monthly 1 10:00, cron 0 9 * * 1-5")

_ABOUT_ONE: Final = {
    "show": N_("All settings of a digest and its last runs"),
    "preview": N_("The exact post, only for you, without pings"),
    "run": N_("Post a digest now, once"),
    "pause": N_("Stop a digest until you resume it"),
    "resume": N_("Start a digest again, from now on"),
    "delete": N_("Delete a digest with its history"),
    "history": N_("Runs, parts, attempts and causes"),
    "why": N_("Why a digest was not posted"),
}
"""Commands whose one option is the digest."""

Offered: TypeAlias = list[options.TextChoice]

T = TypeVar("T", bound=Callable[..., Any])


def _handlers():
    """What runs the commands: 20 modules that a start can do without."""
    from cogs.digest import handlers  # noqa: PLC0415

    return handlers


def _describe_order(command: T) -> T:
    """Describes what create and edit have in common."""
    chosen = app_commands.choices(
        topic=options.TOPIC_CHOICES,
        content=options.CONTENT_CHOICES,
        lang=options.POST_LANG_CHOICES,
        when_empty=options.WHEN_EMPTY_CHOICES,
    )
    described = app_commands.describe(
        channel=N_("Where it is posted: a text or announcement channel, a thread, a forum"),
        schedule=N_(SCHEDULE),
        timezone=N_("Time zone of the schedule: a city, or an IANA name"),
        topic=N_("Only this topic"),
        district=N_(options.DISTRICT_HELP),
        content=N_("What changed, a rotating selection of records (overview), or both"),
        lang=N_("Language of the post"),
        role=N_("A role that each post mentions"),
        when_empty=N_("What to do when nothing is new"),
        alerts=N_("A text channel where the bot reports problems"),
    )
    return chosen(described(command))


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class DigestCommands(
    Feature,
    commands.GroupCog,
    group_name="digest",
    group_description=N_("Scheduled posts about Shanghai's support measures"),
):
    """The digests of a server."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        for name, description in _ABOUT_ONE.items():
            self._add(name, description)

    @app_commands.command(name="create", description=N_("Create a digest for a channel"))
    @_describe_order
    async def create(  # noqa: PLR0913, PLR0917 - the options are fixed
        self,
        interaction: Interaction,
        channel: PlaceOption,
        schedule: options.NameOption,
        timezone: options.NameOption | None = None,
        topic: str | None = None,
        district: options.NameOption | None = None,
        content: str | None = None,
        lang: str | None = None,
        role: discord.Role | None = None,
        when_empty: str | None = None,
        alerts: AlertsOption | None = None,
    ) -> None:
        """What was understood, the next runs, the permissions, *Save*."""
        given = DigestOptions(
            channel, schedule, timezone, topic, district, content, lang, role, when_empty, alerts
        )
        await _handlers().create_digest(self.press(interaction), given)

    @app_commands.command(name="edit", description=N_("Change a digest"))
    @app_commands.describe(digest=N_(DIGEST), clear=N_("Remove this setting"))
    @app_commands.choices(clear=options.CLEAR_CHOICES)
    @_describe_order
    async def edit(  # noqa: PLR0913, PLR0917 - the options are fixed
        self,
        interaction: Interaction,
        digest: options.NameOption,
        channel: PlaceOption | None = None,
        schedule: options.NameOption | None = None,
        timezone: options.NameOption | None = None,
        topic: str | None = None,
        district: options.NameOption | None = None,
        content: str | None = None,
        lang: str | None = None,
        role: discord.Role | None = None,
        when_empty: str | None = None,
        alerts: AlertsOption | None = None,
        clear: str | None = None,
    ) -> None:
        """Before and after of what differs, *Save*."""
        what = topic, district, content, lang, role, when_empty, alerts
        given = DigestOptions(channel, schedule, timezone, *what, clear)
        await _handlers().edit_digest(self.press(interaction), digest, given)

    @app_commands.command(name="list", description=N_("All digests of this server"))
    async def every(self, interaction: Interaction) -> None:
        """Each with its state, next run, last result and the cause of a suspension."""
        await _handlers().list_digests(self.press(interaction))

    def _add(self, name: str, description: str) -> None:
        """Adds a command about one digest."""

        async def offer(interaction: Interaction, current: str) -> Offered:
            return await _handlers().offer_server_digests(self.services, interaction, current)

        @app_commands.describe(digest=N_(DIGEST))
        @app_commands.autocomplete(digest=offer)
        async def command(interaction: Interaction, digest: options.NameOption) -> None:
            await _handlers().run_command(self.press(interaction), digest, name)

        added: app_commands.Command[Any, ..., None] = app_commands.Command(
            name=name, description=description, callback=command
        )
        assert self.app_command is not None  # noqa: S101 - of every GroupCog
        self.app_command.add_command(added)

    @edit.autocomplete("digest")
    async def _digests(self, interaction: Interaction, current: str) -> Offered:
        return await _handlers().offer_server_digests(self.services, interaction, current)

    @create.autocomplete("schedule")
    @edit.autocomplete("schedule")
    async def _schedules(self, interaction: Interaction, current: str) -> Offered:
        return offer_schedules(current, self.services.translator(interaction))

    create.autocomplete("timezone")(Feature.offer_timezones)
    edit.autocomplete("timezone")(Feature.offer_timezones)
    create.autocomplete("district")(Feature.offer_districts)
    edit.autocomplete("district")(Feature.offer_districts)
