"""Answers of the eligibility check: in memory, for a quarter of an hour."""

import asyncio
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from bot.domain.eligibility.ladder import Rules

Raw: TypeAlias = Mapping[str, tuple[str, ...]]
"""What was typed or ticked, by question, as it was typed."""

LIFETIME: Final = timedelta(minutes=15)
"""How long answers stay after the last submitted form."""
MOST: Final = 1000
"""How many people's answers are in memory at once; the oldest are dropped. One is about 2 kB."""


@dataclass(slots=True)
class Session:
    """One person's answers."""

    key: str
    user_id: int
    until: datetime
    raw: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    sent: set[int] = field(default_factory=set[int])
    """Forms that were sent, by number."""
    rules: Rules = "current"
    """The rules last looked at."""


class CheckSessions:
    """Holds sessions under random keys. Nothing is written to a disk."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """`clock` gives the time in UTC."""
        self._clock = clock
        self._sessions: dict[str, Session] = {}
        self._sweeping = False

    def __len__(self) -> int:
        return len(self._sessions)

    def __iter__(self) -> Iterator[Session]:
        return iter(self._sessions.values())

    def find(self, key: str) -> Session | None:
        """The session of that key, unless it is too old or was never there."""
        self._expire()
        return self._sessions.get(key)

    def kept_until(self, user_id: int) -> datetime | None:
        """When the last of a person's answers are forgotten; None where there are none."""
        self._expire()
        mine = [session.until for session in self._sessions.values() if session.user_id == user_id]
        return max(mine, default=None)

    def drop(self, user_id: int) -> None:
        """Drops a person's answers at once."""
        mine = [key for key, session in self._sessions.items() if session.user_id == user_id]
        for key in mine:
            del self._sessions[key]

    def begin(self, user_id: int, raw: Raw) -> Session:
        """A new session with what is known before the first form."""
        session = self.answer(None, user_id, 0, raw)
        session.sent.clear()
        return session

    def answer(self, session: Session | None, user_id: int, form: int, raw: Raw) -> Session:
        """The session with a form's answers in it; a new one where there is none."""
        self._expire()
        until = self._clock() + LIFETIME
        if session is None:
            session = Session(secrets.token_urlsafe(9), user_id, until)
        session.raw.update(raw)
        session.sent.add(form)
        session.until = until
        # Last in order: the first is always the oldest.
        self._sessions.pop(session.key, None)
        self._sessions[session.key] = session
        while len(self._sessions) > MOST:
            del self._sessions[next(iter(self._sessions))]
        self._sweep_later()
        return session

    def _expire(self) -> None:
        now = self._clock()
        for key in [key for key, session in self._sessions.items() if session.until <= now]:
            del self._sessions[key]

    def _sweep_later(self) -> None:
        """Drops expired answers on time, without a further request."""
        if self._sweeping:
            return
        self._sweeping = True
        oldest = next(iter(self._sessions.values()))
        left = (oldest.until - self._clock()).total_seconds()
        # The loop's clock may run ahead of `clock`.
        asyncio.get_running_loop().call_later(max(left, 0.5), self._sweep)

    def _sweep(self) -> None:
        self._sweeping = False
        self._expire()
        if self._sessions:
            self._sweep_later()
