"""/digest: scheduled posts in a channel, ordered and looked after by administrators."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_client.client import LittleGiant
from bot.i18n.translator import N_
from bot.ui.options import (
    CLEAR_CHOICES,
    CONTENT_CHOICES,
    DISTRICT,
    POST_LANG_CHOICES,
    TOPIC_CHOICES,
    WHEN_EMPTY_CHOICES,
    NameOption,
    TextChoice,
    offer_districts,
)
from bot.ui.schedule_text import offer_schedules
from bot.ui.services import Services
from bot.ui.timezones import read_timezones
from cogs.digest.handlers import (
    create_digest,
    edit_digest,
    list_digests,
    offer_server_digests,
    run_command,
)
from cogs.digest.options import AlertsOption, DigestOptions, PlaceOption

DIGEST = N_("Number of the digest, or its channel's name")
CHANNEL = N_("Where it is posted: a text or announcement channel, a thread, a forum")
SCHEDULE = N_("When: daily 09:00, weekdays 09:00, mon,thu 08:30, monthly 1 10:00, cron 0 9 * * 1-5")
TIMEZONE = N_("Time zone of the schedule: a city, or an IANA name")
TOPIC = N_("Only this topic")
CONTENT = N_("What changed, a rotating selection of records (overview), or both")
LANG = N_("Language of the post")
ROLE = N_("A role that each post mentions")
WHEN_EMPTY = N_("What to do when nothing is new")
ALERTS = N_("A text channel where the bot reports problems")
CLEAR = N_("Remove this setting")

Offered: TypeAlias = list[TextChoice]

T = TypeVar("T", bound=Callable[..., Any])


def _describe_order(command: T) -> T:
    """Describes what create and edit have in common."""
    chosen = app_commands.choices(
        topic=TOPIC_CHOICES,
        content=CONTENT_CHOICES,
        lang=POST_LANG_CHOICES,
        when_empty=WHEN_EMPTY_CHOICES,
    )
    described = app_commands.describe(
        channel=N_(CHANNEL),
        schedule=N_(SCHEDULE),
        timezone=N_(TIMEZONE),
        topic=N_(TOPIC),
        district=N_(DISTRICT),
        content=N_(CONTENT),
        lang=N_(LANG),
        role=N_(ROLE),
        when_empty=N_(WHEN_EMPTY),
        alerts=N_(ALERTS),
    )
    return chosen(described(command))


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class DigestCommands(
    commands.GroupCog,
    group_name="digest",
    group_description=N_("Scheduled posts about Shanghai's support measures"),
):
    """The digests of a server."""

    def __init__(self, services: Services) -> None:
        self.services = services

    @app_commands.command(name="create", description=N_("Create a digest for a channel"))
    @_describe_order
    async def create(  # noqa: PLR0913, PLR0917 - the options are fixed
        self,
        interaction: discord.Interaction[LittleGiant],
        channel: PlaceOption,
        schedule: NameOption,
        timezone: NameOption | None = None,
        topic: TextChoice | None = None,
        district: NameOption | None = None,
        content: TextChoice | None = None,
        lang: TextChoice | None = None,
        role: discord.Role | None = None,
        when_empty: TextChoice | None = None,
        alerts: AlertsOption | None = None,
    ) -> None:
        """What was understood, the next runs, the permissions, *Save*."""
        options = DigestOptions(
            channel=channel,
            schedule=schedule,
            timezone=timezone,
            topic=_value(topic),
            district=district,
            content=_value(content),
            lang=_value(lang),
            role=role,
            when_empty=_value(when_empty),
            alerts=alerts,
        )
        await create_digest(self.services, interaction, options)

    @app_commands.command(name="edit", description=N_("Change a digest"))
    @app_commands.describe(digest=N_(DIGEST), clear=N_(CLEAR))
    @app_commands.choices(clear=CLEAR_CHOICES)
    @_describe_order
    async def edit(  # noqa: PLR0913, PLR0917 - the options are fixed
        self,
        interaction: discord.Interaction[LittleGiant],
        digest: NameOption,
        channel: PlaceOption | None = None,
        schedule: NameOption | None = None,
        timezone: NameOption | None = None,
        topic: TextChoice | None = None,
        district: NameOption | None = None,
        content: TextChoice | None = None,
        lang: TextChoice | None = None,
        role: discord.Role | None = None,
        when_empty: TextChoice | None = None,
        alerts: AlertsOption | None = None,
        clear: TextChoice | None = None,
    ) -> None:
        """Before and after of what differs, *Save*."""
        options = DigestOptions(
            channel=channel,
            schedule=schedule,
            timezone=timezone,
            topic=_value(topic),
            district=district,
            content=_value(content),
            lang=_value(lang),
            role=role,
            when_empty=_value(when_empty),
            alerts=alerts,
            clear=_value(clear),
        )
        await edit_digest(self.services, interaction, digest, options)

    @app_commands.command(name="list", description=N_("All digests of this server"))
    async def every(self, interaction: discord.Interaction[LittleGiant]) -> None:
        """Each with its state, next run, last result and the cause of a suspension."""
        await list_digests(self.services, interaction)

    @app_commands.command(name="show", description=N_("All settings of a digest and its last runs"))
    @app_commands.describe(digest=N_(DIGEST))
    async def show(self, interaction: discord.Interaction[LittleGiant], digest: NameOption) -> None:
        """All settings and the last ten runs."""
        await run_command(self.services, interaction, digest, "show")

    @app_commands.command(
        name="preview", description=N_("The exact post, only for you, without pings")
    )
    @app_commands.describe(digest=N_(DIGEST))
    async def preview(
        self, interaction: discord.Interaction[LittleGiant], digest: NameOption
    ) -> None:
        """The very post, each part a message."""
        await run_command(self.services, interaction, digest, "preview")

    @app_commands.command(name="run", description=N_("Post a digest now, once"))
    @app_commands.describe(digest=N_(DIGEST))
    async def run(self, interaction: discord.Interaction[LittleGiant], digest: NameOption) -> None:
        """What came of it, or that it is on its way."""
        await run_command(self.services, interaction, digest, "run")

    @app_commands.command(name="pause", description=N_("Stop a digest until you resume it"))
    @app_commands.describe(digest=N_(DIGEST))
    async def pause(
        self, interaction: discord.Interaction[LittleGiant], digest: NameOption
    ) -> None:
        """That it posts nothing from now on."""
        await run_command(self.services, interaction, digest, "pause")

    @app_commands.command(name="resume", description=N_("Start a digest again, from now on"))
    @app_commands.describe(digest=N_(DIGEST))
    async def resume(
        self, interaction: discord.Interaction[LittleGiant], digest: NameOption
    ) -> None:
        """That it counts from now, or what is still in the way."""
        await run_command(self.services, interaction, digest, "resume")

    @app_commands.command(name="delete", description=N_("Delete a digest with its history"))
    @app_commands.describe(digest=N_(DIGEST))
    async def delete(
        self, interaction: discord.Interaction[LittleGiant], digest: NameOption
    ) -> None:
        """What would be deleted, with the button that does it."""
        await run_command(self.services, interaction, digest, "delete")

    @app_commands.command(name="history", description=N_("Runs, parts, attempts and causes"))
    @app_commands.describe(digest=N_(DIGEST))
    async def history(
        self, interaction: discord.Interaction[LittleGiant], digest: NameOption
    ) -> None:
        """The runs, newest first."""
        await run_command(self.services, interaction, digest, "history")

    @app_commands.command(name="why", description=N_("Why a digest was not posted"))
    @app_commands.describe(digest=N_(DIGEST))
    async def why(self, interaction: discord.Interaction[LittleGiant], digest: NameOption) -> None:
        """The stages that the sender walks through, and where it stopped."""
        await run_command(self.services, interaction, digest, "why")

    @edit.autocomplete("digest")
    @show.autocomplete("digest")
    @preview.autocomplete("digest")
    @run.autocomplete("digest")
    @pause.autocomplete("digest")
    @resume.autocomplete("digest")
    @delete.autocomplete("digest")
    @history.autocomplete("digest")
    @why.autocomplete("digest")
    async def _digests(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> Offered:
        return await offer_server_digests(self.services, interaction, current)

    @create.autocomplete("schedule")
    @edit.autocomplete("schedule")
    async def _schedules(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> Offered:
        return offer_schedules(current, self.services.translator(interaction))

    @create.autocomplete("timezone")
    @edit.autocomplete("timezone")
    async def _timezones(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> Offered:
        return read_timezones().offer(
            current, self.services.lang(interaction), self.services.clock()
        )

    @create.autocomplete("district")
    @edit.autocomplete("district")
    async def _districts(
        self, interaction: discord.Interaction[LittleGiant], current: str
    ) -> Offered:
        finder = self.services.release.names.districts
        return offer_districts(finder, current, self.services.lang(interaction))


def _value(choice: TextChoice | None) -> str | None:
    return choice.value if choice else None
