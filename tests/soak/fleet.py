"""Three processes share twelve shards of many servers while one after another is killed."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

from bot.domain.digests.subscription import ORDER, DigestContent, Order, Target, dedup_key_of
from bot.storage.database import open_database
from bot.storage.tables import digests, runs
from tests.end_to_end.program import TOKEN, Program
from tests.end_to_end.seeded_database import OLD, SHANGHAI, seed_database
from tests.soak.stand import BOT, Stand
from tests.soak.verdict import Finding, marks_in
from tests.wire import Channel, Wire

PROCESSES = 3
SHARDS = 12
RATE = 300
"""Requests a second of all processes together: fast enough to be over, slow enough to be killed."""
NEW = 2
"""New measures that an edition tells of: it is one message."""


async def run_fleet(
    folder: Path,
    url: str,
    dice: random.Random,
    *,
    servers: int = 3_000,
    channels: int = 5_000,
    kills: int = 9,
) -> Finding:
    """So many due digests, delivered once each, while processes are killed and started again."""
    finding = Finding()
    async with Wire(token=TOKEN, shards=SHARDS) as wire:
        rooms = _rooms(wire, servers, channels)
        seeded = await seed_database(folder, url, new=NEW)
        async with open_database(url) as database:
            slot = datetime.now(UTC).replace(microsecond=0)
            stand = Stand(wire, seeded, database, list(rooms), [slot])
            await _subscribe(stand, slot)
            try:
                await _live(stand, dice, kills, finding)
                await stand.settled(300)
                # Of all processes together: each has a part of the shards.
                await wire.ready(120)
                for program in [program for program in stand.programs if program.code is None]:
                    code = await program.stop()
                    finding.wrong += [f"ended with {code}: {program.err[-2000:]}"] * (code != 0)
            finally:
                stand.close()
            finding.add(await _judge(stand, slot))
    return finding


def _rooms(wire: Wire, servers: int, channels: int) -> Sequence[Channel]:
    """The channels, spread over the servers, and these over the shards."""
    guilds = [
        wire.world.add_guild(f"Firms {n}", shard=n % SHARDS, shards=SHARDS) for n in range(servers)
    ]
    return [guilds[n % servers].add(f"news-{n}") for n in range(channels)]


async def _subscribe(stand: Stand, slot: datetime) -> None:
    """A digest in each channel, by one statement: by the bot's own way it would take minutes."""
    schedule = f"daily {slot.astimezone(SHANGHAI):%H:%M}"
    rows = [
        {
            "guild_id": room.guild_id,
            "channel_id": room.id,
            "ordered": ORDER.dump_json(
                Order(
                    Target(room.guild_id or 0, room.id, "text", room.name),
                    DigestContent(),
                    schedule,
                    "Asia/Shanghai",
                )
            ).decode(),
            "timezone": "Asia/Shanghai",
            "state": "active",
            "since": slot,
            "next_run_at": slot,
            "baseline": OLD,
            "editions": 0,
            "created_at": slot,
        }
        for room in stand.channels
    ]
    async with stand.database.writing() as connection:
        await connection.execute(insert(digests), rows)


async def _live(stand: Stand, dice: random.Random, kills: int, finding: Finding) -> None:
    """Starts the processes, and kills one after another once it has posted something."""
    share, running = SHARDS // PROCESSES, dict[int, Program]()

    def start(number: int) -> None:
        ids = ",".join(str(number * share + n) for n in range(share))
        running[number] = stand.start(
            module=BOT, DIGEST_RATE=RATE, SHARD_COUNT=SHARDS, SHARD_IDS=ids
        )

    for number in range(PROCESSES):
        start(number)
    for kill in range(kills):
        made = stand.posts_made()
        wanted = made + max(1, len(stand.channels) // (kills * 3))
        await stand.wire.until(lambda wanted=wanted: stand.posts_made() >= wanted, 180)
        await asyncio.sleep(dice.uniform(0.0, 0.3))
        number = kill % PROCESSES
        running[number].kill()
        finding.kills[f"process {number}"] += 1
        start(number)


async def _judge(stand: Stand, slot: datetime) -> Finding:
    """One record and one message for each digest."""
    finding = Finding()
    wanted = select(digests.c.id, digests.c.channel_id)
    recorded = select(runs.c.digest_id, runs.c.state)
    async with stand.database.reading() as connection:
        owners = {row[1]: row[0] for row in await connection.execute(wanted)}
        states = {row[0]: row[1] for row in await connection.execute(recorded)}
    for room in stand.channels:
        digest = owners[room.id]
        found = Counter(marks_in(stand.wire, room))
        if found != Counter([dedup_key_of(digest, slot, 1)]):
            what = "twice" if found.total() > 1 else "lost"
            finding.wrong.append(f"{room.name}: {what} : {found}")
        finding.ends[states.get(digest, "no record")] += 1
    if finding.ends.keys() != {"sent"}:
        finding.wrong.append(f"records: {dict(finding.ends)}")
    return finding
