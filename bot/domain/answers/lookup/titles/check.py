"""Whether a firm with the facts in a question meets what a tier requires."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line, card_of
from bot.domain.answers.compose.record_lines import criterion_line, whole_criterion
from bot.domain.answers.lookup.titles.check_cards import right_card, rule_card, size_card
from bot.domain.answers.lookup.titles.check_lines import (
    TECH,
    class_1,
    decided_lines,
    open_count,
    open_lines,
    open_names,
    verdict_of,
    without_kind,
)
from bot.domain.answers.lookup.titles.told import Told, told_in
from bot.domain.answers.read.circumstances import (
    ASKS_FOR_SIZE,
    ASKS_WHICH_TITLE,
    tiers_asked_alone,
    tiers_meant,
    unknown_clause,
)
from bot.domain.answers.read.firm_facts import RELATIONS
from bot.domain.answers.read.forms import OF_HOLDER, has_form, whether_asked
from bot.domain.answers.read.own_numbers import BOUGHT
from bot.domain.answers.read.query import Query
from bot.domain.eligibility.check import TierVerdict
from bot.domain.eligibility.firm import FORMALITIES, Answers
from bot.domain.eligibility.tiers import TIER_NAMES, TierName, find_tiers
from bot.domain.search.ranking import SUPPORT, TITLE_TERMS, tiers_named
from bot.domain.text import UNIT, Plain, amount_token

_SCORED: Final[tuple[TierName, ...]] = ("specialised", "little-giant")
_DESCRIBED: Final = 3
"""Numbers about the firm from which a question asks for the check, whatever its words."""
_TOLD: Final = 2
"""The same of a question without a word that asks."""
_OURS: Final = re.compile(
    r"\b(?:we|our|us|my|i)\b|我|咱|公司|^[^?]{4,80}(?:[,;.-] |。)[^?]{2,30}\??$"
)
_ASKS: Final = re.compile(
    r"\b(?:what(?! if\b)|which|how|when|where|who|why)\b|多少|几|哪|什么|怎|如何|何时"
)
_IF: Final = re.compile(
    r"\bwhat if\b|\bany (?:hope|chance)\b|\bwhere does (?:that|this) leave\b|"
    r"会怎么?样|怎么办|(?:要是|如果|假如|万一|了呢|[%\d]呢)"
)
"""Asks what follows from a number."""
_MONEY: Final = re.compile(r"\b(?:money|cash|bonus|awards?|rewards?|paid)\b|钱")
_PRIZE: Final = re.compile(
    r"\bno (?:[\w-]+ )?prizes?|(?:science|national|provincial).{0,20}prize|科技?奖|国家奖|"
    r"得过?.{0,4}奖"
)
_CLAUSE: Final = re.compile(r"[?!。,;]|[.:]\s|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_AFTER_NUMBERS: Final = re.compile(rf".*\d(?:\s*(?:{UNIT}|%|percent))?(?:元|yuan|rmb)?")
_LEAST_SCORE: Final = 20
_TELLING: Final = ("short", "open", "other-kind", "last-year")
"""Roles of requirements of which something is told."""
_TOGETHER: Final = "rd_total"  # R&D of two years
_ASKED: Final = frozenset(
    "rd debt-ratio market-share ip class-1-ip growth compound-growth main-business".split()
)
"""Terms of requirements that a last clause may ask about alone."""
_ASKED_ALONE: Final = _ASKED | {"revenue", "years", "score"}
_ENOUGH: Final = re.compile(
    r"\b(?:enough|requirement|rule|met|meets?|ok|okay|pass|fulfil\w*|suffic\w+)\b|够|要求|达标|达到|符合|满足|过关"
)
"""Asks whether one requirement is met."""
_TECH_SME: Final = "tech-sme"
_OF_TITLES: Final = frozenset({"main_share", "debt", "rd_share", "rights", "market_share", "score"})
"""Numbers that only titles ask for."""
_EQUITY: Final = frozenset({"revenue", "equity2"})
"""Sales and new equity, which only titles take instead."""
_BESIDE_EQUITY: Final = frozenset({"revenue", "equity", "loan", "fund", "previous"})
"""Terms that the words for new equity may stand for."""
_REQUIREMENTS: Final = _ASKED | {*"score rate share-of-total count national-level eligible".split()}
_NICHE: Final = frozenset({"years"})
"""The term of the years in a niche, which the age of a firm does not tell."""


def stated_facts_card(query: Query) -> AnswerCard | None:
    """The requirements that the facts stated decide, those not met first; None without facts.

    Of several titles the highest is asked about.
    """
    release, question, plain = query.release, query.question, query.plain
    tier_names = tiers_meant(plain, tiers_named(question))
    told = told_in(query, tier_names)
    about_size = ASKS_FOR_SIZE.search(plain) and _TECH_SME not in question.concepts and told.numbers
    claim = rule_card(query) or (None if "rights" in told.numbers else right_card(query))
    if card := size_card(release) if about_size else claim:
        return card
    about_firm = told.weight and "proof" not in question.concepts
    if not about_firm or _other_subjects(query, told.numbers):
        return None
    only_score = {*told.numbers} == {"score"} and told.weight == 1 and len(tier_names) != 1
    if only_score and told.numbers["score"] >= _LEAST_SCORE:
        return _each(query, _SCORED, told)
    if not tier_names:
        return _untitled(query, told)
    if not told.skips and len(alone := tiers_asked_alone(release, plain)) > 1:
        return _each(query, alone, told)
    if not _asks_about_firm(plain, told.weight):
        return None
    if "re-review" in question.concepts and "growth" in told.numbers:
        return None  # growth is not examined in a review
    return _checked(query, told, tier_names)


def _checked(query: Query, told: Told, tier_names: Sequence[TierName]) -> AnswerCard | None:
    """What the facts decide for the highest of these titles."""
    release, plain = query.release, query.plain
    verdict, answers = _verdict(query, told, tier_names[-1])
    only = TECH if _TECH_SME in query.question.concepts else None
    lines = list(decided_lines(release, verdict, answers, says_title=told.skips, only=only))
    if not any(line.met is False or line.role == "short" for line in lines):
        unknown = unknown_clause(plain)
        named = release.index.parse(unknown).concepts if unknown else None
        if told.age and named is None:
            named = _NICHE
        lines = [*open_lines(release, verdict, answers, named, incident=told.open), *lines]
    decided = sum(line.met is not None or line.role in _TELLING for line in lines)
    if not decided or _leaves_open(query, lines):
        return None
    lines = _asked_alone(query, without_kind(release, lines, plain, told.facts))
    alone = lines[0].role == "other-kind" or (lines[0].role == "unsure" and len(lines) == 1)
    if "rights" in told.numbers and (BOUGHT.search(plain) or alone):
        tier, rights = class_1(release, bought=BOUGHT.search(plain) is not None)
        own = lines[0].role == "other-kind"  # what would lift it then stands first
        at = sum(own for n in lines if n.role == "exemption") + 1
        lines.insert(at, Line(tier, text=rights.requirement, part=rights.id))
    top, procedures = TIER_NAMES[-1], release.catalogue.procedures
    if told.skips and tier_names[-1] == top:
        lines += (Line(m, text=(*m.apply, m.summary)[0]) for m in procedures(top, "steps")[:1])
    if RELATIONS & told.facts.keys():
        lines += (Line(m, text=m.summary) for m in procedures(top, "barred")[:1])
    more = open_count(verdict, decided, only)
    names = () if tier_names[-1] == TIER_NAMES[0] else open_names(verdict, answers, lines)
    own = release.catalogue.procedures(_TECH_SME, "requirements") if only else []
    lines = [replace(line, record=m) for line in lines for m in own[:1]] or lines
    return AnswerCard(lines[0].record, tuple(lines), "check", more, names)


def _verdict(query: Query, told: Told, tier_name: TierName) -> tuple[TierVerdict, Answers]:
    """What the facts come to for a title, and the answers that it was worked out from.

    Of R&D given for two years together, one year had at most half. The half is used only where it
    fails: otherwise one year may have had more.
    """
    answers = Answers(told.numbers, told.facts, "none")
    verdict = verdict_of(query, tier_name, answers)
    if _TOGETHER not in told.numbers:
        return verdict, answers
    numbers = {k: v for k, v in told.numbers.items() if not k.endswith("1")}
    half = Answers({**numbers, "rd1": told.numbers[_TOGETHER] / 2}, told.facts, "none")
    at_best = verdict_of(query, tier_name, half)
    fails = len(at_best.named("not-met")) > len(verdict.named("not-met"))
    return (at_best, half) if fails else (verdict, answers)


def _untitled(query: Query, told: Told) -> AnswerCard | None:
    """What the facts decide for each title, or an incident or a blacklist for all of them."""
    question, plain = query.question, query.plain
    instead = told.numbers.keys() >= _EQUITY
    of_titles = instead or not told.numbers.keys().isdisjoint(_OF_TITLES)
    about_title = of_titles and _asks_about_firm(plain, 1)
    other = question.concepts - _REQUIREMENTS - TITLE_TERMS - {"apply"}
    if instead:
        other -= _BESIDE_EQUITY
    if ASKS_WHICH_TITLE.search(plain) or (about_title and not other):
        return _each(query, _SCORED, told)
    facts = {k: v for k, v in told.facts.items() if k in FORMALITIES}
    about = question.concepts & {*TITLE_TERMS, "apply"} or whether_asked(plain) == "obstacle"
    elsewhere = question.districts or question.named
    if elsewhere or not ((facts or told.open) and about and has_form(plain, "can")):
        return None
    answers = Answers({}, facts, "none")
    verdict = verdict_of(query, TIER_NAMES[-1], answers)
    if told.open:
        return card_of(open_lines(query.release, verdict, answers, None, incident=True), "check")
    return card_of(decided_lines(query.release, verdict, answers, says_title=False), "check")


def _each(query: Query, tier_names: Sequence[TierName], told: Told) -> AnswerCard | None:
    """What the facts decide for each of several titles; else what it requires of what is named."""
    release, question, lines = query.release, query.question, list[Line]()
    topics = question.concepts & _ASKED if tiers_named(question) else frozenset[str]()
    for tier_name in tier_names:
        verdict, answers = _verdict(query, told, tier_name)
        decided = decided_lines(release, verdict, answers, says_title=False)
        own = [line for line in decided if line.met is not None or line.role]
        tiers = find_tiers(release.catalogue.dataset.tiers, tier_name, "current")
        asked = [criterion_line(t, c) for t in tiers for c in t.criteria if topics & {*c.topics}]
        own = own or [replace(line, role="open") for line in asked]
        lines += without_kind(release, own, query.plain, told.facts)
    return card_of(lines, "titles")


def _asked_alone(query: Query, lines: Sequence[Line]) -> list[Line]:
    """The lines about the one requirement that the last clause asks about; all if one fails.

    A clause that gives numbers as well asks after the last of them.
    """
    clause = _AFTER_NUMBERS.sub("", _last_clause(query.plain))
    asked = query.release.index.parse(clause).concepts & _ASKED_ALONE
    if not asked or not _ENOUGH.search(clause):
        return [*lines]
    tiers = query.release.catalogue.dataset.tiers
    said = {c.id: {*c.topics, *whole_criterion(t, c.id).topics} for t in tiers for c in t.criteria}
    own, about = list[Line](), False
    for line in lines:
        topics = said.get(line.part)  # what lifts one stands after it
        about = about if topics is None else not asked.isdisjoint(topics)
        own += [line] if about else []
    fails = any(n.met is False or n.role in _TELLING[:1] for n in lines)
    return [*lines] if fails or not any(n.met is not None or n.role for n in own) else own


def _leaves_open(query: Query, lines: Sequence[Line]) -> bool:
    """Whether the last clause asks about a requirement that the facts do not decide."""
    asked = query.release.index.parse(_last_clause(query.plain)).concepts & _ASKED
    parts = {line.part for line in lines}
    tiers = query.release.catalogue.dataset.tiers
    said = ((t, c) for t in tiers for c in t.criteria if c.id in parts)
    decided = (each.topics for t, c in said for each in (c, whole_criterion(t, c.id)))
    return bool(asked) and asked.isdisjoint(topic for topics in decided for topic in topics)


def _last_clause(plain: Plain) -> str:
    return _CLAUSE.split(plain.strip(" ?!.。"))[-1]


def _other_subjects(query: Query, numbers: Mapping[str, float]) -> frozenset[str]:
    """The kinds of support that it asks about; not a science prize, nor a fund that invested."""
    question, plain = query.question, query.plain
    found = question.concepts & {*SUPPORT, "growth-award"}
    if "growth" in numbers and (_MONEY.search(_last_clause(plain)) or _names_award(query, numbers)):
        return frozenset({"growth-award"})
    asking = query.release.index.parse(_last_clause(plain)) if found else question
    if tiers_named(asking):
        found &= asking.concepts
    if _PRIZE.search(plain):
        found -= {"award"}
    return found - {"fund", "subsidy", "loan"} if "equity2" in numbers else found


def _names_award(query: Query, numbers: Mapping[str, float]) -> bool:
    """Whether it names a sum that an award pays, and that is no number of the firm."""
    measures = query.release.catalogue.measures.values()
    awards = (m for m in measures if m.kind == "award")
    figures = (f for m in awards for f in m.figures if (f.unit, f.scope) == ("CNY", "firm"))
    paid = {amount_token(f.value, f.unit) for f in figures if f.value not in numbers.values()}
    return not paid.isdisjoint(query.question.amounts)


def _asks_about_firm(plain: Plain, facts: int) -> bool:
    """Whether it describes a firm, rather than asking what a title needs or brings."""
    if has_form(plain, "get"):
        return facts >= _DESCRIBED and not _MONEY.search(_last_clause(plain))
    asks = has_form(plain, "can") or _IF.search(plain) is not None
    if OF_HOLDER.search(plain) and not asks:
        return False
    if _ASKS.search(plain):
        return asks or facts >= _DESCRIBED
    return asks or facts >= _TOLD or _OURS.search(plain) is not None
