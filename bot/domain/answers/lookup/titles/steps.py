"""How to become a little giant, or an SRDI or innovative SME: the steps, in order."""

import re
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.query import Query
from bot.domain.eligibility.tiers import TIER_NAMES, tier_in_force, title_needed
from bot.domain.search.ranking import tiers_named

_BECOME: Final = re.compile(
    r"\bhow (?:to|do|does|can|should)\b.{0,16}\bapply\b|"
    r"\bbecom\w+|\bget (?:listed|recogni[sz]ed|certified|the (?:title|status|label))|\bclimb|"
    r"\broute\b|\bput in for|\bapply for\b.*\b(?:title|status|recognition|srdi|little giant)|"
    r"\bsteps?\b|怎么.{0,8}成为|上小巨人|爬|(?<![提晋])升(?!级|降|温|压|值|规)|才能成为|(?:怎么|哪能)(?:申请|申报|评|报|拿|弄|上|当|做|整|搞|办)|"
    r"如何(?:申请|申报|评|成)|怎样(?:申请|申报|评|成)|(?:怎么|如何|怎样).{0,6}(?:成为|评上|认定|申报|报名)|"
    r"流程|步骤|下一步|从哪开始|第一步|\bwalk me through|"
    r"\bwhere (?:do|can|must|should) (?:i|we) (?:start|apply)\b|"
    r"\bget to (?:be )?(?:an? )?(?:srdi|little|innovative)|\bend up (?:as )?an?\b|\bcomes first\b|"
    r"\bhow to qualify\b|\bwhich (?:titles?|order|paths?|routes?|ways)\b|"
    r"一([级步层])一?\1|从零|从头|几步|"
    r"\b(?:in (?:what|which)|the) (?:order|sequence)\b|\bsequence of\b|\bladder from\b|"
    r"\bturn into an?\b|\bways? (?:to|in|into)\b|\bwhat are the ways\b|"
    r"\b(?:routes?|paths?) (?:to|into)\b|\bget in\b|"
    r"顺序|次序|先后|路径|途径|[几哪]条路|路子|几种(?:方式|办法|途径)|怎么才能"
)
_REFUSED: Final = re.compile(
    r"\b(?:who|which|what)\b.{0,24}\b(?:cannot|can't|not)\b|谁不|哪些.{0,4}不"
)
"""Asks who may not apply."""
_FIRST: Final = re.compile(
    r"\b(?:do|be|need|have|comes?|happens?|start)\b[a-z ]{0,8} first\b|\bfirst and (?:then|what)|"
    r"\bnever (?:did|done|applied)|"
    r"先.{1,6}[后再]|先(?:要|得|须)?有|先(?:做|干|弄)(?:什么|嘛)|第一次(?:弄|搞|报|做|申)|头一(?:次|回)(?:弄|搞|报|做|申)"
)
"""Asks where to begin."""
_FILE: Final = re.compile(r"\b(?:apply|file|application|walk me)\b|申报|申请|怎么报|流程|步骤")
_OWN_STEPS: Final = frozenset({"lin-gang", "tech-sme", "no-application"})
"""Terms of what has steps of its own, or none."""
_ORDER: Final = re.compile(
    r"\b(?:order|sequence|comes first|one after)\b|顺序|次序|先后|先.{1,8}[后再]"
)
"""Asks which title comes first."""
_NEEDED: Final = re.compile(
    r"\b(?:is|are|must)\b.{0,30}\b(?:required|needed|necessary|compulsory|first)\b|"
    r"\bneed (?:an? |the |to (?:be|have) )?(?:an? |the )?(?:srdi|innovative)\b.{0,12} "
    r"(?:for|before|to)\b|\b(?:need|have) .{0,40}\b(?:before|first)\b|"
    r"(?:必须|一定要|非要|要|得)先?(?:有|是|评|拿)"
)
"""Asks whether a title is needed for another."""
OTHER: Final = frozenset(
    "award growth-award loan credit-loan interest-subsidy guarantee subsidy fund srdi-board".split()
)


def steps_card(query: Query) -> AnswerCard | None:
    """The titles needed, the requirements, and where to file; None if that is not asked."""
    release, question, plain = query.release, query.question, query.plain
    tier_names = tiers_named(question)
    first = _FIRST.search(plain)
    if (
        not tier_names
        or _REFUSED.search(plain)
        or not (first or _BECOME.search(plain))
        or question.concepts & OTHER
    ):
        return None
    if question.concepts & _OWN_STEPS or question.dates or question.named:
        return None
    if question.districts and not (first or _FILE.search(plain)):
        return None
    tier_name = tier_names[-1]
    tier = tier_in_force(release.catalogue.dataset.tiers, tier_name)
    lines: list[Line] = []
    for lower in TIER_NAMES[: TIER_NAMES.index(tier_name) + 1]:
        part = tier_in_force(release.catalogue.dataset.tiers, lower)
        needed = title_needed(part)
        if needed and lower != TIER_NAMES[0] and not (lower == tier_name == TIER_NAMES[-1]):
            lines.append(Line(part, text=needed.requirement))
    if tier_name == TIER_NAMES[0]:
        lines.append(Line(tier, text=tier.summary))
    for measure in release.catalogue.procedures(tier_name, "steps"):
        lines += [Line(measure, text=text) for text in measure.apply or (measure.summary,)]
    lines.append(Line(tier, text=tier.summary))
    return AnswerCard(tier, tuple(dict.fromkeys(lines)))


def title_order_card(query: Query) -> AnswerCard | None:
    """The steps to the highest title, if it asks in which order the titles come."""
    if not _ORDER.search(query.plain):
        return None
    highest = replace(query.question, concepts=query.question.concepts | {"little-giant"})
    return steps_card(replace(query, question=highest))


def title_needed_card(query: Query) -> AnswerCard | None:
    """Yes, the lower of two titles, if it asks whether the higher one needs it; else None."""
    tier_names = tiers_named(query.question)
    if len(tier_names) != 2 or not _NEEDED.search(query.plain):
        return None
    tier = tier_in_force(query.release.catalogue.dataset.tiers, tier_names[-1])
    needed = title_needed(tier)
    if needed is None or tier_names[0] not in needed.facts or query.question.amounts:
        return None
    yes = Line(tier, text=needed.name, role="needed", met=True)
    return AnswerCard(tier, (yes, Line(tier, text=needed.requirement)), "check")
