"""Watches: each change is sent once to each person who watches, and never taken back."""

import asyncio
from datetime import timedelta

from bot.digests.watches import Added
from bot.domain.digests.subscription import MOST_WATCHES, dedup_key_of
from bot.storage.database import Database
from bot.storage.preferences import PreferenceStore
from tests.digests.delivery_harness import DIRECT
from tests.digests.watching import ALICE, BOB, FIRST, SECOND, THIRD, Watching, changed_release


async def test_a_change_is_told_once_and_only_to_who_watches_it(watching: Watching) -> None:
    assert await watching.watch("m-1") == Added("added", "arrived")
    await watching.watch("m-2", by=BOB)
    await watching.publish(SECOND, 1)
    await asyncio.gather(watching.delivery.tick(), watching.other.tick())
    await watching.delivery.engine.watches.announce()
    await watching.delivery.tick()
    assert watching.told() == [f"changed m-1: {FIRST} to {SECOND}"]
    assert watching.told(BOB) == []
    (mine,), (bobs,) = await watching.mine(), await watching.mine(BOB)
    assert (mine.baseline, mine.next_run_at, mine.editions) == (SECOND, None, 1)
    assert (bobs.baseline, bobs.next_run_at, bobs.editions) == (SECOND, None, 0)
    assert await watching.delivery.history(bobs.id) == []
    (run,) = await watching.delivery.history(mine.id)
    assert watching.channels.dedup_keys(ALICE + DIRECT) == [dedup_key_of(mine.id, run.slot, 1)]


async def test_what_was_withdrawn_is_told_and_so_is_its_return(watching: Watching) -> None:
    await watching.watch("m-3")
    for version, measures in ((SECOND, 2), (THIRD, 3)):
        await watching.publish(version, measures=measures)
        await watching.delivery.tick()
    assert watching.told() == [
        f"withdrawn m-3: {FIRST} to {SECOND}",
        f"new m-3: {SECOND} to {THIRD}",
    ]


async def test_forward_back_and_forward_tells_nothing_twice(watching: Watching) -> None:
    await watching.watch()
    first, second = watching.live, changed_release(SECOND, (1,))
    for release in (second, first, second, first):
        await watching.go_live(release)
        await watching.delivery.tick()
        await watching.delivery.engine.watches.announce()
        await watching.delivery.tick()
    assert watching.told() == [f"changed m-1: {FIRST} to {SECOND}"]
    # Back to what it was, by a version of its own: that differs from what was told.
    await watching.publish(THIRD)
    await watching.delivery.tick()
    assert watching.told()[1:] == [f"changed m-1: {SECOND} to {THIRD}"]


async def test_what_was_taken_back_before_it_was_told_is_not_told(watching: Watching) -> None:
    await watching.watch()
    first = watching.live
    await watching.publish(SECOND, 1)
    await watching.go_live(first)
    await watching.delivery.tick()
    assert watching.told() == []
    (mine,) = await watching.mine()
    assert (mine.baseline, mine.next_run_at) == (FIRST, None)
    await watching.publish(SECOND, 1)
    await watching.delivery.tick()
    assert len(watching.told()) == 1


# ------------------------------------------------------------------ whose they are


async def test_a_watch_is_no_digest_of_a_server(watching: Watching) -> None:
    await watching.watch()
    await watching.publish(SECOND, 1)
    delivery = watching.delivery
    await delivery.engine.guild_lifecycle.compare()
    assert await delivery.stores.sleeping.awake_guilds() == frozenset()
    assert await delivery.stores.digests.counts() == {}
    assert (await watching.mine())[0].state == "active"


async def test_fifty_and_no_more_and_each_once(watching: Watching) -> None:
    for number in range(MOST_WATCHES):
        await watching.watch(f"m-{number}")
    assert (await watching.watch("m-0")).placed == "known"
    assert (await watching.watch("m-99")).placed == "full"
    assert (await watching.watch("m-99", by=BOB)).placed == "added"
    assert await watching.delivery.engine.watches.remove(ALICE, "m-0")
    assert not await watching.delivery.engine.watches.remove(ALICE, "m-0")
    assert (await watching.watch("m-99")).placed == "added"


async def test_who_asks_to_be_forgotten_is_told_nothing_more(
    watching: Watching, shared: tuple[Database, Database]
) -> None:
    await watching.watch()
    await watching.watch(by=BOB)
    await watching.publish(SECOND, 1)
    await watching.delivery.tick()
    preferences = PreferenceStore(shared[0])
    assert (await preferences.held(ALICE)).watches == 1
    kept = await preferences.erase(ALICE)
    assert (kept.watches, dict(kept.created)) == (1, {})
    assert not await preferences.held(ALICE)
    await watching.publish(THIRD, 1)
    await watching.delivery.tick()
    assert (len(watching.told()), len(watching.told(BOB))) == (1, 2)


async def test_a_removed_watch_that_is_on_its_way_ends(watching: Watching) -> None:
    await watching.watch()
    await watching.publish(SECOND, 1)
    watching.channels.faults = ["down"]
    await watching.delivery.tick()
    await watching.delivery.engine.watches.remove(ALICE, "m-1")
    watching.clock.forward(seconds=timedelta(minutes=1).total_seconds())
    await watching.delivery.tick()
    assert watching.told() == []
