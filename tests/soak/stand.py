"""One trial's world: a Discord with channels, a database with a digest in each, the bot's runs."""

import asyncio
import random
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import delete, func, select, update

from bot.domain.digests.subscription import MOST_DIGESTS, Digest, Run
from bot.storage.database import Database, open_database
from bot.storage.due_queue import DueQueue
from bot.storage.runs import RunStore
from bot.storage.tables import announced, digests, runs
from tests.end_to_end.program import TOKEN, Program
from tests.end_to_end.seeded_database import OLD, SeededDatabase, seed_database
from tests.wire import Channel, Wire
from tests.wire.channels import FORUM, NEWS, TEXT
from tests.wire.guilds import Guild

KINDS = ("text", "announcement", "forum", "thread")
PARTS = 3
"""Messages of an edition that tells of 30 new measures."""
BOT, ACCELERATED = "tests.end_to_end.unlimited", "tests.soak.accelerated_bot"
_EXPECTED = (
    "database unavailable",
    "database still unavailable",
    "database available again",
    "delivery paused: row locked",
    "digest interrupted",
    "[sqlalchemy.pool",
    "[apscheduler.executors",  # a job that a stop broke off; every other fault is caught within
)
_TYPES = {"text": TEXT, "announcement": NEWS, "forum": FORUM}


@dataclass
class Stand:
    """The world, and what is owed in it."""

    wire: Wire
    seeded: SeededDatabase
    database: Database
    channels: list[Channel]
    slots: list[datetime]
    """Every slot that was due in every channel, oldest first."""
    programs: list[Program] = field(default_factory=list[Program])

    def start(self, *words: str, module: str = BOT, **settings: object) -> Program:
        """A process of the bot; the words are those of `killable`."""
        token = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": self.wire.api_url}
        given = {"LOG_LEVEL": "warning", **self.seeded.settings, **token, **settings}
        program = Program(self.seeded.folder, "-m", module, *words, **given)
        self.programs.append(program)
        return program

    async def settled(self, seconds: float = 60.0) -> None:
        """Returns once nothing is due and no run is open; fails with the bots' last words."""
        try:
            await self.seeded.settled(seconds)
        except TimeoutError:
            said = "\n".join(program.err[-2000:] for program in self.programs[-2:])
            raise AssertionError(f"not settled after {seconds} s: {said}") from None

    async def at_rest(self) -> bool:
        """Whether nothing is due and no run is open."""
        due = await DueQueue(self.database).due(datetime.now(UTC), 1)
        return not due and not await RunStore(self.database).orphans(())

    async def due_again(self) -> None:
        """A new slot, due now, in every channel, with as much to tell as the first."""
        slot = datetime.now(UTC).replace(microsecond=0)
        async with self.database.writing() as connection:
            await connection.execute(delete(announced))
            active = update(digests).where(digests.c.state == "active")
            await connection.execute(active.values(next_run_at=slot, baseline=OLD))
        self.slots.append(slot)

    async def forget(self) -> None:
        """As if an hour had passed since the last try of whatever is open.

        With a stand-in that remembers no nonce (`wire.channel_messages.nonce_seconds`), a bot
        meets this after it was away for longer than Discord's memory.
        """
        async with self.database.writing() as connection:
            opened = update(runs).where(runs.c.state == "claimed")
            await connection.execute(opened.values(tried_at=datetime.now(UTC) - timedelta(hours=1)))

    async def claims_by(self) -> dict[str, int]:
        """How many open runs each process has claimed."""
        counted = (
            select(runs.c.claimed_by, func.count())
            .where(runs.c.state == "claimed")
            .group_by(runs.c.claimed_by)
        )
        async with self.database.reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(counted)}

    async def books(self) -> list[tuple[Channel, Digest, list[Run]]]:
        """Each channel with its digest and its runs, oldest first."""
        found = {digest.channel_id: digest for digest in await self.seeded.digests()}
        history = await self.seeded.runs()
        return [
            (channel, found[channel.id], list(reversed(history[found[channel.id].id])))
            for channel in self.channels
        ]

    def posts_made(self) -> int:
        """How many messages there are in all channels."""
        return sum(
            len(place.messages)
            for channel in self.channels
            for place in (channel, *channel.threads)
        )

    async def stop(self) -> list[str]:
        """Asks every process that is left to stop, once it is ready; what is wrong with its end."""
        wrong: list[str] = []
        for program in [p for p in self.programs if p.code is None]:
            await self.wire.ready(20, since=program.began)
            code = await program.stop()
            wrong += [f"ended with {code}: {program.err[-2000:]}"] * (code != 0)
            wrong += [f"a fault of its own: {line}" for line in _faults(program.err)]
        return wrong

    def close(self) -> None:
        """Ends every process, and looks whether it kept its secrets."""
        for program in self.programs:
            program.close()


@asynccontextmanager
async def open_stand(
    folder: Path, channels: int, *, url: str | None = None, kinds: Sequence[str] = KINDS
) -> AsyncGenerator[Stand]:
    """So many channels, of these kinds in turn, each with a digest that is due."""
    async with AsyncExitStack() as stack:
        wire = await stack.enter_async_context(Wire(token=TOKEN))
        async with _alone(asyncio.get_running_loop()):
            seeded = await seed_database(folder, url)
        database = await stack.enter_async_context(open_database(seeded.url))
        slot = datetime.now(UTC).replace(microsecond=0)
        found = [_channel(wire, n, kinds[n % len(kinds)]) for n in range(channels)]
        await seeded.subscribe(found, slot)
        stand = Stand(wire, seeded, database, found, [slot])
        stack.callback(stand.close)
        yield stand


def _faults(said: str) -> list[str]:
    """The errors in a log, without those of a database that is away or was broken off by a stop."""
    errors = [line for line in said.splitlines() if re.search(r"\[(error|critical) *\]", line)]
    return [line for line in errors if not any(words in line for words in _EXPECTED)]


@cache
def _alone(_: asyncio.AbstractEventLoop) -> asyncio.Lock:
    """Alembic migrates one database at a time in one process."""
    return asyncio.Lock()


def _channel(wire: Wire, number: int, kind: str) -> Channel:
    guild = _guild(wire, number // MOST_DIGESTS)
    if kind == "thread":
        return guild.add_thread(guild.add(f"home-{number}"), f"thread-{number}")
    return guild.add(f"{kind}-{number}", _TYPES[kind])


def _guild(wire: Wire, number: int) -> Guild:
    while len(wire.world.guilds) <= number:
        wire.world.add_guild(f"Firms {len(wire.world.guilds)}")
    return list(wire.world.guilds.values())[number]


async def random_moment(
    dice: random.Random, stand: Stand, program: Program, span: float, patience: float = 8.0
) -> None:
    """Returns at some moment of a process's life, most often while it posts.

    One time in five anywhere in the start; else within `span` seconds of its first post.
    """
    if dice.random() < 0.2:
        await asyncio.sleep(dice.uniform(0.0, 3.5))
        return
    made, ends = stand.posts_made(), asyncio.get_running_loop().time() + patience
    while stand.posts_made() == made and program.code is None:
        if asyncio.get_running_loop().time() > ends:
            return
        await asyncio.sleep(0.01)
    await asyncio.sleep(dice.uniform(0.0, span))
