"""What breaks on the way to a person who watches, and watches that cannot be read."""

import contextlib

import pytest
from structlog.testing import capture_logs

from bot.digests.sender import NONCE_SECONDS
from bot.digests.watches import Added
from bot.storage.database import Database, StorageError
from bot.storage.run_claims import RunClaims
from bot.storage.runs import RunStore
from bot.storage.tables import digests
from tests.digests.watching import BOB, FIRST, SECOND, THIRD, Watching
from tests.spoiled import Spoil, garbage, spoil


async def test_an_answer_that_was_lost_is_asked_for_under_the_same_nonce(
    watching: Watching,
) -> None:
    await watching.watch()
    await watching.publish(SECOND, 1)
    watching.channels.faults = ["down", "lost"]
    for seconds in (0, 2, 5):
        watching.clock.forward(seconds=seconds)
        await watching.delivery.tick()
        await watching.delivery.engine.watches.announce()
    assert len(watching.told()) == 1
    (mine,) = await watching.mine()
    assert [run.state for run in await watching.delivery.history(mine.id)] == ["sent"]


async def test_once_the_nonce_is_forgotten_it_is_looked_for(watching: Watching) -> None:
    await watching.watch()
    await watching.publish(SECOND, 1)
    watching.channels.faults = ["lost"]
    await watching.delivery.tick()
    watching.channels.remembers = False
    watching.clock.forward(seconds=NONCE_SECONDS + 1)
    await watching.delivery.tick()
    assert (len(watching.told()), watching.channels.looked) == (1, 1)


async def test_what_a_dead_process_had_claimed_is_taken_over(watching: Watching) -> None:
    await watching.watch()
    await watching.publish(SECOND, 1)
    watching.channels.faults = ["lost"]
    await watching.delivery.tick()  # sent, not recorded; then the process dies
    await watching.delivery.die()
    await watching.other.engine.lease.heartbeat()
    assert await watching.other.engine.recovery.retake() == 1
    await watching.other.engine.executor.settle()
    await watching.other.engine.watches.announce()
    await watching.other.tick()
    assert len(watching.told()) == 1


@pytest.mark.parametrize(
    ("owner", "step"), [(RunClaims, "claim"), (RunStore, "begin_again"), (RunStore, "finish")]
)
async def test_where_the_database_fails_at_a_step_it_is_still_told_once(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, owner: type, step: str
) -> None:
    await watching.watch()
    await watching.publish(SECOND, 1)

    async def broken(*_: object, **__: object) -> None:
        raise StorageError("The database is gone.")

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, broken)
        with contextlib.suppress(StorageError):
            await watching.delivery.tick()
    await watching.delivery.engine.recovery.retake()
    await watching.delivery.tick()
    await watching.delivery.engine.watches.announce()
    await watching.delivery.tick()
    assert len(watching.told()) == 1


async def test_what_cannot_be_looked_for_is_not_told_again(watching: Watching) -> None:
    await watching.watch()
    await watching.publish(SECOND, 1)
    watching.channels.faults = ["lost"]
    watching.channels.readable = watching.channels.remembers = False
    await watching.delivery.tick()
    watching.clock.forward(seconds=NONCE_SECONDS + 1)
    for _ in range(3):
        await watching.delivery.tick()
        await watching.delivery.engine.watches.announce()
    assert len(watching.told()) == 1
    await watching.publish(THIRD, 1)
    await watching.delivery.tick()
    assert watching.told()[1:] == [f"changed m-1: {FIRST} to {THIRD}"]


async def test_what_changed_while_the_bot_was_off_is_told_however_late(watching: Watching) -> None:
    await watching.watch()
    await watching.publish(SECOND, 1)
    watching.clock.forward(days=20)
    await watching.delivery.tick()
    assert len(watching.told()) == 1


async def test_what_was_being_sent_when_the_bot_stopped_is_told_however_late(
    watching: Watching,
) -> None:
    await watching.watch()
    await watching.publish(SECOND, 1)
    watching.channels.faults = ["down"]
    await watching.delivery.tick()
    watching.clock.forward(days=20)
    await watching.delivery.tick()
    assert len(watching.told()) == 1


async def test_a_clock_that_is_set_back_holds_up_no_watch(watching: Watching) -> None:
    await watching.watch()
    await watching.publish(SECOND, 1)
    watching.clock.forward(hours=-5)
    await watching.delivery.engine.next_runs.recompute()
    await watching.delivery.engine.watches.announce()
    await watching.delivery.tick()
    assert len(watching.told()) == 1


# ------------------------------------------------------------------ what cannot be read


async def test_a_watch_that_cannot_be_read_stops_nobody_elses_and_can_be_removed(
    watching: Watching, shared: tuple[Database, Database]
) -> None:
    await watching.watch("m-1", by=BOB)
    found: dict[int, Spoil] = {}
    columns = [c for c in digests.c if c.name not in ("id", "guild_id", "created_by")]
    for column in columns:
        for literal in garbage(shared[0], column):
            person = 100 + len(found)
            await watching.watch("m-1", by=person)
            (watch,) = await watching.mine(person)
            found[person] = Spoil(digests, column, watch.id, literal)
    await spoil(shared[0], found.values())
    with capture_logs() as logs:
        await watching.publish(SECOND, 1)
        for _ in range(3):
            await watching.delivery.tick()
            await watching.delivery.engine.scheduler.sweep()
            await watching.delivery.engine.executor.settle()
    assert [log for log in logs if "exc_info" in log] == []
    assert watching.told(BOB) == [f"changed m-1: {FIRST} to {SECOND}"]
    for person, each in found.items():
        (watch,) = await watching.mine(person)
        if watch.unreadable:
            assert (watch.state, watch.cause and watch.cause.code) == ("suspended", "unreadable")
        assert await watching.delivery.engine.watches.remove(person, str(watch.record)), each
        assert await watching.mine(person) == []


async def test_watching_again_repairs_a_watch_that_cannot_be_read(
    watching: Watching, shared: tuple[Database, Database]
) -> None:
    await watching.watch()
    (watch,) = await watching.mine()
    await spoil(shared[0], [Spoil(digests, digests.c.ordered, watch.id, "'garbage'")])
    assert [w.unreadable for w in await watching.mine()] == [("channel", "content")]
    assert await watching.watch() == Added("known", "arrived")
    assert [(w.state, w.unreadable) for w in await watching.mine()] == [("active", ())]
    await watching.publish(SECOND, 1)
    await watching.delivery.tick()
    assert watching.told() == [f"changed m-1: {FIRST} to {SECOND}"]
