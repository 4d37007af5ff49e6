"""The stand-in against discord.py itself: a small client over real sockets."""

import asyncio
import io
import json
import subprocess
import sys
import time
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.wire import (
    TOKEN,
    NotOfferedError,
    PlannedFault,
    UnansweredError,
    Upload,
    Wire,
    drop,
    refuse,
)
from tests.wire.channels import FORUM
from tests.wire.gateway import compressor

ROOT = Path(__file__).parents[2]
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


class Probe(discord.AutoShardedClient):
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
async def running(wire: Wire) -> AsyncGenerator[Probe]:
    """A client that is ready, while the block lasts."""
    with directed(wire):
        async with Probe() as client:
            task = asyncio.create_task(client.start(TOKEN))
            await wire.ready()
            yield client
        await task


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        yield wire


@pytest.fixture
async def bot(wire: Wire) -> AsyncIterator[Probe]:
    async with running(wire) as client:
        yield client


async def test_a_command_is_registered_and_answers(wire: Wire, bot: Probe) -> None:
    reply = await wire.invoke("funding show", {"measure": "x", "count": 3}, locale="zh-CN")
    assert (reply.text, reply.ephemeral, reply.type) == ("x - 3 zh-CN", True, 4)
    assert 0 < reply.latency < 1
    assert {c["name"] for c in wire.commands("global")} >= {"funding", "where", "Find measures"}
    assert bot.application_id == wire.world.app.id


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("command", "options", "complaint"),
    [
        ("funding list", {}, "no command 'funding list'; registered are: .*funding show"),
        ("funding", {}, "no command 'funding'"),
        ("funding show", {}, "'measure' is required"),
        ("funding show", {"measure": 3}, "'measure' does not take 3"),
        ("funding show", {"measure": "x", "lang": "fr"}, "'lang' does not offer 'fr'"),
        ("funding show", {"measure": "x", "page": 1}, "no option 'page'"),
        ("manage", {}, "'manage' is hidden from member"),
    ],
)
async def test_what_discord_would_not_offer_is_said_plainly(
    wire: Wire, command: str, options: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(NotOfferedError, match=complaint):
        await wire.invoke(command, options)


@pytest.mark.usefixtures("bot")
async def test_autocomplete(wire: Wire) -> None:
    choices = await wire.autocomplete("funding show", "measure", "贷款")
    assert choices == [{"name": "贷款!", "value": "贷款"}]


@pytest.mark.usefixtures("bot")
async def test_a_click_edits_the_private_message_it_is_on(wire: Wire) -> None:
    reply = await wire.invoke("card")
    assert (reply.text, list(reply.buttons)) == ("one", ["More"])
    after = await wire.click(reply, "More")
    assert (after.type, after.text, after.ephemeral) == (7, "two", True)
    assert after.message is reply.message
    with pytest.raises(NotOfferedError, match="no button 'Less'"):
        await wire.click(reply, "Less")


@pytest.mark.usefixtures("bot")
async def test_a_form_is_filled_in(wire: Wire) -> None:
    form = await wire.invoke("form")
    reply = await wire.submit(form, {"name": "小明", "colour": ["red"], "sure": True})
    assert reply.text == "小明 ['red'] True"
    with pytest.raises(NotOfferedError, match="'name' is required"):
        await wire.submit(form, {"colour": ["red"]})


@pytest.mark.usefixtures("bot")
async def test_a_deferral_is_filled_with_text_and_file(wire: Wire) -> None:
    reply = await (await wire.invoke("slow")).completed()
    assert (reply.type, reply.text, reply.ephemeral) == (5, "done", True)
    assert reply.files == {"chart.png": b"chart"}
    assert reply.message["attachments"][0]["description"] == "a chart"
    await wire.until(lambda: bool(reply.followups))
    assert reply.followups[0]["content"] == "and more"


@pytest.mark.usefixtures("bot")
async def test_files_go_both_ways(wire: Wire) -> None:
    reply = await wire.invoke("upload", {"file": Upload("in.txt", "数据".encode())})
    assert (reply.text, reply.files) == ("in.txt", {"back.txt": "数据".encode()})


@pytest.mark.usefixtures("bot")
async def test_channels_and_members_are_resolved(wire: Wire) -> None:
    ideas = wire.world.guild.add("ideas", FORUM)
    reply = await wire.invoke("choose", {"channel": ideas, "who": wire.world.admin})
    assert reply.text == "ideas forum admin"


@pytest.mark.usefixtures("bot")
async def test_a_message_command(wire: Wire) -> None:
    assert (await wire.message_command("Find measures", "abc")).text == "cba"


@pytest.mark.usefixtures("bot")
async def test_places_and_installs(wire: Wire) -> None:
    world = wire.world
    seen = [
        (await wire.invoke("where", where=place)).text
        for place in (world.here(), world.elsewhere(), world.dm(), world.private())
    ]
    assert seen == [
        "True False TextChannel",
        "False True TextChannel",
        "False False DMChannel",
        "False True GroupChannel",
    ]
    with pytest.raises(NotOfferedError, match="not offered by the installs"):
        await wire.invoke("card", where=world.elsewhere())
    assert (await wire.invoke("manage", user=world.admin)).text == "True"


@pytest.mark.usefixtures("bot")
async def test_no_answer_in_time_is_told(wire: Wire) -> None:
    wire.interactions.deadline = 0.1
    with pytest.raises(UnansweredError, match="'silent': no answer within"):
        await wire.invoke("silent")


async def test_what_discord_would_refuse_is_refused(wire: Wire, bot: Probe) -> None:
    failures: list[str] = []

    @bot.tree.error
    async def note(_: Click, error: app_commands.AppCommandError) -> None:
        failures.append(str(error))

    wire.interactions.deadline = 0.3
    with pytest.raises(UnansweredError):
        await wire.invoke("card", {"parts": 38, "text": "x" * 106})
    assert "4028 characters, at most 4000" in failures[0]
    assert note


async def test_the_bot_resumes_and_identifies_anew(wire: Wire, bot: Probe) -> None:
    await wire.gateway.reconnect()
    await wire.until(lambda: wire.gateway.resumed == 1)
    assert (await wire.invoke("where")).text
    await wire.gateway.close(4000)
    await wire.until(lambda: wire.gateway.resumed == 2)
    await wire.gateway.invalidate()
    await wire.until(lambda: wire.gateway.identified == 2)
    assert (await wire.invoke("where")).text
    assert not bot.is_closed()


async def test_a_refused_resume_leads_to_a_new_session(wire: Wire, bot: Probe) -> None:
    wire.gateway.rules.accept_resumes = False
    await wire.gateway.reconnect()
    await wire.until(lambda: wire.gateway.identified == 2)
    assert (wire.gateway.resumed, bot.is_closed()) == (0, False)


async def test_what_happened_meanwhile_is_sent_on_resume(wire: Wire) -> None:
    async with running(wire):
        session = wire.gateway.live()[0]
        link, session.connection = session.connection, None
        asked = asyncio.create_task(wire.invoke("where"))
        with pytest.raises(UnansweredError):
            await asked
        session.connection = link
        await wire.gateway.close(4000)
        await wire.until(lambda: bool(wire.requests.matching("POST", "/callback")))


async def test_shards_get_their_own_servers(wire: Wire) -> None:
    wire.shards = 2
    guilds = [wire.world.add_guild(f"g{n}", shard=n, shards=2) for n in range(2)]
    for guild in guilds:
        guild.add("general")
    async with running(wire) as client:
        assert [client.get_guild(g.id) is not None for g in guilds] == [True, True]
        for guild in guilds:
            assert (await wire.invoke("where", where=wire.world.here(guild))).text
        assert sorted(s.shard for s in wire.gateway.live()) == [0, 1]


async def test_a_wrong_token_is_refused(wire: Wire) -> None:
    with directed(wire):
        async with Probe() as client:
            with pytest.raises(discord.LoginFailure):
                await client.start("another")
    assert [c.status for c in wire.requests] == [401]


async def test_a_forbidden_server_and_planned_faults(wire: Wire, bot: Probe) -> None:
    guild = discord.Object(wire.world.guild.id)
    assert await bot.tree.sync(guild=guild) == []
    wire.forbidden_guilds.add(guild.id)
    with pytest.raises(discord.Forbidden) as forbidden:
        await bot.tree.sync(guild=guild)
    assert forbidden.value.code == 50001
    wire.faults.append(PlannedFault("GET", "/users/@me", refuse(503)))
    with pytest.raises(discord.DiscordServerError):
        await _get_me(bot)
    assert (await _get_me(bot))["username"] == "little-giant"
    wire.faults.append(PlannedFault("GET", "/users/@me", drop, late=True, times=2))
    with pytest.raises(aiohttp.ClientError):  # the second time: aiohttp itself repeats a GET once
        await _get_me(bot)


async def _get_me(bot: Probe) -> dict[str, Any]:
    return await bot.http.request(Route("GET", "/users/@me"))


async def test_the_application_tells_owner_and_installs(wire: Wire, bot: Probe) -> None:
    wire.world.app.integration_types_config = {"0": {}}
    info = await bot.application_info()
    assert info.owner.id == wire.world.operator.id
    assert info.guild_integration_config is not None
    assert info.user_integration_config is None


async def test_unknown_routes_are_recorded(wire: Wire, bot: Probe) -> None:
    with pytest.raises(discord.NotFound):
        await bot.fetch_channel(1)
    assert wire.requests.matching("GET", "/channels/1")[0].status == 404


@pytest.mark.parametrize("kind", ["zlib-stream", "zstd-stream"])
def test_streams_keep_their_dictionary(kind: str) -> None:
    compress = compressor(kind)
    assert compress is not None
    first, second = (compress(b"the same text " * 20) for _ in range(2))
    assert len(second) < len(first)
    if kind == "zlib-stream":
        stream = zlib.decompressobj()
        assert stream.decompress(first) + stream.decompress(second) == b"the same text " * 40


@pytest.mark.parametrize("query", ["", "&compress=zlib-stream"])
async def test_connections_without_zstd(wire: Wire, query: str) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{wire.gateway_url}?v=10&encoding=json{query}") as socket,
    ):
        hello = await socket.receive()
        text = zlib.decompressobj().decompress(hello.data) if query else hello.data
        assert json.loads(text)["op"] == 10
        await socket.send_json({"op": 2, "d": {"token": "another", "intents": 1}})
        assert (await socket.receive()).data == 4004


def test_as_a_process(tmp_path: Path) -> None:
    serve = [sys.executable, "-m", "tests.wire", "serve", "--port", "0"]
    with subprocess.Popen(serve, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            about = json.loads(process.stdout.readline())
            call = [sys.executable, "-m", "tests.wire", "call", about["origin"]]
            state = subprocess.run([*call, "state"], cwd=ROOT, capture_output=True, check=True)
            assert json.loads(state.stdout)["shards"] == []
            refused = subprocess.run(
                [*call, "invoke", '{"command": "ask"}'], cwd=ROOT, capture_output=True, check=False
            )
            assert b"no command 'ask'; registered are: none" in refused.stderr
        finally:
            began = time.monotonic()
            process.terminate()
    assert process.returncode == 0
    assert time.monotonic() - began < 5
