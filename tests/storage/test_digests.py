"""Digests and their runs in the database: what one process does, another sees or is refused."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

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
from bot.storage.digests import DigestStore, Moment
from bot.storage.processes import ProcessStore
from bot.storage.runs import RunPlan, RunStore
from bot.storage.zone_rules import ZoneRules

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
async def store(database: Database) -> DigestStore:
    return DigestStore(database)


@pytest.fixture
async def runs(database: Database) -> RunStore:
    return RunStore(database)


async def saved(store: DigestStore, order: Order = ORDER, at: datetime = SOON) -> Digest:
    """A digest that is first due at that moment."""
    draft = await store.draft(order, None, ALICE, at=NOW)
    made = await store.create(draft, order, at, "2026.09.01.1", at=NOW)
    assert made is not None
    digest = await store.get(made)
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
    runs: RunStore, digest: Digest, by: str = "one", plan: RunPlan | None = None
) -> Run | None:
    return await runs.claim(digest, plan or edition(), (), NEXT, by, at=SOON)


# ------------------------------------------------------------------ ordering


async def test_an_order_comes_back_whole(store: DigestStore) -> None:
    digest = await saved(store)
    assert digest.order == ORDER
    assert (digest.state, digest.created_by, digest.next_run_at) == ("active", ALICE, SOON)
    assert digest.baseline == "2026.09.01.1"


async def test_a_draft_is_saved_once(store: DigestStore) -> None:
    draft = await store.draft(ORDER, None, ALICE, at=NOW)
    assert await store.drafted(draft, guild_id=2) is None
    assert await store.drafted(draft, guild_id=1) == (ORDER, None)
    first = await store.create(draft, ORDER, SOON, "2026.09.01.1", at=NOW)
    again = await store.create(draft, ORDER, SOON, "2026.09.01.1", at=NOW)
    assert first is not None
    assert again is None
    assert len(await store.of_guild(1)) == 1


async def test_a_server_has_fifty_at_most(store: DigestStore, other: Database) -> None:
    for _ in range(MOST_DIGESTS - 1):
        await saved(store)
    drafts = [await store.draft(ORDER, None, ALICE, at=NOW) for _ in range(2)]
    stores = store, DigestStore(other)
    made = await asyncio.gather(
        *(
            s.create(d, ORDER, SOON, "2026.09.01.1", at=NOW)
            for s, d in zip(stores, drafts, strict=True)
        )
    )
    assert [number is None for number in made].count(True) == 1
    elsewhere = replace(ORDER, target=replace(ORDER.target, guild_id=2))
    assert (await saved(store, elsewhere)).guild_id == 2


async def test_an_edit_moves_the_next_run_of_an_active_digest_only(store: DigestStore) -> None:
    digest = await saved(store)
    changed = replace(ORDER, schedule="daily 10:00")
    draft = await store.draft(changed, digest.id, ALICE, at=NOW)
    assert await store.change(draft, changed, NEXT)
    assert not await store.change(draft, changed, NEXT)
    found = await store.get(digest.id)
    assert found is not None
    assert (found.order.schedule, found.next_run_at) == ("daily 10:00", NEXT)
    assert await store.pause(digest.id, at=NOW)
    draft = await store.draft(ORDER, digest.id, ALICE, at=NOW)
    assert await store.change(draft, ORDER, SOON)
    found = await store.get(digest.id)
    assert found is not None
    assert (found.state, found.next_run_at) == ("paused", None)


async def test_deleting_takes_the_history_along(store: DigestStore, runs: RunStore) -> None:
    digest = await saved(store)
    run = await claimed(runs, digest)
    assert run is not None
    await runs.record(run, 1, Post(5, 10), "one", at=SOON)
    assert not await store.delete(digest.id, guild_id=2)
    assert await store.delete(digest.id, guild_id=1)
    assert await runs.get(run.id) is None
    # What was on its way ends without a record, and without a fault.
    await runs.record(run, 2, Post(6, 10), "one", at=SOON)
    assert not await runs.finish(run, [], "one", at=SOON)


# ------------------------------------------------------------------ what is due


async def test_due_is_what_is_active_and_has_no_open_run(
    store: DigestStore, runs: RunStore
) -> None:
    first, second = await saved(store), await saved(store, at=SOON + timedelta(minutes=1))
    assert await store.next_due() == SOON
    assert [d.id for d in await store.due(NEXT, 10)] == [first.id, second.id]
    assert await store.due(SOON - timedelta(seconds=1), 10) == []
    assert await store.due(NEXT, 10, busy=[10]) == []
    now = replace(edition(), kind="manual", slot=NOW)
    assert await runs.claim_now(first.id, now, "one", at=NOW) is not None
    assert [d.id for d in await store.due(NEXT, 10)] == [second.id]
    assert await store.next_due() == SOON + timedelta(minutes=1)
    await store.pause(second.id, at=NOW)
    assert await store.due(NEXT, 10) == []


async def test_next_runs_are_moved_only_where_they_are_still_what_was_read(
    store: DigestStore,
) -> None:
    digest = await saved(store)
    assert await store.move_next_runs([Moment(digest.id, NOW, NEXT)]) == 0
    assert await store.move_next_runs([Moment(digest.id, SOON, NEXT)]) == 1
    assert await store.next_due() == NEXT


async def test_the_version_of_the_time_zones_is_kept(database: Database) -> None:
    rules = ZoneRules(database)
    assert await rules.get() is None
    await rules.put("2026a")
    await rules.put("2026b")
    assert await rules.get() == "2026b"


# ------------------------------------------------------------------ claiming


async def test_two_processes_claim_one_slot_once(
    store: DigestStore, runs: RunStore, other: Database
) -> None:
    digest = await saved(store)
    both = await asyncio.gather(
        claimed(runs, digest, "one"), claimed(RunStore(other), digest, "two")
    )
    assert [run is None for run in both].count(True) == 1
    found = await store.get(digest.id)
    assert found is not None
    assert found.next_run_at == NEXT
    assert len(await runs.history(digest.id, 10)) == 1


async def test_a_slot_that_has_its_record_is_never_claimed_again(
    store: DigestStore, runs: RunStore
) -> None:
    digest = await saved(store)
    run = await claimed(runs, digest)
    assert run is not None
    assert await runs.finish(run, [], "one", at=SOON, part=1, post=Post(5, 10))
    # The clock was set back: the same slot is due once more.
    await store.move_next_runs([Moment(digest.id, NEXT, SOON)])
    again = await store.get(digest.id)
    assert again is not None
    assert await claimed(runs, again) is None
    moved = await store.get(digest.id)
    assert moved is not None
    assert moved.next_run_at == NEXT


async def test_missed_slots_have_their_records(store: DigestStore, runs: RunStore) -> None:
    digest = await saved(store)
    missed = [SOON - timedelta(days=n) for n in (2, 1)]
    assert await runs.claim(digest, None, missed, NEXT, "one", at=SOON) is None
    history = await runs.history(digest.id, 10)
    assert [(run.slot, run.state) for run in history] == [
        (missed[1], "missed"),
        (missed[0], "missed"),
    ]
    assert history[0].cause == Cause("too-late")


async def test_a_run_with_nothing_to_post_is_over_and_moves_the_baseline(
    store: DigestStore, runs: RunStore
) -> None:
    digest = await saved(store)
    run = await claimed(runs, digest, plan=edition(document=None))
    assert run is not None
    assert (run.state, run.number) == ("empty", 0)
    found = await store.get(digest.id)
    assert found is not None
    assert (found.baseline, found.editions) == ("2026.09.02.1", 0)


async def test_a_second_run_by_hand_is_refused_while_the_first_is_open(
    store: DigestStore, runs: RunStore, other: Database
) -> None:
    digest = await saved(store)
    first = replace(edition(), kind="manual", slot=NOW)
    second = replace(first, slot=NOW + timedelta(seconds=1))
    made = await asyncio.gather(
        runs.claim_now(digest.id, first, "one", at=NOW),
        RunStore(other).claim_now(digest.id, second, "two", at=NOW),
    )
    assert [run is None for run in made].count(True) == 1


# ------------------------------------------------------------------ on the way


async def test_a_run_belongs_to_who_claimed_it(store: DigestStore, runs: RunStore) -> None:
    digest = await saved(store)
    run = await claimed(runs, digest)
    assert run is not None
    assert await runs.orphans(["one"]) == []
    (orphan,) = await runs.orphans([])
    assert await runs.retake(orphan, "two")
    assert not await runs.retake(orphan, "three")
    assert not await runs.finish(run, [], "one", at=SOON)
    assert not await runs.retry(run, NEXT, "one")
    assert not await runs.fail(run, Cause("unreachable"), "one", at=SOON)
    assert await runs.finish(run, [], "two", at=SOON)


async def test_posts_are_kept_part_by_part(store: DigestStore, runs: RunStore) -> None:
    digest = await saved(store)
    run = await claimed(runs, digest)
    assert run is not None
    later = SOON + timedelta(seconds=3)
    await runs.record(run, 1, Post(5, 10), "one", at=later)
    await runs.record(run, 1, Post(99, 10), "one", at=later)
    await runs.publish(run, 1, published=True)
    found = await runs.get(run.id)
    assert found is not None
    assert found.posts == {1: Post(5, 10, published=True)}
    assert found.tried_at == later


async def test_a_run_put_off_is_due_again_for_its_own_process(
    store: DigestStore, runs: RunStore
) -> None:
    digest = await saved(store)
    run = await claimed(runs, digest)
    assert run is not None
    again = SOON + timedelta(seconds=5)
    assert await runs.retry(run, again, "one")
    assert await runs.next_retry("one") == again
    assert await runs.next_retry("two") is None
    assert await runs.due_retries("one", SOON) == []
    (due,) = await runs.due_retries("one", again)
    assert due.tries == 1
    assert await runs.begin_again(due, "one")
    assert await runs.next_retry("one") is None


async def test_finishing_moves_the_baseline_and_remembers_what_was_new(
    store: DigestStore, runs: RunStore
) -> None:
    digest = await saved(store)
    run = await claimed(runs, digest)
    assert run is not None
    assert await runs.finish(
        run, ["ln-1", "ln-2", "ln-1"], "one", at=SOON, part=1, post=Post(5, 10)
    )
    assert await store.announced(digest.id) == {"ln-1", "ln-2"}
    found = await store.get(digest.id)
    assert found is not None
    assert (found.baseline, found.editions, found.last_edition_at) == ("2026.09.02.1", 1, SOON)
    assert await runs.document(run.id) is None
    assert not await runs.finish(run, [], "one", at=SOON)


async def test_a_resume_meanwhile_keeps_its_newer_baseline(
    store: DigestStore, runs: RunStore
) -> None:
    digest = await saved(store)
    run = await claimed(runs, digest)
    assert run is not None
    await store.pause(digest.id, at=SOON)
    assert await store.resume(digest.id, NEXT, "2026.09.09.1", at=SOON)
    assert await runs.finish(run, [], "one", at=SOON)
    found = await store.get(digest.id)
    assert found is not None
    assert found.baseline == "2026.09.09.1"


async def test_old_history_is_erased_and_what_is_open_stays(
    store: DigestStore, runs: RunStore
) -> None:
    old, open_one = await saved(store), await saved(store)
    run, other = await claimed(runs, old), await claimed(runs, open_one)
    assert run is not None
    assert other is not None
    await runs.finish(run, ["m-1"], "one", at=SOON, part=1, post=Post(5, 10))
    assert await runs.erase_before(SOON) == 0
    assert await runs.erase_before(NEXT) == 1
    assert await runs.history(old.id, 10) == []
    assert len(await runs.history(open_one.id, 10)) == 1
    # What was announced as new stays so.
    assert await store.announced(old.id) == {"m-1"}


# ------------------------------------------------------------------ trouble


async def test_a_refusal_suspends_every_digest_of_the_channel(
    store: DigestStore, runs: RunStore
) -> None:
    first, second = await saved(store), await saved(store)
    elsewhere = replace(ORDER, target=replace(ORDER.target, channel_id=11))
    third = await saved(store, elsewhere)
    run = await claimed(runs, first)
    assert run is not None
    cause = Cause("no-permission", ("view_channel", "send_messages"))
    assert await runs.fail(run, cause, "one", at=SOON, suspend=10)
    for digest, state in ((first, "suspended"), (second, "suspended"), (third, "active")):
        found = await store.get(digest.id)
        assert found is not None
        assert found.state == state
        assert found.cause == (cause if state == "suspended" else None)
    assert [d.id for d in await store.untold()] == [first.id, second.id]
    assert await store.tell(first.id, SOON, "alerts")
    assert not await store.tell(first.id, NOW, "alerts")
    assert [d.id for d in await store.untold()] == [second.id]


async def test_suspended_places_are_looked_at_again_after_an_hour(
    store: DigestStore, runs: RunStore
) -> None:
    digest = await saved(store)
    run = await claimed(runs, digest)
    assert run is not None
    await runs.fail(run, Cause("channel-gone"), "one", at=SOON, suspend=[digest.id])
    assert await store.suspended_unseen(SOON) == []
    (found,) = await store.suspended_unseen(SOON + timedelta(seconds=1))
    await store.looked([found.id], at=NEXT)
    assert await store.suspended_unseen(NEXT) == []
    assert await store.resume(digest.id, NEXT, "2026.09.02.1", at=NEXT)
    assert not await store.resume(digest.id, NEXT, "2026.09.02.1", at=NEXT)


# ------------------------------------------------------------------ servers that leave


async def test_digests_sleep_wake_and_are_erased(store: DigestStore) -> None:
    active, paused = await saved(store), await saved(store)
    await store.pause(paused.id, at=NOW)
    assert await store.sleep(1, at=NOW) == 2
    assert await store.sleep(1, at=NEXT) == 0
    assert await store.guilds() == frozenset()
    assert await store.next_due() is None
    asleep = await store.asleep_in(1)
    assert [(d.id, state) for d, state in asleep] == [(active.id, "active"), (paused.id, "paused")]
    assert await store.wake(active.id, "active", NEXT, "2026.09.02.1", at=NEXT)
    assert not await store.wake(active.id, "active", NEXT, "2026.09.02.1", at=NEXT)
    assert await store.erase_asleep(NOW) == 0
    assert await store.erase_asleep(NOW + timedelta(seconds=1)) == 1
    assert [d.id for d in await store.of_guild(1)] == [active.id]
    assert await store.counts() == {"active": 1}


async def test_orders_that_nobody_saves_are_erased(store: DigestStore) -> None:
    draft = await store.draft(ORDER, None, ALICE, at=NOW)
    assert await store.erase_drafts(NOW) == 0
    assert await store.erase_drafts(NEXT) == 1
    assert await store.drafted(draft, 1) is None


# ------------------------------------------------------------------ processes


async def test_processes_are_alive_while_they_say_so(database: Database) -> None:
    processes = ProcessStore(database)
    assert await processes.last_seen() is None
    await processes.beat("one", at=NOW)
    await processes.beat("two", at=SOON)
    await processes.beat("one", at=SOON)
    assert await processes.alive(SOON) == ["one", "two"]
    assert await processes.last_seen() == SOON
    await processes.leave("two")
    assert await processes.alive(NOW) == ["one"]
    await processes.forget(NEXT)
    assert await processes.alive(NOW) == []
