"""/admin: commands of the operators, in the servers of the settings only."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_client.client import LittleGiant
from bot.i18n.translator import N_
from bot.ui.feature import Feature, Interaction
from bot.ui.options import STATE_CHOICES, NameOption, TextChoice
from bot.ui.services import Services


def _handlers():
    """What runs the commands: modules that a start can do without."""
    from cogs.admin import handlers  # noqa: PLC0415

    return handlers


async def add_admin(client: LittleGiant, services: Services) -> None:
    """Adds /admin in the servers of the settings, and nowhere else."""
    guild_ids = sorted(services.admin.operators.guild_ids)
    if guild_ids:  # without any, the library would add it everywhere
        guilds = [discord.Object(guild_id) for guild_id in guild_ids]
        await client.add_cog(Admin(services), guilds=guilds)


@app_commands.guild_only()
@app_commands.default_permissions()
class Admin(
    Feature,
    commands.GroupCog,
    group_name="admin",
    group_description=N_("For the operators of the bot"),
):
    """The operators' commands; each checks that the person is an operator."""

    @app_commands.command(
        name="reload", description=N_("Check a data set, see what changes, apply it")
    )
    @app_commands.describe(
        file=N_("A zip with a whole set, or one .yaml; without it, the set on disk"),
        force=N_("Allow it even if more than a fifth of the records of a kind would be removed"),
    )
    async def reload(
        self, interaction: Interaction, file: discord.Attachment | None = None, force: bool = False
    ) -> None:
        """Every fault with its place, or the differences with *Apply*."""
        await _handlers().reload(self.press(interaction), file, force=force)

    @app_commands.command(name="status", description=N_("Status of the bot"))
    async def status(self, interaction: Interaction) -> None:
        """Data, shards, queue, next runs, last errors, memory, version."""
        await _handlers().status(self.press(interaction))

    @app_commands.command(name="history", description=N_("Releases of the data"))
    async def history(self, interaction: Interaction) -> None:
        """The releases with who, when and counts."""
        await _handlers().history(self.press(interaction))

    @app_commands.command(
        name="rollback", description=N_("Go back to an older release of the data")
    )
    @app_commands.describe(version=N_("A release of the data"))
    async def rollback(self, interaction: Interaction, version: NameOption) -> None:
        """The differences with *Apply*."""
        await _handlers().rollback(self.press(interaction), version)

    @app_commands.command(name="digests", description=N_("Every digest, across servers"))
    @app_commands.describe(state=N_("Only digests in this state"))
    @app_commands.choices(state=STATE_CHOICES)
    async def digests(self, interaction: Interaction, state: str | None = None) -> None:
        """Every subscription by state."""
        await _handlers().list_all_digests(self.press(interaction), state)

    @rollback.autocomplete("version")
    async def _versions(self, interaction: Interaction, current: str) -> list[TextChoice]:
        return await _handlers().offer_rollbacks(self.services, interaction, current)
