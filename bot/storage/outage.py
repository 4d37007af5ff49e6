"""Logs an outage of the database: its beginning, once a minute, its end."""

import time
from collections.abc import Callable
from typing import Final

import structlog

log = structlog.stdlib.get_logger()

EVERY_SECONDS: Final = 60.0
CALM_SECONDS: Final = 4.0
"""Without a failure before an outage is over: on a full disk, small changes succeed."""


class Outage:
    """The outages of one database, from each transaction that fails or succeeds."""

    def __init__(self, place: str, ticks: Callable[[], float] = time.monotonic) -> None:
        """`place` is shown in the log; `ticks` returns seconds."""
        self._place = place
        self._ticks = ticks
        self.logs = False
        """Whether to log: a failing start reports it in its own sentence."""
        self._began: float | None = None
        self._failing: set[bool] = set()
        """Whether reading (False) and writing (True) fail: a locked file can still be read."""
        self._failed_at = self._logged_at = self._well_since = 0.0
        self._failures = 0

    def failed(self, reason: str, *, writes: bool) -> None:
        """A transaction failed."""
        if not self.logs:
            return
        now = self._failed_at = self._ticks()
        self._failing.add(writes)
        if self._began is None:
            self._began, self._logged_at, self._failures = now, now, 1
            log.error("database unavailable", database=self._place, reason=reason)
            return
        self._failures += 1
        if now - self._logged_at >= EVERY_SECONDS:
            self._logged_at = now
            log.error(
                "database still unavailable",
                database=self._place,
                reason=reason,
                seconds=round(now - self._began),
                failures=self._failures,
            )

    def succeeded(self, *, writes: bool) -> None:
        """A transaction succeeded; one that wrote proves that reading works as well."""
        if self._began is None:
            return
        now = self._ticks()
        if self._failing:
            self._failing -= {writes, False}
            self._well_since = now
        if not self._failing and now - self._failed_at >= CALM_SECONDS:
            log.warning(
                "database available again",
                database=self._place,
                seconds=round(self._well_since - self._began, 1),
                failures=self._failures,
            )
            self._began = None
