"""Where what a record does not state stands among its hits."""

from collections.abc import Set
from typing import Final

from bot.domain.data.models import Attribute
from bot.domain.search.index import Hit
from bot.domain.search.intent import QUANTITIES

_MORE: Final = 0.1
"""How much more of the question something not stated must cover to come before its record."""
_OWN_CELL: Final[frozenset[Attribute]] = frozenset(
    ("place", "who", "apply", "authority", "stacking")
)
"""What a record either states or does not: then what is not stated is the answer."""
_NEAR: Final = 0.75
"""Share of the best score of its record from which that is so."""


def not_stated_first(hits: list[Hit], intents: Set[Attribute]) -> list[Hit]:
    """What is not stated, above its record, where it covers clearly more of the question.

    Or as much, where only it is about what is asked.
    """
    silent = {hit.document.record for hit in hits if hit.document.kind == "not-stated"}
    best: dict[str, tuple[float, float, float]] = {}
    stated: dict[str, set[Attribute]] = {}
    for hit in hits if silent else ():
        if hit.document.kind != "not-stated" and hit.document.record in silent:
            score, coverage, likeness = best.get(hit.document.record, (0.0, 0.0, 0.0))
            best[hit.document.record] = (
                max(score, hit.score),
                max(coverage, hit.coverage),
                max(likeness, hit.likeness),
            )
            stated.setdefault(hit.document.record, set()).update(hit.document.about)
    return [
        hit
        if hit.document.kind != "not-stated"
        or (intents & QUANTITIES and "apply" in hit.document.about - intents)
        else _raised(
            hit,
            *best.get(hit.document.record, (0.0, 1.0, 1.0)),
            alone=bool(hit.document.about & intents & _OWN_CELL)
            and hit.document.about.isdisjoint(stated.get(hit.document.record, ())),
        )
        for hit in hits
    ]


def _raised(hit: Hit, score: float, coverage: float, likeness: float, *, alone: bool) -> Hit:
    """A hit of something not stated, just above the best of its record if it covers more."""
    if hit.score > score:
        return hit
    covers = hit.coverage >= coverage + _MORE and hit.likeness >= likeness - _MORE
    covers = covers or (alone and hit.coverage >= coverage and hit.score > score * _NEAR)
    return hit._replace(score=score * 1.001) if covers else hit
