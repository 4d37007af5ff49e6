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
from bot.releases.reload import Reload, Swap
from bot.releases.reload_triggers import POLL_SECONDS, ReloadTriggers
from bot.storage.database import Database
from bot.storage.digest_overview import DigestOverview
from bot.storage.releases import ReleaseStore
from bot.storage.reload_requests import RequestStore


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
        self.reload_triggers = ReloadTriggers(self.reload, RequestStore(database), clock)
        delivery.scheduler.add_job(self.reload_triggers.poll, POLL_SECONDS)
        self.overview = Overview(
            DigestOverview(database), delivery.backlog, delivery.executor, delivery.lease, clock
        )
        self.history = History(releases, delivery.editions)
