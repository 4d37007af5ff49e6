"""The metrics of the bot, for Prometheus to read at /metrics.

Labels hold names of commands, views and routes, causes and states, never what a person typed.
Counting takes about a microsecond; nothing here waits.
"""

import math
import re
from collections.abc import Collection, Mapping
from typing import Final, get_args

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot.domain.digests.subscription import State

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
ANSWER_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Buckets of response times: Discord gives up after three seconds."""
LATE_BUCKETS: Final = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3_600, 21_600)
"""Buckets of lateness: one second is the goal, after six hours a digest is given up."""
MOST_ROUTES: Final = 100
"""Route classes with a label of their own; the bot uses about thirty."""
OTHER_LABEL: Final = "other"
_WORD = re.compile(r"@?[a-z][a-z0-9-]*")
_PREFIX: Final = "little_giant"


class Metrics:
    """The metrics of one process, in a registry of their own."""

    def __init__(self) -> None:
        disable_created_metrics()  # else each counter has a second series with its start
        self.registry = CollectorRegistry()
        self._process()
        self._interactions()
        self._gateway_and_rest()
        self._delivery()
        self._routes: set[str] = set()

    def _counter(self, name: str, help_text: str, *labels: str) -> Counter:
        return Counter(f"{_PREFIX}_{name}", help_text, labels, registry=self.registry)

    def _gauge(self, name: str, help_text: str, *labels: str) -> Gauge:
        return Gauge(f"{_PREFIX}_{name}", help_text, labels, registry=self.registry)

    def _histogram(
        self, name: str, help_text: str, buckets: Collection[float], *labels: str
    ) -> Histogram:
        name = f"{_PREFIX}_{name}"
        return Histogram(name, help_text, labels, registry=self.registry, buckets=tuple(buckets))

    def _process(self) -> None:
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self.info = self._gauge("info", "The version of the program; always 1.", "version")
        self._ready = self._gauge("ready", "Whether a check of /readyz passes: 1 or 0.", "check")
        self._data = self._gauge("data_info", "The data version in use; always 1.", "version")
        self._data_since = self._gauge(
            "data_timestamp_seconds", "The date of the data version in use, in Unix time."
        )
        self._reloads = self._counter("reloads", "Reloads of the data, by outcome.", "outcome")

    def _interactions(self) -> None:
        self.commands = self._counter("commands", "Commands, by outcome.", "command", "outcome")
        self._command_seconds = self._histogram(
            "command_seconds", "Time from a command to its first response.",
            ANSWER_BUCKETS, "command",
        )  # fmt: skip
        self.buttons = self._counter(
            "buttons", "Uses of buttons and drop-downs, by outcome.", "button", "outcome"
        )
        self._button_seconds = self._histogram(
            "button_seconds", "Time from the use of a button or drop-down to its first response.",
            ANSWER_BUCKETS, "button",
        )  # fmt: skip
        self.interactions_refused = self._counter(
            "interactions_refused",
            "Interactions refused before they were handled, by reason.",
            "reason",
        )
        self._charts = self._counter("charts", "Chart requests, by outcome.", "outcome")

    def _gateway_and_rest(self) -> None:
        self._shard_up = self._gauge("shard_up", "Whether a shard is connected: 1 or 0.", "shard")
        self._shard_latency = self._gauge(
            "shard_latency_seconds", "Time from a heartbeat to its acknowledgement.", "shard"
        )
        self._rest = self._counter(
            "rest_requests", "Requests to Discord, by route class and status.",
            "method", "route", "status",
        )  # fmt: skip
        self.identifies = self._counter("gateway_identifies", "New gateway sessions.")
        self.gateway_dropped = self._counter(
            "gateway_dropped", "Unreadable gateway events, by type, and unreadable frames.", "type"
        )

    def _delivery(self) -> None:
        self._database_up = self._gauge("database_up", "Whether the database answers: 1 or 0.")
        self._digests = self._gauge("digests", "Digests of all servers, by state.", "state")
        self._due = self._gauge("digests_due", "Digests that are due and unclaimed.")
        self._due_since = self._gauge(
            "digests_due_seconds", "How long the oldest of these has been due; 0 if there is none."
        )
        self.runs_in_progress = self._gauge(
            "runs_in_progress", "Runs that this process is posting."
        )
        self._runs = self._counter("runs", "Runs of this process, by outcome.", "outcome")
        self._lateness = self._histogram(
            "digest_lateness_seconds", "Time from a digest's slot to its first post.", LATE_BUCKETS
        )

    def command_answered(self, command: str, seconds: float) -> None:
        """A command got its first response after `seconds`."""
        self._command_seconds.labels(command).observe(seconds)

    def button_answered(self, button: str, seconds: float) -> None:
        """A button or drop-down got its first response after `seconds`."""
        self._button_seconds.labels(button).observe(seconds)

    def chart_ended(self, outcome: str) -> None:
        """A chart request ended: drawn, cached or failed."""
        self._charts.labels(outcome).inc()

    def rest_answered(self, method: str, route: str, status: str) -> None:
        """A request ended; without an answer from Discord the status is `none`."""
        if route not in self._routes:
            if len(self._routes) >= MOST_ROUTES:
                route = OTHER_LABEL
            self._routes.add(route)
        self._rest.labels(method, route, status).inc()

    def run_ended(self, outcome: str, times: int = 1) -> None:
        """Runs ended: sent, failed, suspended, put-off, lost, empty or missed."""
        if times:
            self._runs.labels(outcome).inc(times)

    def first_post(self, seconds: float) -> None:
        """A digest was first posted `seconds` after its slot."""
        self._lateness.observe(max(0.0, seconds))

    def reloaded(self, outcome: str) -> None:
        """A reload of the data ended; the reload defines the outcomes."""
        self._reloads.labels(outcome).inc()

    def set_data_version(self, version: str, timestamp: float) -> None:
        """The data version in use and its date in Unix time."""
        self._data.clear()
        self._data.labels(version).set(1)
        self._data_since.set(timestamp)

    def set_shards(self, latencies: Mapping[int, float | None]) -> None:
        """Every shard with its latency in seconds, or None if it is not connected."""
        for gauge in (self._shard_up, self._shard_latency):
            gauge.clear()
        for shard, latency in latencies.items():
            self._shard_up.labels(str(shard)).set(latency is not None)
            if latency is not None and math.isfinite(latency):  # before the first heartbeat
                self._shard_latency.labels(str(shard)).set(latency)

    def set_readiness(self, checks: Mapping[str, bool]) -> None:
        """Whether each check of /readyz passes."""
        for check, passes in checks.items():
            self._ready.labels(check).set(passes)

    def set_digests(self, states: Mapping[State, int], due: int, due_seconds: float) -> None:
        """All digests by state, and those that are due."""
        self._database_up.set(1)
        for state in get_args(State):
            self._digests.labels(state).set(states.get(state, 0))
        self._due.set(due)
        self._due_since.set(due_seconds)

    def set_database_down(self) -> None:
        """The database does not answer: its metrics have no value."""
        self._database_up.set(0)
        self._digests.clear()
        for gauge in (self._due, self._due_since):
            gauge.set(float("nan"))

    def render(self) -> bytes:
        """All metrics in the format of Prometheus."""
        return generate_latest(self.registry)


def route_class(path: str, base: str) -> str:
    """A path below the API's base without ids and tokens; `other` for any other path."""
    if not path.startswith(f"{base}/"):
        return OTHER_LABEL
    parts = path.removeprefix(base).split("/")
    if len(parts) > 3 and parts[1] in ("interactions", "webhooks"):
        parts[3] = "{token}"
    return "/".join(
        part if part in ("", "{token}") or _WORD.fullmatch(part) else "{id}" for part in parts
    )
