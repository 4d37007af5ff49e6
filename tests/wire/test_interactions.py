"""The stand-in with discord.py: commands, buttons, forms, files, as a person uses them."""

from typing import Any

import pytest
from discord import app_commands

from tests.wire import NotOfferedError, UnansweredError, Upload, Wire
from tests.wire.channels import FORUM
from tests.wire.sample_bot import Click, SampleBot


async def test_a_command_is_registered_and_answers(wire: Wire, bot: SampleBot) -> None:
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
async def test_an_autocomplete_gets_its_choices(wire: Wire) -> None:
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
async def test_a_message_command_gets_the_message(wire: Wire) -> None:
    assert (await wire.message_command("Find measures", "abc")).text == "cba"


@pytest.mark.usefixtures("bot")
async def test_an_interaction_tells_its_place_and_install(wire: Wire) -> None:
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


async def test_what_discord_would_refuse_is_refused(wire: Wire, bot: SampleBot) -> None:
    failures: list[str] = []

    @bot.tree.error
    async def note(_: Click, error: app_commands.AppCommandError) -> None:
        failures.append(str(error))

    wire.interactions.deadline = 0.3
    with pytest.raises(UnansweredError):
        await wire.invoke("card", {"parts": 38, "text": "x" * 106})
    await wire.until(lambda: bool(failures))  # a busy machine may still be working on it
    assert "4028 characters, at most 4000" in failures[0]
    assert note
