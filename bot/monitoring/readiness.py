"""Whether the bot can do its work: gateway, data, database, digests; each with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import InitVar, dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final, NamedTuple

from bot.digests.backlog import Backlog, BacklogStatus
from bot.digests.executor import Executor
from bot.discord_client.client import LittleGiant
from bot.domain.data.versions import date_of
from bot.domain.release import Release
from bot.metrics import Metrics
from bot.storage.database import StorageError

UNCLAIMED: Final = timedelta(minutes=2)
"""How long a digest may be due before a process claims it."""
CHECKS: Final = ("gateway", "data", "database", "digests")


class Check(NamedTuple):
    """What one check found."""

    ok: bool
    reason: str


class Shards:
    """Which shards of this process have a session with the gateway."""

    def __init__(self, client: LittleGiant) -> None:
        self._client = client
        self._connected: set[int] = set()
        # An open socket is not enough: Discord may not have taken the session up yet.
        client.add_listener(self._up, "on_shard_connect")
        client.add_listener(self._up, "on_shard_resumed")
        client.add_listener(self._down, "on_shard_disconnect")

    async def _up(self, shard_id: int) -> None:
        self._connected.add(shard_id)

    async def _down(self, shard_id: int) -> None:
        self._connected.discard(shard_id)

    def latencies(self) -> Mapping[int, float | None]:
        """Each shard's latency in seconds, None where it is not connected."""
        open_ones = {
            number: shard.latency
            for number, shard in self._client.shards.items()
            if not shard.is_closed()
        }
        wanted = self._client.shard_ids or range(self._client.shard_count or 0)
        return {n: open_ones.get(n) if n in self._connected else None for n in wanted}

    def check(self) -> Check:
        """Whether every shard is connected."""
        latencies = self.latencies()
        missing = [str(shard) for shard, latency in latencies.items() if latency is None]
        if missing:
            return Check(False, f"Not connected: shard {', '.join(missing)}.")
        if not latencies:
            return Check(False, "Not connected yet.")
        return Check(True, f"{len(latencies)} of {len(latencies)} shards connected.")


@dataclass(eq=False, repr=False)
class Readiness:
    """Checks everything that an answer or a digest needs."""

    client: InitVar[LittleGiant]
    _current: Callable[[], Release]
    _backlog: Backlog
    _executor: Executor
    _metrics: Metrics

    def __post_init__(self, client: LittleGiant) -> None:
        self._shards = Shards(client)

    async def look(self) -> Mapping[str, Check]:
        """Every check by its name; the results are in the metrics too."""
        version = self._current().version
        day = datetime.combine(date_of(version), time(), UTC)
        self._metrics.set_data_version(version, day.timestamp())
        self._metrics.set_shards(self._shards.latencies())
        self._metrics.runs_in_progress.set(self._executor.under_way)
        return {
            "gateway": self._shards.check(),
            "data": Check(True, f"Data version {version}."),
            **await self._check_database(),
        }

    async def _check_database(self) -> Mapping[str, Check]:
        try:
            seen = await self._backlog.look()
        except StorageError as error:
            self._metrics.set_database_down()
            unknown = Check(False, "Not known without the database.")
            return {"database": Check(False, str(error)), "digests": unknown}
        self._metrics.set_digests(seen.states, seen.due, seen.overdue.total_seconds())
        return {"database": Check(True, "It answers."), "digests": punctual(seen)}


def punctual(seen: BacklogStatus) -> Check:
    """Whether due digests are claimed."""
    if seen.overdue <= UNCLAIMED:
        return Check(True, f"{seen.due} due and unclaimed.")
    seconds = int(seen.overdue.total_seconds())
    return Check(False, f"{seen.due} due and unclaimed, the oldest for {seconds} seconds.")


def not_built(state: str) -> Mapping[str, Check]:
    """The checks of a bot that is starting, or stopping."""
    return {name: Check(False, f"The bot is {state}.") for name in CHECKS}
