"""Watches of persons whose direct messages are closed."""

import asyncio

from bot.digests.interfaces import Delayed, Refused
from bot.digests.watches import Added
from bot.domain.digests.subscription import NO_CHANNEL, Cause
from tests.digests.delivery_harness import DIRECT
from tests.digests.watching import ALICE, BOB, CLOSED, FIRST, SECOND, THIRD, Watching


async def test_closed_messages_suspend_until_one_arrives(watching: Watching) -> None:
    for record in ("m-1", "m-2"):
        await watching.watch(record)
    watching.channels.faults = [Refused(CLOSED)]
    await watching.publish(SECOND, 1, 2)
    for _ in range(3):
        await watching.delivery.tick()
        watching.clock.forward(minutes=1)
        await watching.delivery.engine.watches.announce()
    assert watching.channels.sends == 1  # one refusal for each version, and no more
    assert {(w.state, w.cause) for w in await watching.mine()} == {("suspended", CLOSED)}
    await watching.delivery.engine.suspensions.notify()
    await watching.delivery.engine.suspensions.check_old()
    assert watching.channels.direct == {}
    assert {w.state for w in await watching.mine()} == {"suspended"}

    assert await watching.delivery.engine.watches.add(ALICE, "m-1", "x", "en") == Added(
        "known", "arrived"
    )
    watching.channels.messages.clear()
    for _ in range(2):
        await watching.delivery.tick()
    assert sorted(watching.told()) == [f"changed m-{n}: {FIRST} to {SECOND}" for n in (1, 2)]
    assert {w.state for w in await watching.mine()} == {"active"}


async def test_two_processes_send_one_test_message_to_who_is_back(watching: Watching) -> None:
    for record in ("m-1", "m-2"):
        await watching.watch(record)
    watching.channels.faults = [Refused(CLOSED)]
    await watching.publish(SECOND, 1)
    await watching.delivery.tick()
    watching.channels.sends = 0
    await watching.delivery.engine.watches.try_again(ALICE)  # too soon
    assert watching.channels.sends == 0
    watching.clock.forward(minutes=11)
    processes = watching.delivery.engine, watching.other.engine
    await asyncio.gather(*(process.watches.try_again(ALICE) for process in processes))
    await processes[1].watches.try_again(BOB)  # who watches nothing
    assert watching.channels.sends == 1
    assert {w.state for w in await watching.mine()} == {"active"}


async def test_a_channel_opened_again_is_that_of_all_watches(watching: Watching) -> None:
    watching.channels.no_channel[ALICE] = Refused(CLOSED)
    for record in ("m-1", "m-2"):
        await watching.watch(record)
    assert {watch.channel_id for watch in await watching.mine()} == {NO_CHANNEL}
    del watching.channels.no_channel[ALICE]
    await watching.watch("m-1")
    watches = await watching.mine()
    assert {(w.channel_id, w.order.target.channel_id) for w in watches} == {(ALICE + DIRECT,) * 2}
    assert {(w.target.person_id, w.state) for w in watches} == {(ALICE, "active")}


async def test_a_later_version_is_a_later_try(watching: Watching) -> None:
    for record in ("m-1", "m-2"):
        await watching.watch(record)
    watching.channels.faults = [Refused(CLOSED)]
    await watching.publish(SECOND, 1, 2)
    await watching.delivery.tick()
    await watching.publish(THIRD, 1)
    for _ in range(3):
        await watching.delivery.tick()
        watching.clock.forward(minutes=1)
        await watching.delivery.engine.watches.announce()
    # The other one is as it was: nothing to tell, but it goes on too.
    assert watching.told() == [f"changed m-1: {FIRST} to {THIRD}"]
    assert {w.state for w in await watching.mine()} == {"active"}


async def test_who_is_closed_at_once_hears_so_and_nothing_is_lost(watching: Watching) -> None:
    watching.channels.faults = [Refused(CLOSED)]
    assert (await watching.watch()).trial == "closed"
    watching.channels.no_channel[BOB] = Refused(CLOSED)
    assert (await watching.watch(by=BOB)).trial == "closed"
    assert [(await watching.mine(by))[0].state for by in (ALICE, BOB)] == ["suspended"] * 2
    watching.channels.no_channel[BOB] = Delayed()
    assert (await watching.watch("m-2", by=BOB)).placed == "unreached"
    assert len(await watching.mine(BOB)) == 1


async def test_a_person_without_a_channel_is_refused_once_for_each_version(
    watching: Watching,
) -> None:
    for person in (ALICE, BOB):
        watching.channels.no_channel[person] = Refused(CLOSED)
        for record in ("m-1", "m-2"):
            await watching.watch(record, by=person)
    await watching.publish(SECOND, 1, 2)
    for _ in range(4):
        await watching.delivery.tick()
        watching.clock.forward(minutes=1)
        await watching.delivery.engine.watches.announce()
    assert watching.channels.sends == 2  # one for each person
    watches = [*await watching.mine(), *await watching.mine(BOB)]
    assert {(w.state, w.cause) for w in watches} == {("suspended", CLOSED)}


async def test_a_message_that_arrives_resumes_nobody_elses_watches(watching: Watching) -> None:
    for person, record in ((ALICE, "m-1"), (BOB, "m-2")):
        watching.channels.no_channel[person] = Refused(CLOSED)
        await watching.watch(record, by=person)
    del watching.channels.no_channel[ALICE]
    await watching.publish(SECOND, 1)
    await watching.delivery.tick()
    await watching.delivery.engine.watches.announce()
    assert watching.told() == [f"changed m-1: {FIRST} to {SECOND}"]
    assert [(await watching.mine(p))[0].state for p in (ALICE, BOB)] == ["active", "suspended"]


async def test_a_test_message_that_discord_calls_invalid_suspends_nothing(
    watching: Watching,
) -> None:
    watching.channels.faults = [Refused(Cause("invalid"))]
    assert await watching.watch() == Added("added", "silent")
    assert [watch.state for watch in await watching.mine()] == ["active"]
