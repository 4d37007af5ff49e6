"""Watches: each change is told once to each person, whatever breaks, and never taken back."""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.digests.interfaces import Delayed, Refused
from bot.digests.lease import DEAD_SECONDS
from bot.digests.sender import NONCE_SECONDS
from bot.digests.watches import Added
from bot.domain.data.serialization import pack
from bot.domain.digests.subscription import MOST_WATCHES, Cause, Digest, dedup_key_of
from bot.domain.release import Release, build_release
from bot.storage.database import Database, StorageError
from bot.storage.preferences import PreferenceStore
from bot.storage.releases import ReleaseContent, ReleaseStore
from bot.storage.run_claims import RunClaims
from bot.storage.runs import RunStore
from bot.storage.tables import digests
from tests.digests.delivery_harness import ALICE, DIRECT, Channels, Clock, Delivery, build_delivery
from tests.small import small_release
from tests.spoiled import Spoil, garbage, spoil

BOB = 8
CLOSED = Cause("closed-dms")
FIRST, SECOND, THIRD = "2026.09.05.1", "2026.09.06.1", "2026.09.07.1"


@dataclass
class Reading:
    """A process whose data is changed under it, and Alice, who watches."""

    delivery: Delivery
    other: Delivery
    channels: Channels
    clock: Clock
    store: ReleaseStore
    live: Release

    async def publish(self, version: str, *changed: int, measures: int = 3) -> None:
        """A data version goes live in which these measures pay other sums, by its number."""
        await self.go_live(_changed(version, changed, measures))

    async def go_live(self, release: Release) -> None:
        """Stores a data version, makes it the active one and announces it, as a reload does."""
        version, dataset = release.catalogue.version, release.catalogue.dataset
        content = ReleaseContent(version, pack(dataset), dataset.counts())
        if await self.store.add_and_activate(version, content, at=self.clock()) != "added":
            await self.store.activate(version, at=self.clock())
        self.live = release
        self.clock.forward(minutes=1)
        await self.delivery.engine.watches.announce()

    async def watch(self, record: str = "m-1", by: int = ALICE) -> Added:
        """A person watches a measure; the test message is not counted any further."""
        added = await self.delivery.engine.watches.add(by, record, f"Subsidy {record}", "en")
        self.channels.messages.clear()
        self.channels.sends = 0
        return added

    async def mine(self, by: int = ALICE) -> list[Digest]:
        """What a person watches."""
        return list(await self.delivery.engine.watches.of(by))

    def told(self, by: int = ALICE) -> list[str]:
        """What a person was told, oldest first."""
        return [
            letter.layout[0]["content"] for letter in self.channels.messages.get(by + DIRECT, [])
        ]


def _changed(version: str, changed: tuple[int, ...], measures: int = 3) -> Release:
    """A data version in which these measures pay a sum of that version's own."""
    dataset = small_release(version, measures).catalogue.dataset
    amount = 1_000.0 * int(version.split(".")[2])
    rows = list(dataset.measures)
    for number in changed:
        measure = rows[number - 1]
        figure = measure.figures[0].model_copy(update={"value": amount})
        rows[number - 1] = measure.model_copy(update={"figures": (figure,)})
    return build_release(version, dataset.model_copy(update={"measures": tuple(rows)}), {})


@pytest.fixture
async def reading(shared: tuple[Database, Database], channels: Channels, clock: Clock) -> Reading:
    found: list[Reading] = []

    def live() -> Release:
        return found[0].live

    delivery, other = (build_delivery(database, live, channels, clock) for database in shared)
    release = _changed(FIRST, ())
    found.append(Reading(delivery, other, channels, clock, ReleaseStore(shared[0]), release))
    await found[0].go_live(release)
    return found[0]


async def test_a_change_is_told_once_and_only_to_who_watches_it(reading: Reading) -> None:
    assert await reading.watch("m-1") == Added("added", "arrived")
    await reading.watch("m-2", by=BOB)
    await reading.publish(SECOND, 1)
    await asyncio.gather(reading.delivery.tick(), reading.other.tick())
    await reading.delivery.engine.watches.announce()
    await reading.delivery.tick()
    assert reading.told() == [f"changed m-1: {FIRST} to {SECOND}"]
    assert reading.told(BOB) == []
    (mine,), (bobs,) = await reading.mine(), await reading.mine(BOB)
    assert (mine.baseline, mine.next_run_at, mine.editions) == (SECOND, None, 1)
    assert (bobs.baseline, bobs.next_run_at, bobs.editions) == (SECOND, None, 0)
    assert await reading.delivery.history(bobs.id) == []
    (run,) = await reading.delivery.history(mine.id)
    assert reading.channels.dedup_keys(ALICE + DIRECT) == [dedup_key_of(mine.id, run.slot, 1)]


async def test_what_was_withdrawn_is_told_and_so_is_its_return(reading: Reading) -> None:
    await reading.watch("m-3")
    for version, measures in ((SECOND, 2), (THIRD, 3)):
        await reading.publish(version, measures=measures)
        await reading.delivery.tick()
    assert reading.told() == [
        f"withdrawn m-3: {FIRST} to {SECOND}",
        f"new m-3: {SECOND} to {THIRD}",
    ]


async def test_forward_back_and_forward_tells_nothing_twice(reading: Reading) -> None:
    await reading.watch()
    first, second = reading.live, _changed(SECOND, (1,))
    for release in (second, first, second, first):
        await reading.go_live(release)
        await reading.delivery.tick()
        await reading.delivery.engine.watches.announce()
        await reading.delivery.tick()
    assert reading.told() == [f"changed m-1: {FIRST} to {SECOND}"]
    # Back to what it was, by a version of its own: that differs from what was told.
    await reading.publish(THIRD)
    await reading.delivery.tick()
    assert reading.told()[1:] == [f"changed m-1: {SECOND} to {THIRD}"]


async def test_what_was_taken_back_before_it_was_told_is_not_told(reading: Reading) -> None:
    await reading.watch()
    first = reading.live
    await reading.publish(SECOND, 1)
    await reading.go_live(first)
    await reading.delivery.tick()
    assert reading.told() == []
    (mine,) = await reading.mine()
    assert (mine.baseline, mine.next_run_at) == (FIRST, None)
    await reading.publish(SECOND, 1)
    await reading.delivery.tick()
    assert len(reading.told()) == 1


# ------------------------------------------------------------------ what breaks


async def test_an_answer_that_was_lost_is_asked_for_under_the_same_nonce(reading: Reading) -> None:
    await reading.watch()
    await reading.publish(SECOND, 1)
    reading.channels.faults = ["down", "lost"]
    for seconds in (0, 2, 5):
        reading.clock.forward(seconds=seconds)
        await reading.delivery.tick()
        await reading.delivery.engine.watches.announce()
    assert len(reading.told()) == 1
    (mine,) = await reading.mine()
    assert [run.state for run in await reading.delivery.history(mine.id)] == ["sent"]


async def test_once_the_nonce_is_forgotten_it_is_looked_for(reading: Reading) -> None:
    await reading.watch()
    await reading.publish(SECOND, 1)
    reading.channels.faults = ["lost"]
    await reading.delivery.tick()
    reading.channels.remembers = False
    reading.clock.forward(seconds=NONCE_SECONDS + 1)
    await reading.delivery.tick()
    assert (len(reading.told()), reading.channels.looked) == (1, 1)


async def test_what_a_dead_process_had_claimed_is_taken_over(reading: Reading) -> None:
    await reading.watch()
    await reading.publish(SECOND, 1)
    reading.channels.faults = ["lost"]
    await reading.delivery.tick()  # sent, not recorded; then the process dies
    reading.clock.forward(seconds=DEAD_SECONDS + 1)
    await reading.other.engine.lease.heartbeat()
    assert await reading.other.engine.recovery.retake() == 1
    await reading.other.engine.executor.settle()
    await reading.other.engine.watches.announce()
    await reading.other.tick()
    assert len(reading.told()) == 1


@pytest.mark.parametrize(
    ("owner", "step"), [(RunClaims, "claim"), (RunStore, "begin_again"), (RunStore, "finish")]
)
async def test_where_the_database_fails_at_a_step_it_is_still_told_once(
    reading: Reading, monkeypatch: pytest.MonkeyPatch, owner: type, step: str
) -> None:
    await reading.watch()
    await reading.publish(SECOND, 1)

    async def broken(*_: object, **__: object) -> None:
        raise StorageError("The database is gone.")

    with monkeypatch.context() as patch:
        patch.setattr(owner, step, broken)
        with contextlib.suppress(StorageError):
            await reading.delivery.tick()
    await reading.delivery.engine.recovery.retake()
    await reading.delivery.tick()
    await reading.delivery.engine.watches.announce()
    await reading.delivery.tick()
    assert len(reading.told()) == 1


async def test_what_cannot_be_looked_for_is_not_told_again(reading: Reading) -> None:
    await reading.watch()
    await reading.publish(SECOND, 1)
    reading.channels.faults = ["lost"]
    reading.channels.readable = reading.channels.remembers = False
    await reading.delivery.tick()
    reading.clock.forward(seconds=NONCE_SECONDS + 1)
    for _ in range(3):
        await reading.delivery.tick()
        await reading.delivery.engine.watches.announce()
    assert len(reading.told()) == 1
    await reading.publish(THIRD, 1)
    await reading.delivery.tick()
    assert reading.told()[1:] == [f"changed m-1: {FIRST} to {THIRD}"]


async def test_what_changed_while_the_bot_was_off_is_told_however_late(reading: Reading) -> None:
    await reading.watch()
    await reading.publish(SECOND, 1)
    reading.clock.forward(days=20)
    await reading.delivery.tick()
    assert len(reading.told()) == 1


async def test_a_clock_that_is_set_back_holds_up_no_watch(reading: Reading) -> None:
    await reading.watch()
    await reading.publish(SECOND, 1)
    reading.clock.forward(hours=-5)
    await reading.delivery.engine.next_runs.recompute()
    await reading.delivery.engine.watches.announce()
    await reading.delivery.tick()
    assert len(reading.told()) == 1


# ------------------------------------------------------------------ closed direct messages


async def test_closed_messages_suspend_until_one_arrives(reading: Reading) -> None:
    for record in ("m-1", "m-2"):
        await reading.watch(record)
    reading.channels.faults = [Refused(CLOSED)]
    await reading.publish(SECOND, 1, 2)
    for _ in range(3):
        await reading.delivery.tick()
        reading.clock.forward(minutes=1)
        await reading.delivery.engine.watches.announce()
    assert reading.channels.sends == 1  # one refusal for each version, and no more
    assert {(w.state, w.cause) for w in await reading.mine()} == {("suspended", CLOSED)}
    await reading.delivery.engine.suspensions.notify()
    await reading.delivery.engine.suspensions.check_old()
    assert reading.channels.direct == {}
    assert {w.state for w in await reading.mine()} == {"suspended"}

    assert await reading.delivery.engine.watches.add(ALICE, "m-1", "x", "en") == Added(
        "known", "arrived"
    )
    reading.channels.messages.clear()
    for _ in range(2):
        await reading.delivery.tick()
    assert sorted(reading.told()) == [f"changed m-{n}: {FIRST} to {SECOND}" for n in (1, 2)]
    assert {w.state for w in await reading.mine()} == {"active"}


async def test_two_processes_send_one_test_message_to_who_is_back(reading: Reading) -> None:
    for record in ("m-1", "m-2"):
        await reading.watch(record)
    reading.channels.faults = [Refused(CLOSED)]
    await reading.publish(SECOND, 1)
    await reading.delivery.tick()
    reading.channels.sends = 0
    await reading.delivery.engine.watches.try_again(ALICE)  # too soon
    assert reading.channels.sends == 0
    reading.clock.forward(minutes=11)
    processes = reading.delivery.engine, reading.other.engine
    await asyncio.gather(*(process.watches.try_again(ALICE) for process in processes))
    await processes[1].watches.try_again(BOB)  # who watches nothing
    assert reading.channels.sends == 1
    assert {w.state for w in await reading.mine()} == {"active"}


async def test_a_channel_opened_again_is_that_of_all_watches(reading: Reading) -> None:
    reading.channels.no_channel[ALICE] = Refused(CLOSED)
    for record in ("m-1", "m-2"):
        await reading.watch(record)
    assert {watch.channel_id for watch in await reading.mine()} == {0}
    del reading.channels.no_channel[ALICE]
    await reading.watch("m-1")
    watches = await reading.mine()
    assert {(w.channel_id, w.order.target.channel_id) for w in watches} == {(ALICE + DIRECT,) * 2}
    assert {(w.target.person_id, w.state) for w in watches} == {(ALICE, "active")}


async def test_a_later_version_is_a_later_try(reading: Reading) -> None:
    for record in ("m-1", "m-2"):
        await reading.watch(record)
    reading.channels.faults = [Refused(CLOSED)]
    await reading.publish(SECOND, 1, 2)
    await reading.delivery.tick()
    await reading.publish(THIRD, 1)
    for _ in range(3):
        await reading.delivery.tick()
        reading.clock.forward(minutes=1)
        await reading.delivery.engine.watches.announce()
    # The other one is as it was: nothing to tell, but it goes on too.
    assert reading.told() == [f"changed m-1: {FIRST} to {THIRD}"]
    assert {w.state for w in await reading.mine()} == {"active"}


async def test_who_is_closed_at_once_hears_so_and_nothing_is_lost(reading: Reading) -> None:
    reading.channels.faults = [Refused(CLOSED)]
    assert (await reading.watch()).trial == "closed"
    reading.channels.no_channel[BOB] = Refused(CLOSED)
    assert (await reading.watch(by=BOB)).trial == "closed"
    assert [(await reading.mine(by))[0].state for by in (ALICE, BOB)] == ["suspended"] * 2
    reading.channels.no_channel[BOB] = Delayed()
    assert (await reading.watch("m-2", by=BOB)).placed == "unreached"
    assert len(await reading.mine(BOB)) == 1


# ------------------------------------------------------------------ whose they are


async def test_a_watch_is_no_digest_of_a_server(reading: Reading) -> None:
    await reading.watch()
    await reading.publish(SECOND, 1)
    delivery = reading.delivery
    await delivery.engine.guild_lifecycle.compare(set(), lambda _: True)
    assert await delivery.stores.sleeping.awake_guilds() == frozenset()
    assert await delivery.stores.digests.in_state("active") == []
    assert await delivery.stores.digests.counts() == {}
    assert (await reading.mine())[0].state == "active"


async def test_fifty_and_no_more_and_each_once(reading: Reading) -> None:
    for number in range(MOST_WATCHES):
        await reading.watch(f"m-{number}")
    assert (await reading.watch("m-0")).placed == "known"
    assert (await reading.watch("m-99")).placed == "full"
    assert (await reading.watch("m-99", by=BOB)).placed == "added"
    assert await reading.delivery.engine.watches.remove(ALICE, "m-0")
    assert not await reading.delivery.engine.watches.remove(ALICE, "m-0")
    assert (await reading.watch("m-99")).placed == "added"


async def test_who_asks_to_be_forgotten_is_told_nothing_more(
    reading: Reading, shared: tuple[Database, Database]
) -> None:
    await reading.watch()
    await reading.watch(by=BOB)
    await reading.publish(SECOND, 1)
    await reading.delivery.tick()
    preferences = PreferenceStore(shared[0])
    assert (await preferences.held(ALICE)).watches == 1
    kept = await preferences.erase(ALICE)
    assert (kept.watches, dict(kept.created)) == (1, {})
    assert not await preferences.held(ALICE)
    await reading.publish(THIRD, 1)
    await reading.delivery.tick()
    assert (len(reading.told()), len(reading.told(BOB))) == (1, 2)


async def test_a_removed_watch_that_is_on_its_way_ends(reading: Reading) -> None:
    await reading.watch()
    await reading.publish(SECOND, 1)
    reading.channels.faults = ["down"]
    await reading.delivery.tick()
    await reading.delivery.engine.watches.remove(ALICE, "m-1")
    reading.clock.forward(seconds=timedelta(minutes=1).total_seconds())
    await reading.delivery.tick()
    assert reading.told() == []


# ------------------------------------------------------------------ what cannot be read


async def test_a_watch_that_cannot_be_read_stops_nobody_elses_and_can_be_removed(
    reading: Reading, shared: tuple[Database, Database]
) -> None:
    await reading.watch("m-1", by=BOB)
    found: dict[int, Spoil] = {}
    columns = [c for c in digests.c if c.name not in ("id", "guild_id", "created_by")]
    for column in columns:
        for literal in garbage(shared[0], column):
            person = 100 + len(found)
            await reading.watch("m-1", by=person)
            (watch,) = await reading.mine(person)
            found[person] = Spoil(digests, column, watch.id, literal)
    await spoil(shared[0], found.values())
    with capture_logs() as logs:
        await reading.publish(SECOND, 1)
        for _ in range(3):
            await reading.delivery.tick()
            await reading.delivery.engine.scheduler.sweep()
            await reading.delivery.engine.executor.settle()
    assert [log for log in logs if "exc_info" in log] == []
    assert reading.told(BOB) == [f"changed m-1: {FIRST} to {SECOND}"]
    for person, each in found.items():
        (watch,) = await reading.mine(person)
        if watch.unreadable:
            assert (watch.state, watch.cause and watch.cause.code) == ("suspended", "unreadable")
        assert await reading.delivery.engine.watches.remove(person, str(watch.record)), each
        assert await reading.mine(person) == []


async def test_watching_again_repairs_a_watch_that_cannot_be_read(
    reading: Reading, shared: tuple[Database, Database]
) -> None:
    await reading.watch()
    (watch,) = await reading.mine()
    await spoil(shared[0], [Spoil(digests, digests.c.ordered, watch.id, "'garbage'")])
    assert [w.unreadable for w in await reading.mine()] == [("channel", "content")]
    assert await reading.watch() == Added("known", "arrived")
    assert [(w.state, w.unreadable) for w in await reading.mine()] == [("active", ())]
    await reading.publish(SECOND, 1)
    await reading.delivery.tick()
    assert reading.told() == [f"changed m-1: {FIRST} to {SECOND}"]
