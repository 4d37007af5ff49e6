"""Cards of the check on requirements that no number of a firm decides."""

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from itertools import islice
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.record_lines import criterion_line
from bot.domain.answers.lookup.titles.check_lines import CLASS_1, class_1
from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.answers.read.forms import ASKS_IF_REPLACED, has_form
from bot.domain.answers.read.own_numbers import BOUGHT
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Text, Tier
from bot.domain.eligibility.tiers import (
    TIER_NAMES,
    TierName,
    general_criteria,
    must_meet,
    tier_in_force,
    title_needed,
)
from bot.domain.release import Release
from bot.domain.search.ranking import SUPPORT, TIER_TERMS, tiers_named
from bot.domain.text import amount_token, normalise, parse_text, shares_in, sums_in

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

_OF_RULE: Final = re.compile(
    r"\b(?:threshold|requirement|limit|rule|minimum|cut-?off|standard|pass mark|ceiling|cap)s?\b|"
    r"\bneed(?:s|ed)?\b|\bmust\b|^\W*(?:is|was|isn't) it (?:still |really |now )*\d|"
    r"门槛|要求|标准|指标|(?:是不是|还是|只要|必须|需要|要)[^,;。?]{0,8}[\d一二三四五六七八九十百千]"
)
"""Asks about the number of a rule."""
_RIGHT: Final = re.compile(r"\b(?:right|correct)\W*$|吧\W*$")
_OWN: Final = re.compile(
    r"\b(?:we|our|us|my|i|clients?|firm|company)\b|\benough\b|\bok(?:ay)?\b|\bmeets?\b|\bpass\b|"
    r"\bcan\b|我|咱|公司|客户|去年|前年|做到|只有|够|得过|行[吗不]|能[报申评冲进过]|可以|达标|符合|满足"
)
"""Tells a number of the firm, or asks whether it is enough."""
_TWO_NUMBERS: Final = re.compile(r"\d[^?]{0,40}(?:\bor\b|还是|或)[^?]{0,16}\d")
_BOUGHT: Final = "bought-ip"
_SOME: Final = re.compile(r"\b(?:some|part|partly|half|mixed)\b|其中|部分|有些|[里中](?:面)?有")
"""Says that rights of a kind are not all."""
_OTHER_RIGHTS: Final = frozenset({"other-ip", "trademark"})
"""Terms of rights that the list of those that count does not name."""
_COUNTS: Final = re.compile(
    r"\b(?:count(?:s|ed)?|replace|stand in|substitute|class|enough|good|meets?)\b|\bqualif|"
    r"算|[i一1]类|够|顶|认"
)
_AND_IF: Final = re.compile(r"(?:\band|[,;?]) ?(?:does|do|is|are|can|would)\b")
"""Asks whether, in a later clause."""
_LISTS: Final = re.compile(r"\bwhat (?:is|are|counts?)\b|\bwhich rights\b|什么|哪[些几]|包括")
"""Asks which rights are in the list as well."""
_NAMES: Final = re.compile(r"[()]|\bnational (?:class i )?|国家(?:级|一级)?")
"""What stands between the names of a right, or tells its level."""
_LIKE: Final = 0.6
"""The least share of a name that a question has."""


def size_card(release: Release) -> AnswerCard | None:
    """The national size standard, whose limits the data does not have."""
    for tier, criterion in general_criteria(release.catalogue.dataset.tiers):
        if _SIZE in criterion.topics:
            open_line = replace(criterion_line(tier, criterion), role="open")
            limits = (Line(tier, text=s.text) for s in tier.not_stated if s.id == _LIMITS)
            return AnswerCard(tier, (open_line, *limits))
    return None


def review_card(query: Query) -> AnswerCard | None:
    """What a title asks otherwise of a firm under review; None if that is not compared."""
    question, plain = query.question, query.plain
    tier_names = tiers_named(question)
    if len(tier_names) != 1 or "re-review" not in question.concepts:
        return None
    other = question.districts or question.dates or question.concepts & {*SUPPORT}
    if other or not has_form(plain, "difference") or _ROUND.search(plain):
        return None
    tier = tier_in_force(query.release.catalogue.dataset.tiers, tier_names[0])
    lines = tuple(
        criterion_line(tier, c)
        for c in must_meet(tier)
        if c.or_last_year_for or any(tier.tier in e.facts for e in c.exemptions)
    )
    return AnswerCard(tier, lines) if lines else None


def untold_card(query: Query) -> AnswerCard | None:
    """What a title requires, all still open, if the question gives no fact that decides it."""
    if (tier_name := _asked_of_nothing(query)) is None:
        return None
    tier = tier_in_force(query.release.catalogue.dataset.tiers, tier_name)
    title = title_needed(tier)
    needed = sorted(must_meet(tier), key=lambda c: (c is not title, "revenue" not in c.topics))
    lines = tuple(replace(criterion_line(tier, c), role="open") for c in needed[:_SHOWN])
    rest = tuple(c.name for c in needed[_SHOWN:])
    return AnswerCard(tier, lines, "check", len(rest), rest)


def unnamed_card(query: Query) -> AnswerCard | None:
    """What the rules do not say of the reason that a question names, in words alike to it."""
    for hit in query.hits:
        tier, text = query.release.catalogue.tiers.get(hit.document.record), hit.document.text
        if hit.document.kind == "not-stated" and tier and text and hit.likeness >= _NAMED:
            return AnswerCard(tier, (Line(tier, text=text, stated=False),))
    return None


def _asked_of_nothing(query: Query) -> TierName | None:
    """The title that it asks about, telling at most what the firm makes and where.

    Not the base tier, of which the whole requirement is one of several ways.
    """
    question, plain = query.question, query.plain
    terms = query.release.catalogue.terms
    is_one = _IS_ONE.search(plain)
    said, asks_else = question.concepts - _SAY_NOTHING - TIER_TERMS.keys(), _ASKS_ELSE
    if is_one:  # 材料 is then what the firm makes, and 报 asks whether it may
        said, asks_else = said - {"documents"}, asks_else - {"apply"}
    about_firm = {terms[c].kind for c in said if c in terms} <= {"industry", "place", "filler"}
    numbers = {*numbers_of(plain)}
    told = question.dates or question.named or numbers - {"staff"} or not about_firm
    other = (question.amounts and not numbers) or _USES.search(plain)
    other = other or question.intents & asks_else
    if told or other or not (is_one or numbers):
        return None
    tier_names = tiers_named(question)
    return tier_names[0] if len(tier_names) == 1 and tier_names[0] != TIER_NAMES[0] else None


def rule_card(query: Query) -> AnswerCard | None:
    """Whether a title requires the number named; of two numbers the one that it requires."""
    release, question, plain = query.release, query.question, query.plain
    tier_names, two = tiers_named(question), _TWO_NUMBERS.search(plain)
    other = question.past or question.dates or len(tier_names) != 1 or _OWN.search(plain)
    asks = _OF_RULE.search(plain) and (has_form(plain, "can") or _RIGHT.search(plain))
    if other or not (two or asks):
        return None
    tier = tier_in_force(release.catalogue.dataset.tiers, tier_names[0])
    for criterion in tier.criteria:
        figure, named = criterion.threshold, release.index.parse(criterion.name.en).concepts
        if figure is None or question.concepts.isdisjoint((*criterion.topics, *named)):
            continue
        token = amount_token(figure.value, figure.unit)
        alike = [each for each in question.amounts if _kind(each) == _kind(token)]
        if len(alike) == 1 or (alike and two):
            line, met = criterion_line(tier, criterion), token in alike
            notes = [Line(tier, text=criterion.note)] if criterion.note else []
            if two:
                return AnswerCard(tier, (Line(tier, (figure,)), line, *notes))
            return AnswerCard(tier, (replace(line, met=met, role="claim"), *notes), "check")
    return None


def _kind(token: str) -> tuple[bool, bool]:
    """Whether an amount is a share, and whether it is a sum of money."""
    return bool(shares_in([token])), bool(sums_in([token]))


def right_card(query: Query) -> AnswerCard | None:
    """Whether rights that were bought, or those of a kind, count; None if that is not asked."""
    release, question, plain = query.release, query.question, query.plain
    concepts, tier_names = question.concepts, tiers_named(question)
    other, named = concepts & _OTHER_RIGHTS, BOUGHT.search(plain)
    bought = concepts & {"ip", _BOUGHT, CLASS_1} and named and not other
    if not bought and (
        (
            CLASS_1 not in concepts
            and tier_names
            and ("ip" not in concepts or TIER_NAMES[0] in tier_names)
        )
        or not ((has_form(plain, "can") or _AND_IF.search(plain)) and _COUNTS.search(plain))
        or _SOME.search(plain)
        or sums_in(question.amounts)  # more than rights is told
    ):
        return None
    tier, rights = class_1(release)
    units = {*parse_text(plain).units}
    swapped = other and ASKS_IF_REPLACED.search(plain)
    listed = not (bought or swapped) and any(
        _has(units, normalise(f"{o.en}({o.zh})")) for o in rights.options
    )
    if bought:
        rights = next(c for c in tier.criteria if _BOUGHT in c.topics)
    elif listed == bool(other):  # some of each, or none
        return None
    lines = [replace(criterion_line(tier, rights), met=listed, role="counts")]
    kinds = frozenset[str]() if bought else other | ({_BOUGHT} if named else frozenset[str]())
    best = None if bought else release.answers.best(tier, plain)
    said = [best[0].text] if best else []
    if said and other and not other & release.index.parse(said[0].en).concepts:
        said = []
    said += _answers_about(release, tier, kinds, said[0] if said else None)
    if said:
        listing = replace(lines[0], met=None, role=None)
        lines = [replace(lines[0], text=said[0], figures=())]
        lines += (*(Line(tier, text=text) for text in said[1:]), listing)
    elif _LISTS.search(plain):
        lines.append(Line(tier, text=class_1(release)[1].requirement))
    for each in (tier_in_force(release.catalogue.dataset.tiers, n) for n in tier_names):
        lines += (criterion_line(each, c) for c in must_meet(each) if CLASS_1 in c.topics)
    return AnswerCard(tier, tuple(lines), "check")


def _answers_about(
    release: Release, tier: Tier, kinds: Set[str], best: Text | None
) -> Iterator[Text]:
    """The first answer about each kind of rights that the best one is not about."""
    parse = release.index.parse
    told = parse(best.en).concepts if best else frozenset[str]()
    for kind in sorted(kinds - told, reverse=True):
        about = (a.text for a in tier.answers if kind in parse(a.text.en).concepts)
        yield from islice(about, 1)


def _has(units: Set[str], names: str) -> bool:
    """Whether a question has one of the names."""
    each = ({*parse_text(name).units} for name in _NAMES.split(names))
    return any(len(units & name) >= max(2, _LIKE * len(name)) for name in each)
