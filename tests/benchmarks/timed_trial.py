"""A bot whose event loop is timed callback by callback, and people who write to it over the wire.

Its database holds as many digests and watches as a server and a person may have.
"""

import asyncio
import mmap
import tempfile
from collections.abc import AsyncGenerator, Coroutine, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.domain.digests.subscription import (
    MOST_DIGESTS,
    MOST_WATCHES,
    NO_GUILD,
    ORDER,
    DigestContent,
    Order,
    Target,
)
from bot.storage.database import open_database
from bot.storage.tables import digests
from tests.benchmarks.hostile_texts import hostile_texts
from tests.benchmarks.process import Program, cores
from tests.benchmarks.sockets import own_env
from tests.benchmarks.subscriptions import OLD, Room, old_dataset, prepare, subscribe_long_ago
from tests.wire import Person, Reply, UnansweredError, Wire
from tests.wire.ids import Json, snowflake
from tests.wire.permissions import ADMINISTRATOR, MEMBER_PERMISSIONS

_MOMENT = 0.002
"""Seconds after which is looked again whether the callback that gave an answer has ended."""


@dataclass(frozen=True)
class Sample:
    """One text that was sent: milliseconds of the costliest callback, and what came of it."""

    kind: str
    where: str
    text: str
    ms: float
    failed: bool


@dataclass
class Trial:
    """A bot under measurement, the people who write to it, and what was found."""

    wire: Wire
    told: memoryview
    """What `timed_bot` tells."""
    every: int
    """Of the texts, every so many are sent."""
    watchers: Iterator[int]
    samples: list[Sample] = field(default_factory=list[Sample])
    waits: list[float] = field(default_factory=list[float])

    def texts(self, *lengths: int) -> Iterator[tuple[str, str]]:
        """Each text with its name, at each of the lengths."""
        for length in dict.fromkeys(lengths):
            texts = list(hostile_texts(length).items())[:: self.every]
            yield from ((f"{name}, {length:,}", text) for name, text in texts)

    def person(self, command: str) -> Person:
        """Who sends it: somebody new each time, so that nobody has asked too often."""
        if command.startswith("admin"):
            return self.wire.world.operator
        number = next(self.watchers) if command == "watch remove" else snowflake()
        return Person(name="somebody", permissions=MEMBER_PERMISSIONS | ADMINISTRATOR, id=number)

    async def measure(
        self, kind: str, where: str, text: str, sending: Coroutine[Any, Any, Reply]
    ) -> None:
        """Sends one text and notes what it cost."""
        self.told[0] = 0
        try:
            reply = await sending
            if reply.interaction.awaits_message:
                await reply.completed()
        except (UnansweredError, TimeoutError):
            failed = True
        else:
            failed = reply.interaction.original is not None and "went wrong" in reply.text
        await asyncio.sleep(_MOMENT)
        while self.told[1]:  # noqa: ASYNC110 # another process tells it
            await asyncio.sleep(_MOMENT)
        self.samples.append(Sample(kind, where, text, self.told[0] / 1e6, failed))
        self.wire.requests.clear()


@asynccontextmanager
async def open_trial(every: int) -> AsyncGenerator[Trial]:
    """The bot, connected, with as many digests and watches as a server and a person may have."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        file = folder / "worst"
        file.write_bytes(bytes(16))
        shared = stack.enter_context(file.open("r+b"))
        told = memoryview(mmap.mmap(shared.fileno(), 16)).cast("q")
        async with Wire() as wire:
            wire.interactions.deadline = 5.0
            watchers = [snowflake() for _ in range(5 * len(hostile_texts(1)))]
            env = own_env(folder)
            await _fill(env["DATABASE_URL"], wire, watchers)
            env |= {"DISCORD_API_URL": wire.api_url, "DISCORD_TOKEN": next(iter(wire.tokens))}
            env |= {"ADMIN_GUILD_IDS": str(wire.world.guild.id), "TIMED_BOT_FILE": str(file)}
            command = ["-m", "tests.benchmarks.timed_bot"]
            with Program(command, env, cores()[0]) as program:
                await wire.ready(60.0, since=program.began)
                await asyncio.sleep(3)  # what it loads once it is connected
                yield Trial(wire, told, every, iter(watchers))


async def _fill(url: str, wire: Wire, watchers: Sequence[int]) -> None:
    guild = wire.world.guild
    channels = [guild.add(f"policy-news-{n}") for n in range(MOST_DIGESTS)]
    await prepare(url)
    async with open_database(url) as database:
        rooms = [Room(guild.id, channel.id) for channel in channels]
        await subscribe_long_ago(database, rooms, MOST_DIGESTS)
        watched = old_dataset().measures[:MOST_WATCHES]
        async with database.writing() as connection:
            made = [_watch(person, record.id) for person in watchers for record in watched]
            await connection.execute(insert(digests), made)


def _watch(person: int, record: str) -> Json:
    order = Order(
        Target(0, 1, "direct", record), DigestContent("changes", "en", record=record), "", "UTC"
    )
    now = datetime.now(UTC)
    return {
        "guild_id": NO_GUILD,
        "channel_id": 1,
        "record": record,
        "ordered": ORDER.dump_json(order).decode(),
        "timezone": "UTC",
        "state": "active",
        "since": now,
        "next_run_at": None,
        "baseline": OLD,
        "editions": 0,
        "created_by": person,
        "created_at": now,
    }
