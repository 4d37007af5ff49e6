"""What a title requires of one thing, such as revenue or R&D: read from the record itself."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line, card_of
from bot.domain.answers.compose.record_lines import criterion_line, whole_criterion
from bot.domain.answers.compose.sentences import Overlap
from bot.domain.answers.lookup.titles.changes import (
    asks_for_both_rules,
    asks_what_changed,
    changes_card,
    method_card,
    method_start_card,
)
from bot.domain.answers.lookup.titles.side_by_side import (
    all_requirements,
    threshold_lines,
    whole_titles_card,
)
from bot.domain.answers.read.forms import Form, asks_for_every, has_form
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Criterion, Text, Tier
from bot.domain.eligibility.tiers import TIER_NAMES, must_meet, sums_of_points
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import SUPPORT, TIER_TERMS, tiers_named
from bot.domain.text import shares_in, sums_in

CRITERIA: Final = frozenset(
    "ip revenue debt-ratio rd score market-share main-business years staff assets "
    "growth compound-growth equity-financing direct-route self-evaluation excluded "
    "class-1-ip rd-body rd-staff dev-evaluation documents niche-market".split()
)
"""Terms of the glossary that name what a tier requires."""
_DEFINED: Final = re.compile(
    r"\bbought|\bbuy|\bpurchas|\btransfer|\bacquir|\bcounts?\b|买|转让|受让|算不算|算吗|"
    r"\bsee\b|\blook (?:it )?(?:up|at)\b|\bfind out\b|\bwh(?:ere|ich (?:web)?site)\b|"
    r"\bwork(?:ed)? out\b|\bcalculat|\bcompute|"
    r"\b(?:areas|aspects|dimensions|indicators|top[- ]level|first[- ]level)\b|"
    r"查|哪里看|哪儿看|自己算|谁.{0,2}算|怎么算|[一二]级指标|维度|方面"
)
"""Asks what counts, what a score is made of, or where it can be seen."""
_COMPUTED: Final = re.compile(
    r"\b(?:our|my|the) (?:own )?score\b.*\b(?:comput|calculat|excel|see|"
    r"(?:work\w*|look) (?:it )?(?:out|up))|"
    r"\b(?:comput\w+|calculat\w+|know|see|find(?: out)?|check|look up) "
    r"(?:our|my) (?:\w+ ){0,2}score\b|"
    r"(?:我们|自己|自家)(?:的)?(?:得|评)?分.{0,6}(?:怎么|哪|查|算)|(?:怎么|哪里?|如何)(?:查|看|算|知道)(?:我们|自己|自家)"
)
"""Asks where the firm's score is worked out."""
_EXPLAINED: Final = frozenset({"class-1-ip", "dev-evaluation"})
"""Terms that the definitions explain."""
_ITEMS: Final = re.compile(
    r"\bitems?\b|made? up|buil[dt] up|\bgoes? into\b|\bconsists?\b|"
    r"\bscor\w+ table\b|\bpoints? (?:per|each|for each)\b|"
    r"\bhow many points\b|\b(?:is|are|gets?) scored\b|哪几项|哪些项|[组构]成|都看|"
    r"看哪|几项指标|打哪些|评分(?:表|项|指标)|评价指标|自评表|分值|打分|[各每].{0,2}[几多]少?分|"
    r"[两三四五六七八九十]项.{0,4}(?:什么|哪)"
)
_OWN_FIRM: Final = re.compile(r"\b(?:we|our|us|my|i)\b|我|咱|本公司")
_TECH: Final = "tech-sme"
_TECH_LIMITS: Final = {"revenue": "sales", "dev-evaluation": "score"}
"""Its figures, where they are not named as the terms are."""
_NOT_REQUIRED: Final = frozenset(
    ("re-review", "annual-update", "validity", "growth-award", "target", "local-points")
)
"""Terms of what goes with a title."""
_SCORE: Final = frozenset({"score", "self-evaluation", "documents"})
_SPAN: Final = re.compile(r"\b(?:\d|two|three) ?(?:years?|yrs?)\b|[两三23]年")
_OF_REVENUE: Final = re.compile(
    r"\b(?:share|percent\w*|%|part) of (?:the |our |its )?(?:revenue|sales|turnover)|"
    r"占(?:营业收入|营收|收入)"
)
"""A share of revenue, of which another requirement speaks."""
_MANY: Final = 4
_MOST: Final = 6


def requirements_card(query: Query) -> AnswerCard | None:
    """The requirements of the titles named that are about what is asked; None if there are none.

    Without a title: of every title that has one.
    """
    question, plain, form = query.question, query.plain, query.form
    rules = {"2022"} if question.past else {"current"}
    if asks_for_both_rules(plain):
        rules = {"2022", "current"}
    tiers = [t for t in query.release.catalogue.tiers.values() if t.rules in rules]
    asked = _topics(tiers, query)
    tier_names = tiers_named(question)
    own = [t for t in tiers if t.tier in tier_names or (not tier_names and t.tier != "all")]
    points = "score" in asked
    compares = has_form(plain, "difference")
    alone = tier_names and len(rules) == 1
    if alone and (card := whole_titles_card(own, plain, asked)):
        return card
    scored = "score" in asked <= _SCORE and _ITEMS.search(plain)
    if scored and (items := card_of(_items(own), "requirements")):
        return items
    if alone and asks_for_every(plain) and not (asked & _EXPLAINED and _DEFINED.search(plain)):
        return all_requirements(own)
    found = list(_found(own, asked, points=points))
    if not found:
        found = _of_every_tier(tiers, asked, question, form)
        if found and len(rules) > 1 and compares:
            notes = [Line(t, text=c.note) for t, c in found if c.note_on == "former-rules"]
            return _card([*notes, *(criterion_line(*each) for each in found)])
    if not found:
        return None
    if asks_for_definition(query) or _DEFINED.search(plain):
        defined = list(_found([t for t in tiers if t.part == "definitions"], asked))
        other = TIER_NAMES[0] if defined and not tier_names else ""  # has a score of its own
        found = [*defined, *(each for each in found if each[0].tier != other)]
    explains = form in ("can", "how") or "exemption" in question.concepts
    found.sort(key=lambda each: -len(asked.intersection(each[1].topics)))
    if (short := _in_short(dict.fromkeys(found))) and not explains:
        return short
    lines = [line for tier, c in dict.fromkeys(found) for line in _lines(tier, c, explains)]
    return _card(lines[:_MOST])


def _of_every_tier(
    tiers: Iterable[Tier], asked: frozenset[str], question: ParsedQuestion, form: Form
) -> list[tuple[Tier, Criterion]]:
    """The requirements of every title, the nearest first, but of a list."""
    general = [t for t in tiers if t.tier == "all" and t.part == "entry"]
    found, overlap = list(_found(general, asked)), Overlap(question)
    if form != "list":
        found.sort(key=lambda each: -overlap.of(each[1].requirement))
    return found


def then_and_now_card(query: Query) -> AnswerCard | None:
    """What changed for a title, or since when; None if something else or the firm is asked."""
    if card := method_start_card(query):
        return card
    question, plain = query.question, query.plain
    paid = () if question.concepts & {"direct-route", "score"} else SUPPORT
    other = question.districts or question.named or question.concepts & {*paid, *_NOT_REQUIRED}
    tier_names, shares = tiers_named(question), shares_in(question.amounts)
    firm = _OWN_FIRM.search(plain) or len(shares) > 1
    if other or len(tier_names) > 1 or firm or not asks_what_changed(plain):
        return None
    if not tier_names:
        return method_card(query)
    tiers = [t for t in query.release.catalogue.tiers.values() if t.tier == tier_names[0]]
    asked = _topics(tiers, query)
    told = {"revenue"} if sums_in(question.amounts) and len(asked) > 1 else set[str]()
    entry = {t.rules: t for t in tiers if t.part == "entry"}
    alone = question.concepts <= TIER_TERMS.keys() | {"difference", "condition"}
    return changes_card(entry["2022"], entry["current"], asked - told, plain, alone=alone)


def _in_short(found: Collection[tuple[Tier, Criterion]]) -> AnswerCard | None:
    """The thresholds of many requirements of one title, for whose sentences there is no room."""
    [tier, *others] = {t.id: t for t, _ in found}.values()
    required_ones = [c for _, c in found if c in must_meet(tier)]
    if others or len(required_ones) < max(_MANY, len(found)) or tier.tier == TIER_NAMES[0]:
        return None
    return AnswerCard(tier, tuple(threshold_lines(tier, required_ones)), "requirements")


def _items(tiers: Iterable[Tier]) -> Iterator[Line]:
    """What points are given for, and how many at most."""
    for tier in tiers:
        yield from (Line(tier, text=c.requirement) for c in sums_of_points(tier)[:1])
        for each in (c.requirement for c in tier.criteria if c.op == "bands"):
            most = Text(en=each.en.partition(":")[0], zh=each.zh.partition("：")[0])
            yield Line(tier, text=most)


def _card(lines: Sequence[Line]) -> AnswerCard | None:
    records = {line.record.id for line in lines}
    return card_of(lines, "requirements" if len(records) > 1 else None)


def asks_for_definition(query: Query) -> bool:
    """Whether it asks what counts as a class I right, or where the evaluation can be seen."""
    question, plain = query.question, query.plain
    explained = not question.concepts.isdisjoint(_EXPLAINED) and _DEFINED.search(plain)
    explained = explained or _asks_for_members(query)
    return bool(explained or ("score" in question.concepts and _COMPUTED.search(plain)))


def _asks_for_members(query: Query) -> bool:
    """Whether it asks which rights are class I rights."""
    is_class = "class-1-ip" in query.question.concepts and not tiers_named(query.question)
    return is_class and has_form(query.plain, "list")


def _topics(tiers: Iterable[Tier], query: Query) -> frozenset[str]:
    """The terms named that a requirement is about."""
    known = {topic for tier in tiers for c in tier.criteria for topic in c.topics}
    asked = query.question.concepts & known
    niche = "niche-market" in asked or asks_for_both_rules(query.plain)
    several = len(asked) > 1 and "excluded" not in asked and not _SPAN.search(query.plain)
    if len(asked) > 1 and _OF_REVENUE.search(query.plain):
        asked -= {"revenue"}
    return asked if niche or several else asked - {"years"}


def _found(
    tiers: Iterable[Tier], asked: frozenset[str], *, points: bool = True
) -> Iterator[tuple[Tier, Criterion]]:
    """The requirements about what is asked; how many points something gives only if asked."""
    for tier in tiers:
        for criterion in tier.criteria:
            usable = criterion.use != "warning" and (points or criterion.op != "bands")
            if usable and not asked.isdisjoint(criterion.topics):
                whole = whole_criterion(tier, criterion.id)
                yield tier, criterion if asked.isdisjoint(whole.topics) else whole


def _lines(tier: Tier, criterion: Criterion, explains: bool) -> Iterator[Line]:
    yield criterion_line(tier, criterion)
    if explains:
        yield from (Line(tier, text=each, role="exemption") for each in criterion.exemptions)


def requirement_factor(release: Release, hit: Hit) -> float:
    """A factor for a hit where a requirement is asked: higher for requirements."""
    tier = release.catalogue.tiers.get(hit.document.record)
    if tier is None:
        return 0.75
    return 1.6 if hit.document.kind == "criterion" and tier.tier != "all" else 1.1


def tech_sme_card(query: Query) -> AnswerCard | None:
    """What a technology SME must meet, if no other title is named: the ways, or the limits."""
    question = query.question
    named = question.concepts & CRITERIA
    alone = question.concepts & TIER_TERMS.keys() == frozenset({_TECH}) and query.form in (
        "value",
        "list",
    )
    record = next(iter(query.release.catalogue.procedures(_TECH, "requirements")), None)
    if record is None or not alone:
        return None
    direct = "direct-route" in named
    if direct or not named:
        ways = (record.summary, *record.conditions[-1:])[:: -1 if direct else 1]
        return AnswerCard(record, tuple(Line(record, text=text) for text in ways))
    ids = {_TECH_LIMITS.get(term, term) for term in named}
    lines = tuple(Line(record, (figure,)) for figure in record.figures if figure.id in ids)
    return AnswerCard(record, lines) if lines and not question.past else None
