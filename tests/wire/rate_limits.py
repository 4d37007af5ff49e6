"""Discord's rate limits, off until switched on: the global one, and buckets of new messages."""

import re
import time
from collections import Counter, deque
from dataclasses import dataclass

from aiohttp import web

from tests.wire.faults import bucket_headers, rate_limit_response
from tests.wire.request_log import Call

_POST = re.compile(r"^/channels/(\d+)/messages$")


@dataclass
class _Bucket:
    """Calls to one channel within a window that began with the first of them."""

    opened: float
    used: int = 0


class RateLimits:
    """Counts requests and applies Discord's rate limits.

    The global limit is a sliding window: a call is refused while `per_second` earlier ones were
    let through within the last second, which is stricter than a bucket refilled every second.
    Interaction callbacks and webhooks are exempt, as in Discord.
    """

    def __init__(self) -> None:
        self.arrivals: deque[float] = deque(maxlen=200_000)
        """When each counted call arrived, in time.monotonic() seconds; refused ones too."""
        self.refused: Counter[str] = Counter()
        """Calls refused, by scope: "global" or "user" (a channel's bucket)."""
        self._per_second: int | None = None
        self._passed: deque[float] = deque()
        self._size: tuple[int, float] | None = None
        self._buckets: dict[str, _Bucket] = {}

    def limit(self, per_second: int | None = 50) -> None:
        """Sets the global limit; None takes it away."""
        self._per_second = per_second

    def bucket(self, calls: int | None = 5, seconds: float = 5.0) -> None:
        """Sets the limit of new messages per channel, with its headers; None takes it away."""
        self._size = None if calls is None else (calls, seconds)
        self._buckets.clear()

    def reset(self) -> None:
        """Empties counts, arrivals and windows; the limits stay."""
        self.arrivals.clear()
        self.refused.clear()
        self._passed.clear()
        self._buckets.clear()

    def busiest(self, seconds: float = 1.0) -> int:
        """The most calls that arrived within any stretch of that length."""
        window, most = deque[float](), 0
        for moment in sorted(self.arrivals):
            window.append(moment)
            while window[0] <= moment - seconds:
                window.popleft()
            most = max(most, len(window))
        return most

    def refusal(self, call: Call) -> web.Response | None:
        """The 429 that a call deserves, if any; otherwise the call is counted."""
        self.arrivals.append(call.arrived)
        response = self._global_refusal() or self._bucket_refusal(call)
        if response is None and self._per_second is not None:
            self._passed.append(time.monotonic())
        return response

    def _global_refusal(self) -> web.Response | None:
        if self._per_second is None:
            return None
        now = time.monotonic()
        while self._passed and self._passed[0] <= now - 1.0:
            self._passed.popleft()
        if len(self._passed) < self._per_second:
            return None
        self.refused["global"] += 1
        return rate_limit_response(self._passed[0] + 1.0 - now, "global")

    def _bucket_refusal(self, call: Call) -> web.Response | None:
        channel = self._channel(call)
        if channel is None or self._size is None:
            return None
        (calls, seconds), now = self._size, time.monotonic()
        bucket = self._buckets.get(channel)
        if bucket is None or bucket.opened + seconds <= now:
            bucket = self._buckets[channel] = _Bucket(now)
        if bucket.used < calls:
            bucket.used += 1
            return None
        self.refused["user"] += 1
        return rate_limit_response(bucket.opened + seconds - now, "user", limit=calls)

    def add_headers(self, call: Call, response: web.StreamResponse) -> None:
        """Adds the bucket's headers to the answer of a call that passed."""
        channel = self._channel(call)
        if channel is None or self._size is None or response.prepared:
            return
        (calls, seconds), bucket = self._size, self._buckets.get(channel)
        if bucket is not None:
            left = bucket.opened + seconds - time.monotonic()
            response.headers.update(bucket_headers(calls, calls - bucket.used, left))

    def _channel(self, call: Call) -> str | None:
        found = _POST.match(call.path) if call.method == "POST" else None
        return found and found[1]
