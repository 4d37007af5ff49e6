"""Digests in the database: ordered, due, suspended, asleep, erased."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.domain.digests.subscription import MOST_DIGESTS, Cause, Post
from bot.storage.database import Database
from bot.storage.digest_stores import DigestStores
from bot.storage.due_queue import MovedRun
from tests.storage.saved_digests import ALICE, NEXT, NOW, ORDER, SOON, claimed, edition, saved


async def test_an_order_comes_back_whole(stores: DigestStores) -> None:
    digest = await saved(stores)
    assert digest.order == ORDER
    assert (digest.state, digest.created_by, digest.next_run_at) == ("active", ALICE, SOON)
    assert digest.baseline == "2026.09.01.1"


async def test_a_draft_is_saved_once(stores: DigestStores) -> None:
    draft = await stores.drafts.add(ORDER, None, ALICE, at=NOW)
    assert await stores.drafts.get(draft, guild_id=2) is None
    assert await stores.drafts.get(draft, guild_id=1) == (ORDER, None)
    first = await stores.digests.create(draft, ORDER, SOON, "2026.09.01.1", at=NOW)
    again = await stores.digests.create(draft, ORDER, SOON, "2026.09.01.1", at=NOW)
    assert first is not None
    assert again is None
    assert len(await stores.digests.of_guild(1)) == 1


async def test_a_server_has_fifty_at_most(stores: DigestStores, other: Database) -> None:
    for _ in range(MOST_DIGESTS - 1):
        await saved(stores)
    drafts = [await stores.drafts.add(ORDER, None, ALICE, at=NOW) for _ in range(2)]
    both = stores.digests, DigestStores(other).digests
    made = await asyncio.gather(
        *(
            s.create(d, ORDER, SOON, "2026.09.01.1", at=NOW)
            for s, d in zip(both, drafts, strict=True)
        )
    )
    assert [number is None for number in made].count(True) == 1
    elsewhere = replace(ORDER, target=replace(ORDER.target, guild_id=2))
    assert (await saved(stores, elsewhere)).guild_id == 2


async def test_an_edit_moves_the_next_run_of_an_active_digest_only(stores: DigestStores) -> None:
    digest = await saved(stores)
    changed = replace(ORDER, schedule="daily 10:00")
    draft = await stores.drafts.add(changed, digest.id, ALICE, at=NOW)
    assert await stores.digests.change(draft, changed, NEXT)
    assert not await stores.digests.change(draft, changed, NEXT)
    found = await stores.digests.get(digest.id)
    assert found is not None
    assert (found.order.schedule, found.next_run_at) == ("daily 10:00", NEXT)
    assert await stores.digests.pause(digest.id, at=NOW)
    draft = await stores.drafts.add(ORDER, digest.id, ALICE, at=NOW)
    assert await stores.digests.change(draft, ORDER, SOON)
    found = await stores.digests.get(digest.id)
    assert found is not None
    assert (found.state, found.next_run_at) == ("paused", None)


async def test_deleting_takes_the_history_along(stores: DigestStores) -> None:
    digest = await saved(stores)
    run = await claimed(stores, digest)
    assert run is not None
    await stores.runs.record(run, 1, Post(5, 10), "one", at=SOON)
    assert not await stores.digests.delete(digest.id, guild_id=2)
    assert await stores.digests.delete(digest.id, guild_id=1)
    assert await stores.runs.get(run.id) is None
    # What was on its way ends without a record, and without a fault.
    await stores.runs.record(run, 2, Post(6, 10), "one", at=SOON)
    assert not await stores.runs.finish(run, [], "one", at=SOON)


async def test_due_is_what_is_active_and_has_no_open_run(stores: DigestStores) -> None:
    first, second = await saved(stores), await saved(stores, at=SOON + timedelta(minutes=1))
    assert await stores.queue.next_due() == SOON
    assert [d.id for d in await stores.queue.due(NEXT, 10)] == [first.id, second.id]
    assert await stores.queue.due(SOON - timedelta(seconds=1), 10) == []
    assert await stores.queue.due(NEXT, 10, busy=[10]) == []
    now = edition()._replace(kind="manual", slot=NOW)
    assert await stores.claims.claim_now(first.id, now, "one", at=NOW) is not None
    assert [d.id for d in await stores.queue.due(NEXT, 10)] == [second.id]
    assert await stores.queue.next_due() == SOON + timedelta(minutes=1)
    await stores.digests.pause(second.id, at=NOW)
    assert await stores.queue.due(NEXT, 10) == []


async def test_next_runs_are_moved_only_where_they_are_still_what_was_read(
    stores: DigestStores,
) -> None:
    digest = await saved(stores)
    assert await stores.queue.move([MovedRun(digest.id, NOW, NEXT)]) == 0
    assert await stores.queue.move([MovedRun(digest.id, SOON, NEXT)]) == 1
    assert await stores.queue.next_due() == NEXT


async def test_the_version_of_the_time_zones_is_kept(stores: DigestStores) -> None:
    assert await stores.queue.zone_version() is None
    await stores.queue.store_zone_version("2026a")
    await stores.queue.store_zone_version("2026b")
    assert await stores.queue.zone_version() == "2026b"


async def test_a_refusal_suspends_every_digest_of_the_channel(stores: DigestStores) -> None:
    first, second = await saved(stores), await saved(stores)
    elsewhere = replace(ORDER, target=replace(ORDER.target, channel_id=11))
    third = await saved(stores, elsewhere)
    run = await claimed(stores, first)
    assert run is not None
    cause = Cause("no-permission", ("view_channel", "send_messages"))
    assert await stores.runs.fail(run, cause, "one", at=SOON, suspend=ORDER.target)
    for digest, state in ((first, "suspended"), (second, "suspended"), (third, "active")):
        found = await stores.digests.get(digest.id)
        assert found is not None
        assert found.state == state
        assert found.cause == (cause if state == "suspended" else None)
    assert [d.id for d in await stores.digests.unnotified()] == [first.id, second.id]
    assert await stores.digests.notified(first.id, SOON, "alerts")
    assert not await stores.digests.notified(first.id, NOW, "alerts")
    assert [d.id for d in await stores.digests.unnotified()] == [second.id]


async def test_suspended_places_are_looked_at_again_after_an_hour(stores: DigestStores) -> None:
    digest = await saved(stores)
    run = await claimed(stores, digest)
    assert run is not None
    await stores.runs.fail(run, Cause("channel-gone"), "one", at=SOON, suspend="digest")
    assert await stores.digests.unchecked(SOON, [1]) == []
    (found,) = await stores.digests.unchecked(SOON + timedelta(seconds=1), [1])
    await stores.digests.checked([found.id], at=NEXT)
    assert await stores.digests.unchecked(NEXT, [1]) == []
    assert await stores.digests.resume(digest.id, NEXT, "2026.09.02.1", at=NEXT)
    assert not await stores.digests.resume(digest.id, NEXT, "2026.09.02.1", at=NEXT)


async def test_digests_sleep_wake_and_are_erased(stores: DigestStores) -> None:
    active, paused = await saved(stores), await saved(stores)
    await stores.digests.pause(paused.id, at=NOW)
    assert await stores.sleeping.sleep(1, at=NOW) == 2
    assert await stores.sleeping.sleep(1, at=NEXT) == 0
    assert await stores.sleeping.awake_guilds() == frozenset()
    assert await stores.queue.next_due() is None
    asleep = await stores.sleeping.of_guild(1)
    assert [(d.id, state) for d, state in asleep] == [(active.id, "active"), (paused.id, "paused")]
    assert await stores.sleeping.wake(active.id, "active", NEXT, "2026.09.02.1", at=NEXT)
    assert not await stores.sleeping.wake(active.id, "active", NEXT, "2026.09.02.1", at=NEXT)
    assert await stores.sleeping.erase_before(1, NOW) == 0
    assert await stores.sleeping.erase_before(1, NOW + timedelta(seconds=1)) == 1
    assert [d.id for d in await stores.digests.of_guild(1)] == [active.id]
    assert await stores.digests.counts() == {"active": 1}


async def test_orders_that_nobody_saves_are_erased(stores: DigestStores) -> None:
    draft = await stores.drafts.add(ORDER, None, ALICE, at=NOW)
    assert await stores.drafts.erase_before(NOW) == 0
    assert await stores.drafts.erase_before(NEXT) == 1
    assert await stores.drafts.get(draft, 1) is None
