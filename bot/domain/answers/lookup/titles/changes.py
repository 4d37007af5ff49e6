"""What changed for a tier between the rules of 2022 and those in force."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line, Role
from bot.domain.answers.compose.sentences import split_sentences
from bot.domain.answers.read.forms import has_form
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Criterion, Tier
from bot.domain.eligibility.tiers import (
    TIER_NAMES,
    find_changes,
    find_tiers,
    general_criteria,
    must_meet,
    parts_of,
)
from bot.domain.search.ranking import tiers_named
from bot.domain.text import Plain, pattern_of

_GONE: Final = (
    r"\bno longer\b|(?:\bnot?|n't) .{0,30}\bany ?more\b|\bscrapped\b|\babolish\w*|\bdropped out\b|"
    r"\b(?:was|were|been|got) (?:dropped|removed|cut)\b|"
    r"\bsurviv\w+|\bgone\b|不再|现在就?不(?:用|需|要|硬)|取消了|去掉|没了|没有了|被?(?:删|砍)"
)
"""Asks what is no longer required, or no longer enough."""
_BOTH_RULES: Final = pattern_of(
    r"\b(?:old|(?<!year )before|b4|previous\w*|former(?:ly)?|earlier|2022|used to)\b.{0,60}"
    r"\b(?:new|after|now|today|2026|still)\b|"
    r"\b(?:new|now|2026|today)\b.{0,40}\b(?:old|before|previous|2022)\b|"
    r"\bused to\b.{0,60}\b(?:be|count|replace|suffice)|\bwas\b.{0,30}\b(?:now|is)\b|"
    r"\bthen and now\b|\bback then\b.{0,40}\bnow\b|\bis (?:this|that|it) new\b|"
    r"\b(?:in|from )?(?:20|')?22 (?:to|vs\.?|versus|and|against) (?:20|')?26\b|"
    r"(?<!\d[mk] )(?<!(?:yuan|lion) )"
    r"\b(?:rais|lower|relax|loosen|tighten|soften|harden)(?:e?d|en|e)?\b"
    r"(?! (?:about |over |some )?(?:\d|money|equity|capital|funds|us|our))|\bchanged?\b|"
    r"\b(?:easier|harder|stricter|tougher|softer|looser|tighter|higher|lower|more|less)\b.{0,40}"
    r"\bthan (?:it was|they were|(?:it|they) used|before|in 2022|(?:under )?the old|what it was)\b|"
    r"(?:以前|原来|原先|旧|老|前(?![年几])|2022|22[年版]).{0,16}(?:现在|新|后|目前|2026|26[年版]|还)|"
    r"(?:新|现在|26[年版]).{0,8}(?:旧|老|以前|原来|22[年版])|2026\W?[和跟与比]\W?2022|变化|改了(?!名|公司)|怎么变|变了|"
    r"[松紧严宽]了|提高了|放宽|收紧|降低了|从.{0,8}[抬提升降调改].{0,2}到|[跟比](?:以|之|从)前|比原来|"
    + _GONE
)
"""Asks for the former rules and those in force."""
_FORMER: Final = re.compile(
    r"\bold(?:er)?\b|\b(?:former|previous)\w*|\b2022\b|\bpre-|"
    r"\b22 (?:rule|method|standard)|\b(?:before|until|then|earlier)\b|"
    r"旧|老(?!板)|[以之此从]前|原来|22[年版]"
)
"""Names the former rules."""
_DROPPED: Final = re.compile(_GONE)
_MOVED: Final = pattern_of(
    r"\b(?:stricter|tougher|tighter|harder|easier|softer|looser|raised|go(?:ne)? up|went up)\b|"
    r"\b(?:what(?:'s| is| has)?|anything|something)(?: been)? (?:new|different|changed)\b|"
    r"\bhow (?:did|has|have)\b.{0,40}\bchanged?\b|\breform|\boverhaul|\brevised\b|"
    r"变.?(?:哪|什么)|(?:哪[里些儿]?|什么|标准|条件|要求|门槛|规定|办法|杠)\w{0,6}(?:变|[涨高]了|抬高)|不一样|"
    r"(?<!特)新(?:规|政|标准|办法).{0,4}(?:不同|区别|新在)|标准新在|"
    r"[严松宽紧难]了|更[严松宽难高]|提高|放宽|收紧|(?<!特)新的?(?:规定|要求)|改了(?!名|公司)"
)
"""Says that something moved."""
_SINCE: Final = re.compile(
    r"\bapril\b|\b(?:now|2026|got|did|became)\b|\bnew (?:rules?|method|standards?)\b|\bthis year\b|"
    r"现在|目前|今年|26年|[4四]月|新(?:办法|规|标准|政策)|了"
)
_RULES: Final = re.compile(
    r"\brules?\b|\bmethod\b|\bstandards?\b|\bconditions?\b|\brequire\w*|\bmust\b|\bneed\w*|"
    r"\bhard\w*|\bstricter\b|\beasier\b|\bcriteria\b|\b(?:bar|hurdle|threshold)s?\b|"
    r"办法|标准|条件|要求|门槛|硬性|规|版|变[了严]|提高|新政|杠"
)
"""Names what a title requires, as a whole."""
CONDITIONS: Final = re.compile(
    r"\b(?:standard|condition|require|criteri|threshold)|\bit takes\b|标准|条件|要求|门槛|指标"
)
_NEW_METHOD: Final = re.compile(
    r"(?<!特)新的?(?:管理|认定)?(?:办法|规定|标准|规)|\bnew (?:method|rules?|standards?|measures)\b"
)
_WHEN: Final = r"(?:什么时候|[何几]时|几[号月]|哪一?[天年月])"
_STARTS: Final = r"(?:[施实执]行|实施|开始|生效|启用|起)"
_START: Final = re.compile(
    rf"{_WHEN}.{{0,6}}{_STARTS}|{_STARTS}.{{0,6}}{_WHEN}|\b(?:since|from) when\b|"
    r"\b(?:when|what date|which day)\b.{0,40}"
    r"\b(?:start\w*|appl(?:y|ies)|force|effect\w*|begin\w*)\b|\bstart(?:ing)? date\b"
)
"""Asks since when they apply."""
_ROUTE: Final = "direct-route"
_OF_RULES: Final = frozenset(
    "condition difference previous law superseded recognition latest full-list apply sme when "
    "exemption".split()
)
_OF_START: Final = _OF_RULES | {"srdi", "little-giant", "innovative-sme", "procedure"}
"""Terms that mean the rules of every title."""


def asks_for_both_rules(plain: Plain) -> bool:
    """Whether a normalised question asks for the former rules and those in force."""
    compares = has_form(plain, "difference") and _FORMER.search(plain) is not None
    return compares or _BOTH_RULES.search(plain) is not None


def asks_what_changed(plain: Plain) -> bool:
    """Whether it asks for both rules, or what is stricter or new since April."""
    since = _SINCE.search(plain)
    moved = _MOVED.search(plain) and (since or _RULES.search(plain))
    return bool(moved or (since and "2022" in plain) or asks_for_both_rules(plain))


def routes_card(query: Query) -> AnswerCard | None:
    """That direct routes are gone, and what is now; None if they are not asked about."""
    question = query.question
    other = {_ROUTE, "tech-sme"} & question.concepts != {_ROUTE}
    if other or has_form(question.text, "difference") or question.past or question.districts:
        return None
    named, tiers = tiers_named(question), query.release.catalogue.tiers.values()
    routes = [(t, c) for t in tiers for c in t.criteria if _ROUTE in c.topics]
    for old, gone in routes:
        if old.rules == "2022" and (not named or old.tier in named):
            ids, line = {gone.id, *gone.of}, _line(old, gone, "gone")
            now = [_line(t, c, "now") for t in tiers for c in t.criteria if ids & {*c.replaces}]
            kept = [Line(t, text=c.requirement) for t, c in routes if t.rules == "current"]
            others = () if named else kept[:1]
            return AnswerCard(old, (replace(line, met=False), *now, *others, line))
    return None


def method_start_card(query: Query) -> AnswerCard | None:
    """Since when the rules in force apply, if only "the new method" is named."""
    question, plain, catalogue = query.question, query.plain, query.release.catalogue
    other = question.districts or question.amounts or not question.concepts <= _OF_START
    if other or not (_NEW_METHOD.search(plain) and _START.search(plain)):
        return None
    tier, _ = next(general_criteria(catalogue.dataset.tiers))
    package = catalogue.packages[tier.package]
    lines = [Line(package, text=a.text) for a in package.answers if a.about == "when"]
    return AnswerCard(package, (replace(lines[0], role="answer"), *lines[1:])) if lines else None


def method_card(query: Query) -> AnswerCard | None:
    """What changed, if only the rules are named; of conditions or both rules for each title."""
    release, question, plain = query.release, query.question, query.plain
    about_rules = _RULES.search(plain) or (_MOVED.search(plain) and _SINCE.search(plain))
    if not (about_rules and question.concepts <= _OF_RULES) or "2025" in question.dates:
        return None
    if CONDITIONS.search(plain) or asks_for_both_rules(plain):
        tiers = release.catalogue.tiers.values()
        entry = {(t.tier, t.rules): t for t in tiers if t.part == "entry"}
        pairs = ((entry[name, "2022"], entry[name, "current"]) for name in TIER_NAMES)
        cards = (changes_card(*pair, frozenset(), Plain("stricter")) for pair in pairs)
        found = [card for card in cards if card]
        return AnswerCard(found[0].record, tuple(n for c in found for n in c.lines), "pairs")
    tiers = find_tiers(release.catalogue.dataset.tiers, "all", "current")
    package = release.catalogue.packages.get(tiers[0].package) if tiers else None
    if package is None:
        return None
    replaced, *changes = split_sentences(package.summary)
    return AnswerCard(package, tuple(Line(package, text=text) for text in (*changes, replaced)))


def changes_card(
    old: Tier, new: Tier, asked: Set[str], plain: Plain, *, alone: bool = False
) -> AnswerCard | None:
    """What replaced what, what is new and what is gone, of these topics; of all if there are none.

    Numbers of one kind stand side by side, those that differ first. `alone`: only the title and
    the change are named.
    """
    changes = find_changes(old, new)
    whole = has_form(plain, "difference") or _DROPPED.search(plain)
    if not (asked or alone or _MOVED.search(plain) or (whole and _RULES.search(plain))):
        return None
    if not changes.replaced:  # the base tier, of which the rules of 2022 are still used
        return None
    lines: list[Line] = []
    gone: list[Line] = []
    for before, after in changes.replaced:
        if _is_about((*before, *after), (old, new), asked):
            ways = [p for c in before if c.op == "any-of" for p in parts_of(old, c)]
            found = [_pair(new, [*before, *ways], c) for c in after]
            if not any(line.figures for line in found):
                lines += [_line(new, c, "former") for c in before]
            else:
                gone += [_line(new, c, "gone") for c in before if ways and c.op == "any-of"]
            lines += found
    own = [c for c in changes.added if _is_about((c,), (new,), asked)]
    hard = [c for c in own if c.threshold and c in must_meet(new)]
    lines += [_line(new, c, "new") for c in own if asked]
    lines += [Line(new, (c.threshold,)) for c in hard if c.threshold and not asked]
    gone += [_line(new, c, "gone") for c in changes.dropped if _is_about((c,), (old,), asked)]
    spent = {c.id for c in new.criteria if "rd" in c.topics}
    lines.sort(key=lambda n: (len(n.figures) < 2, not asked and n.part not in spent))
    if not asked:
        only_gone = _DROPPED.search(plain) and gone
        lines = [n for n in lines if not only_gone and (n.figures or n.part in spent)]
    return AnswerCard(old, (*lines, *gone), "pairs") if lines or gone else None


def _pair(new: Tier, before: Sequence[Criterion], after: Criterion) -> Line:
    """Both numbers, if they are of one unit and differ; else what is required now, in words."""
    now = after.threshold
    known = [c.threshold for c in before if c.threshold and now and c.threshold.unit == now.unit]
    if not now or not known or known[0].value == now.value:
        return _line(new, after, "now")
    return Line(new, (known[0], now))


def _line(tier: Tier, criterion: Criterion, role: Role) -> Line:
    return Line(tier, text=criterion.requirement, role=role, part=criterion.id)


def _is_about(criteria: Sequence[Criterion], tiers: Sequence[Tier], asked: Set[str]) -> bool:
    """Whether one of the criteria, or of their parts, is about one of these topics."""
    every = [*criteria, *(p for c in criteria for t in tiers for p in parts_of(t, c))]
    if not any(c.topics for c in every):
        every += [c for t in tiers for c in t.criteria if any(e.id in c.of for e in criteria)]
    return not asked or any(not asked.isdisjoint(c.topics) for c in every)
