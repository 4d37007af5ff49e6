"""Builds what operators work with."""

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class OperatorTools:
    """Reloads, and the overview of all servers."""

    reload: Reload
    reload_triggers: ReloadTriggers
    overview: Overview
    history: History


def build_operator_tools(
    database: Database,
    folder: Path,
    current: Callable[[], Release],
    swap: Swap,
    delivery: DigestServices,
    metrics: Metrics,
    clock: Callable[[], datetime],
    reader: DatasetReader,
) -> OperatorTools:
    """`current` gives the release in use, `swap` replaces it."""

    def wake(*_: object) -> None:
        delivery.scheduler.wake()

    reload = Reload(ReleaseStore(database), folder, current, swap, clock, reader)
    reload.ended = metrics.reloaded
    reload.after += [delivery.editions.remember, wake]
    reload_triggers = ReloadTriggers(reload, RequestStore(database), clock)
    delivery.scheduler.add_job(reload_triggers.poll, POLL_SECONDS)
    overview = DigestOverview(database)
    overview = Overview(overview, delivery.backlog, delivery.executor, delivery.lease, clock)
    return OperatorTools(
        reload, reload_triggers, overview, History(ReleaseStore(database), delivery.editions)
    )
