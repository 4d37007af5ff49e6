"""Tracks each interaction from its arrival to its first answer.

All that happens for it, in its task and the tasks that it starts, shares one reference: each log
line carries it, and the person sees it where something fails.
"""

import random
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import discord
import structlog
from prometheus_client import Counter

from bot.digests.rate_limiter import person_waits
from bot.metrics import OTHER_LABEL

log = structlog.stdlib.get_logger()

InteractionOutcome: TypeAlias = Literal["answered", "refused", "failed", "unanswered"]
"""refused: not for this person · failed: a fault, or the database was unavailable ·
unanswered: it ended without an answer."""


def _new_reference() -> str:
    return f"{random.getrandbits(24):06x}"


@dataclass(slots=True, eq=False)
class TrackedInteraction:
    """A command, press or form that is being answered."""

    _answered: Callable[[str, float], None]
    """Given the name and the seconds until the first answer."""
    name: str
    reference: str = field(default_factory=_new_reference)
    outcome: InteractionOutcome | None = None
    arrived_at: float = field(default_factory=time.perf_counter)
    _is_answered: bool = False

    def first_answer(self) -> None:
        """Discord has taken an answer; only the first one counts."""
        if not self._is_answered:
            self._is_answered = True
            self._answered(self.name, time.perf_counter() - self.arrived_at)


_current: ContextVar[TrackedInteraction | None] = ContextVar("tracked_interaction", default=None)


class _Latest:
    """The moment of the latest arrival."""

    arrived_at = -float("inf")


def idle_seconds() -> float:
    """Since something was last tracked."""
    return time.perf_counter() - _Latest.arrived_at


def begin_tracking(
    answered: Callable[[str, float], None], name: str = OTHER_LABEL
) -> TrackedInteraction:
    """Called when an interaction arrives, in the task that answers it; the name may follow."""
    tracked = TrackedInteraction(answered, name)
    _current.set(tracked)
    person_waits.set(True)
    _Latest.arrived_at = tracked.arrived_at
    structlog.contextvars.bind_contextvars(reference=tracked.reference)
    return tracked


def note_first_answer() -> None:
    """Discord has taken an answer that this task gave."""
    tracked = _current.get()
    if tracked is not None:
        tracked.first_answer()


def set_outcome(outcome: InteractionOutcome) -> None:
    """Sets how the interaction of this task ends, where it is not an answer."""
    tracked = _current.get()
    if tracked is not None:
        tracked.outcome = outcome


def outcome_of(interaction: discord.Interaction) -> InteractionOutcome:
    """How the interaction ended."""
    tracked = _current.get()
    outcome = tracked.outcome if tracked is not None else None
    return outcome or ("answered" if interaction.response.is_done() else "unanswered")


def count_ended(counter: Counter, name: str, interaction: discord.Interaction) -> None:
    """Counts a command, press or form by how it ended, and says so at the level debug."""
    tracked, outcome = _current.get(), outcome_of(interaction)
    counter.labels(name, outcome).inc()
    seconds = time.perf_counter() - tracked.arrived_at if tracked is not None else 0
    log.debug("interaction ended", name=name, outcome=outcome, seconds=round(seconds, 3))


def current_reference() -> str:
    """The reference of the interaction of this task, by which the log is searched."""
    tracked = _current.get()
    return tracked.reference if tracked is not None else _new_reference()
