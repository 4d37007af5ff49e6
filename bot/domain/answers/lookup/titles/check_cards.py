"""Cards of the check on requirements that no number of a firm decides."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.record_lines import criterion_line
from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.answers.read.forms import has_form
from bot.domain.eligibility.tiers import TIER_NAMES, TierName, find_tiers, required, title_needed
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, TIER_TERMS, tiers_named

_SIZE: Final = "size-standard"
_LIMITS: Final = "size-limits"
_NAMED: Final = 0.7
"""Likeness from which what is not stated is meant."""
_TITLE: Final = r"(?:little giant|srdi)(?: sme| firm| company| title| material)?"
_TITLE_ZH: Final = "(?:小巨人|专精特新)(?:中小)?(?:企业)?"
_IS_ONE: Final = re.compile(
    r"\b(?:we|i|it|firm|company)\b[^,.;?]{0,24}?\b(?:an? |the |for |as )?"
    rf"\W?{_TITLE}\W*(?:$|[?.,;]|\bor not\b|\bat all\b)|"
    rf"(?:算|够|是不是|能是|成为?|当|评|报|申)(?:得|不)?(?:[算够上])?(?:市级|国家级)?{_TITLE_ZH}"
    r"(?:吗|么|啊|呀|伐|不|呢|[?,。]|$)"
)
"""Asks whether the firm is, or can be, what the title says."""
_OF_FIRM: Final = re.compile(
    r"\b(?:we|we're|our|us|my|an?|family|small|young) (?:[\w-]+ ){0,3}(?:firm|company|business|"
    r"startup|shop|maker|house|outfit|plant|factory|workshop)\b|"
    r"我们|咱|我司|一家|[做搞].{1,8}的|小厂|公司"
)
"""Tells what kind of firm it is."""
_USES: Final = re.compile(r"\b(?:sell|use|show|print|put|transfer|lend|rent)\b|把|用[在于]|卖|转让")
"""Asks what may be done with a title."""
_ASKS_ELSE: Final = frozenset({"when", "amount", "rate", "place", "apply"})
_ROUND: Final = re.compile(r"\bstandards?\b|\byardsticks?\b|\bcriteria\b|标准")
"""Asks under which rules a round was held."""
_SAY_NOTHING: Final = frozenset(
    {"firm", "manufacturing", "recognition", "eligible", "sme", "founded"}
)
"""Terms that tell nothing of a firm."""
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


def not_examined_card(release: Release, tier_name: TierName) -> AnswerCard | None:
    """The growth that a title asks for, which is not examined in a review."""
    tier = find_tiers(release.catalogue.dataset.tiers, tier_name, "current")[0]
    growth = next((c for c in tier.criteria if "compound-growth" in c.topics), None)
    if growth is None or not growth.exemptions:
        return None
    exempt = (Line(tier, text=text, role="exemption") for text in growth.exemptions)
    return AnswerCard(tier, (criterion_line(tier, growth), *exempt))


def review_card(release: Release, question: ParsedQuestion, plain: str) -> AnswerCard | None:
    """What a title asks otherwise of a firm under review; None if that is not compared."""
    tier_names = tiers_named(question)
    if len(tier_names) != 1 or "re-review" not in question.concepts:
        return None
    other = question.districts or question.dates or question.concepts & {*SUPPORT}
    if other or not has_form(plain, "difference") or _ROUND.search(plain):
        return None
    tier = find_tiers(release.catalogue.dataset.tiers, tier_names[0], "current")[0]
    lines = tuple(
        criterion_line(tier, c)
        for c in required(tier)
        if c.or_last_year_for or any(tier.tier in e.facts for e in c.exemptions)
    )
    return AnswerCard(tier, lines) if lines else None


def untold_card(release: Release, question: ParsedQuestion, plain: str) -> AnswerCard | None:
    """What a title requires, all still open, if the question gives no fact that decides it."""
    if (tier_name := _asked_of_nothing(release, question, plain)) is None:
        return None
    tier = find_tiers(release.catalogue.dataset.tiers, tier_name, "current")[0]
    title = title_needed(tier)
    needed = sorted(required(tier), key=lambda c: (c is not title, "revenue" not in c.topics))
    lines = tuple(replace(criterion_line(tier, c), role="open") for c in needed[:_SHOWN])
    rest = tuple(c.name for c in needed[_SHOWN:])
    return AnswerCard(tier, lines, "check", len(rest), rest)


def unnamed_card(release: Release, hits: Iterable[Hit]) -> AnswerCard | None:
    """What the rules do not say of the reason that a question names, in words alike to it."""
    for hit in hits:
        tier, text = release.catalogue.tiers.get(hit.document.record), hit.document.text
        if hit.document.kind == "not-stated" and tier and text and hit.likeness >= _NAMED:
            return AnswerCard(tier, (Line(tier, text=text, stated=False),))
    return None


def _asked_of_nothing(release: Release, question: ParsedQuestion, plain: str) -> TierName | None:
    """The title that it asks about, telling at most what the firm makes and where.

    Not the base tier, of which the whole requirement is one of several ways.
    """
    terms = release.catalogue.terms
    is_one = _IS_ONE.search(plain)
    said, asks_else = question.concepts - _SAY_NOTHING - TIER_TERMS.keys(), _ASKS_ELSE
    if is_one:  # 材料 is then what the firm makes, and 报 asks whether it may
        said, asks_else = said - {"documents"}, asks_else - {"apply"}
    about_firm = {terms[c].kind for c in said if c in terms} <= {"industry", "place", "filler"}
    numbers = {*numbers_of(plain)}
    told = question.dates or question.named or numbers - {"staff"} or not about_firm
    other = (question.amounts and not numbers) or _USES.search(plain)
    other = other or question.intents & asks_else
    if told or other or not (is_one or numbers or _OF_FIRM.search(plain)):
        return None
    tier_names = tiers_named(question)
    return tier_names[0] if len(tier_names) == 1 and tier_names[0] != TIER_NAMES[0] else None
