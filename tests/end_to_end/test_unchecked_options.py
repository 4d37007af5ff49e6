"""Options as no client of Discord's sends them: one sentence, in the person's language, no fault.

discord.py checks few of them on receipt, and Discord's own clients are not the only ones.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.end_to_end.connected import running
from tests.end_to_end.program import DATA, TOKEN, Program, run
from tests.wire import Wire
from tests.wire.ids import Json
from tests.wire.raw_options import send_options

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("bot")]

STRING, INTEGER, BOOLEAN, CHANNEL, ROLE, NUMBER = 3, 4, 5, 7, 8, 10
LONG = "一" * 6_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def wire() -> AsyncIterator[Wire]:
    """A Discord with one server."""
    async with Wire(token=TOKEN) as wire:
        yield wire


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(wire: Wire, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    """The bot with the real data; whatever comes, it logs no fault."""
    async with running(wire, tmp_path_factory.mktemp("bot"), DATA) as bot:
        yield bot
        assert "failed" not in bot.err


@pytest.fixture(autouse=True)
def _other_people(wire: Wire) -> None:
    """Each story is somebody else's: the bot lets a person ask only so often."""
    world = wire.world
    world.admin = world.person("admin", permissions=world.admin.permissions)
    world.member = world.person("member")


def given(name: str, value: Any, kind: int = STRING, **more: Any) -> Json:
    """An option as it is sent."""
    return {"name": name, "type": kind, "value": value, **more}


async def said(wire: Wire, command: str, *options: Json, locale: str = "en-US") -> str:
    """The one sentence that answers, to the person alone."""
    reply = await send_options(wire, command, options, user=wire.world.admin, locale=locale)
    assert reply.ephemeral
    assert reply.components == []
    return reply.text


@pytest.mark.parametrize(
    ("command", "option", "most"),
    [
        ("ask", "question", 200),
        ("measures browse", "query", 50),
        ("measures export", "query", 50),
        ("funding show", "measure", 100),
        ("zones list", "industry", 100),
        ("watch add", "measure", 100),
        ("preferences", "timezone", 100),
        ("help", "topic", 100),
        ("measures changes", "since", 100),
        ("digest show", "digest", 100),
    ],
)
async def test_a_text_beyond_its_limit(wire: Wire, command: str, option: str, most: int) -> None:
    english = await said(wire, command, given(option, LONG))
    assert english.startswith(
        f"`{option}` is too long: 6,000 characters; the limit is {most}. Please"
    )
    chinese = await said(wire, command, given(option, "一" * (most + 1)), locale="zh-CN")
    assert chinese.startswith(f"`{option}` 过长：共 {most + 1} 个字符，最多 {most} 个")


async def test_a_text_of_the_longest_is_looked_up(wire: Wire) -> None:
    reply = await send_options(wire, "funding show", [given("measure", "一" * 100)])
    assert "too long" not in reply.text
    assert "All measures" in reply.buttons


@pytest.mark.parametrize(
    ("command", "option", "english", "chinese"),
    [
        (
            "little-giant criteria",
            given("tier", "srdi"),
            "innovative, specialised, little gi",
            "创",
        ),
        ("little-giant criteria", given("tier", 7, INTEGER), "innovative, specialised", "创"),
        ("little-giant criteria", given("rules", LONG), "current, 2022", "2022"),
        ("funding overview", given("lang", "fr"), "en, zh", "中文"),
        ("measures browse", given("status", ""), "in force, superseded, all", "、"),
    ],
)
async def test_a_value_outside_the_choices(
    wire: Wire, command: str, option: Json, english: str, chinese: str
) -> None:
    told = await said(wire, command, option)
    assert told.startswith(f"`{option['name']}` must be one of these: {english}")
    assert "Please choose" in told
    told = await said(wire, command, option, locale="zh-CN")
    assert told.startswith(f"`{option['name']}` 只能是以下之一：")
    assert chinese in told


@pytest.mark.parametrize(
    ("command", "options", "sentence"),
    [
        ("funding show", [given("measure", 7, INTEGER)], "`measure` must be text"),
        ("funding show", [given("measure", 7)], "`measure` must be text"),
        ("funding show", [given("measure", None)], "`measure` must be text"),
        ("funding show", [given("measure", {"a": 1})], "`measure` must be text"),
        ("funding show", [given("measure", "")], "`measure` is missing"),
        ("funding show", [], "`measure` is missing"),
        ("measures compare", [given("a", "loan")], "`b` is missing"),
        ("about", [given("colour", LONG)], "The options of this command have changed"),
        ("funding overview", [given("public", "yes", BOOLEAN)], "`public` must be true or false"),
        ("funding overview", [given("public", 1.5, NUMBER)], "`public` must be true or false"),
        (
            "digest create",
            [given("channel", "general", CHANNEL), given("schedule", "daily 09:00")],
            "`channel` must be a channel of this server",
        ),
        (
            "digest create",
            [given("channel", "7", CHANNEL), given("schedule", "daily 09:00")],
            "`channel` must be a channel of this server",
        ),
        ("digest edit", [given("digest", "1"), given("role", "x", ROLE)], "`role` must be a role"),
    ],
)
async def test_options_of_another_shape_are_answered_with_a_sentence(
    wire: Wire, command: str, options: list[Json], sentence: str
) -> None:
    assert (await said(wire, command, *options)).startswith(sentence)
    assert re.search("[\u4e00-\u9fff]", await said(wire, command, *options, locale="zh-CN"))


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("funding show", given("measure", LONG)),
        ("funding show", given("measure", "一" * 101)),
        ("funding show", given("measure", 7, INTEGER)),
        ("funding show", given("measure", None)),
        ("funding show", given("colour", "red")),
        ("ask", given("question", "loan")),
        ("preferences", given("timezone", LONG)),
        ("digest create", given("schedule", LONG)),
        ("measures changes", given("since", LONG)),
    ],
)
async def test_an_autocomplete_of_another_shape_offers_nothing(
    wire: Wire, command: str, option: Json
) -> None:
    typed = option | {"focused": True}
    reply = await send_options(wire, command, [typed], user=wire.world.admin)
    assert reply.type == 8
    assert reply.choices == []


@pytest.mark.parametrize("typed", ["9" * 61, LONG, "1," * 2_000, "\ufdfa" * 4_000])
async def test_a_number_in_a_form_beyond_its_limit(wire: Wire, typed: str) -> None:
    form = await wire.invoke("little-giant check")
    answer = await wire.submit(form, {"revenue": typed, "rights": "5"})
    assert "too long for a number" in answer.text
    assert "Left" in answer.text
    assert len(answer.text) < 4_000


async def test_a_question_in_the_terminal_is_held_to_the_same_limit(tmp_path: Path) -> None:
    ended = run(tmp_path, "ask", LONG, DATA_DIR=DATA)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "The question has 6,000 characters, but at most 200 are allowed; shorten it.\n"
    )
