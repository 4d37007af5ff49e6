"""Messages of channels: posting, nonces, mentions, reading, permissions, publishing."""

import json
import time
from typing import Any

import aiohttp
import pytest

from tests.wire import Wire
from tests.wire.channels import FORUM, NEWS
from tests.wire.ids import DISCORD_EPOCH_MS
from tests.wire.rest_client import RestClient

EVERYTHING = {"parse": ["users", "roles", "everyone"]}


async def test_a_message_is_kept_and_read_again(wire: Wire, api: RestClient) -> None:
    posted = await api.post(wire.world.channel, "小巨人", flags=1 << 12, nonce="n1")
    message = posted.body
    assert (posted.status, message["content"], message["flags"]) == (200, "小巨人", 1 << 12)
    assert message["nonce"] == "n1"
    made = (int(message["id"]) >> 22) + DISCORD_EPOCH_MS
    assert abs(made / 1000 - time.time()) < 5
    assert message["author"]["id"] == str(wire.world.bot.id)
    again = await api.get(f"/channels/{wire.world.channel.id}/messages/{message['id']}")
    assert again.body == {k: v for k, v in message.items() if k != "nonce"}
    assert wire.messages(wire.world.channel) == [message]


async def test_files_and_components_are_kept(wire: Wire, api: RestClient) -> None:
    gallery = {"type": 12, "items": [{"media": {"url": "attachment://c.png"}}]}
    body = {
        "flags": 1 << 15,
        "components": [{"type": 10, "content": "Digest"}, gallery],
        "attachments": [{"id": 0, "filename": "c.png", "description": "a chart"}],
    }
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    form.add_field("files[0]", b"chart", filename="c.png", content_type="image/png")
    posted = await api.call("POST", f"/channels/{wire.world.channel.id}/messages", form)
    assert posted.body["attachments"][0]["description"] == "a chart"
    url = posted.body["components"][1]["items"][0]["media"]["url"]
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        assert await response.read() == b"chart"
    assert wire.texts(wire.world.channel) == ["Digest"]


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ({"content": ""}, "empty"),
        ({"content": "x" * 2001}, "2000"),
        ({"nonce": "x" * 26}, "25"),
        ({"allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "parsed and listed"),
    ],
)
async def test_what_breaks_a_limit_is_refused(
    wire: Wire, api: RestClient, body: dict[str, Any], complaint: str
) -> None:
    told = await api.post(wire.world.channel, **body)
    assert told.refusal == (400, 50035)
    assert complaint in told.body["message"]
    assert wire.messages(wire.world.channel) == []


async def test_a_repeated_nonce_returns_the_first_message(wire: Wire, api: RestClient) -> None:
    channel = wire.world.channel
    first = await api.post(channel, "one", nonce="n", enforce_nonce=True)
    second = await api.post(channel, "two", nonce="n", enforce_nonce=True)
    assert second.body["id"] == first.body["id"]
    await api.post(channel, "three", nonce="n")
    wire.channel_messages.nonce_seconds = 0
    await api.post(channel, "four", nonce="n", enforce_nonce=True)
    assert wire.texts(channel) == ["one", "three", "four"]


async def test_pages_are_newest_first(wire: Wire, api: RestClient) -> None:
    channel = wire.world.channel
    ids = [wire.write_message(channel, str(n))["id"] for n in range(60)]
    assert len(await api.read(channel)) == 50
    assert await api.read(channel, limit=2) == ["59", "58"]
    assert await api.read(channel, limit=2, before=ids[10]) == ["9", "8"]
    assert await api.read(channel, limit=2, after=ids[10]) == ["12", "11"]
    assert await api.read(channel, limit=3, around=ids[10]) == ["11", "10", "9"]
    assert await api.read(channel, limit=1, around=ids[10]) == ["10"]
    told = await api.get(f"/channels/{channel.id}/messages", limit=101)
    assert told.refusal == (400, 50035)


async def test_a_post_is_edited_by_its_author_and_deleted_with_permission(
    wire: Wire, api: RestClient
) -> None:
    channel = wire.world.channel
    own, other = (await api.post(channel, "a")).body["id"], wire.write_message(channel, "b")["id"]
    path = f"/channels/{channel.id}/messages"
    edited = await api.call("PATCH", f"{path}/{own}", {"content": "c"})
    assert (edited.body["content"], edited.body["edited_timestamp"] is None) == ("c", False)
    assert (await api.call("PATCH", f"{path}/{other}", {"content": "c"})).refusal == (403, 50005)
    assert (await api.call("DELETE", f"{path}/{other}")).status == 204
    await wire.deny(channel, "manage_messages")
    other = wire.write_message(channel, "d")["id"]
    assert (await api.call("DELETE", f"{path}/{other}")).refusal == (403, 50013)
    assert (await api.call("DELETE", f"{path}/{own}")).status == 204
    assert (await api.get(f"{path}/{own}")).refusal == (404, 10008)
    assert wire.texts(channel) == ["d"]


@pytest.mark.parametrize(
    ("allowed", "users", "roles", "everyone"),
    [
        (None, 1, 1, False),
        (EVERYTHING, 1, 1, False),
        ({"parse": []}, 0, 0, False),
        ({"parse": ["roles"]}, 0, 1, False),
        ({}, 0, 0, False),
    ],
)
async def test_a_mention_reaches_whom_it_may(
    wire: Wire,
    api: RestClient,
    allowed: dict[str, Any] | None,
    users: int,
    roles: int,
    everyone: bool,
) -> None:
    loud = wire.world.guild.add_role("loud", mentionable=True)
    still = wire.world.guild.add_role("still")
    text = f"@everyone <@{wire.world.admin.id}> <@&{loud.id}> <@&{still.id}>"
    more = {} if allowed is None else {"allowed_mentions": allowed}
    message = (await api.post(wire.world.channel, text, **more)).body
    assert (len(message["mentions"]), len(message["mention_roles"])) == (users, roles)
    assert message["mention_everyone"] == everyone


async def test_who_may_mention_everyone_mentions_every_role(wire: Wire, api: RestClient) -> None:
    still = wire.world.guild.add_role("still")
    await wire.allow(wire.world.channel, "mention_everyone")
    rule = {"parse": ["everyone"], "roles": [str(still.id)]}
    text = f"@here <@&{still.id}>"
    message = (await api.post(wire.world.channel, text, allowed_mentions=rule)).body
    assert (message["mention_everyone"], message["mention_roles"]) == (True, [str(still.id)])


async def test_without_permission_a_request_is_refused(wire: Wire, api: RestClient) -> None:
    channel = wire.world.channel
    wire.write_message(channel, "before")
    await wire.deny(channel, "embed_links")
    assert (await api.post(channel, embeds=[{"title": "t"}])).refusal == (403, 50013)
    assert (await api.post(channel)).status == 200
    await wire.deny(channel, "send_messages")
    assert (await api.post(channel)).refusal == (403, 50013)
    await wire.deny(channel, "read_message_history")
    assert await api.read(channel) == []
    await wire.deny(channel, "view_channel")
    assert (await api.post(channel)).refusal == (403, 50001)
    assert (await api.get(f"/channels/{channel.id}/messages")).refusal == (403, 50001)
    await wire.clear(channel)
    assert (await api.post(channel)).status == 200


async def test_what_is_gone_is_refused_as_unknown(wire: Wire, api: RestClient) -> None:
    channel = await wire.add_channel(wire.world.guild, "news", NEWS)
    await api.post(channel)
    await wire.delete_channel(channel)
    assert (await api.post(channel)).refusal == (404, 10003)
    assert wire.texts(channel) == ["x"]
    await wire.leave(wire.world.guild)
    assert (await api.post(wire.world.channel)).refusal == (403, 50001)
    assert (await api.get(f"/guilds/{wire.world.guild.id}")).refusal == (404, 10004)
    await wire.join(wire.world.guild)
    assert (await api.post(wire.world.channel)).status == 200


async def test_roles_and_overwrites_add_up(wire: Wire, api: RestClient) -> None:
    guild, channel = wire.world.guild, wire.world.channel
    role = await wire.add_role(guild, "digests", "send_messages")
    await wire.change_role(guild.everyone, deny=["send_messages"])
    assert (await api.post(channel)).refusal == (403, 50013)
    await wire.give_role(role)
    assert (await api.post(channel)).status == 200
    await wire.deny(channel, "send_messages", target=guild.everyone)
    assert (await api.post(channel)).refusal == (403, 50013)
    await wire.allow(channel, "send_messages", target=role)
    assert (await api.post(channel)).status == 200
    await wire.take_role(role)
    assert (await api.post(channel)).refusal == (403, 50013)
    await wire.change_role(guild.everyone, allow=["administrator"])
    assert (await api.post(channel)).status == 200


async def test_an_own_post_is_published_once(wire: Wire, api: RestClient) -> None:
    news = await wire.add_channel(wire.world.guild, "news", NEWS)
    own, other = (await api.post(news)).body["id"], wire.write_message(news, "y")["id"]
    path = f"/channels/{news.id}/messages"
    assert (await api.call("POST", f"{path}/{own}/crosspost")).body["flags"] == 1
    assert (await api.call("POST", f"{path}/{own}/crosspost")).refusal == (400, 40033)
    assert [m["id"] for m in wire.published(news)] == [own]
    await wire.deny(news, "manage_messages")
    assert (await api.call("POST", f"{path}/{other}/crosspost")).refusal == (403, 50013)
    plain = wire.world.channel
    number = (await api.post(plain)).body["id"]
    told = await api.call("POST", f"/channels/{plain.id}/messages/{number}/crosspost")
    assert told.refusal == (400, 50024)


async def test_a_direct_message_reaches_who_takes_them(wire: Wire, api: RestClient) -> None:
    ming = wire.world.person("小明")
    open_dm = {"recipient_id": str(ming.id)}
    channel = (await api.call("POST", "/users/@me/channels", open_dm)).body
    assert channel == (await api.call("POST", "/users/@me/channels", open_dm)).body
    assert (channel["type"], channel["recipients"][0]["id"]) == (1, str(ming.id))
    path = f"/channels/{channel['id']}/messages"
    assert (await api.call("POST", path, {"content": "hello"})).status == 200
    wire.closed_dms.add(ming)
    assert (await api.call("POST", path, {"content": "hello"})).refusal == (403, 50007)
    assert [m["content"] for m in wire.dms(ming)] == ["hello"]
    nobody = {"recipient_id": "1"}
    assert (await api.call("POST", "/users/@me/channels", nobody)).refusal == (400, 50033)


async def test_servers_are_read(wire: Wire, api: RestClient) -> None:
    guild, bot = wire.world.guild, wire.world.bot
    role = guild.add_role("digests")
    await wire.give_role(role)
    forum = guild.add("ideas", FORUM, tags=["loans"], require_tag=True)
    path = f"/guilds/{guild.id}"
    assert (await api.get(path)).body["name"] == guild.name
    assert [r["name"] for r in (await api.get(f"{path}/roles")).body] == ["@everyone", "digests"]
    channels = (await api.get(f"{path}/channels")).body
    assert [c["name"] for c in channels] == ["general", "ideas"]
    member = (await api.get(f"{path}/members/{bot.id}")).body
    assert (member["roles"], member["user"]["id"]) == ([str(role.id)], str(bot.id))
    assert (await api.get(f"{path}/members/1")).refusal == (404, 10007)
    shown = (await api.get(f"/channels/{forum.id}")).body
    assert (shown["flags"], shown["available_tags"][0]["name"]) == (1 << 4, "loans")
