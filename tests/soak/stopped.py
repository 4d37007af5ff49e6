"""Processes and databases that stand still for a while: no claim is posted by two processes."""

import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from signal import SIGCONT, SIGSTOP

from sqlalchemy import make_url

from tests.soak.stand import ACCELERATED, BOT, Stand, open_stand
from tests.soak.verdict import Finding, judge_delivered

SLOWLY = 25
"""Requests a second, so that many wait for their turn when the process is stopped."""
RETAKEN_WITHIN = 60.0
"""Seconds after a kill in which another process must have taken over what it had claimed."""


async def stop_one(folder: Path, url: str, dice: random.Random, channels: int = 24) -> Finding:
    """A process is stopped while it posts, another takes over, and the first one goes on.

    Discord has forgotten every nonce by then, as after a stop longer than its memory. One request
    may come twice then, and is told of: one that was stopped in the millisecond between the look
    at the lease and the socket. No look can be later than that.
    """
    async with open_stand(folder, channels, url=url) as stand:
        first = stand.start(module=ACCELERATED, DIGEST_RATE=SLOWLY)
        await _begun(stand, 1 + dice.randrange(channels))
        await asyncio.sleep(dice.uniform(0.0, 0.2))
        first.signal(SIGSTOP)
        try:
            stand.start(module=ACCELERATED, DIGEST_RATE=400)
            await stand.settled()
            stand.wire.channel_messages.nonce_seconds = 0.0
        finally:
            first.signal(SIGCONT)
        await asyncio.sleep(6.0)  # whatever it still wants to send, it sends now
        return _forgiven(await _end(stand, "stopped and continued"))


async def cut_off(folder: Path, url: str, dice: random.Random, channels: int = 24) -> Finding:
    """Two processes lose their database in the middle of posting, and get it back."""
    place = make_url(url)
    async with _gate(place.host or "127.0.0.1", place.port or 5432) as gate:
        through = place.set(host="127.0.0.1", port=gate.port).render_as_string(hide_password=False)
        async with open_stand(folder, channels, url=url) as stand:
            for _ in range(2):
                stand.start(module=ACCELERATED, DIGEST_RATE=2 * SLOWLY, DATABASE_URL=through)
            await _begun(stand, 1 + dice.randrange(channels))
            await gate.shut()
            await asyncio.sleep(dice.uniform(0.5, 12.0))
            gate.open = True
            await stand.settled()
            return await _end(stand, "database cut off")


async def kill_for_good(folder: Path, url: str, channels: int = 12) -> Finding:
    """With the real times: how long until a process that goes on has what a killed one had."""
    async with open_stand(folder, channels, url=url) as stand:
        victim = stand.start(module=BOT, DIGEST_RATE=2)
        await _begun(stand, 2)  # by now it has claimed them all
        other = stand.start(module=BOT, DIGEST_RATE=400)
        await stand.wire.ready(since=other.began)
        (left,) = await stand.claims_by()
        victim.kill()
        killed = asyncio.get_running_loop().time()
        async with asyncio.timeout(2 * RETAKEN_WITHIN):
            while left in await stand.claims_by():  # noqa: ASYNC110 - another process's
                await asyncio.sleep(0.2)
        took = asyncio.get_running_loop().time() - killed
        finding = await _end(stand, "killed for good")
        finding.notes.append(f"claims retaken {took:.1f} s after the kill")
        if took > RETAKEN_WITHIN:
            finding.wrong.append(f"claims retaken only after {took:.1f} s")
        return finding


def _forgiven(finding: Finding) -> Finding:
    twice = [told for told in finding.wrong if ": twice " in told]
    if len(twice) == 1:
        place = twice[0].partition(": twice ")[0]
        finding.wrong = [told for told in finding.wrong if not told.startswith(place)]
        finding.notes.append(f"{place}: one request was on its way when the process was stopped")
    return finding


async def _begun(stand: Stand, posts: int) -> None:
    await stand.wire.until(lambda: stand.posts_made() >= posts, 60)


async def _end(stand: Stand, what: str) -> Finding:
    await stand.settled()
    wrong = await stand.stop()
    finding = await judge_delivered(stand)
    finding.wrong = [f"{what}: {told}" for told in wrong + finding.wrong]
    finding.kills[what] += 1
    return finding


class _Gate:
    """A door between the bot and its database."""

    def __init__(self, host: str, port: int) -> None:
        self.open = True
        self.port = 0
        self._to = host, port
        self._passing: set[asyncio.StreamWriter] = set()

    async def shut(self) -> None:
        """Breaks every connection and lets none through, until `open` is set."""
        self.open = False
        for writer in self._passing:
            writer.transport.abort()

    async def enter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A connection that asks to be let through."""
        if not self.open:
            writer.transport.abort()
            return
        inner, outer = await asyncio.open_connection(*self._to)
        both = {writer, outer}
        self._passing |= both
        try:
            await asyncio.gather(_pass_on(reader, outer), _pass_on(inner, writer))
        finally:
            self._passing -= both


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.transport.abort()


@asynccontextmanager
async def _gate(host: str, port: int) -> AsyncGenerator[_Gate]:
    gate = _Gate(host, port)
    server = await asyncio.start_server(gate.enter, "127.0.0.1", 0)
    gate.port = server.sockets[0].getsockname()[1]
    try:
        yield gate
    finally:
        await gate.shut()
        server.close()
