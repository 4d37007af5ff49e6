"""Cards of the check on requirements that no number of a firm decides."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.record_lines import criterion_line
from bot.domain.eligibility.ladder import Rung, find_tiers, required, title_needed
from bot.domain.release import Release
from bot.domain.search.index import Hit

_SIZE: Final = "size-standard"
_LIMITS: Final = "size-limits"
_NAMED: Final = 0.75
"""Likeness from which what is not stated is meant."""
_SHOWN: Final = 2
"""Requirements shown in full; the others by name."""


def size_card(release: Release) -> AnswerCard | None:
    """The national size standard, whose limits the data does not have."""
    for tier in find_tiers(release.catalogue.dataset.tiers, "all", "current"):
        for criterion in tier.criteria:
            if _SIZE in criterion.topics:
                open_line = replace(criterion_line(tier, criterion), role="open")
                limits = (Line(tier, text=s.text) for s in tier.not_stated if s.id == _LIMITS)
                return AnswerCard(tier, (open_line, *limits))
    return None


def not_examined_card(release: Release, rung: Rung) -> AnswerCard | None:
    """The growth that a title asks for, which is not examined in a review."""
    tier = find_tiers(release.catalogue.dataset.tiers, rung, "current")[0]
    growth = next((c for c in tier.criteria if "compound-growth" in c.topics), None)
    if growth is None or not growth.exemptions:
        return None
    exempt = (Line(tier, text=text, role="exemption") for text in growth.exemptions)
    return AnswerCard(tier, (criterion_line(tier, growth), *exempt))


def untold_card(release: Release, rung: Rung) -> AnswerCard:
    """What a title requires, all of it open, since nothing of the firm is known."""
    tier = find_tiers(release.catalogue.dataset.tiers, rung, "current")[0]
    title = title_needed(tier)
    needed = sorted(required(tier), key=lambda c: (c is not title, "revenue" not in c.topics))
    lines = tuple(replace(criterion_line(tier, c), role="open") for c in needed[:_SHOWN])
    rest = tuple(c.name for c in reversed(needed[_SHOWN:]))
    return AnswerCard(tier, lines, "check", len(rest), rest)


def unnamed_card(release: Release, hits: Iterable[Hit]) -> AnswerCard | None:
    """What the rules do not say of the reason that a question names, in words alike to it."""
    for hit in hits:
        tier, text = release.catalogue.tiers.get(hit.document.record), hit.document.text
        if hit.document.kind == "not-stated" and tier and text and hit.likeness >= _NAMED:
            return AnswerCard(tier, (Line(tier, text=text, stated=False),))
    return None
