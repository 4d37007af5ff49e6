"""Answers of the check that are being worked on: in memory, for a quarter of an hour, no longer."""

import asyncio
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from bot.domain.eligibility.ladder import Rules

Raw: TypeAlias = Mapping[str, tuple[str, ...]]
"""What was typed or ticked, by question, as it was typed."""

KEPT: Final = timedelta(minutes=15)
"""How long answers stay after the last form was sent."""
MOST: Final = 1000
"""How many people's answers are kept at once; the oldest go first. One is about 2 kB."""


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
    """Keeps sessions under random keys. Nothing is ever written anywhere."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """`clock` gives the moment."""
        self._clock = clock
        self._kept: dict[str, Session] = {}
        self._sweeping = False

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Session]:
        return iter(self._kept.values())

    def find(self, key: str) -> Session | None:
        """The session of that key, unless it is too old or was never there."""
        self._forget()
        return self._kept.get(key)

    def kept_until(self, user_id: int) -> datetime | None:
        """When the last of a person's answers are forgotten; None where there are none."""
        self._forget()
        mine = [session.until for session in self._kept.values() if session.user_id == user_id]
        return max(mine, default=None)

    def drop(self, user_id: int) -> None:
        """Forgets a person's answers at once."""
        mine = [key for key, session in self._kept.items() if session.user_id == user_id]
        for key in mine:
            del self._kept[key]

    def answer(self, session: Session | None, user_id: int, form: int, raw: Raw) -> Session:
        """The session with a form's answers in it; a new one where there is none."""
        self._forget()
        until = self._clock() + KEPT
        if session is None:
            session = Session(secrets.token_urlsafe(9), user_id, until)
        session.raw.update(raw)
        session.sent.add(form)
        session.until = until
        # Last in order: the first is always the oldest.
        self._kept.pop(session.key, None)
        self._kept[session.key] = session
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        self._sweep_later()
        return session

    def _forget(self) -> None:
        now = self._clock()
        for key in [key for key, session in self._kept.items() if session.until <= now]:
            del self._kept[key]

    def _sweep_later(self) -> None:
        """Forgets in time even where nobody asks any more."""
        if self._sweeping:
            return
        self._sweeping = True
        oldest = next(iter(self._kept.values()))
        left = (oldest.until - self._clock()).total_seconds()
        # The loop's clock may run a little ahead of ours.
        asyncio.get_running_loop().call_later(max(left, 0.5), self._sweep)

    def _sweep(self) -> None:
        self._sweeping = False
        self._forget()
        if self._kept:
            self._sweep_later()
