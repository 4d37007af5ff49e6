"""What operators work with, put together over a database and the engine of delivery."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.digests.assembly import Engine
from bot.domain.release import Release
from bot.metrics import Metrics
from bot.monitoring.overview import Watchtower
from bot.releases.history import History
from bot.releases.reader import Reader
from bot.releases.reload import Reload, Swap
from bot.releases.reload_triggers import LOOK_SECONDS, Errands
from bot.storage.database import Database
from bot.storage.digest_overview import Overview
from bot.storage.releases import ReleaseStore
from bot.storage.reload_requests import RequestStore


@dataclass(frozen=True, slots=True)
class Operation:
    """Reloads, and the view over the whole."""

    reload: Reload
    errands: Errands
    watchtower: Watchtower
    history: History


def build_operation(
    database: Database,
    folder: Path,
    current: Callable[[], Release],
    swap: Swap,
    engine: Engine,
    metrics: Metrics,
    clock: Callable[[], datetime],
    reader: Reader,
) -> Operation:
    """`current` gives the live release, `swap` puts another in its place."""

    def wake(*_: object) -> None:
        engine.clockwork.wake()

    reload = Reload(ReleaseStore(database), folder, current, swap, clock, reader)
    reload.ended = metrics.reloaded
    reload.after += [engine.editor.follow, wake]
    errands = Errands(reload, RequestStore(database), clock)
    engine.clockwork.also(errands.look, LOOK_SECONDS)
    overview = Overview(database)
    watchtower = Watchtower(overview, engine.backlog, engine.dispatcher, engine.lease, clock)
    return Operation(reload, errands, watchtower, History(ReleaseStore(database), engine.editor))
