"""A stand-in with many servers, for bots that post digests in all of them."""

import asyncio
import json
import time
import urllib.request
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.process import FailedError, Program, StandIn
from tests.benchmarks.sockets import Bot, own_env
from tests.benchmarks.subscriptions import Fresh, Room, prepare, subscribe
from tests.wire.world import Json


@dataclass(frozen=True)
class FanoutSetup:
    """A stand-in, one room in each of its servers, and a folder for what bots leave."""

    standin: StandIn
    rooms: Sequence[Room]
    folder: Path

    @contextmanager
    def bot(self, url: str, **env: str) -> Generator[Program]:
        """The bot on that database, just started."""
        own = own_env(self.folder) | {"DATABASE_URL": url} | env
        with Bot(
            "ours", ["-m", "tests.end_to_end.unlimited"], own, self.standin
        ).start() as program:
            yield program

    @contextmanager
    def due(self, fresh: Fresh, slots: Sequence[datetime], **env: str) -> Generator[Program]:
        """The bot, ready, with a digest for each slot, each in a room of its own."""
        with fresh() as url:
            asyncio.run(prepare(url))
            asyncio.run(subscribe(url, self.rooms, slots))
            with self.bot(url, **env) as program:
                self.standin.ready(program)
                yield program

    def posted(self) -> int:
        """How many messages there are in all channels."""
        return self.standin.ask("counts")["messages"]

    def wait_until(self, moment: datetime, expected: int) -> None:
        """Returns at that moment. Raises FailedError where posts came before it."""
        time.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()))
        if self.posted() != expected:
            raise FailedError("the bot was not ready before the slot")

    def wait_for(self, number: int, seconds: float = 0.0) -> None:
        """Returns once there are so many messages. Raises FailedError."""
        ends = time.monotonic() + seconds
        while (found := self.posted()) < number:
            if time.monotonic() > ends:
                raise FailedError(f"{number - found} posts did not come within {seconds:.0f} s")
            time.sleep(0.1)
        if found > number:
            raise FailedError(f"{found - number} posts too many")

    def arrivals(self, number: int) -> list[datetime]:
        """When the newest message came, of so many rooms."""
        rooms = self.rooms[:number]
        found = (self.standin.ask("read", channel=room.channel_id)["messages"] for room in rooms)
        return [datetime.fromisoformat(messages[-1]["timestamp"]) for messages in found]


def open_fanout(standin: StandIn, folder: Path, number: int) -> FanoutSetup:
    """The stand-in with so many new servers."""
    channels = standin.ask("world", do="add_guilds", count=number)["channels"]
    seen = (_seen(standin, channel) for channel in channels)
    return FanoutSetup(standin, [Room(int(c["guild_id"]), int(c["id"])) for c in seen], folder)


def _seen(standin: StandIn, channel: str) -> Json:
    """The channel as the bot's token sees it."""
    url = f"{standin.about['api_url']}/channels/{channel}"
    headers = {"Authorization": f"Bot {standin.about['token']}"}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
        return json.load(response)
