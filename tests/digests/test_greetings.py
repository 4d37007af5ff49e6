"""Which servers are greeted: those that the bot really joins, once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.digests.greetings import Greetings
from bot.storage.database import Database, migrate, open_database
from bot.storage.servers import ServerStore

START = datetime(2026, 9, 1, 9, tzinfo=UTC)
LONG_AGO = START - timedelta(days=400)


@dataclass
class Process:
    """The greetings of a bot that can be restarted; its clock is moved by hand."""

    database: Database
    now: datetime = START
    greetings: Greetings = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.greetings = Greetings(ServerStore(self.database), lambda: self.now)

    async def start(self, present: dict[int, datetime | None]) -> list[int]:
        """The servers that a start greets."""
        self.restart()
        return sorted(await self.greetings.compare(present, lambda _: True))


@pytest.fixture
async def process() -> AsyncIterator[Process]:
    async with open_database("sqlite+aiosqlite://") as database:
        yield Process(database)


async def test_the_statements_mean_the_same_on_both_engines(database_url: str) -> None:
    await migrate(database_url)
    async with open_database(database_url) as database:
        process = Process(database)
        assert await process.start(many()) == []
        assert await process.greetings.joined(9000)
        await process.greetings.left(9000)
        assert not await process.greetings.joined(9000)
        await process.greetings.left(9000)
        process.now += timedelta(days=31)
        assert await process.greetings.joined(9000)
        await process.greetings.left(9000)
        process.now += timedelta(days=31)
        await process.greetings.erase()
        assert 9000 not in await ServerStore(database).left()
        assert 2500 in await ServerStore(database).left()


def many(joined: datetime | None = LONG_AGO) -> dict[int, datetime | None]:
    return dict.fromkeys(range(1, 2501), joined)


@pytest.mark.parametrize("joined", [LONG_AGO, START, START + timedelta(seconds=5), None])
async def test_an_upgrade_greets_none_of_many_servers(
    process: Process, joined: datetime | None
) -> None:
    """Not even where Discord's clock is ahead, or the servers are unavailable."""
    assert await process.start(many(joined)) == []
    assert not await process.greetings.available(7, START + timedelta(seconds=9))
    assert await process.start(many(START)) == []


async def test_a_join_is_greeted_once(process: Process) -> None:
    await process.start(many())
    assert await process.greetings.joined(9000)
    assert not await process.greetings.joined(9000)
    assert await process.start({**many(), 9000: START}) == []


async def test_two_processes_greet_a_server_once(process: Process) -> None:
    await process.start({})
    other = Greetings(ServerStore(process.database), lambda: process.now)
    await other.compare({}, lambda _: True)
    assert [await each.joined(5) for each in (process.greetings, other)] == [True, False]


async def test_an_outage_is_no_join(process: Process) -> None:
    await process.start({1: LONG_AGO, 2: None})
    assert not await process.greetings.available(1, START)
    assert not await process.greetings.available(2, LONG_AGO)
    assert not await process.greetings.joined(1)


async def test_an_event_before_the_start_is_over_is_left_to_it(process: Process) -> None:
    assert not await process.greetings.joined(1)
    assert not await process.greetings.available(2, START)
    assert await process.start({1: START, 2: START}) == []


@pytest.mark.parametrize(
    ("away", "joined", "greeted"),
    [
        (timedelta(hours=2), timedelta(hours=1), True),
        (timedelta(days=3), timedelta(days=2, hours=1), True),
        (timedelta(days=3), timedelta(hours=1), False),
        (timedelta(hours=2), timedelta(hours=-1), False),
    ],
)
async def test_a_server_joined_while_the_bot_was_off(
    process: Process, away: timedelta, joined: timedelta, *, greeted: bool
) -> None:
    """Greeted within a day of its join; never one from before servers were recorded."""
    await process.start({1: LONG_AGO})
    joined_at, process.now = START + joined, START + away
    assert await process.start({1: LONG_AGO, 2: joined_at}) == ([2] if greeted else [])
    assert await process.start({1: LONG_AGO, 2: joined_at}) == []


async def test_a_server_joined_before_an_outage_of_it_is_judged_afterwards(
    process: Process,
) -> None:
    await process.start({})
    process.now += timedelta(hours=1)
    assert await process.start({3: None}) == []
    assert await process.greetings.available(3, process.now)
    assert not await process.greetings.available(3, process.now)


@pytest.mark.parametrize(("days", "greeted"), [(1, False), (29, False), (31, True)])
@pytest.mark.parametrize("seen", ["leaving seen", "left while off"])
async def test_a_server_that_comes_back_is_greeted_only_after_long(
    process: Process, days: int, seen: str, *, greeted: bool
) -> None:
    await process.start({1: LONG_AGO})
    if seen == "leaving seen":
        await process.greetings.left(1)
    else:
        await process.start({})
    process.now += timedelta(days=days)
    await process.greetings.erase()
    assert await process.greetings.joined(1) is greeted
    assert await process.start({1: process.now}) == []


async def test_a_rejoin_while_off_is_no_new_server(process: Process) -> None:
    await process.start({1: LONG_AGO})
    await process.greetings.left(1)
    process.now += timedelta(hours=1)
    assert await process.start({1: process.now}) == []
    await process.greetings.erase()
    process.now += timedelta(days=40)
    assert await process.start({1: START}) == []


async def test_a_server_of_another_process_has_not_left(process: Process) -> None:
    await process.start({1: LONG_AGO})
    await process.greetings.compare({}, lambda _: False)
    process.now += timedelta(days=40)
    await process.greetings.erase()
    assert not await process.greetings.joined(1)
