"""The operators' overview: every digest of all servers, and the delivery of this process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from bot.digests.backlog import Backlog, BacklogStatus
from bot.digests.executor import Executor
from bot.digests.lease import Lease
from bot.domain.digests.subscription import NO_GUILD, Digest, DigestContent, State
from bot.storage.digest_overview import DigestOverview

if TYPE_CHECKING:
    from bot.domain.data.diff import Change


class Concerned(NamedTuple):
    """How many digests, servers and watches a change of the data would reach."""

    digests: int
    servers: int
    watches: int


class DeliveryStatus(NamedTuple):
    """The state of delivery at a moment."""

    seen: BacklogStatus
    under_way: int
    """Runs that this process posts at the moment."""
    next_runs: Sequence[tuple[datetime, int, int]]
    """When, which digest, of which server."""
    processes: int


@dataclass(eq=False, repr=False)
class Overview:
    """Reads the digests of all servers."""

    _overview: DigestOverview
    _backlog: Backlog
    _executor: Executor
    _lease: Lease
    _clock: Callable[[], datetime]

    def __post_init__(self) -> None:
        self.began = self._clock()
        """When this process began."""

    async def digests(
        self, state: State | None, page: int, size: int
    ) -> tuple[Sequence[Digest], int]:
        """A page (from 0) of the digests in that state, or in any, and how many there are."""
        count = await self._overview.count(state)
        return await self._overview.page(state, page * size, size), count

    async def delivery(self, runs: int) -> DeliveryStatus:
        """The state of delivery, with the next `runs` runs."""
        return DeliveryStatus(
            await self._backlog.look(),
            self._executor.under_way,
            await self._overview.next_runs(runs),
            len(await self._lease.alive()),
        )

    async def concerned(self, changes: "Sequence[Change]") -> Concerned:
        """How many these changes would reach with the next edition."""
        from bot.domain.digests.edition import concerns  # noqa: PLC0415 - a start needs no edition

        known: dict[DigestContent, bool] = {}  # only a few differ
        digests, watches, servers = 0, 0, set[int]()
        async for guild_id, content in self._overview.wishes():
            if content not in known:
                announces = content.content != "overview"
                known[content] = announces and any(concerns(change, content) for change in changes)
            if known[content] and guild_id == NO_GUILD:
                watches += 1
            elif known[content]:
                digests += 1
                servers.add(guild_id)
        return Concerned(digests, len(servers), watches)
