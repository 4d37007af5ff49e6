"""What the poster finds and writes where nothing is in memory: it is connected to no gateway."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import discord
import pytest
from aiohttp import web
from discord.http import Route

from bot.digests.interfaces import Absent, Delayed, OutgoingMessage, Refused, Unknowable
from bot.discord_client.poster import DiscordPoster
from bot.domain.digests.subscription import NO_CHANNEL, Cause, Post, Target
from tests.end_to_end.program import TOKEN
from tests.wire import Channel, PlannedFault, Wire, kill_channel, refuse
from tests.wire.channels import FORUM
from tests.wire.faults import answer


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


def odd_answers() -> list[web.Response]:
    """Answers 200 that are not Discord's: a proxy's page, half a body, an object without an id."""
    half = web.Response(text='{"id": "1', headers={"Content-Type": "application/json"})
    half.headers["Content-Type"] = "application/json"
    return [web.Response(text="<html>blocked</html>", content_type="text/html"), half, answer({})]


@pytest.mark.parametrize("number", range(3))
async def test_an_answer_that_is_not_discords_is_none(
    wire: Wire, poster: DiscordPoster, number: int
) -> None:
    channel = wire.world.guild.add("news")
    target = Target(wire.world.guild.id, channel.id, "text", "news")

    def act(_: web.Request) -> web.Response:
        return odd_answers()[number]

    for method in ("POST", "GET"):
        wire.faults.append(PlannedFault(method, "/channels", act, times=None))
    assert await poster.send(target, LETTER) == Delayed()
    assert await poster.direct(wire.world.member.id) == Delayed()
    assert await poster.find(target, "LG-LETTER", datetime.now(UTC)) == Delayed()


# ------------------------------------------------------------------------------ forums


KEY = "LG-AAAABBBBCCCC"


def archive(wire: Wire, forum: Channel, name: str, moment: datetime, *, ours: bool) -> Channel:
    """A post of the forum that was archived then."""
    owner = wire.world.bot if ours else None
    thread = wire.world.guild.add_thread(forum, name, owner)
    thread.archived, thread.archive_moment = True, moment.isoformat()
    return thread


def outgoing(key: str) -> OutgoingMessage:
    """A post whose key stands in the custom id of a button."""
    button = {"type": 2, "style": 2, "label": "x", "custom_id": f"v|fl|en|||0|#{key}"}
    return OutgoingMessage([{"type": 1, "components": [button]}], key, title="News")


async def test_a_forums_post_is_found_by_its_first_message(
    wire: Wire, poster: DiscordPoster
) -> None:
    forum, began = wire.world.guild.add("board", FORUM), datetime.now(UTC)
    target = Target(wire.world.guild.id, forum.id, "forum", "board")
    posts = [await poster.send(target, outgoing(key)) for key in ("LG-DDDDEEEEFFFF", KEY)]
    assert [thread.name for thread in wire.threads_of(forum)] == ["News", "News"]
    assert await poster.find(target, KEY, began) == posts[1]
    wire.threads_of(forum)[1].archive(archived=True)
    assert await poster.find(target, KEY, began) == posts[1]
    assert await poster.find(target, "LG-GGGGHHHHIIII", began) == Absent()
    later = datetime.now(UTC) + timedelta(hours=1)
    read = len(wire.requests.matching("GET", "/messages"))
    assert await poster.find(target, "LG-GGGGHHHHIIII", later) == Absent()
    assert len(wire.requests.matching("GET", "/messages")) == read, "older posts are not read"


async def test_a_post_whose_first_message_is_gone_proves_nothing(
    wire: Wire, poster: DiscordPoster
) -> None:
    forum, began = wire.world.guild.add("board", FORUM), datetime.now(UTC)
    target = Target(wire.world.guild.id, forum.id, "forum", "board")
    await poster.send(target, outgoing(KEY))
    wire.threads_of(forum)[0].messages.clear()
    assert await poster.find(target, KEY, began) == Unknowable()
    again = await poster.send(target, outgoing("LG-DDDDEEEEFFFF"))
    assert await poster.find(target, "LG-DDDDEEEEFFFF", began) == again


async def test_a_post_that_is_deleted_while_it_is_read_proves_nothing(
    wire: Wire, poster: DiscordPoster
) -> None:
    forum, began = wire.world.guild.add("board", FORUM), datetime.now(UTC)
    target = Target(wire.world.guild.id, forum.id, "forum", "board")
    await poster.send(target, outgoing(KEY))
    wire.faults.append(PlannedFault("GET", "/messages", kill_channel(wire, "deleted")))
    assert await poster.find(target, KEY, began) == Unknowable()


async def test_a_key_in_the_text_is_still_found(wire: Wire, poster: DiscordPoster) -> None:
    channel, began = wire.world.channel, datetime.now(UTC)
    target = Target(wire.world.guild.id, channel.id, "text", "x")
    text = {"type": 10, "content": f"-# Edition 3 · not legal advice · {KEY}"}
    sent = [await poster.send(target, OutgoingMessage([text], KEY))]
    sent.append(await poster.send(target, outgoing("LG-DDDDEEEEFFFF")))
    assert await poster.find(target, KEY, began) == sent[0]
    assert await poster.find(target, "LG-DDDDEEEEFFFF", began) == sent[1]


async def test_a_post_with_the_key_in_its_title_is_found_behind_pages_of_archived_ones(
    wire: Wire, poster: DiscordPoster
) -> None:
    forum, began = wire.world.guild.add("board", FORUM), datetime.now(UTC)
    first = archive(wire, forum, "News · LG-OURS", began + timedelta(seconds=1), ours=True)
    for number in range(120):
        moment = began + timedelta(seconds=2 + number)
        archive(wire, forum, f"later {number}", moment, ours=False)
    target = Target(wire.world.guild.id, forum.id, "forum", "board")
    assert await poster.find(target, "LG-OURS", began) == Post(first.id, first.id)
    assert await poster.find(target, "LG-NONE", began) == Unknowable(), "that post is empty"


async def test_archived_posts_are_read_back_to_the_runs_moment_only(
    wire: Wire, poster: DiscordPoster
) -> None:
    forum, began = wire.world.guild.add("board", FORUM), datetime.now(UTC)
    for number in range(320):
        moment = began - timedelta(hours=1 + number)
        archive(wire, forum, f"before {number}", moment, ours=False)
    target = Target(wire.world.guild.id, forum.id, "forum", "board")
    assert await poster.find(target, "LG-NONE", began) == Absent()
    assert len(wire.requests.matching("GET", "/threads/archived")) == 1


async def test_more_archived_posts_than_can_be_read_prove_nothing(
    wire: Wire, poster: DiscordPoster
) -> None:
    forum, began = wire.world.guild.add("board", FORUM), datetime.now(UTC)
    for number in range(1_001):
        moment = began + timedelta(seconds=number)
        archive(wire, forum, f"later {number}", moment, ours=False)
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


@pytest.mark.parametrize("code", [40003, 50033])
async def test_a_channel_that_discord_will_not_open_now_says_nothing_of_the_person(
    wire: Wire, poster: DiscordPoster, code: int
) -> None:
    opening = PlannedFault("POST", "/users/@me/channels", refuse(400, code), times=None)
    wire.faults.append(opening)
    assert await poster.direct(wire.world.member.id) == Delayed()
    assert await poster.send(to_member(wire, NO_CHANNEL), LETTER) == Delayed()
    assert await poster.write_to(wire.world.member.id, LETTER) == Delayed()


async def test_a_channel_that_is_not_known_yet_is_opened_first(
    wire: Wire, poster: DiscordPoster
) -> None:
    assert isinstance(await poster.send(to_member(wire, NO_CHANNEL), LETTER), Post)
    assert wire.requests.matching("POST", f"/channels/{NO_CHANNEL}/messages") == []


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
