"""The rule that decides how far a figure or a statement can be trusted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from bot.domain.data.models import Source

Level = Literal["low", "medium", "high"]
RANKS: Final[dict[str, int]] = {"conflicting": 0, "low": 0, "medium": 1, "high": 2}
"""How much each confidence claims. `conflicting` claims nothing: it is always allowed."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a figure, or behind a record without figures."""

    sources: tuple[Source, ...]
    """Its sources and those that confirm it with the same value and qualifier."""
    unconfirmed: bool = False
    """Marked as not confirmed by an official page."""
    text_unseen: bool = False
    """The official text that it comes from was not read."""


def highest_confidence(evidence: Evidence) -> Level:
    """The most that the evidence allows.

    high: an official page, or two established sources of different origin · medium: one established
    source, one copy of an official text that names the document and its issuer, or two copies of
    different origin · low: anything less, however many agree. What no official page confirms, and
    what comes from a text that was not read, is at most medium.
    """
    level = _of_sources(evidence.sources)
    capped = evidence.unconfirmed or evidence.text_unseen
    return "medium" if capped and level == "high" else level


def _of_sources(sources: Iterable[Source]) -> Level:
    counted = [s for s in sources if s.named and s.opened and s.independent]
    if any(s.grade == "A" for s in counted):
        return "high"
    established = _origins(s for s in counted if s.grade == "B")
    if len(established) > 1:
        return "high"
    copies = [s for s in counted if s.grade == "C"]
    if established or any(s.document for s in copies) or len(_origins(copies)) > 1:
        return "medium"
    return "low"


def _origins(sources: Iterable[Source]) -> set[str]:
    """What the sources derive from, each once: copies that agree prove copying."""
    return {source.origin or source.id for source in sources}
