"""From the slot to the post: each edition appears once, whatever breaks on the way."""

import asyncio
from datetime import timedelta

import pytest

from bot.digests.interfaces import DOCUMENT, Outcome, OutgoingMessage, PreparedEdition, Refused
from bot.digests.lease import DEAD_SECONDS, LEASE_SECONDS
from bot.digests.sender import NONCE_SECONDS
from bot.domain.digests.subscription import Cause, Digest, Run, Target, dedup_key_of
from bot.storage.due_queue import MovedRun
from bot.storage.run_claims import RunPlan
from tests.digests.delivery_harness import MONDAY_NINE, Channels, Clock, Delivery, order

DAY = timedelta(days=1)


async def test_a_digest_is_posted_at_its_time_and_not_before(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order())
    await delivery.tick()
    assert channels.dedup_keys(10) == []
    clock.now = MONDAY_NINE
    await delivery.tick()
    await delivery.tick()
    assert channels.dedup_keys(10) == [dedup_key_of(digest.id, MONDAY_NINE, 1)]
    (run,) = await delivery.history()
    assert (run.state, run.number, run.late) == ("sent", 1, False)
    after = await delivery.digest()
    assert after.next_run_at == MONDAY_NINE + DAY
    assert (after.baseline, after.editions) == ("2026.09.05.1", 1)
    assert await delivery.engine.dispatcher.next_at() == MONDAY_NINE + DAY


async def test_two_processes_waking_together_post_one_digest(
    delivery: Delivery, other: Delivery, channels: Channels, clock: Clock
) -> None:
    for channel in range(10, 30):
        await delivery.subscribe(order(channel))
    clock.now = MONDAY_NINE
    await asyncio.gather(delivery.tick(), other.tick())
    assert sorted(channels.messages) == list(range(10, 30))
    assert {len(letters) for letters in channels.messages.values()} == {1}


async def test_the_digests_of_one_channel_come_in_order(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digests = [await delivery.subscribe(order()) for _ in range(5)]
    clock.now = MONDAY_NINE
    for _ in digests:
        await delivery.tick()
    assert channels.dedup_keys(10) == [dedup_key_of(d.id, MONDAY_NINE, 1) for d in digests]


# ------------------------------------------------------------------ after a time away


async def test_after_days_away_only_the_newest_is_posted_and_says_that_it_is_late(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order())
    clock.now = MONDAY_NINE + 3 * DAY + timedelta(hours=2)
    await delivery.tick()
    newest = MONDAY_NINE + 3 * DAY
    assert channels.dedup_keys(10) == [dedup_key_of(digest.id, newest, 1)]
    assert "late=True" in channels.messages[10][0].layout[0]["content"]
    history = await delivery.history()
    assert [run.state for run in history] == ["missed", "missed", "missed", "sent"]
    assert [run.slot for run in history] == [MONDAY_NINE + n * DAY for n in range(4)]


async def test_after_half_the_interval_nothing_is_posted(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE + timedelta(hours=12)
    await delivery.tick()
    assert channels.messages == {}
    (run,) = await delivery.history()
    assert (run.state, run.cause) == ("missed", Cause("too-late"))
    assert (await delivery.digest()).next_run_at == MONDAY_NINE + DAY


async def test_a_clock_that_is_set_back_posts_nothing_twice(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    await delivery.tick()
    clock.now = MONDAY_NINE - timedelta(minutes=30)
    assert await delivery.engine.next_runs.recompute() == 1
    assert (await delivery.digest()).next_run_at == MONDAY_NINE
    clock.now = MONDAY_NINE
    await delivery.tick()
    assert len(channels.dedup_keys(10)) == 1
    assert (await delivery.digest()).next_run_at == MONDAY_NINE + DAY


async def test_a_clock_that_jumps_a_day_ahead_and_an_hour_back_posts_each_edition_once(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    await delivery.tick()
    clock.forward(days=1, minutes=5)
    await delivery.tick()
    for jump in (timedelta(hours=-1), -DAY, timedelta(minutes=55), DAY):
        clock.now += jump
        await delivery.engine.next_runs.recompute()
        await delivery.tick()
    expected = [dedup_key_of(digest.id, MONDAY_NINE + n * DAY, 1) for n in range(2)]
    assert channels.dedup_keys(10) == expected
    assert [run.state for run in await delivery.history()] == ["sent", "sent"]
    assert (await delivery.digest()).next_run_at == MONDAY_NINE + 2 * DAY


async def test_a_clock_that_was_years_ahead_loses_nothing_once_it_is_right(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE.replace(year=2030)
    await delivery.tick()
    clock.now = MONDAY_NINE + timedelta(minutes=10)
    await delivery.engine.next_runs.recompute()
    assert (await delivery.digest()).next_run_at == MONDAY_NINE + DAY


async def test_new_rules_of_a_zone_move_the_next_run(delivery: Delivery, clock: Clock) -> None:
    digest = await delivery.subscribe(order(), at=MONDAY_NINE + timedelta(hours=1))
    next_runs = delivery.engine.next_runs
    next_runs.version = lambda: "2026a"
    assert await next_runs.follow_zone_rules() == 1  # nobody knows with which it was computed
    assert (await delivery.digest(digest.id)).next_run_at == MONDAY_NINE
    moment = MovedRun(digest.id, MONDAY_NINE, MONDAY_NINE + timedelta(hours=1))
    assert await delivery.stores.queue.move([moment]) == 1  # as by the rules of another version
    assert await next_runs.follow_zone_rules() == 0
    next_runs.version = lambda: "2026b"
    assert await next_runs.follow_zone_rules() == 1
    assert (await delivery.digest(digest.id)).next_run_at == MONDAY_NINE
    assert await next_runs.follow_zone_rules() == 0


# ------------------------------------------------------------------ what breaks


async def test_what_was_not_made_is_made_by_the_next_try(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["down", "down"]
    await delivery.tick()
    assert channels.dedup_keys(10) == []
    (run,) = await delivery.history()
    assert (run.state, run.retry_at) == ("claimed", MONDAY_NINE + timedelta(seconds=2))
    assert await delivery.engine.dispatcher.next_at() == run.retry_at
    clock.forward(seconds=2)
    await delivery.tick()
    clock.forward(seconds=5)
    await delivery.tick()
    assert len(channels.dedup_keys(10)) == 1
    (run,) = await delivery.history()
    assert (run.state, run.tries) == ("sent", 2)


async def test_an_answer_that_was_lost_is_asked_for_under_the_same_nonce(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["lost"]
    await delivery.tick()
    clock.forward(seconds=2)
    await delivery.tick()
    assert (len(channels.dedup_keys(10)), channels.sends, channels.looked) == (1, 2, 0)
    assert (await delivery.history())[0].state == "sent"


async def test_once_the_nonce_is_forgotten_the_post_is_looked_for(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["lost"]
    await delivery.tick()
    channels.remembers = False
    clock.forward(seconds=NONCE_SECONDS + 1)
    await delivery.tick()
    assert (len(channels.dedup_keys(10)), channels.sends, channels.looked) == (1, 1, 1)
    assert (await delivery.history())[0].state == "sent"


async def test_what_cannot_be_looked_for_is_not_posted_again(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["lost"]
    channels.readable = channels.remembers = False
    await delivery.tick()
    clock.forward(seconds=NONCE_SECONDS + 1)
    await delivery.tick()
    assert len(channels.dedup_keys(10)) == 1
    (run,) = await delivery.history()
    assert (run.state, run.cause) == ("failed", Cause("unverifiable"))
    assert (await delivery.digest()).state == "active"


async def test_a_forum_post_has_no_nonce_and_is_always_looked_for(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order(kind="forum"))
    clock.now = MONDAY_NINE
    channels.faults = ["lost"]
    await delivery.tick()
    clock.forward(seconds=2)
    await delivery.tick()
    assert (len(channels.dedup_keys(10)), channels.looked) == (1, 1)


async def test_a_channel_that_stays_silent_is_given_up_and_the_next_edition_comes(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["down"] * 30
    await delivery.tick()
    while (at := await delivery.engine.dispatcher.next_at()) and at < MONDAY_NINE + DAY:
        clock.now = at
        await delivery.tick()
    (run,) = await delivery.history()
    assert (run.state, run.cause) == ("failed", Cause("unreachable"))
    channels.faults = []
    clock.now = MONDAY_NINE + DAY
    await delivery.tick()
    assert [run.state for run in await delivery.history()] == ["failed", "sent"]
    # The edition that came compares with the one that was really posted last.
    assert (await delivery.history())[1].since == "2026.09.01.1"


async def test_a_post_that_discord_calls_invalid_suspends_nothing(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = [Refused(Cause("invalid"))]
    await delivery.tick()
    assert (await delivery.history())[0].cause == Cause("invalid")
    assert (await delivery.digest()).state == "active"


async def test_an_edition_that_cannot_be_made_holds_up_no_other(
    delivery: Delivery, clock: Clock
) -> None:
    await delivery.subscribe(order(10, topic="loan"))
    await delivery.subscribe(order(11))
    delivery.renderer.breaks_on = "loan"
    clock.now = MONDAY_NINE
    await delivery.tick()
    assert (await delivery.history(1))[0].cause == Cause("invalid")
    assert (await delivery.history(2))[0].state == "sent"


async def test_a_channel_stays_busy_until_its_last_run_is_over(
    delivery: Delivery, channels: Channels, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["down", "down"]
    await delivery.tick()
    await delivery.tick()  # two are put off, the third is due
    poster = delivery.engine.sender._poster  # pyright: ignore[reportPrivateUsage]
    send, sent, go = poster.send, asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def slow(target: Target, letter: OutgoingMessage, into: int | None = None) -> Outcome:
        sent.release()
        await go.acquire()
        return await send(target, letter, into)

    monkeypatch.setattr(poster, "send", slow)
    clock.forward(seconds=2)
    await delivery.engine.dispatcher.run_due()
    await sent.acquire()
    go.release()
    await sent.acquire()  # the first is over, the second is on its way
    await delivery.engine.dispatcher.run_due()
    assert await delivery.history(3) == [], "not claimed before its turn"
    for _ in range(2):
        go.release()
    await delivery.engine.executor.settle()
    await delivery.tick()
    assert channels.dedup_keys(10) == [dedup_key_of(number, MONDAY_NINE, 1) for number in (1, 2, 3)]


# ------------------------------------------------------------------ several parts


async def test_parts_come_in_order_and_a_broken_one_goes_on_where_it_was(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    delivery.renderer.parts = 3
    digest = await delivery.subscribe(order(role_id=77))
    clock.now = MONDAY_NINE
    channels.faults = ["ok", "lost"]
    await delivery.tick()
    clock.forward(seconds=2)
    await delivery.tick()
    assert channels.dedup_keys(10) == [
        dedup_key_of(digest.id, MONDAY_NINE, part) for part in (1, 2, 3)
    ]
    assert [letter.role_id for letter in channels.messages[10]] == [77, None, None]
    (run,) = await delivery.history()
    assert (run.state, sorted(run.posts)) == ("sent", [1, 2, 3])


async def test_every_part_of_an_announcement_is_published_once_and_in_order(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    delivery.renderer.parts = 2
    await delivery.subscribe(order(kind="announcement"))
    clock.now = MONDAY_NINE
    await delivery.tick()
    assert channels.published == [1, 2]
    assert all(post.published for post in (await delivery.history())[0].posts.values())


async def test_a_refused_publication_is_recorded_and_not_waited_for(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order(kind="announcement"))
    clock.now = MONDAY_NINE
    channels.publish_faults = [False]
    await delivery.tick()
    (run,) = await delivery.history()
    assert run.state == "sent"
    assert run.posts[1].published is False


# ------------------------------------------------------------------ processes that die


async def test_what_a_dead_process_had_claimed_is_taken_over(
    delivery: Delivery, other: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["down"]
    await delivery.tick()  # claimed, not posted; then the process dies
    await other.engine.lease.heartbeat()
    shared_file = other.engine.lease.process in await other.engine.lease.alive()
    assert shared_file
    clock.forward(seconds=DEAD_SECONDS + 1)
    await other.engine.lease.heartbeat()
    assert await other.engine.recovery.retake() == 1
    await other.engine.executor.settle()
    assert len(channels.dedup_keys(10)) == 1
    assert (await other.history())[0].state == "sent"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_a_living_process_has_claimed_is_left_to_it(
    delivery: Delivery, other: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    channels.faults = ["down"]
    await delivery.tick()
    await other.engine.lease.heartbeat()
    assert await other.engine.recovery.retake() == 0
    await delivery.engine.lease.leave()
    assert await other.engine.recovery.retake() == 1


async def test_a_process_that_was_stopped_too_long_sends_nothing(
    delivery: Delivery, channels: Channels, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    lease, loop = delivery.engine.lease, asyncio.get_running_loop()
    term = await lease.renew()
    made = await delivery.engine.editions.build(digest, MONDAY_NINE)
    later = loop.time() + LEASE_SECONDS + 1
    with monkeypatch.context() as patch:
        patch.setattr(loop, "time", lambda: later)
        assert not lease.held(term)
        # It says again that it lives; what it had claimed before may be another's by now.
        assert await lease.renew() == term + 1
        assert not lease.held(term)
        assert made.document is not None
        run = await claimed_run(delivery, digest, made.document)
        end = await delivery.engine.sender.deliver(
            run, digest.order.target, made.document, term, fresh=True
        )
        assert end == "lost"
        assert channels.sends == 0
        assert await delivery.engine.recovery.retake() == 1  # its own, which nobody works on
        await delivery.engine.executor.settle()
    assert len(channels.dedup_keys(10)) == 1


async def claimed_run(delivery: Delivery, digest: Digest, document: PreparedEdition) -> Run:
    """The run of a slot that this process has claimed."""
    plan = RunPlan(
        slot=MONDAY_NINE,
        kind="scheduled",
        number=1,
        compared_with=digest.baseline,
        version="2026.09.05.1",
        late=False,
        parts=1,
        document=DOCUMENT.dump_json(document).decode(),
        give_up_at=MONDAY_NINE + timedelta(hours=6),
    )
    run = await delivery.stores.claims.claim(
        digest, plan, (), MONDAY_NINE + DAY, delivery.engine.lease.process, at=MONDAY_NINE
    )
    assert run is not None
    return run


# ------------------------------------------------------------------ by hand


async def test_run_now_posts_once_and_says_so_while_it_is_under_way(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    digest = await delivery.subscribe(order())
    await delivery.engine.lease.heartbeat()
    first, second = await asyncio.gather(
        delivery.engine.digests.run(digest, 5), delivery.engine.digests.run(digest, 5)
    )
    ended = first or second
    assert ended is not None
    assert (first is None) != (second is None)
    assert (ended.state, ended.kind) == ("sent", "manual")
    assert len(channels.dedup_keys(10)) == 1
    # It was an edition: the next one compares with it.
    assert (await delivery.digest()).baseline == "2026.09.05.1"


async def test_who_asked_before_a_run_by_hand_had_ended_posts_no_second_one(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    """Three administrators at once: each has read the digest before the first post was made."""
    digest = await delivery.subscribe(order())
    await delivery.engine.lease.heartbeat()
    first = await delivery.engine.digests.run(digest, 5)
    assert first is not None
    assert first.state == "sent"
    for _ in range(2):
        clock.forward(seconds=1)
        assert await delivery.engine.digests.run(digest, 5) is None
    assert len(channels.dedup_keys(10)) == 1
    again = await delivery.engine.digests.run(await delivery.digest(), 5)
    assert again is not None
    assert len(channels.dedup_keys(10)) == 2


async def test_nothing_new_is_recorded_and_not_posted_where_that_is_wished(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order(content="changes", when_empty="post-nothing", topic="loan"))
    clock.now = MONDAY_NINE
    await delivery.tick()
    assert channels.sends == 0
    assert (await delivery.history())[0].state == "empty"
