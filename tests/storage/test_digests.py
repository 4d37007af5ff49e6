"""Digests and their runs in the database: what one process does, another sees or is refused."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.digests.subscription import (
    MOST_DIGESTS,
    Cause,
    Digest,
    DigestContent,
    Order,
    Post,
    Run,
    Target,
)
from bot.storage.database import Database
from bot.storage.digest_stores import DigestStores
from bot.storage.due_queue import MovedRun
from bot.storage.processes import ProcessStore
from bot.storage.run_claims import RunClaims, RunPlan
from bot.storage.tables import processes as rows

NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
NEXT = NOW + timedelta(days=1)
ALICE = 7
ORDER = Order(
    Target(guild_id=1, channel_id=10, kind="text", name="news"),
    DigestContent(topic="loan", district="pudong", lang="both"),
    "daily 09:00",
    "Asia/Shanghai",
)


@pytest.fixture
async def stores(database: Database) -> DigestStores:
    return DigestStores(database)


async def saved(stores: DigestStores, order: Order = ORDER, at: datetime = SOON) -> Digest:
    """A digest that is first due at that moment."""
    draft = await stores.drafts.add(order, None, ALICE, at=NOW)
    made = await stores.digests.create(draft, order, at, "2026.09.01.1", at=NOW)
    assert made is not None
    digest = await stores.digests.get(made)
    assert digest is not None
    return digest


def edition(slot: datetime = SOON, *, document: str | None = '{"parts": []}') -> RunPlan:
    return RunPlan(
        slot=slot,
        kind="scheduled",
        number=1,
        compared_with="2026.09.01.1",
        version="2026.09.02.1",
        late=False,
        parts=1,
        document=document,
        give_up_at=slot + timedelta(hours=6),
    )


async def claimed(
    stores: DigestStores, digest: Digest, by: str = "one", plan: RunPlan | None = None
) -> Run | None:
    return await stores.claims.claim(digest, plan or edition(), (), NEXT, by, at=SOON)


# ------------------------------------------------------------------ ordering


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


# ------------------------------------------------------------------ what is due


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


# ------------------------------------------------------------------ claiming


async def test_two_processes_claim_one_slot_once(stores: DigestStores, other: Database) -> None:
    digest = await saved(stores)
    both = await asyncio.gather(
        claimed(stores, digest, "one"), claimed(DigestStores(other), digest, "two")
    )
    assert [run is None for run in both].count(True) == 1
    found = await stores.digests.get(digest.id)
    assert found is not None
    assert found.next_run_at == NEXT
    assert len(await stores.runs.history(digest.id, 10)) == 1


async def test_a_slot_that_has_its_record_is_never_claimed_again(stores: DigestStores) -> None:
    digest = await saved(stores)
    run = await claimed(stores, digest)
    assert run is not None
    assert await stores.runs.finish(run, [], "one", at=SOON, part=1, post=Post(5, 10))
    # The clock was set back: the same slot is due once more.
    await stores.queue.move([MovedRun(digest.id, NEXT, SOON)])
    again = await stores.digests.get(digest.id)
    assert again is not None
    assert await claimed(stores, again) is None
    moved = await stores.digests.get(digest.id)
    assert moved is not None
    assert moved.next_run_at == NEXT


async def test_missed_slots_have_their_records(stores: DigestStores) -> None:
    digest = await saved(stores)
    missed = [SOON - timedelta(days=n) for n in (2, 1)]
    assert await stores.claims.claim(digest, None, missed, NEXT, "one", at=SOON) is None
    history = await stores.runs.history(digest.id, 10)
    assert [(run.slot, run.state) for run in history] == [
        (missed[1], "missed"),
        (missed[0], "missed"),
    ]
    assert history[0].cause == Cause("too-late")


async def test_a_run_with_nothing_to_post_is_over_and_moves_the_baseline(
    stores: DigestStores,
) -> None:
    digest = await saved(stores)
    run = await claimed(stores, digest, plan=edition(document=None))
    assert run is not None
    assert (run.state, run.number) == ("empty", 0)
    found = await stores.digests.get(digest.id)
    assert found is not None
    assert (found.baseline, found.editions) == ("2026.09.02.1", 0)


async def test_a_second_run_by_hand_is_refused_while_the_first_is_open(
    stores: DigestStores, other: Database
) -> None:
    digest = await saved(stores)
    first = edition()._replace(kind="manual", slot=NOW)
    second = first._replace(slot=NOW + timedelta(seconds=1))
    made = await asyncio.gather(
        stores.claims.claim_now(digest.id, first, "one", at=NOW),
        RunClaims(other).claim_now(digest.id, second, "two", at=NOW),
    )
    assert [run is None for run in made].count(True) == 1


# ------------------------------------------------------------------ on the way


async def test_a_run_belongs_to_who_claimed_it(stores: DigestStores) -> None:
    digest = await saved(stores)
    run = await claimed(stores, digest)
    assert run is not None
    assert await stores.runs.orphans(["one"]) == []
    (orphan,) = await stores.runs.orphans([])
    assert await stores.runs.retake(orphan, "two")
    assert not await stores.runs.retake(orphan, "three")
    assert not await stores.runs.finish(run, [], "one", at=SOON)
    assert not await stores.runs.retry(run, NEXT, "one")
    assert not await stores.runs.fail(run, Cause("unreachable"), "one", at=SOON)
    assert await stores.runs.finish(run, [], "two", at=SOON)


async def test_posts_are_kept_part_by_part(stores: DigestStores) -> None:
    digest = await saved(stores)
    run = await claimed(stores, digest)
    assert run is not None
    later = SOON + timedelta(seconds=3)
    await stores.runs.record(run, 1, Post(5, 10), "one", at=later)
    await stores.runs.record(run, 1, Post(99, 10), "one", at=later)
    await stores.runs.publish(run, 1, published=True)
    found = await stores.runs.get(run.id)
    assert found is not None
    assert found.posts == {1: Post(5, 10, published=True)}
    assert found.tried_at == later


async def test_a_run_put_off_is_due_again_for_its_own_process(stores: DigestStores) -> None:
    digest = await saved(stores)
    run = await claimed(stores, digest)
    assert run is not None
    again = SOON + timedelta(seconds=5)
    assert await stores.runs.retry(run, again, "one")
    assert await stores.runs.next_retry("one") == again
    assert await stores.runs.next_retry("two") is None
    assert await stores.runs.due_retries("one", SOON) == []
    (due,) = await stores.runs.due_retries("one", again)
    assert due.tries == 1
    assert await stores.runs.begin_again(due, "one")
    assert await stores.runs.next_retry("one") is None


async def test_finishing_moves_the_baseline_and_remembers_what_was_new(
    stores: DigestStores,
) -> None:
    digest = await saved(stores)
    run = await claimed(stores, digest)
    assert run is not None
    assert await stores.runs.finish(
        run, ["ln-1", "ln-2", "ln-1"], "one", at=SOON, part=1, post=Post(5, 10)
    )
    assert await stores.digests.announced(digest.id) == {"ln-1", "ln-2"}
    found = await stores.digests.get(digest.id)
    assert found is not None
    assert (found.baseline, found.editions, found.last_edition_at) == ("2026.09.02.1", 1, SOON)
    assert await stores.runs.document(run.id) is None
    assert not await stores.runs.finish(run, [], "one", at=SOON)


async def test_a_resume_meanwhile_keeps_its_newer_baseline(stores: DigestStores) -> None:
    digest = await saved(stores)
    run = await claimed(stores, digest)
    assert run is not None
    await stores.digests.pause(digest.id, at=SOON)
    assert await stores.digests.resume(digest.id, NEXT, "2026.09.09.1", at=SOON)
    assert await stores.runs.finish(run, [], "one", at=SOON)
    found = await stores.digests.get(digest.id)
    assert found is not None
    assert found.baseline == "2026.09.09.1"


async def test_old_history_is_erased_and_what_is_open_stays(stores: DigestStores) -> None:
    old, open_one = await saved(stores), await saved(stores)
    run, other = await claimed(stores, old), await claimed(stores, open_one)
    assert run is not None
    assert other is not None
    await stores.runs.finish(run, ["m-1"], "one", at=SOON, part=1, post=Post(5, 10))
    assert await stores.runs.erase_before(SOON) == 0
    assert await stores.runs.erase_before(NEXT) == 1
    assert await stores.runs.history(old.id, 10) == []
    assert len(await stores.runs.history(open_one.id, 10)) == 1
    # What was announced as new stays so.
    assert await stores.digests.announced(old.id) == {"m-1"}


# ------------------------------------------------------------------ trouble


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


# ------------------------------------------------------------------ servers that leave


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


# ------------------------------------------------------------------ processes


async def test_processes_have_their_last_heartbeat_until_they_leave(database: Database) -> None:
    store = ProcessStore(database)
    assert await store.last_seen() is None
    await store.beat("one", at=NOW)
    first = (await store.heartbeats(at=NOW))["one"].seen_at
    await store.beat("two", at=SOON)
    await store.beat("one", at=SOON)
    beats = await store.heartbeats(at=SOON)
    assert beats.keys() == {"one", "two"}
    assert all(abs(beat.age) < timedelta(seconds=30) for beat in beats.values())
    assert first < beats["one"].seen_at
    assert await store.last_seen() == max(beat.seen_at for beat in beats.values())
    await store.leave("two")
    assert [*await store.heartbeats(at=SOON)] == ["one"]


async def test_processes_that_were_seen_last_a_day_ago_are_removed(database: Database) -> None:
    store = ProcessStore(database)
    for name in ("one", "two", "old"):
        await store.beat(name, at=NOW)
    seen = (await store.heartbeats(at=NOW))["old"].seen_at - timedelta(days=1, minutes=1)
    await database.change(update(rows).where(rows.c.id == "old").values(seen_at=seen))
    await store.forget("one")
    found = await database.rows(select(rows.c.id).order_by(rows.c.id))
    assert [row.id for row in found] == ["one", "two"]
