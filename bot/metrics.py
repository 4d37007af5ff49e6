"""What is counted and measured, by its name in Prometheus; told at /metrics as text.

No label ever holds what a person typed: names of commands, views, acts and routes, causes and
states only. Counting costs about a microsecond; nothing here waits or asks.
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
ANSWER_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Buckets of answers: Discord gives up after three seconds."""
LATE_SECONDS: Final = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3_600, 21_600)
"""Buckets of digests: a second is the aim, six hours the longest that is tried."""
MOST_ROUTES: Final = 100
"""Route classes that are told apart; the bot uses about thirty."""
OTHER: Final = "other"
_WORD = re.compile(r"@?[a-z][a-z0-9-]*")
_PREFIX: Final = "little_giant"


class Metrics:
    """The figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        disable_created_metrics()  # else each counter is told twice, with the moment of its birth
        self.registry = CollectorRegistry()
        self._about()
        self._answers()
        self._gateway_and_rest()
        self._delivery()
        self._routes: set[str] = set()

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"{_PREFIX}_{name}", told, labels, registry=self.registry)

    def _gauge(self, name: str, told: str, *labels: str) -> Gauge:
        return Gauge(f"{_PREFIX}_{name}", told, labels, registry=self.registry)

    def _histogram(
        self, name: str, told: str, buckets: Collection[float], *labels: str
    ) -> Histogram:
        name = f"{_PREFIX}_{name}"
        return Histogram(name, told, labels, registry=self.registry, buckets=tuple(buckets))

    # -- What there is --

    def _about(self) -> None:
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self._info = self._gauge("info", "The running program; always 1.", "version")
        self._ready = self._gauge("ready", "Whether a check of /readyz passes: 1, or 0.", "check")
        self._data = self._gauge("data_info", "The data version in use; always 1.", "version")
        self._data_since = self._gauge(
            "data_timestamp_seconds", "The date of the data version in use, as Unix time."
        )
        self._reloads = self._counter("reloads", "Reloads of the data, by outcome.", "outcome")

    def _answers(self) -> None:
        self._commands = self._counter(
            "commands", "Commands, by how they ended.", "command", "outcome"
        )
        self._command_seconds = self._histogram(
            "command_seconds", "From a command's arrival to its first answer.",
            ANSWER_SECONDS, "command",
        )  # fmt: skip
        self._buttons = self._counter(
            "buttons", "Buttons and drop-downs, by how they ended.", "button", "outcome"
        )
        self._button_seconds = self._histogram(
            "button_seconds", "From a press's arrival to its first answer.",
            ANSWER_SECONDS, "button",
        )  # fmt: skip
        self._refused = self._counter(
            "interactions_refused", "Interactions that were not worked on, by reason.", "reason"
        )
        self._pictures = self._counter("pictures", "Pictures asked for, by outcome.", "outcome")

    def _gateway_and_rest(self) -> None:
        self._shard_up = self._gauge("shard_up", "Whether a shard is connected: 1, or 0.", "shard")
        self._shard_latency = self._gauge(
            "shard_latency_seconds", "From heartbeat to its acknowledgement.", "shard"
        )
        self._rest = self._counter(
            "rest_requests", "Requests to Discord, by route class and status.",
            "method", "route", "status",
        )  # fmt: skip
        self._identifies = self._counter("gateway_identifies", "New sessions with the gateway.")
        self._dropped = self._counter(
            "gateway_dropped", "Events, by type, and frames that could not be read.", "type"
        )

    def _delivery(self) -> None:
        self._database_up = self._gauge("database_up", "Whether the database answers: 1, or 0.")
        self._digests = self._gauge("digests", "Digests of all servers, by state.", "state")
        self._due = self._gauge("digests_due", "Digests that are due and that nobody has claimed.")
        self._due_since = self._gauge(
            "digests_due_seconds", "For how long the oldest of them has been due; 0 without any."
        )
        self._under_way = self._gauge("runs_under_way", "Runs that this process is posting.")
        self._runs = self._counter("runs", "Runs that this process worked on, by end.", "end")
        self._lateness = self._histogram(
            "digest_lateness_seconds", "From a digest's slot to its first post.", LATE_SECONDS
        )

    # -- What happens --

    def command_answered(self, command: str, seconds: float) -> None:
        """The first answer to a command, so many seconds after it came."""
        self._command_seconds.labels(command).observe(seconds)

    def command_ended(self, command: str, outcome: str) -> None:
        """A command ended: answered, refused, failed or unanswered."""
        self._commands.labels(command, outcome).inc()

    def button_answered(self, button: str, seconds: float) -> None:
        """The first answer to a button or drop-down, so many seconds after it came."""
        self._button_seconds.labels(button).observe(seconds)

    def button_ended(self, button: str, outcome: str) -> None:
        """A press ended; outcomes as of a command."""
        self._buttons.labels(button, outcome).inc()

    def interaction_refused(self, reason: str) -> None:
        """An interaction was delivered twice, came too late, too often or of an older version."""
        self._refused.labels(reason).inc()

    def picture_ended(self, outcome: str) -> None:
        """A picture that was asked for was drawn, found among those kept, or failed."""
        self._pictures.labels(outcome).inc()

    def rest_answered(self, method: str, route: str, status: str) -> None:
        """Discord answered a request, or did not: then the status is `none`."""
        if route not in self._routes:
            if len(self._routes) >= MOST_ROUTES:
                route = OTHER
            self._routes.add(route)
        self._rest.labels(method, route, status).inc()

    def identified(self) -> None:
        """A shard begins a new session with the gateway."""
        self._identifies.inc()

    def dropped(self, kind: str) -> None:
        """An event of that type, or a `frame`, could not be read."""
        self._dropped.labels(kind).inc()

    def run_ended(self, end: str, times: int = 1) -> None:
        """A run was sent, failed, suspended, put-off, lost, empty or missed."""
        if times:
            self._runs.labels(end).inc(times)

    def first_post(self, seconds: float) -> None:
        """A digest's first post is there, so many seconds after its slot."""
        self._lateness.observe(max(0.0, seconds))

    def reloaded(self, outcome: str) -> None:
        """A reload of the data ended so: one of a few words that the reload defines."""
        self._reloads.labels(outcome).inc()

    # -- What is so at the moment --

    def program(self, version: str) -> None:
        """The version of the program."""
        self._info.labels(version).set(1)

    def data_in_use(self, version: str, timestamp: float) -> None:
        """The data version that answers are made from, and its date."""
        self._data.clear()
        self._data.labels(version).set(1)
        self._data_since.set(timestamp)

    def shards(self, latencies: Mapping[int, float | None]) -> None:
        """Every shard with its latency in seconds, or None where it is not connected."""
        for gauge in (self._shard_up, self._shard_latency):
            gauge.clear()
        for shard, latency in latencies.items():
            self._shard_up.labels(str(shard)).set(latency is not None)
            if latency is not None and math.isfinite(latency):  # before the first heartbeat
                self._shard_latency.labels(str(shard)).set(latency)

    def under_way(self, runs: int) -> None:
        """How many runs this process is posting."""
        self._under_way.set(runs)

    def checked(self, checks: Mapping[str, bool]) -> None:
        """Which checks of /readyz pass."""
        for check, passes in checks.items():
            self._ready.labels(check).set(passes)

    def remembered(self, states: Mapping[State, int], due: int, due_seconds: float) -> None:
        """What the database says of all digests."""
        self._database_up.set(1)
        for state in get_args(State):
            self._digests.labels(state).set(states.get(state, 0))
        self._due.set(due)
        self._due_since.set(due_seconds)

    def database_silent(self) -> None:
        """The database does not answer; what it said last is told no longer."""
        self._database_up.set(0)
        self._digests.clear()
        for gauge in (self._due, self._due_since):
            gauge.set(float("nan"))

    # -- Telling --

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)


def route_class(path: str, base: str) -> str:
    """A path below the API's base with ids and tokens replaced; `other` for any elsewhere."""
    if not path.startswith(f"{base}/"):
        return OTHER
    parts = path.removeprefix(base).split("/")
    if len(parts) > 3 and parts[1] in ("interactions", "webhooks"):
        parts[3] = "{token}"
    return "/".join(
        part if part in ("", "{token}") or _WORD.fullmatch(part) else "{id}" for part in parts
    )
