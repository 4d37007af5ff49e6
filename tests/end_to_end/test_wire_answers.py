"""One bot over real sockets: what it asks Discord for, what it answers, and its pictures."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.ui.escape import plain
from tests.end_to_end.connected import running
from tests.end_to_end.program import DATA, TOKEN, Program, run
from tests.wire import Wire
from tests.wire.ids import Json
from tests.wire.payload_limits import walk
from tests.wire.world import BOT_DM, GUILD, MEMBER_PERMISSIONS, PRIVATE_CHANNEL

pytestmark = pytest.mark.asyncio(loop_scope="module")


GUILDS = 1
"""The one intent, as bits."""

USE_EXTERNAL_APPS = 1 << 50
MANAGE_GUILD = 1 << 5
_SELECT = 3
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def wire() -> AsyncIterator[Wire]:
    """A Discord with one server."""
    async with Wire(token=TOKEN) as wire:
        yield wire


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(wire: Wire, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    """The bot with the real data, connected to `wire`; most stories share it."""
    async with running(wire, tmp_path_factory.mktemp("bot"), DATA) as bot:
        yield bot


@pytest.fixture(autouse=True)
def _another_person(wire: Wire) -> None:
    """Each story is somebody else's: the bot lets a person ask only so often."""
    wire.world.member = wire.world.person("member")


@pytest.mark.usefixtures("bot")
async def test_commands_are_registered_globally(wire: Wire) -> None:
    commands = {c["name"]: c for c in wire.commands("global")}
    assert set(commands) >= {
        "ask", "funding", "zones", "little-giant", "measures", "preferences", "privacy", "help",
        "about", "Find measures",
    }  # fmt: skip
    assert wire.commands(wire.world.guild) == []
    digest = commands.pop("digest")
    assert (digest["integration_types"], digest["contexts"]) == ([0], [GUILD])
    assert int(digest["default_member_permissions"]) == MANAGE_GUILD
    for command in commands.values():
        assert command["integration_types"] == [0, 1]
        assert sorted(command["contexts"]) == [GUILD, BOT_DM, PRIVATE_CHANNEL]
    assert CHINESE.search(commands["ask"]["description_localizations"]["zh-CN"])
    assert CHINESE.search(commands["ask"]["description_localizations"]["zh-TW"])


@pytest.mark.usefixtures("bot")
async def test_only_guilds_are_asked_for(wire: Wire) -> None:
    assert {told["intents"] for told in wire.gateway.identities} == {GUILDS}


@pytest.mark.usefixtures("bot")
async def test_an_answer_is_private_with_its_source_and_quick(wire: Wire) -> None:
    reply = await wire.invoke("ask", {"question": "How big is the special loan programme?"})
    assert reply.ephemeral
    assert "400 billion yuan" in reply.text
    assert re.search(r"^-# [●◐○] \w+ · \S", reply.text, re.MULTILINE)
    assert reply.latency < 1


@pytest.mark.usefixtures("bot")
async def test_ask_says_what_the_terminal_says(wire: Wire, tmp_path: Path) -> None:
    question = "What is the guarantee limit per firm?"
    told = run(tmp_path, "ask", question, DATA_DIR=DATA).out
    reply = await wire.invoke("ask", {"question": question})
    assert "30 million yuan" in told
    shown = [line for line in plain(reply.text).splitlines() if line]
    assert told.splitlines()[0] == shown[0]
    assert {*shown} <= {*told.splitlines()}  # which has the whole card


@pytest.mark.usefixtures("bot")
async def test_a_chinese_client_is_answered_in_chinese(wire: Wire) -> None:
    ming = wire.world.person("小明", locale="zh-CN")
    reply = await wire.invoke("funding overview", user=ming)
    assert "亿元" in reply.text
    assert "billion" not in reply.text
    assert "分享到此频道" in reply.buttons
    english = await wire.invoke("funding overview", {"lang": "en"}, user=ming)
    assert "billion yuan" in english.text


@pytest.mark.usefixtures("bot")
async def test_a_list_pages_forward_and_back(wire: Wire) -> None:
    first = await wire.invoke("zones list")
    assert "Not complete" in first.text
    second = await wire.click(first, "Next")
    assert (second.type, second.ephemeral) == (7, True)
    assert "page 2 of" in second.text
    assert "Not complete" in (await wire.click(second, "Previous")).text


@pytest.mark.usefixtures("bot")
async def test_a_shared_answer_is_public_and_mentions_nobody(wire: Wire) -> None:
    private = await wire.invoke("funding overview")
    shared = await wire.click(private, "Share here")
    assert (shared.type, shared.ephemeral) == (4, False)
    assert shared.text.startswith(private.text)
    assert "Share here" not in shared.buttons
    assert shared.data["allowed_mentions"] == {"parse": []}


@pytest.mark.usefixtures("bot")
async def test_autocomplete_leads_to_the_measure(wire: Wire) -> None:
    for typed in ("guarantee", "担保", "rongzi danbao"):
        choices = await wire.autocomplete("funding show", "measure", typed)
        assert 1 <= len(choices) <= 25, typed
    reply = await wire.invoke("funding show", {"measure": choices[0]["value"]})
    assert choices[0]["name"] in reply.text
    ming = wire.world.person("小明", locale="zh-CN")
    theirs = await wire.autocomplete("funding show", "measure", "guarantee", user=ming)
    assert all(CHINESE.search(choice["name"]) for choice in theirs)


@pytest.mark.usefixtures("bot")
async def test_the_message_command_offers_measures_to_open(wire: Wire) -> None:
    text = "They say there are 400 billion yuan of special loans for smaller firms."
    reply = await wire.message_command("Find measures", text)
    assert reply.ephemeral
    assert any(part["type"] == _SELECT for part in walk(reply.components)), "nothing can be opened"
    menu = next(c for c in wire.commands() if c["name"] == "Find measures")
    assert menu["type"] == 3
    assert CHINESE.search(menu["name_localizations"]["zh-CN"])


@pytest.mark.usefixtures("bot")
async def test_direct_and_group_messages_are_answered_with_pages(wire: Wire) -> None:
    for place in (wire.world.dm(), wire.world.private()):
        reply = await wire.invoke("zones list", where=place)
        assert "Not complete" in reply.text
        assert "page 2 of" in (await wire.click(reply, "Next")).text


@pytest.mark.usefixtures("bot")
async def test_a_user_install_without_the_permission_is_told_so(wire: Wire) -> None:
    place, notice = wire.world.elsewhere(), "Only you see this"
    bound = wire.world.person("bound", permissions=MEMBER_PERMISSIONS & ~USE_EXTERNAL_APPS)
    reply = await wire.invoke("funding overview", {"public": True}, user=bound, where=place)
    assert reply.ephemeral
    assert notice in reply.text
    told = await wire.click(reply, "Share here", user=bound, where=place)
    assert told.ephemeral
    assert "nothing is shared" in told.text
    free = await wire.invoke("funding overview", {"public": True}, where=place)
    assert not free.ephemeral
    assert notice not in free.text


@pytest.mark.usefixtures("bot")
async def test_an_answer_is_shared_once_and_shows_it(wire: Wire) -> None:
    reply = await wire.invoke("zones list")
    shared = await wire.click(reply, "Share here")
    assert not shared.ephemeral
    assert f"Shared by {wire.world.member.name}" in shared.text
    await wire.until(lambda: "Share here" not in reply.buttons)
    labels = [part.get("label") for part in walk(reply.components)]
    assert "Shared" in labels


@pytest.mark.usefixtures("bot")
async def test_an_unknown_name_offers_the_nearest_ones(wire: Wire) -> None:
    reply = await wire.invoke("funding show", {"measure": "guarantie fund"})
    nearest = [label for label in reply.buttons if label != "Share here"]
    assert len(nearest) == 3
    opened = await wire.click(reply, nearest[0])
    assert nearest[0].rstrip("…") in opened.text


def assert_has_picture(message: Json, files: dict[str, bytes]) -> str:
    """The alt text of the one picture in a message; fails where it did not come along whole."""
    (file,) = message["attachments"]
    (item,) = [item for part in walk(message["components"]) for item in part.get("items", ())]
    content = files[file["filename"]]
    assert content.startswith(b"\x89PNG")
    assert len(content) == file["size"] < 200_000
    assert item["media"]["url"] == file["url"]
    assert item["description"] == file["description"]
    return item["description"]


def loaded_by(bot: Program) -> str:
    """The files that a process has mapped; empty where the system does not tell."""
    maps = Path(f"/proc/{bot.pid}/maps")
    return maps.read_text() if maps.exists() else ""


async def test_a_chart_is_deferred_and_comes_by_an_edit(wire: Wire, bot: Program) -> None:
    ming = wire.world.person("小明", locale="zh-CN")
    card = await wire.invoke("funding overview", user=ming)
    chart = await wire.click(card, "图表")
    assert (chart.type, chart.data) == (5, {"flags": 1 << 6})
    assert chart.latency < 1, "the first picture takes longer to be drawn"
    await chart.completed(20)
    assert chart.ephemeral
    assert "亿元" in assert_has_picture(chart.message, chart.files)
    (edit,) = wire.requests.matching("PATCH", f"/{chart.interaction.token}/")
    assert edit.headers["Content-Type"].startswith("multipart/form-data")
    assert edit.json["allowed_mentions"] == {"parse": []}

    shared = await wire.click(chart, "分享到此频道")
    assert (shared.type, shared.ephemeral) == (4, False)
    assert assert_has_picture(shared.message, shared.files)
    assert shared.files == chart.files
    assert shared.text == f"{chart.text} · 由小明分享"
    assert shared.data["allowed_mentions"] == {"parse": []}
    assert "matplotlib" not in loaded_by(bot), "the bot itself loaded what draws"


@pytest.mark.usefixtures("bot")
async def test_the_map_is_answered_with_text_at_once_and_then_has_its_picture(wire: Wire) -> None:
    reply = await wire.invoke("zones map", {"industry": "chips", "public": True})
    assert reply.type == 4
    assert "Pudong 6" in reply.text
    assert reply.latency < 1
    told = reply.text
    while not reply.message["attachments"]:
        await reply.changed(20)
    assert "Pudong" in assert_has_picture(reply.message, reply.files)
    assert reply.text == told


async def test_the_bot_resumes_where_it_was(wire: Wire, bot: Program) -> None:
    before = wire.gateway.resumed
    await wire.gateway.reconnect()
    await bot.until(lambda: wire.gateway.resumed > before and bool(wire.gateway.live()))
    assert "Not complete" in (await wire.invoke("zones list")).text
