"""What the operator sees of the whole bot: every subscription, and how this process does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.digests.backlog import Backlog, BacklogStatus
from bot.digests.executor import Executor
from bot.digests.lease import Lease
from bot.domain.data.diff import Change
from bot.domain.digests.edition import concerns
from bot.domain.digests.subscription import NO_GUILD, Digest, DigestContent, State
from bot.storage.digest_overview import DigestOverview


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a change of the data would reach."""

    digests: int
    servers: int
    watches: int


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """How delivery stands at a moment."""

    seen: BacklogStatus
    under_way: int
    """Runs that this process posts at the moment."""
    next_runs: Sequence[tuple[datetime, int, int]]
    """When, which digest, of which server."""
    processes: int


class Overview:
    """Looks over all servers; changes nothing."""

    def __init__(
        self,
        overview: DigestOverview,
        backlog: Backlog,
        executor: Executor,
        lease: Lease,
        clock: Callable[[], datetime],
    ) -> None:
        self._overview = overview
        self._backlog = backlog
        self._executor = executor
        self._lease = lease
        self.began = clock()
        """When this process began."""

    async def digests(
        self, state: State | None, page: int, size: int
    ) -> tuple[Sequence[Digest], int]:
        """A page (from 0) of the digests in that state, or in any; how many there are."""
        count = await self._overview.count(state)
        return await self._overview.page(state, page * size, size), count

    async def standing(self, runs: int) -> DeliveryStatus:
        """How delivery stands, with so many of the next runs."""
        return DeliveryStatus(
            await self._backlog.look(),
            self._executor.under_way,
            await self._overview.next_runs(runs),
            len(await self._lease.alive()),
        )

    async def concerned(self, changes: Sequence[Change]) -> Concerned:
        """Whom these changes would reach with the next edition."""
        known: dict[DigestContent, bool] = {}  # few wishes differ
        digests, watches, servers = 0, 0, set[int]()
        async for guild_id, wish in self._overview.wishes():
            if wish not in known:
                told = wish.content != "overview"
                known[wish] = told and any(concerns(change, wish) for change in changes)
            if known[wish] and guild_id == NO_GUILD:
                watches += 1
            elif known[wish]:
                digests += 1
                servers.add(guild_id)
        return Concerned(digests, len(servers), watches)
