"""Builds what operators work with."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.digests.assembly import DigestServices
from bot.digests.overview import Overview
from bot.domain.release import Release
from bot.metrics import Metrics
from bot.releases.history import History
from bot.releases.reader import DatasetReader
from bot.releases.reload import FOLLOW_SECONDS, Reload, Swap
from bot.storage.database import Database
from bot.storage.digest_overview import DigestOverview
from bot.storage.releases import ReleaseStore


class OperatorTools:
    """Reloads, and the overview of all servers."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        current: Callable[[], Release],
        swap: Swap,
        delivery: DigestServices,
        metrics: Metrics,
        clock: Callable[[], datetime],
        reader: DatasetReader,
    ) -> None:
        """`current` gives the release in use, `swap` replaces it."""

        def wake(*_: object) -> None:
            delivery.scheduler.wake()

        releases = ReleaseStore(database)
        self.reload = Reload(releases, folder, current, swap, clock, reader)
        self.reload.ended = metrics.reloaded
        self.reload.after += [delivery.editions.remember, wake]
        delivery.scheduler.add_job(self.reload.follow, FOLLOW_SECONDS)
        self.overview = Overview(
            DigestOverview(database), delivery.backlog, delivery.executor, delivery.lease, clock
        )
        self.history = History(releases, delivery.editions)
