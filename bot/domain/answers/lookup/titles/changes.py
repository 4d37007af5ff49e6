"""What changed for a rung between the rules of 2022 and those in force."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.forms import has_form
from bot.domain.data.models import Tier
from bot.domain.eligibility.ladder import find_changes, find_tiers
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import rungs_of

_RULES: Final = re.compile(
    r"\bold\w*\b|\bformer|\bprevious|\bearlier|\bbefore\b|\bhard\w*|\bstricter|\brules?\b|\bmethod\b|"
    r"\bstandards?\b|旧|老|以前|原来|新规|新标准|新办法|标准|办法|版|变严|提高"
)
_NAMED: Final = 0.4
"""Likeness above which the question names one requirement."""


def changes_card(
    release: Release, question: ParsedQuestion, plain: str, hits: Sequence[Hit]
) -> AnswerCard | None:
    """Old and new requirements, pair by pair; None if that is not asked, or one is named."""
    rungs = rungs_of(question)
    asked = has_form(plain, "difference") and _RULES.search(plain)
    if len(rungs) != 1 or not asked or not (question.past or "2022" in question.dates):
        return None
    if question.districts:  # about what they pay
        return None
    if any(h.document.kind == "criterion" and h.likeness > _NAMED for h in hits):
        return None
    tiers = release.catalogue.dataset.tiers
    new, old = (find_tiers(tiers, rungs[0], rules)[0] for rules in ("current", "2022"))
    lines = tuple(_pairs(old, new))
    return AnswerCard(old, lines, "pairs") if lines else None


def _pairs(old: Tier, new: Tier) -> Iterator[Line]:
    """A line for each requirement that has a number and changed, with both numbers."""
    for change in find_changes(old, new).replaced:
        before = [c.threshold for c in change.old if c.threshold]
        for criterion in change.new:
            now = criterion.threshold
            if now is None:
                continue
            same = [f for f in before if f.unit == now.unit][:1]
            if same and same[0].value != now.value:
                yield Line(new, (*same, now))
