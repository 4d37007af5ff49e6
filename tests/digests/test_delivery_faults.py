"""What breaks on the way from the slot to the post: each edition is still posted once."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.digests.interfaces import OutgoingMessage, Refused, SendResult
from bot.digests.sender import NONCE_SECONDS
from bot.domain.digests.subscription import Cause, Target, dedup_key_of
from tests.digests.delivery_harness import MONDAY_NINE, Channels, Clock, Delivery, order

DAY = timedelta(days=1)


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


async def test_a_late_edition_that_meets_a_failure_is_tried_again(
    delivery: Delivery, channels: Channels, clock: Clock
) -> None:
    await delivery.subscribe(order(schedule="mon 09:00"))
    clock.now = MONDAY_NINE + timedelta(hours=10)
    channels.faults = ["down"]
    await delivery.tick()
    clock.forward(seconds=2)
    await delivery.tick()
    assert [run.state for run in await delivery.history()] == ["sent"]


@pytest.mark.parametrize("answer", [KeyError("id"), "<html>no JSON</html>"], ids=["raised", "odd"])
async def test_a_defect_is_tried_as_seldom_as_a_failure_and_given_up(
    delivery: Delivery, clock: Clock, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    await delivery.subscribe(order())
    clock.now = MONDAY_NINE
    sends: list[datetime] = []

    async def defective(*_: object, **__: object) -> object:
        sends.append(clock())
        if isinstance(answer, Exception):
            raise answer
        return answer

    poster = delivery.engine.sender._poster  # pyright: ignore[reportPrivateUsage]
    with monkeypatch.context() as patch:
        patch.setattr(poster, "send", defective)
        await delivery.tick()
        for _ in range(40):  # ten minutes of sweeps
            clock.forward(seconds=15)
            await delivery.engine.recovery.retake()
            await delivery.tick()
        (run,) = await delivery.history()
        assert run.tries == len(sends) < 10
        while (at := await delivery.engine.dispatcher.next_at()) and at < MONDAY_NINE + DAY:
            clock.now = at
            await delivery.tick()
    (run,) = await delivery.history()
    assert (run.state, run.cause) == ("failed", Cause("invalid"))
    clock.now = MONDAY_NINE + DAY
    await delivery.tick()
    assert [run.state for run in await delivery.history()] == ["failed", "sent"]


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

    async def slow(target: Target, letter: OutgoingMessage, into: int | None = None) -> SendResult:
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
