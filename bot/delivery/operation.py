"""What operators work with, put together over a database and the engine of delivery."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.delivery.engine import Engine
from bot.delivery.errands import LOOK_SECONDS, Errands
from bot.delivery.reader import Reader
from bot.delivery.reload import Reload, Swap
from bot.delivery.watchtower import Watchtower
from bot.domain.release import Release
from bot.metrics import Metrics
from bot.storage.database import Database
from bot.storage.overview import Overview
from bot.storage.releases import ReleaseStore
from bot.storage.requests import RequestStore


@dataclass(frozen=True, slots=True)
class Operation:
    """Reloads, and the view over the whole."""

    reload: Reload
    errands: Errands
    watchtower: Watchtower


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
    return Operation(reload, errands, watchtower)
