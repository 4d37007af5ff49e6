"""Too much at once: what is free, what is refused until when, and who is forgotten."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from simcord.actors import MemberActor

from bot.ui.cooldowns import FILES, LOOKUPS, MOST_REMEMBERED, WRITES, Cooldowns, limit_of
from tests.commands.chat import Chat, press, texts
from tests.commands.raw_interactions import AUTOCOMPLETE, command_raw, press_raw, sub
from tests.commands.refusals import refused, sentence

NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


@pytest.mark.usefixtures("quiet")
async def test_beyond_its_limit_an_autocomplete_offers_nothing(chat: Chat) -> None:
    focused = {"name": "zone", "type": 3, "value": "park", "focused": True}
    options = [{"name": "show", "type": 1, "options": [focused]}]

    async def offered(who: MemberActor) -> bool:
        (answer,) = await command_raw(chat, who, "zones", options, kind=AUTOCOMPLETE)
        return bool(answer["data"]["choices"])

    assert [await offered(chat.alice) for _ in range(42)] == [True] * 40 + [False] * 2
    assert await offered(chat.ming)
    await chat.env.advance_time(11)
    assert await offered(chat.alice)
    assert refused(chat) == {"too often": 2}


@pytest.mark.usefixtures("quiet")
async def test_twenty_look_ups_in_ten_seconds_are_free(chat: Chat) -> None:
    reply = await chat.alice.slash(chat.channel, "zones list")
    for _ in range(LOOKUPS.times // 2 - 1):
        assert texts(await chat.alice.slash(chat.channel, "help"))
        reply = await press(chat.alice, reply, "Next")
    assert texts(await chat.alice.slash(chat.channel, "help"))
    for _ in range(3):
        await chat.offers(chat.alice, "zones list", "district", "pu")
    began = chat.app.services.clock()
    said = sentence(await command_raw(chat, chat.alice, "help"))
    (until,) = re.findall(r"<t:(\d+):R>", said)
    assert timedelta(0) < datetime.fromtimestamp(int(until), UTC) - began <= timedelta(seconds=10)
    assert "Too many requests" in sentence(await press_raw(chat, chat.alice, reply, "v|fo|en"))
    assert texts(await chat.ming.slash(chat.channel, "help")), "another person is free"
    await chat.env.advance_time(10)
    assert texts(await chat.alice.slash(chat.channel, "help"))
    assert refused(chat) == {"too often": 2}


@pytest.mark.usefixtures("quiet")
async def test_buttons_that_write_count_like_the_commands(chat: Chat) -> None:
    measure = next(iter(chat.app.services.release.catalogue.measures))
    reply = await chat.alice.slash(chat.channel, "watch add", measure=measure)
    for _ in range(WRITES.times - 1):
        await press_raw(chat, chat.alice, reply, f"a|wrm|en|{measure}")
    assert "Too many requests" in sentence(
        await press_raw(chat, chat.alice, reply, f"a|wad|en|{measure}")
    )
    said = await command_raw(chat, chat.alice, "watch", [sub("add", measure=measure)])
    assert "Too many requests" in sentence(said)
    assert texts(await chat.alice.slash(chat.channel, "watch list")), "look-ups stay free"
    assert not await chat.app.services.watches.of(chat.alice.id)


async def test_every_limit_is_that_of_a_command_there_is(chat: Chat) -> None:
    names = {command.qualified_name for command in chat.app.client.tree.walk_commands()}
    costly = {name for name in names if limit_of(name) not in (None, LOOKUPS)}
    assert costly == {
        "digest create", "digest delete", "digest edit", "digest pause", "digest preview",
        "digest resume", "digest run", "measures export", "preferences", "watch add",
        "watch remove", "zones map",
    }  # fmt: skip
    assert limit_of("admin reload") is None


def test_a_limit_is_a_person_s_own_and_ends() -> None:
    now = NOW
    cooldowns = Cooldowns(lambda: now)
    for _ in range(FILES.times):
        assert cooldowns.wait(1, FILES) is None
    now += timedelta(seconds=10)
    assert cooldowns.wait(1, FILES) == NOW + timedelta(seconds=30)
    now += timedelta(seconds=19)
    assert cooldowns.wait(1, FILES) == NOW + timedelta(seconds=30), "a refusal adds nothing"
    assert cooldowns.wait(2, FILES) is None
    assert cooldowns.wait(1, WRITES) is None
    now += timedelta(seconds=1)
    assert cooldowns.wait(1, FILES) is None


def test_a_clock_that_is_set_back_keeps_nobody_waiting() -> None:
    now = NOW
    cooldowns = Cooldowns(lambda: now)
    for _ in range(FILES.times + 1):
        cooldowns.wait(1, FILES)
    now -= timedelta(hours=1)
    assert cooldowns.wait(1, FILES) is None


def test_who_is_remembered_is_bounded_and_forgotten() -> None:
    now = NOW
    cooldowns = Cooldowns(lambda: now)
    for person in range(MOST_REMEMBERED + 100):
        cooldowns.wait(person, LOOKUPS)
    assert len(cooldowns) == MOST_REMEMBERED
    now += timedelta(seconds=LOOKUPS.seconds)
    cooldowns.wait(1, LOOKUPS)
    assert len(cooldowns) == 1
