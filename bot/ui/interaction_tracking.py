"""Follows what a person asked, a command or a press, from its arrival to its first answer.

All that happens for it, in its task and those begun by it, shares one reference: each log line
carries it, and the person sees it where something fails.
"""

import random
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Literal, TypeAlias

import discord
import structlog

from bot.digests.rate_limiter import person_waits
from bot.metrics import OTHER

Outcome: TypeAlias = Literal["answered", "refused", "failed", "unanswered"]
"""refused: not for this person · failed: a fault, or the database was not to be had ·
unanswered: it ended, and the person heard nothing."""


class TrackedInteraction:
    """One command or press under way."""

    __slots__ = ("_answered", "_is_answered", "came", "name", "outcome", "reference")

    def __init__(self, answered: Callable[[str, float], None], name: str) -> None:
        """`answered` is given the name and the seconds until the first answer."""
        self.name = name
        self.reference = _new_reference()
        self.outcome: Outcome | None = None
        self._answered = answered
        self._is_answered = False
        self.came = time.perf_counter()

    def first_answer(self) -> None:
        """Discord has taken an answer; only the first one counts."""
        if not self._is_answered:
            self._is_answered = True
            self._answered(self.name, time.perf_counter() - self.came)


_current: ContextVar[TrackedInteraction | None] = ContextVar("asked", default=None)


class _Latest:
    """The moment of the latest arrival."""

    came = -float("inf")


def idle_seconds() -> float:
    """Since something was last asked."""
    return time.perf_counter() - _Latest.came


def arrived(answered: Callable[[str, float], None], name: str = OTHER) -> TrackedInteraction:
    """Something was asked just now, and this task answers it; its name may be set later."""
    asked = TrackedInteraction(answered, name)
    _current.set(asked)
    person_waits.set(True)
    _Latest.came = asked.came
    structlog.contextvars.bind_contextvars(reference=asked.reference)
    return asked


def first_answer() -> None:
    """Discord has taken an answer that this task gave."""
    asked = _current.get()
    if asked is not None:
        asked.first_answer()


def note(outcome: Outcome) -> None:
    """What came of it, where it is other than an answer."""
    asked = _current.get()
    if asked is not None:
        asked.outcome = outcome


def outcome_of(interaction: discord.Interaction) -> Outcome:
    """How it ended."""
    asked = _current.get()
    noted = asked.outcome if asked is not None else None
    return noted or ("answered" if interaction.response.is_done() else "unanswered")


def reference() -> str:
    """A short word by which all of it is found in the log."""
    asked = _current.get()
    return asked.reference if asked is not None else _new_reference()


def _new_reference() -> str:
    return f"{random.getrandbits(24):06x}"
