"""Runs of digests: claimed once, kept by their process, finished or put off."""

import asyncio
from datetime import timedelta

from bot.domain.digests.subscription import Cause, Post
from bot.storage.database import Database
from bot.storage.digest_stores import DigestStores
from bot.storage.due_queue import MovedRun
from bot.storage.run_claims import RunClaims
from tests.storage.saved_digests import NEXT, NOW, SOON, claimed, edition, saved


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
