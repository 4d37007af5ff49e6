"""Faults, storms and rate limits: what they do, and what they leave behind."""

import asyncio
import random

import aiohttp
import pytest

from tests.wire import (
    PlannedFault,
    RandomFaults,
    Wire,
    delay_only,
    drop,
    kill_channel,
    rate_limited,
    refuse,
)
from tests.wire.random_faults import ChannelLoss
from tests.wire.rest_client import RestClient


async def test_a_connection_dropped_before_and_after(wire: Wire, api: RestClient) -> None:
    channel = wire.world.channel
    for late in (False, True):
        wire.faults.append(PlannedFault("POST", "/messages", drop, late=late))
        with pytest.raises(aiohttp.ClientError):
            await api.post(channel, "late" if late else "early", nonce="n", enforce_nonce=True)
    assert wire.texts(channel) == ["late"]
    assert (await api.post(channel, "again", nonce="n", enforce_nonce=True)).status == 200
    assert wire.texts(channel) == ["late"]
    assert [c.status for c in wire.requests] == [499, 499, 200]


async def test_refusals_of_a_route_and_of_all(wire: Wire, api: RestClient) -> None:
    wire.faults.append(PlannedFault("POST", "/messages", rate_limited(0.25)))
    wire.faults.append(PlannedFault("POST", "/messages", rate_limited(1.5, "global")))
    wire.faults.append(PlannedFault("POST", "/messages", refuse(503)))
    route, everything, server = [await api.post(wire.world.channel) for _ in range(3)]
    assert (route.status, route.body["retry_after"], route.body["global"]) == (429, 0.25, False)
    assert route.headers["X-RateLimit-Remaining"] == "0"
    assert {"Via", "X-RateLimit-Bucket", "X-RateLimit-Reset"} <= set(route.headers)
    assert (everything.body["global"], everything.headers["Retry-After"]) == (True, "2")
    assert everything.headers["X-RateLimit-Global"] == "true"
    assert everything.headers["X-RateLimit-Scope"] == "global"
    assert server.status == 503
    assert wire.messages(wire.world.channel) == []


async def test_a_slow_answer_still_posts(wire: Wire, api: RestClient) -> None:
    wire.faults.append(PlannedFault("POST", "/messages", delay_only, delay=0.02))
    assert (await api.post(wire.world.channel)).status == 200
    assert len(wire.messages(wire.world.channel)) == 1


@pytest.mark.parametrize(
    ("how", "refusal"),
    [("deleted", (404, 10003)), ("forbidden", (403, 50013)), ("hidden", (403, 50001))],
)
async def test_a_channel_dies_for_good(
    wire: Wire, api: RestClient, how: ChannelLoss, refusal: tuple[int, int]
) -> None:
    wire.faults.append(PlannedFault("POST", "/messages", kill_channel(wire, how)))
    for _ in range(2):
        assert (await api.post(wire.world.channel)).refusal == refusal
    assert wire.messages(wire.world.channel) == []


async def test_a_person_closes_direct_messages(wire: Wire, api: RestClient) -> None:
    channel = wire.world.dm_channel(wire.world.member)
    wire.faults.append(RandomFaults(wire, random.Random(1), {"hidden": 1.0}))
    assert (await api.post(channel)).refusal == (403, 50007)
    assert wire.requests.statuses == {403: 1}


async def test_a_storm_strikes_as_the_dice_fall(wire: Wire, api: RestClient) -> None:
    rates = {"limited": 0.2, "error_500": 0.2, "error_after": 0.2, "dropped_after": 0.2}
    outcomes: list[list[str]] = []
    for _ in range(2):
        channel = await wire.add_channel(wire.world.guild, "stormy")
        storm = RandomFaults(wire, random.Random(7), rates)
        wire.faults[:] = [storm]
        seen: list[str] = []
        for _ in range(40):
            try:
                seen.append(str((await api.post(channel)).status))
            except aiohttp.ClientError:
                seen.append("dropped")
        outcomes.append(seen)
        counts = storm.counts
        assert set(counts) == {*rates, "none"}
        assert counts.total() == 40
        made = counts["none"] + counts["error_after"] + counts["dropped_after"]
        assert len(wire.messages(channel)) == made
        assert seen.count("500") == counts["error_500"] + counts["error_after"]
    assert outcomes[0] == outcomes[1]


async def test_a_storm_keeps_to_its_routes(wire: Wire, api: RestClient) -> None:
    wire.faults.append(RandomFaults(wire, random.Random(1), {"deleted": 1.0}))
    assert (await api.get(f"/channels/{wire.world.channel.id}/messages")).status == 200
    assert (await api.post(wire.world.channel)).refusal == (404, 10003)
    with pytest.raises(ValueError, match="no kind 'rain'"):
        RandomFaults(wire, random.Random(1), {"rain": 1.0})


async def test_the_global_limit_refuses_what_is_beyond_it(wire: Wire, api: RestClient) -> None:
    wire.rate_limits.limit(per_second=5)
    told = await asyncio.gather(*(api.post(wire.world.channel) for _ in range(8)))
    refused = [t for t in told if t.status == 429]
    assert len(refused) == wire.rate_limits.refused["global"] == 3
    assert refused[0].body["global"]
    assert 0 < refused[0].body["retry_after"] <= 1
    assert wire.rate_limits.busiest() == len(wire.rate_limits.arrivals) == 8
    assert len(wire.messages(wire.world.channel)) == 5
    wire.rate_limits.limit(None)
    assert (await api.post(wire.world.channel)).status == 200


async def test_the_bucket_of_a_channel(wire: Wire, api: RestClient) -> None:
    wire.rate_limits.bucket(calls=2, seconds=5.0)
    told = [await api.post(wire.world.channel) for _ in range(3)]
    assert [t.status for t in told] == [200, 200, 429]
    assert [t.headers["X-RateLimit-Remaining"] for t in told] == ["1", "0", "0"]
    assert told[2].headers["X-RateLimit-Scope"] == "user"
    other = await wire.add_channel(wire.world.guild, "other")
    assert (await api.post(other)).status == 200
    assert wire.rate_limits.refused == {"user": 1}
