"""Threads and forums: opening, archiving, locking, listing."""

from typing import Any

import pytest

from tests.wire import Channel, Wire
from tests.wire.channels import FORUM, NEWS
from tests.wire.rest_client import ApiResponse, RestClient

MESSAGE = {"content": "the digest"}


@pytest.fixture
async def forum(wire: Wire) -> Channel:
    return await wire.add_channel(wire.world.guild, "ideas", FORUM, tags=["loans", "tax"])


async def open_thread(api: RestClient, channel: Channel, **body: Any) -> ApiResponse:
    return await api.call("POST", f"/channels/{channel.id}/threads", {"name": "September"} | body)


async def test_a_post_in_a_forum(wire: Wire, api: RestClient, forum: Channel) -> None:
    tag = str(forum.tags[0].id)
    told = await open_thread(api, forum, message=MESSAGE, applied_tags=[tag])
    assert (told.status, told.body["type"], told.body["applied_tags"]) == (201, 11, [tag])
    assert told.body["message"]["id"] == told.body["id"]
    assert told.body["message"]["channel_id"] == told.body["id"]
    (thread,) = wire.threads_of(forum)
    assert (thread.name, wire.texts(thread)) == ("September", ["the digest"])
    assert (await api.post(thread, "more")).status == 200
    assert (await api.get(f"/channels/{thread.id}")).body["message_count"] == 1
    assert (await api.post(forum)).refusal == (400, 50008)


async def test_a_forum_may_want_a_tag(wire: Wire, api: RestClient, forum: Channel) -> None:
    await wire.change_channel(forum, require_tag=True)
    assert (await open_thread(api, forum, message=MESSAGE)).refusal == (400, 40067)
    unknown = await open_thread(api, forum, message=MESSAGE, applied_tags=["1"])
    assert unknown.refusal == (400, 50035)
    assert (await open_thread(api, forum, name="", message=MESSAGE)).refusal == (400, 50035)
    await wire.change_channel(forum, require_tag=False)
    assert (await open_thread(api, forum, message={"content": ""})).refusal == (400, 50035)
    await wire.deny(forum, "send_messages")
    assert (await open_thread(api, forum, message=MESSAGE)).refusal == (403, 50013)
    assert wire.threads_of(forum) == []


async def test_a_thread_opens_where_it_may(wire: Wire, api: RestClient) -> None:
    channel = wire.world.channel
    assert (await open_thread(api, channel, type=11)).refusal == (403, 50013)
    await wire.allow(channel, "create_public_threads")
    assert (await open_thread(api, channel, type=11)).body["parent_id"] == str(channel.id)
    assert (await open_thread(api, channel)).refusal == (400, 50024)
    news = await wire.add_channel(wire.world.guild, "news", NEWS)
    await wire.allow(news, "create_public_threads")
    assert (await open_thread(api, news, type=10)).body["type"] == 10


async def test_permissions_of_a_thread_are_its_channels(wire: Wire, api: RestClient) -> None:
    thread = await wire.add_thread(wire.world.channel, "talk")
    await wire.deny(thread, "send_messages")
    assert (await api.post(thread)).status == 200
    await wire.deny(wire.world.channel, "send_messages_in_threads")
    assert (await api.post(thread)).refusal == (403, 50013)
    await wire.deny(wire.world.channel, "view_channel")
    assert (await api.post(thread)).refusal == (403, 50001)
    await wire.delete_channel(wire.world.channel)
    assert (await api.post(thread)).refusal == (404, 10003)


async def test_an_archived_thread_is_revived_and_a_locked_one_refuses(
    wire: Wire, api: RestClient
) -> None:
    thread = await wire.add_thread(wire.world.channel, "talk")
    path = f"/channels/{thread.id}"
    assert (await api.call("PATCH", path, {"archived": True})).status == 200
    assert (await api.post(thread)).refusal == (400, 50083)
    assert (await api.call("PATCH", path, {"name": "new"})).refusal == (400, 50083)
    revived = await api.call("PATCH", path, {"archived": False})
    assert revived.body["thread_metadata"]["archived"] is False
    assert (await api.post(thread)).status == 200
    assert (await api.call("PATCH", path, {"locked": True})).status == 200
    assert (await api.post(thread)).refusal == (403, 160005)
    await wire.deny(wire.world.channel, "manage_threads")
    assert (await api.call("PATCH", path, {"locked": False})).refusal == (403, 50013)


async def test_a_post_can_revive_a_thread(wire: Wire, api: RestClient) -> None:
    thread = await wire.add_thread(wire.world.channel, "talk")
    await wire.change_channel(thread, archived=True)
    wire.channel_messages.revives_threads = True
    assert (await api.post(thread)).status == 200
    assert not thread.archived


async def test_threads_are_listed(wire: Wire, api: RestClient, forum: Channel) -> None:
    threads = [await wire.add_thread(forum, str(n)) for n in range(3)]
    for thread in threads[:2]:
        await wire.change_channel(thread, archived=True)
    active = await api.get(f"/guilds/{wire.world.guild.id}/threads/active")
    assert [t["name"] for t in active.body["threads"]] == ["2"]
    path = f"/channels/{forum.id}/threads/archived/public"
    page = (await api.get(path, limit=1)).body
    assert ([t["name"] for t in page["threads"]], page["has_more"]) == (["1"], True)
    before = page["threads"][0]["thread_metadata"]["archive_timestamp"]
    rest = (await api.get(path, before=before)).body
    assert ([t["name"] for t in rest["threads"]], rest["has_more"]) == (["0"], False)
