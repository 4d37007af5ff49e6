"""What a title does not require, or no longer: read from the requirements of both rules."""

import re
from collections.abc import Sequence, Set
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.lookup.titles.requirements import requirements_card
from bot.domain.answers.read.forms import ASKS_IF_REPLACED
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Text, Tier
from bot.domain.eligibility.tiers import TIER_NAMES, find_tiers, tier_in_force
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, tiers_named
from bot.domain.text import Plain

_FINANCING: Final = "equity-financing"
_ASKABLE: Final = frozenset({_FINANCING, "rd-staff"})
"""Topics that only some rules have a requirement about."""
_STAFF: Final = re.compile(
    r"\b(?:staff|people|personnel|employees|engineers?|researchers)\b|人员|工程师"
)
_MUCH: Final = re.compile(
    r"\bhow (?:much|many|high)\b|\bwhat(?:'s)?\b|\bminimum\b|\bmin\b|多少|几|最低|什么"
)


def _topics(question: ParsedQuestion, plain: Plain) -> Set[str]:
    """The topics asked about that a title may have no requirement about."""
    named = question.concepts & _ASKABLE
    if not _STAFF.search(plain):
        named -= {"rd-staff"}
    replaces = "equity" in question.concepts and ASKS_IF_REPLACED.search(plain)
    return named | {_FINANCING} if replaces else named


def not_required_card(query: Query) -> AnswerCard | None:
    """That the one title named has no such requirement, or no longer, beside what it requires."""
    release, question, plain = query.release, query.question, query.plain
    names, asked = tiers_named(question), _topics(question, plain)
    other = question.past or question.named or question.districts or question.concepts & {*SUPPORT}
    if len(names) != 1 or names == TIER_NAMES[:1] or not asked or other:
        return None
    tiers = release.catalogue.dataset.tiers
    tier = tier_in_force(tiers, names[0])
    missing = asked - {topic for c in tier.criteria for topic in c.topics}
    found = [line for topic in sorted(missing) for line in _lines(release, tier, topic)]
    if not found:
        return None
    card = requirements_card(query)
    kept = [n for n in card.lines if n.record is tier] if card and not card.kind else []
    first = missing == {_FINANCING} and _MUCH.search(plain) is not None
    lines = (*kept[:1], *found, *kept[1:]) if first else (*found, *kept)
    return AnswerCard(tier, tuple(dict.fromkeys(lines)))


def _lines(release: Release, tier: Tier, topic: str) -> Sequence[Line]:
    """That nothing is required about a topic: in the words of a note, else by its name."""
    if note := next((c.note for c in tier.criteria if c.note_on == topic), None):
        return [Line(tier, text=note, role="answer")]
    term = release.catalogue.terms[topic]
    lines = [Line(tier, text=Text(en=term.en, zh=term.zh), role="not-required")]
    former = find_tiers(release.catalogue.dataset.tiers, tier.tier, "2022")
    of_former = [(t, c) for t in former for c in t.criteria if topic in c.topics]
    for each, part in of_former[:1]:  # said of the whole of which it was a part
        whole = next((c for c in each.criteria if part.id in c.of), part)
        lines.append(Line(tier, text=whole.requirement, role="former"))
    return lines
