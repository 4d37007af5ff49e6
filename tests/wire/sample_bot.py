"""A small bot with discord.py, for tests of the stand-in itself."""

import asyncio
import io
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.wire import TOKEN, Wire

Click = discord.Interaction[Any]


class Form(discord.ui.Modal, title="A form"):
    name = discord.ui.Label[Any](text="Name", component=discord.ui.TextInput[Any](custom_id="name"))
    colour = discord.ui.Label[Any](
        text="Colour",
        component=discord.ui.Select[Any](
            custom_id="colour", options=[discord.SelectOption(label="red")]
        ),
    )
    sure = discord.ui.Label[Any](text="Sure", component=discord.ui.Checkbox[Any](custom_id="sure"))

    async def on_submit(self, interaction: Click) -> None:
        name, colour, sure = (label.component for label in (self.name, self.colour, self.sure))
        assert isinstance(name, discord.ui.TextInput)
        assert isinstance(colour, discord.ui.Select)
        assert isinstance(sure, discord.ui.Checkbox)
        await interaction.response.send_message(f"{name.value} {colour.values} {sure.value}")


class Card(discord.ui.LayoutView):
    def __init__(self, text: str = "one", parts: int = 1) -> None:
        super().__init__()
        for _ in range(parts):
            self.add_item(discord.ui.TextDisplay(text))
        row = discord.ui.ActionRow[Any]()
        more = discord.ui.Button[Any](label="More", custom_id="more")
        more.callback = self.more
        self.add_item(row.add_item(more))

    async def more(self, interaction: Click) -> None:
        await interaction.response.edit_message(view=Card("two"))


def funding_group() -> app_commands.Group:
    """A group with one command that takes options, one of them autocompleted."""
    funding = app_commands.Group(name="funding", description="-")

    @funding.command(name="show", description="-")
    @app_commands.choices(lang=[app_commands.Choice(name="English", value="en")])
    async def show(interaction: Click, measure: str, lang: str = "-", count: int = 0) -> None:
        text = f"{measure} {lang} {count} {interaction.locale}"
        await interaction.response.send_message(text, ephemeral=True)

    @show.autocomplete("measure")
    async def measures(interaction: Click, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}!", value=typed)]

    return funding


def commands() -> list[app_commands.Command[Any, ..., Any] | app_commands.Group]:
    """One command for each further thing that the stand-in can do."""

    @app_commands.command(description="-")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def where(interaction: Click) -> None:
        guild, user = interaction.is_guild_integration(), interaction.is_user_integration()
        channel = type(interaction.channel).__name__
        await interaction.response.send_message(f"{guild} {user} {channel}")

    @app_commands.command(description="-")
    @app_commands.guild_install()
    async def card(interaction: Click, text: str = "one", parts: int = 1) -> None:
        await interaction.response.send_message(view=Card(text, parts), ephemeral=True)

    @app_commands.command(description="-")
    async def form(interaction: Click) -> None:
        await interaction.response.send_modal(Form())

    @app_commands.command(description="-")
    async def slow(interaction: Click) -> None:
        await interaction.response.defer(ephemeral=True)
        await asyncio.sleep(0.05)
        file = discord.File(io.BytesIO(b"chart"), "chart.png", description="a chart")
        await interaction.edit_original_response(content="done", attachments=[file])
        await interaction.followup.send("and more")

    @app_commands.command(description="-")
    async def upload(interaction: Click, file: discord.Attachment) -> None:
        data = await file.read()
        back = discord.File(io.BytesIO(data), "back.txt")
        await interaction.response.send_message(file.filename, file=back)

    @app_commands.command(description="-")
    async def choose(
        interaction: Click, channel: app_commands.AppCommandChannel, who: discord.Member
    ) -> None:
        await interaction.response.send_message(f"{channel.name} {channel.type} {who.name}")

    @app_commands.command(description="-")
    @app_commands.default_permissions(manage_guild=True)
    async def manage(interaction: Click) -> None:
        await interaction.response.send_message(str(interaction.permissions.manage_guild))

    @app_commands.command(description="-")
    async def silent(interaction: Click) -> None: ...

    return [funding_group(), where, card, form, slow, upload, choose, manage, silent]


class SampleBot(discord.AutoShardedClient):
    """A client that registers its commands at every start."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True)
        super().__init__(intents=intents, member_cache_flags=discord.MemberCacheFlags.none())
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        for command in commands():
            self.tree.add_command(command)

        @self.tree.context_menu(name="Find measures")
        async def find(interaction: Click, message: discord.Message) -> None:
            await interaction.response.send_message(message.content[::-1])

        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No wait between the shards."""


@contextmanager
def directed(wire: Wire) -> Generator[None]:
    """discord.py is directed to the stand-in while the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Route, "BASE", wire.api_url)
        patch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(wire.gateway_url))
        yield


@asynccontextmanager
async def running(wire: Wire) -> AsyncGenerator[SampleBot]:
    """A client that is ready, while the block lasts."""
    with directed(wire):
        async with SampleBot() as client:
            task = asyncio.create_task(client.start(TOKEN))
            await wire.ready()
            yield client
        await task
