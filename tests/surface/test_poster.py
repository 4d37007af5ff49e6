"""What the poster finds and writes where nothing is in memory: it is connected to no gateway."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import discord
import pytest
from discord.http import Route

from bot.digests.interfaces import Absent, OutgoingMessage, Refused, Unknowable
from bot.discord_client.poster import DiscordPoster
from bot.domain.digests.subscription import Cause, Post, Target
from tests.end_to_end.program import TOKEN
from tests.wire import Channel, PlannedFault, Wire, refuse
from tests.wire.channels import FORUM


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire(token=TOKEN) as wire:
        yield wire


@pytest.fixture
async def poster(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordPoster]:
    """Logged in, and connected to no gateway: it knows no server."""
    monkeypatch.setattr(Route, "BASE", wire.api_url)
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(TOKEN)
        yield DiscordPoster(client)


async def find(poster: DiscordPoster, wire: Wire, channel: Channel, kind: str = "text") -> object:
    target = Target(wire.world.guild.id, channel.id, "thread" if kind == "thread" else "text", "x")
    return await poster.find(target, "mark", datetime.now(UTC))


async def test_an_empty_channel_that_may_be_read_holds_nothing(
    wire: Wire, poster: DiscordPoster
) -> None:
    assert await find(poster, wire, wire.world.guild.add("empty")) == Absent()


async def test_an_empty_page_of_a_hidden_history_proves_nothing(
    wire: Wire, poster: DiscordPoster
) -> None:
    hidden = wire.world.guild.add("hidden")
    await wire.deny(hidden, "read_message_history")
    assert await find(poster, wire, hidden) == Unknowable()


async def test_a_thread_has_the_rights_of_its_channel(wire: Wire, poster: DiscordPoster) -> None:
    guild = wire.world.guild
    threads = [guild.add_thread(guild.add(name), "t", wire.world.bot) for name in ("open", "shut")]
    await wire.deny(guild.channels[-1], "read_message_history")
    found = [await find(poster, wire, thread, "thread") for thread in threads]
    assert found == [Absent(), Unknowable()]


# ------------------------------------------------------------------------------ forums


def archive(wire: Wire, forum: Channel, name: str, moment: datetime) -> Channel:
    """A post of the forum that was archived then."""
    thread = wire.world.guild.add_thread(forum, name, wire.world.bot)
    thread.archived, thread.archive_moment = True, moment.isoformat()
    return thread


async def test_a_forums_post_is_found_behind_pages_of_archived_ones(
    wire: Wire, poster: DiscordPoster
) -> None:
    forum, began = wire.world.guild.add("board", FORUM), datetime.now(UTC)
    ours = archive(wire, forum, "News · LG-OURS", began + timedelta(seconds=1))
    for number in range(120):
        archive(wire, forum, f"later {number}", began + timedelta(seconds=2 + number))
    target = Target(wire.world.guild.id, forum.id, "forum", "board")
    assert await poster.find(target, "LG-OURS", began) == Post(ours.id, ours.id)
    assert await poster.find(target, "LG-NONE", began) == Absent()


async def test_archived_posts_are_read_back_to_the_runs_moment_only(
    wire: Wire, poster: DiscordPoster
) -> None:
    forum, began = wire.world.guild.add("board", FORUM), datetime.now(UTC)
    for number in range(320):
        archive(wire, forum, f"before {number}", began - timedelta(hours=1 + number))
    target = Target(wire.world.guild.id, forum.id, "forum", "board")
    assert await poster.find(target, "LG-NONE", began) == Absent()
    assert len(wire.requests.matching("GET", "/threads/archived")) == 1


async def test_more_archived_posts_than_can_be_read_prove_nothing(
    wire: Wire, poster: DiscordPoster
) -> None:
    forum, began = wire.world.guild.add("board", FORUM), datetime.now(UTC)
    for number in range(1_001):
        archive(wire, forum, f"later {number}", began + timedelta(seconds=number))
    target = Target(wire.world.guild.id, forum.id, "forum", "board")
    assert await poster.find(target, "LG-NONE", began) == Unknowable()
    assert len(wire.requests.matching("GET", "/threads/archived")) == 10


# ------------------------------------------------------------------------------ persons


def to_member(wire: Wire, channel_id: int) -> Target:
    """The member, as a watch has them, with that channel."""
    return Target(0, channel_id, "direct", "x", person_id=wire.world.member.id)


LETTER = OutgoingMessage([{"type": 10, "content": "It has changed · LG-LETTER"}], "LG-LETTER")


async def test_somebody_elses_channel_is_left_for_the_persons_own(
    wire: Wire, poster: DiscordPoster
) -> None:
    foreign = wire.world.guild.add("foreign")
    await wire.deny(foreign, "view_channel")
    began = datetime.now(UTC)
    sent = await poster.send(to_member(wire, foreign.id), LETTER)
    own = wire.world.dm_channel(wire.world.member)
    assert isinstance(sent, Post)
    assert (sent.channel_id, len(wire.dms(wire.world.member))) == (own.id, 1)
    assert wire.messages(foreign) == []
    assert await poster.find(to_member(wire, foreign.id), "LG-LETTER", began) == sent


async def test_a_lack_of_access_is_believed_the_second_time(
    wire: Wire, poster: DiscordPoster
) -> None:
    own = wire.world.dm_channel(wire.world.member)
    passing = PlannedFault("POST", f"/channels/{own.id}/messages", refuse(403, 50001))
    wire.faults.append(passing)
    assert isinstance(await poster.send(to_member(wire, own.id), LETTER), Post)
    assert len(wire.requests.matching("POST", "/users/@me/channels")) == 1
    lasting = PlannedFault("POST", f"/channels/{own.id}/messages", refuse(403, 50001), times=None)
    wire.faults.append(lasting)
    again = OutgoingMessage(LETTER.layout, "LG-AGAIN")
    assert await poster.send(to_member(wire, own.id), again) == Refused(Cause("closed-dms"))
    assert len(lasting.calls) == 2


@pytest.mark.parametrize("code", [50007, 50278])
async def test_an_unreachable_person_is_asked_once(
    wire: Wire, poster: DiscordPoster, code: int
) -> None:
    own = wire.world.dm_channel(wire.world.member)
    closed = PlannedFault("POST", f"/channels/{own.id}/messages", refuse(403, code), times=None)
    wire.faults.append(closed)
    sent = await poster.send(to_member(wire, own.id), LETTER)
    assert sent == Refused(Cause("closed-dms"))
    assert len(closed.calls) == 1
    assert wire.requests.matching("POST", "/users/@me/channels") == []


# ------------------------------------------------------------------------------ roles


async def test_a_role_and_a_right_to_mention_it_are_asked_for_where_nothing_is_in_memory(
    wire: Wire, poster: DiscordPoster
) -> None:
    world, guild = wire.world, wire.world.guild
    channel, role = guild.add("news"), await wire.add_role(guild, "Readers")
    thread = guild.add_thread(channel, "talk", world.bot)
    callers = await wire.add_role(guild, "Callers", "mention_everyone")
    targets = [
        Target(guild.id, channel.id, "text", "news", role_id=role.id),
        Target(guild.id, thread.id, "thread", "talk", role_id=role.id),
    ]
    for target in targets:
        assert poster.role_state(target) == "unknown"
        assert await poster.fetch_role_state(target) == "bot-lacks"
        assert await poster.may_mention(target, world.member.id) is False
    await wire.give_role(callers)
    await wire.give_role(callers, world.member)
    for target in targets:
        assert await poster.fetch_role_state(target) == "by-right"
        assert await poster.may_mention(target, world.member.id) is True
    await wire.deny(channel, "mention_everyone", target=world.member)
    assert await poster.may_mention(targets[1], world.member.id) is False
    assert await poster.may_mention(targets[0], 1) is False  # is not in the server
    await wire.change_role(role, mentionable=True)
    assert await poster.fetch_role_state(targets[0]) == "mentionable"
    await wire.delete_role(role)
    assert await poster.fetch_role_state(targets[0]) == "gone"
    wire.faults.append(PlannedFault("GET", "/guilds/", refuse(403, 50001), times=None))
    assert await poster.fetch_role_state(targets[0]) == "unknown"
    assert await poster.may_mention(targets[0], world.member.id) is None
