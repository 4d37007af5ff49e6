"""The bot's REST calls."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

RECORDED_HEADERS = ("Authorization", "Content-Type", "User-Agent", "X-Audit-Log-Reason")


@dataclass(slots=True, eq=False)
class Call:
    """One REST call; `path` starts after /api/v10, `arrived` is time.monotonic() seconds."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    arrived: float
    json: Any = None
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    status: int = 0


class RequestLog:
    """The latest calls, oldest first."""

    def __init__(self, keep: int = 20_000) -> None:
        self._calls: deque[Call] = deque(maxlen=keep)
        self.statuses: Counter[int] = Counter()
        """How many calls were answered with each status, including removed ones."""

    def add(self, call: Call) -> None:
        """Adds a call; a full log drops the oldest."""
        self._calls.append(call)

    def clear(self) -> None:
        """Removes every call."""
        self._calls.clear()
        self.statuses.clear()

    def matching(self, method: str | None = None, path: str = "") -> list[Call]:
        """The calls of a method whose path holds `path`."""
        return [c for c in self._calls if method in (None, c.method) and path in c.path]

    def __iter__(self) -> Iterator[Call]:
        return iter(self._calls)

    def __len__(self) -> int:
        return len(self._calls)
