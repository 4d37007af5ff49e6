"""How long each process has been silent, by a monotonic clock."""

from collections.abc import Mapping
from datetime import datetime

from bot.storage.processes import Heartbeat


class HeartbeatWatch:
    """Remembers when each process's heartbeat last changed."""

    def __init__(self) -> None:
        self._changes: dict[str, tuple[datetime, float]] = {}

    def silent(self, found: Mapping[str, Heartbeat], now: float) -> Mapping[str, float]:
        """The seconds since each heartbeat changed; `now` is in seconds of the event loop.

        A process that was not seen before has been silent for as long as its heartbeat is old.
        """
        self._changes = {name: self._change(name, beat, now) for name, beat in found.items()}
        return {name: now - at for name, (_, at) in self._changes.items()}

    def _change(self, process: str, beat: Heartbeat, now: float) -> tuple[datetime, float]:
        if process not in self._changes:
            return beat.seen_at, now - max(0.0, beat.age.total_seconds())
        seen, at = self._changes[process]
        return beat.seen_at, at if beat.seen_at == seen else now
