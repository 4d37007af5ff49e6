"""What districts pay for a title: one district, several, or the table of all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.own_sums import own_sum
from bot.domain.answers.lookup.aspects import names_batch
from bot.domain.answers.lookup.award_table import (
    MOVE_IN,
    figures_of,
    paid_elsewhere,
    table_card,
    telling,
)
from bot.domain.answers.read.firm_facts import TITLE_WORDS
from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.answers.read.forms import ASKS_IF_PAID, MORE, has_form, whether_asked
from bot.domain.answers.read.parts import ASKS_EACH
from bot.domain.answers.read.query import Query
from bot.domain.data.firm_values import TierName
from bot.domain.data.models import Attribute, Award
from bot.domain.release import Release
from bot.domain.search.intent import COMES_FROM_ELSEWHERE, QUANTITIES, WHEN
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import tiers_named
from bot.domain.search.vocabulary import DISTRICT
from bot.domain.text import Plain, pattern_of

_MONEY: Final = pattern_of(
    r"(?<!we )(?<!to )\bbrings?\b|money|\bpayment\b|\b(?:giv|hand)(?:es?|s|ing)?\b|incentive|"
    r"\bget\b|benefit|in it for|\bworth\b|\bhow much\b|amount|subsid|"
    r"\bbest (?:district|place)\b|\bdistrict (?:is|would be) (?:the )?best\b|区(?:最|更|比较)?好|"
    r"补多少|给|发|多少钱|有(?:没有)?钱|拿|得多少|几万|好处"
)
_AWARD: Final = pattern_of(
    r"\bhow much money\b|award|bonus|(?<!science )prize|reward|cash|generous|"
    r"\bpa(?:ys?|id|ying|youts?)\b|奖|补贴|发钱|大方|"
    r"(?:拿|给|得|发)到?(?:多少|几)(?!分|项|个)|[给补发]得?的?钱?[最更]?多(?!少)"
)
_OTHER_SUBJECT: Final = re.compile(
    r"\btax(?:es)?\b|grow|december 2024|dec(?:ember)? 24|central|beijing|above.scale|"
    r"\bcity\b(?!.?level| srdi| title)|"
    r"minimum|floor|\bleast (?:a|that|any)\b|at least|下限|不[低得]于|至少|最少要|起码|"
    r"税率|[缴交]税|所得税|增长|增速|增了|成长|中央|市里|市级财政|升规|24年12月"
)
_EVERY: Final = "amounts"
"""What is not stated of every tier."""
_EVENTS: Final[Mapping[str, re.Pattern[str]]] = {
    "review": re.compile(
        r"re-?view|re-?check|re-?exam|re-?assess|\brenew(?!able)|复核|复审|复评|续评|到期再"
    ),
    MOVE_IN: re.compile(
        r"\bmov(?:e|es|ed|ing)\b|relocat|\bbring\w* .{0,30}\bfrom\b|迁(?!移)|搬(?!运)|引进"
    ),
    "listed": re.compile(r"\blisted\b(?! as)|stock market|(?<!评)上市(?!级)"),
    "district": re.compile(
        r"district.?(?:level|'s own|s own|label)|\bown\b.{0,12}label|\blower\b|区级"
    ),
    "champion": re.compile(r"champion|单项冠军"),
}
_NO_TIER: Final = frozenset({"award", "amount", "latest", "firm", "sme", "lin-gang"})
"""Terms of a question for the awards of a district that names no title."""
_FIRST: Final = re.compile(
    r"\bfirst|\bnew|\bawards? (?:and|plus|,|\+)|首次|第一次|(?<!特)新|刚|认定|奖励?[和及与、,]|"
    r"(?<!复[核评审])奖励?(?:是|有)?多少[,;。].{0,8}(?:复|迁|搬)"
)
"""Asks for the award for a new title, perhaps beside another."""
_EXTRA: Final = re.compile(r"\bextra\b|\badditional|\bon top\b|额外|追加|另加|再[加给奖补]")
"""Asks for what is paid beside the award for the title."""
_OTHER: Final[frozenset[Attribute]] = frozenset({"apply", "who", "place", "stacking", "authority"})
_HOW_MUCH: Final = re.compile(r"\bhow much\b|多少|几[万钱]")
_BESIDE: Final = _OTHER - {"apply", "authority"}
"""What is not asked beside an amount."""
OUTSIDE_CONCEPTS: Final = frozenset(
    "growth-award above-scale technical-upgrading loan guarantee fund voucher key-little-giant "
    "direct-route local-points".split()
)
ASKS_BY_DISTRICT: Final = pattern_of(
    r"which (?:of the )?(?:district|place)s?|what districts?|districts|"
    r"each district|by district|"
    r"\b(?:a|any) district\b(?! (?:hospital|school|court|bureau|body|office))|"
    r"\bwhere (?:do|can|could|would|does)\b(?=.*(?:\bpa[iy]|\bget|\bgiv|award|\bmost|bring))|"
    r"\b(?:best|most|top|highest|biggest|largest)\b[\w -]{0,24}\bdistrict|"
    r"\bwh(?:o|ere)\b[\w ]{0,40}\b(?:best|most|more|highest|higher|biggest|largest)\b|"
    r"哪个?区|各区|哪些区|哪几个区|每个区|的区(?:是|有|列|$|[?,])"
)
"""Asks which districts, or about each."""
_GIVES_MORE: Final = re.compile(
    rf"\b(?:{MORE})\b|"
    r"[多高大]还是|[哪谁][个家边里]?(?:给得)?更?[多高]|差多少|"
    r"[比给].{1,12}[给补奖]?得?的?更?[多高大]方?(?:吗|么|吧|$|\?)"
)
_LEAVES: Final = re.compile(r"\bfrom ([^,.;?]{3,24}?) to\b|从([^,。;?]{2,8}?)[搬迁转挪到至去]")
"""Names the district that the firm leaves, whose award for moving in is not for it."""


def award_card(query: Query) -> AnswerCard | None:
    """The award asked about; None if the question is about something else."""
    release, question, plain = query.release, query.question, query.plain
    if question.outside or "stacking" in question.intents:
        return None
    leaves, more = _LEAVES.search(plain), _GIVES_MORE.search(plain)
    left = release.index.parse(leaves[1] or leaves[2]).districts if leaves and not more else ()
    question = replace(question, districts=question.around.difference(left) or question.around)
    query = replace(query, question=question)
    tier_names = _tiers_asked(query)
    each = ASKS_EACH.search(plain) and question.districts and not _counts_firms(release, question)
    about = (tier_names and each) or _is_about_awards(query, tier_names)
    if not about:
        return None
    awards = [a for a in release.catalogue.awards if a.giver == "district" and a.figures]
    places = _of_the_year(_asked_places(awards, question), query)
    asked = figure_ids(tier_names, plain, alone=not places)
    places = telling(places, asked)
    if not places and (len(set(question.amounts)) > 1 or has_form(plain, "difference")):
        return None
    if not places:
        card = table_card(query, awards, asked)
        which_pays = ASKS_BY_DISTRICT.search(plain) or whether_asked(plain)
        others = () if which_pays or query.elsewhere else paid_elsewhere(query, asked)
        return card and replace(card, other_parts=tuple(others))
    explains = query.form in ("can", "how") and not question.intents & QUANTITIES
    unpaid = ASKS_IF_PAID.search(plain) and any(_is_unpaid(award, asked) for award in places)
    if explains and len(question.districts) == 1 and not unpaid:
        return None
    if len(places) > 1:
        told = not any(figures_of(a, asked) for a in places)  # the move is only told
        if tier_names and (told or (leaves and more)):
            asked = [f"new-{tier_name}" for tier_name in tier_names]
        return _several(places, asked)
    if "count" not in question.intents:  # else a number of firms is asked for, perhaps of one tier
        in_order = sorted(tier_names, key=lambda name: _first_named(name, plain))
        asked = figure_ids(in_order, plain)
    known = _asked_places(awards, question) if "amount" in question.intents else ()
    return _one(places[0], asked, question, [a for a in known if figures_of(a, asked)])


def _first_named(tier_name: TierName, plain: Plain) -> int:
    """Where a question first names a tier; its end if it does so in other words."""
    said = TITLE_WORDS[tier_name].search(plain)
    return said.start() if said else len(plain)


def _tiers_asked(query: Query) -> Sequence[TierName]:
    """The tiers named, the highest first; of a question for each those of all its clauses."""
    whole = query.release.index.parse(query.plain)
    return tiers_named(whole if ASKS_EACH.search(query.plain) else query.question)[::-1]


def _counts_firms(release: Release, question: ParsedQuestion) -> bool:
    """Whether it asks for a number of firms, or may, as a count of its districts is known."""
    statistics = release.catalogue.statistics.values()
    return "count" in question.intents or any(s.area in question.districts for s in statistics)


def _is_about_awards(query: Query, tier_names: Sequence[str]) -> bool:
    """Whether it asks what districts pay for a title, rather than for something else."""
    question, plain = query.question, query.plain
    says_award = _AWARD.search(plain) is not None
    by_district = ASKS_BY_DISTRICT.search(plain)
    event = (question.districts or by_district) and any(
        pattern.search(plain) for pattern in _EVENTS.values()
    )
    moves = COMES_FROM_ELSEWHERE.search(plain)
    several = by_district or len(question.districts) + ("lin-gang" in question.concepts) > 1
    pays = says_award or _MONEY.search(plain) or (tier_names and _FIRST.search(plain))
    pays_more = several and _GIVES_MORE.search(plain) and pays
    compared = says_award and (by_district or (several and "when" not in question.intents))
    alone = {c for c in question.concepts if not c.startswith(DISTRICT)} <= _NO_TIER
    alone = alone and says_award and "amount" in question.intents
    if not (tier_names or compared or event or moves or pays_more or alone):
        return False
    grew = not question.districts and "growth" in numbers_of(plain)
    if grew or question.concepts & OUTSIDE_CONCEPTS:
        return False
    if moves and not question.named:
        asks = says_award or "moving-in-award" in question.concepts
        return asks or _MONEY.search(plain) is not None
    beside = "amount" in question.intents and _HOW_MUCH.search(plain)
    other = question.intents & (_BESIDE if beside else _OTHER)
    only_when = question.end and question.intents == WHEN and len(tier_names) < 2
    if _OTHER_SUBJECT.search(plain) or ((other or only_when) and not several):
        return False
    compares = several and question.intents <= {"who"}
    if compares and (pays_more or (_FIRST.search(plain) and _GIVES_MORE.search(plain))):
        return True
    return says_award or bool((question.districts or by_district) and _MONEY.search(plain))


def figure_ids(tier_names: Sequence[str], plain: Plain, *, alone: bool = False) -> tuple[str, ...]:
    """Ids of the figures asked for, in their order; `alone`: without those beside them."""
    events = [event for event, pattern in _EVENTS.items() if pattern.search(plain)]
    if tier_names and "specialised" not in tier_names:
        events = [event for event in events if event != "district"]  # no district has such a title
    first = "new" if not events or _FIRST.search(plain) else ""
    found: list[str] = []
    for event in (*([first] if first else []), *events):
        match event:
            case "district" if alone:
                found.append("district-specialised")
            case "district":
                found += ["new-specialised", "district-specialised", "review-district-specialised"]
            case "champion":
                found += ["national-champion", "city-champion"]
            case "listed":
                extra = _EXTRA.search(plain)
                new = [t for t in tier_names if t != "little-giant" or not extra]
                new += [] if extra else ["little-giant"]
                found += [*(f"new-{tier_name}" for tier_name in new), "listed-little-giant"]
            case _:
                found += [
                    f"{event}-{tier_name}"
                    for tier_name in tier_names or ("little-giant", "specialised")
                ]
    return tuple(dict.fromkeys(found))


def _asked_places(awards: Sequence[Award], question: ParsedQuestion) -> list[Award]:
    named = [a for a in awards if set(a.districts) & question.districts and not a.lingang]
    return [*named, *(a for a in awards if a.lingang and "lin-gang" in question.concepts)]


def _of_the_year(awards: Sequence[Award], query: Query) -> Sequence[Award]:
    """Of several calls of a district those of the year or the batch that is asked about."""
    years = {d[:4] for d in query.question.dates}
    own = [a for a in awards if a.as_of and a.as_of[:4] in years]
    own = own or [a for a in awards if names_batch(a, query.plain)]
    return own if own and not query.question.past else awards


def _one(
    award: Award, asked: Sequence[str], question: ParsedQuestion, known: Sequence[Award]
) -> AnswerCard:
    """What was asked first, then the rest; what the sources do not state is said.

    `known`: the calls of the district that state it, perhaps of another year.
    """
    ends = award.validity.ends if award.validity else None
    over = ends and question.dates and all(int(d[:4]) > ends.year for d in question.dates)
    first = () if over else figures_of(award, asked)
    lines = [Line(award, (f,)) for f in first]
    if first and (worth := own_sum(award, question.text, first[0])):
        lines.insert(0, worth)
    if not first:
        lines += _unstated(award, asked)
        lines += [Line(a, (f,)) for a in known[:1] if a is not award for f in figures_of(a, asked)]
    for about in ("when", "apply") if "amount" in question.intents else ():
        if about not in question.intents or (about == "when" and not question.end):
            continue
        notes = [award.validity.note] if award.validity else []
        texts = [*award.apply] if about == "apply" else notes
        gaps = [s.text for s in award.not_stated if s.about == about][: not texts]
        lines += [Line(award, text=text, stated=text in texts) for text in (*texts, *gaps)]
    lines += [Line(award, (f,)) for f in award.figures if f not in first]
    lines += [Line(award, text=text) for text in award.conditions[:1]]
    if award.validity:
        lines.append(Line(award, text=award.validity.note))
    return AnswerCard(award, tuple(dict.fromkeys(lines)))


def _unstated(award: Award, asked: Sequence[str]) -> Iterator[Line]:
    """What is asked is not stated; in the record's own words if it has them."""
    entries = (s for i in asked for s in award.not_stated if i in s.figures or s.id == _EVERY)
    if entry := next(entries, None):
        yield Line(award, text=entry.text, stated=False)
    else:
        yield Line(award, missing="amount")


def _is_unpaid(award: Award, asked: Sequence[str]) -> bool:
    """Whether it says that no source states what is asked about, or has nothing of the event."""
    told = any(i.startswith("new-") for i in asked)
    said = any(i in s.figures for s in award.not_stated for i in asked)
    return not figures_of(award, asked) and (said or not told)


def _several(places: Sequence[Award], asked: Sequence[str]) -> AnswerCard:
    """The figures asked for, place by place, with how long each is valid."""
    paid = {a.id: figures_of(a, asked) for a in places}
    lines = [Line(a, paid[a.id], missing=None if paid[a.id] else "amount") for a in places]
    lines += [Line(a, text=a.validity.note) for a in places if a.validity]
    return AnswerCard(places[0], tuple(lines), "award-districts")
