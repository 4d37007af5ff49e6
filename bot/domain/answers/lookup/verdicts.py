"""Whether a measure is for the firm that a question describes, by its dates and conditions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, get_args

from bot.domain.answers.answer import Line
from bot.domain.answers.compose.bands import with_own_band
from bot.domain.answers.compose.comparisons import sums_first
from bot.domain.answers.compose.record_lines import money_lines, paid_first
from bot.domain.answers.compose.sentences import Overlap
from bot.domain.answers.lookup.awards import OUTSIDE_CONCEPTS, figure_ids
from bot.domain.answers.lookup.own_conditions import MEANT, tested_conditions, with_own_test
from bot.domain.answers.lookup.times import (
    bar_verdict,
    dated,
    lines_of_end,
    once_verdict,
    time_verdict,
    wait_verdict,
)
from bot.domain.answers.read.circumstances import unknown_clause
from bot.domain.answers.read.firm_facts import UNINCORPORATED, firm_of, registered_in
from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.answers.read.forms import ASKS_IF_PAID
from bot.domain.answers.read.passed_limits import GOAL
from bot.domain.answers.read.query import Query
from bot.domain.data.conditions import Circumstance, Eligibility, Recognition, Size
from bot.domain.data.models import Attribute, Award, Figure, Measure, Text, Tier
from bot.domain.eligibility.matching import conditions_of, offered, unmet_conditions
from bot.domain.release import Release
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import tiers_named
from bot.domain.text import Plain, counts_in

_ELIGIBLE: Final = re.compile(
    r"\b(?:can|could|may|do|are|would|should|is) (?:we|i|us|our|my)\b|"
    r"\bfor us\b|\bours\b|\beligib|"
    r"\bqualif|\bentitled|(?:我们|我司|咱|本公司|能|可以)(?:也|还)?(?:申请|申报|拿|领|享受|报|用|贷|办)|"
    r"够得上|算得上|有份|有资格|够格|算不算"
)
"""Asks whether the asker's firm can have it."""
_OTHER: Final[frozenset[Attribute]] = frozenset(
    {"apply", "when", "stacking", "authority", "place", "count", "text", "definition"}
)
"""Asks something else of it."""
_SAID_OF: Final[Mapping[Circumstance, re.Pattern[str]]] = {
    "large": re.compile(r"\blarge (?:firm|company|enterprise)|大型?企业"),
    "related": re.compile(
        r"\b(?:own|our|a) (?:subsidiary|parent|sister|affiliate)|\baffiliat|"
        r"\bsister (?:firm|company)|(?<!un)(?<!non-)\brelated (?:party|firm|company)|"
        r"子公司|母公司|(?<!非)关联(?:方|公司|企业)|集团内"
    ),
    "reviewed": re.compile(
        r"\b(?:passed|after|only|our|the|little giant) (?:a |the |our )?(?:re-?)?review|"
        r"\breview (?:was |is )?passed|\brenewed\b(?! loan)|\b(?:title|srdi|little giant) renewal|"
        r"通过了?复[审核]|复[审核](?:是)?(?:通?过|续)"
    ),
    "state-owned": re.compile(
        r"\bstate[- ]?(?:owned|controlled)|\b(?:held|owned|controlled) by the state\b|\bsoe\b|"
        r"国企|国有|国资"
    ),
    "other-trade": re.compile(
        r"\b(?:law|accounting|consult\w+|trad\w+|retail|logistics|property|advertising|catering) "
        r"(?:firm|compan|business|agenc|developer)|"
        r"\b(?:hot ?pot|restaurant|baker[yi]|cafe|tea shop|hotel|travel agency|consultancy|"
        r"law office|retailer|wholesaler)|"
        r"火锅|餐|奶茶|饭店|酒店|宾馆|律所|事务所|咨询公司|(?:贸易|商贸|物流|地产|广告)(?:公司|企业|商)|"
        r"零售|批发|中介|旅行社|培训机构"
    ),
    "unincorporated": UNINCORPORATED,
}
"""What a question says of the firm."""
_SUM: Final = re.compile(
    r"\b(?:amount|sum|limit|ceiling|cap|within|inside|too (?:much|high|big|large))\b|"
    r"额度|上限|[这那]么多|以内|范围|超(?:了|限)|太[多大高]"
)
"""Asks whether the sum is small enough."""
_ALL_OF_IT: Final = re.compile(
    r"\b(?:all of|whole|full|entire|everything|the total)\b|全额|全部|全覆盖|整笔|全都"
)
"""Asks for the whole sum, of which only a part may be subsidised."""
_SMALL: Final[frozenset[Recognition]] = frozenset({"innovative", "specialised", "little-giant"})
"""Titles of small and medium-sized firms alone."""


def with_verdict(query: Query, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of a record with what decides, which leads if a yes or no is asked."""
    record = lines[0].record
    waited = wait_verdict(record, query.plain) if isinstance(record, Measure) else None
    if waited and "rate" not in query.question.intents:
        limits = [Line(record, (f,)) for f in record.figures if f.unit == "days"]
        return (waited, *limits, *(x for x in lines if x.text and not x.is_not_stated))
    if query.form == "can" and isinstance(record, Tier):
        return lines if query.question.past else without_former(lines, record, query.today)
    if query.form == "can":
        return _after_verdict(query, lines)
    return with_own_test(lines, query) if query.form in ("value", "get") else lines


def _after_verdict(query: Query, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines of a measure after the one that decides, if one does."""
    question, plain, measure = query.question, query.plain, lines[0].record
    if not isinstance(measure, Measure) or "stacking" in question.intents:
        return lines
    if ended := lines_of_end(measure, lines, plain):
        return ended
    ceiling, asked = ceiling_of(measure, question)
    over = ceiling if ceiling and asked > ceiling.value else None
    asks_sum = asked and (measure.kind == "guarantee" or _SUM.search(plain))
    within = ceiling if asks_sum and not over else None
    verdict = _barred(query.release, measure, plain)
    if over and (measure.kind != "subsidy" or _ALL_OF_IT.search(plain)):
        verdict = verdict or Line(measure, (over,), met=False)
    if verdict is None and lines[0].is_not_stated and not within:
        again = once_verdict(measure, query)
        return (again, *lines[1:]) if again else lines
    verdict = verdict or _verdict(query, measure)
    if verdict is None and within:
        verdict = Line(measure, (within,), met=True)
    if verdict is None or verdict.met:
        verdict = _left_open(query, measure) or verdict
    if verdict is None:
        return _undecided(query, lines)
    most = [Line(measure, (over,))] if over and over not in verdict.figures else []
    rest = _beside_verdict(query, measure, verdict, lines)
    verdict = dated(verdict, measure, question, query.today)
    return (verdict, *most, *(line for line in rest if not line.is_not_stated))


def _left_open(query: Query, measure: Measure) -> Line | None:
    """The condition nearest to what the question says is not known."""
    unknown, texts = unknown_clause(query.plain), conditions_of(measure)
    if not (unknown and texts):
        return None
    return Line(measure, text=_nearest(query.release, texts, unknown), role="open")


def _beside_verdict(
    query: Query, measure: Measure, verdict: Line, lines: Sequence[Line]
) -> list[Line]:
    """What else there is to say: after a yes what it pays first, its conditions last."""
    rest = [line for line in lines if not _is_told(line, verdict)]
    paid_out = any(f.scope == "firm" for f in measure.figures)
    if verdict.text and paid_out and offered(measure):  # the conditions say the rest
        rest = [x for x in rest if x.text or any(f.scope == "firm" for f in x.figures)]
    if not verdict.met:
        return rest
    rest = with_own_band(measure, rest, query.question)
    told = rest if verdict.text else (verdict, *rest)
    if not any(x.figures for x in told):
        rest += money_lines(measure)
    rest.sort(key=_after_yes)
    years_open = measure.for_ and measure.for_.recognised and not query.question.dates
    return [replace(x, role="open") if years_open and x.role == "who" else x for x in rest]


def ceiling_of(measure: Measure, question: ParsedQuestion) -> tuple[Figure | None, float]:
    """The limit for one borrower, of a loan or guarantee or of what is subsidised, and the sum.

    The firm's revenue and the like are no sum that it asks for.
    """
    own = {round(number, 2) for number in numbers_of(question.text).values()}
    asked = max({*counts_in(question.amounts)} - own, default=0)
    ceilings = [figure for figure in measure.figures if figure.role == "ceiling"]
    return min(ceilings, key=lambda f: (asked <= f.value, f.value), default=None), asked


def _is_told(line: Line, verdict: Line) -> bool:
    """Whether a verdict says what a line says."""
    if verdict.own is not None and any(f in verdict.figures for f in line.figures):
        return True
    same = line.figures == verdict.figures or line.text is not None
    return same and line.text == verdict.text


def without_former(lines: tuple[Line, ...], tier: Tier, today: date) -> tuple[Line, ...]:
    """The lines of a title; a no, if its rules have been replaced and it is asked about now.

    A round of the rules in force may be over; what it asked is no former rule.
    """
    replaced = tier.rules != "current" and tier.ends is not None and tier.ends < today
    if not replaced or not lines or lines[0].is_not_stated:
        return lines
    return (replace(lines[0], role="gone", met=False), *lines[1:])


def _undecided(query: Query, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """What it pays, if that is asked, then whom it is for; else the lines."""
    measure = lines[0].record
    if not isinstance(measure, Measure) or lines[0].role not in ("who", "condition"):
        return lines
    other = query.question.intents & _OTHER
    itself = offered(measure) and _ELIGIBLE.search(query.plain) and not other
    if itself and _is_for_all(measure):
        who = Line(measure, text=measure.who, met=True, role="depends")
        return (who, *(line for line in lines if line.text != measure.who))
    asks = itself or ASKS_IF_PAID.search(query.plain)
    if told := [x for x in lines if x.is_either or (asks and x.role == "own-sum")]:
        return (*told, *(line for line in lines if line not in told))
    pays = sums_first(_pays(measure, query), query.question) if asks else ()
    if pays and query.release.index.hits_of(query.question, measure.id)[0].coverage >= MEANT:
        return paid_first(pays, lines)
    return (replace(lines[0], role="depends"), *lines[1:]) if itself else lines


def _pays(measure: Measure, query: Query) -> Sequence[Line]:
    """What it pays; of an award what it pays for the titles and the event that are named."""
    if not isinstance(measure, Award):
        return list(money_lines(measure))
    ids = figure_ids(tiers_named(query.question)[::-1], query.plain)
    own = {f.id: f for f in measure.figures}
    meant = own.keys() >= {*ids} and not query.question.concepts & OUTSIDE_CONCEPTS
    return [Line(measure, (own[i],)) for i in ids] if meant else []


def _is_for_all(measure: Measure) -> bool:
    """Whether every small or medium-sized firm can have it."""
    stated = measure.for_
    if stated is None or measure.conditions or measure.districts:
        return False
    every = {*stated.size} == {*get_args(Size)}
    return every and stated == Eligibility(size=stated.size, sources=stated.sources)


def _after_yes(line: Line) -> int:
    """What it pays comes first, the conditions last."""
    if any(figure.unit == "CNY" and figure.scope == "firm" for figure in line.figures):
        return 0
    return 2 if line.role == "condition" else 1


def _barred(release: Release, measure: Measure, plain: Plain) -> Line | None:
    """The condition that keeps the firm out, by what the question says of it."""
    said = {one for one, pattern in _SAID_OF.items() if pattern.search(plain)}
    home = registered_in(release, plain)
    if home and measure.districts and home.isdisjoint(measure.districts):
        said.add("elsewhere")
    keeping_out = (text for text in conditions_of(measure) if not said.isdisjoint(text.bars))
    if text := next(keeping_out, None):
        return Line(measure, text=text, met=False)
    only_small = measure.for_ and (measure.for_.size or _SMALL & {*measure.for_.titles})
    too_large = "large" in said and only_small and measure.who
    return Line(measure, text=measure.who, met=False) if too_large else None


def _nearest(release: Release, texts: Sequence[Text], clause: str) -> Text:
    """The condition nearest to a clause."""
    question = release.index.parse(clause)
    overlap = Overlap(question)
    return max(
        texts,
        key=lambda t: (len(question.concepts & release.index.parse(t.en).concepts), overlap.of(t)),
    )


def _verdict(query: Query, measure: Measure) -> Line | None:
    """The sentence that decides, met or not; None if nothing that is known decides."""
    by_date = time_verdict(measure, query)
    if by_date := by_date or once_verdict(measure, query):
        return by_date
    limits = tested_conditions(measure, query)
    if False in limits:
        return limits[False]
    if GOAL.search(query.plain):
        limits.clear()  # what the firm hopes to reach is not met yet
    if any(f.role == "bar" for f in measure.figures):
        return bar_verdict(measure, query)
    if unmet := _unmet(query, measure):
        return unmet
    return limits.get(True) or time_verdict(measure, query, assumed=True)


def _unmet(query: Query, measure: Measure) -> Line | None:
    """Who can have it, if the firm is in another district, too large, or lacks the title."""
    firm = firm_of(query)
    untitled = firm.titles is not None and not firm.titles
    decisive = any(
        u.final or (u.limit and u.has is not None) or (u.fact == "title" and untitled)
        for u in unmet_conditions(measure, firm)
        if u.fact not in ("industry", "need")
    )
    who = measure.who or next(iter(measure.conditions), None)
    return Line(measure, text=who, met=False) if decisive and who else None
