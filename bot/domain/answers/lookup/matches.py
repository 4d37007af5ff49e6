"""What a firm can get, by the facts that its question states."""

import re
from collections.abc import Collection, Sequence, Set
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.compose.bands import with_other
from bot.domain.answers.lookup.award_table import figures_of
from bot.domain.answers.lookup.awards import figure_ids
from bot.domain.answers.lookup.lists import mentions, needs_sum
from bot.domain.answers.read.clauses import pieces, without
from bot.domain.answers.read.firm_facts import firm_of
from bot.domain.answers.read.parts import placeless
from bot.domain.answers.read.query import Query
from bot.domain.data.models import Award, Measure
from bot.domain.eligibility.matching import (
    WIDE,
    Firm,
    MeasureMatch,
    firm_rates,
    match,
    offered,
    unmet_conditions,
    worth_of,
)
from bot.domain.release import Release
from bot.domain.search.ranking import rank, tiers_named
from bot.domain.text import Plain

_MOST: Final = 9
_NEAR: Final = 0.35
"""Share of the best score from which a measure counts as near to the question."""
_IN_SIGHT: Final = 2
"""Measures in force that come before what has ended."""
_OR: Final = re.compile(r"\bor\b|、|或者?")
_NEW: Final = re.compile(
    r"\bnew(?:ly)?\b|\bjust\b|\bfresh|\brecent|\bfirst\b|\b(?:got|became|recogni[sz]ed|won)\b|"
    r"\b(?:last|this) (?:month|week|spring|summer|autumn)|\b(?:since|as of|in) (?:last|this) y|"
    r"(?<!特)新(?!区)|刚|首次|第一次|评上|拿到|认定"
)
"""Says that the firm got its title recently."""
_OF_FIRM: Final = ("firm", "staff", "founded")
"""Terms that tell what the firm is, and mean no offer."""
_MEANT_SCORE: Final = 14.0
_MEANT_SHARE: Final = 0.6
"""Least score and share of the best score for a clause to mean an offer."""


def fitting_measures_card(query: Query) -> AnswerCard | None:
    """The measures that fit the firm described, those that the question's clauses mean first."""
    release, question, today = query.release, query.question, query.today
    firm = firm_of(query)
    if firm == Firm():
        return None
    measures = release.catalogue.measures
    beyond = _beyond(release, firm)
    first_title = "innovative" if "specialised" in beyond else "specialised"
    ids = figure_ids(tiers_named(question) or (first_title,), query.plain)
    asked = _asked(firm, ids, query.plain)
    found = match(release.catalogue, firm, today)
    open_ = {m.measure.id: m for m in (*found.fits, *found.missing)}
    barred = {m.measure.id for m in found.no}
    meant = sorted(_meant_offers(release, question.text, today), key=lambda i: i not in open_)
    own = _own_awards(release, firm, asked)
    first = (*(own if firm.titles else ()), *meant)
    named = [i for i in dict.fromkeys(first) if i not in barred]
    if firm.titles and not _NEW.search(query.plain):
        named = [i for i in named if i in own or not _is_first_award(measures[i])]
    named = [i for i in named if _is_held(measures[i], firm, beyond, or_untold=i in open_)]
    over = [i for i in named if i not in open_]
    lines = [
        _line(open_[i], asked) if i in open_ else _past_line(measures[i], asked) for i in named
    ]
    rest = [m for i, m in open_.items() if i not in (*named, *own) and _suits(m, firm, beyond)]
    rest = [m for m in rest if not (firm.titles and _is_first_award(m.measure))]
    near = {*query.near(_NEAR)}
    trades = [firm.industry] if firm.industry else []
    trade = {m.measure.id for m in rest if trades and mentions(release, m.measure, trades)}
    lines += [_line(m, asked) for m in _ranked(rest, firm, near, trade)]
    if not lines:
        return None
    lines = _once(_open_first(lines, over))
    if not firm.titles:  # what a title would bring there
        place = _IN_SIGHT + len(over)
        lines[place:place] = [_line(open_[i], asked) for i in own if i in open_]
    more = max(0, len(lines) - _MOST)
    return AnswerCard(lines[0].record, tuple(lines[:_MOST]), "matches", more, firm=firm)


def _beyond(release: Release, firm: Firm) -> Set[str]:
    """The titles that ask for more revenue than the firm has."""
    return {
        tier.tier
        for tier in release.catalogue.dataset.tiers
        if tier.rules == "current" and tier.part == "entry" and firm.revenue is not None
        for criterion in tier.criteria
        if criterion.number == "revenue" and criterion.threshold
        if firm.revenue < criterion.threshold.value
    }


def _asked(firm: Firm, asked: Sequence[str], plain: Plain) -> Sequence[str]:
    """The ids of the awards asked about; of a review for a title had for a while."""
    if not firm.titles or _NEW.search(plain):
        return (*dict.fromkeys((*asked, *(f"new-{title}" for title in firm.titles or ()))),)
    held = {f"new-{title}" for title in firm.titles if title != "innovative"}  # not only for new
    return asked if {*asked} - held else [f"review-{title}" for title in firm.titles]


def _is_first_award(measure: Measure) -> bool:
    """Whether it is paid for a new title, or is a district's, of which the others are shown."""
    if isinstance(measure, Award) and measure.giver == "district":
        return True
    sums = [f for f in measure.figures if f.unit == "CNY"]
    new = all(f.id.startswith(("new-", "match-")) or f.undecided for f in sums)
    return bool(sums) and measure.kind == "award" and new


def _once(lines: Sequence[Line]) -> list[Line]:
    """The lines without what another record before says of the same support."""
    kept: list[Line] = []
    for line in lines:
        like = (x.record for x in kept if x.figures and line.figures[:1] and _same(x, line))
        if not any(isinstance(r, Measure) and line.record.id in r.related for r in like):
            kept.append(line)
    return kept


def _same(one: Line, other: Line) -> bool:
    """Whether both pay a firm the same."""
    a, b = one.figures[0], other.figures[0]
    return a.scope == b.scope == "firm" and (a.value, a.unit) == (b.value, b.unit)


def _suits(found: MeasureMatch, firm: Firm, beyond: Set[str]) -> bool:
    """Whether it is not for other trades than the firm's, nor for a title that it has not."""
    trades = found.measure.for_.industries if found.measure.for_ else ()
    of_trade = not trades or not WIDE.isdisjoint(trades) or firm.industry in trades
    return of_trade and _is_held(found.measure, firm, beyond)


def _is_held(measure: Measure, firm: Firm, beyond: Set[str], *, or_untold: bool = True) -> bool:
    """Whether the firm has the title that it is for. `or_untold`: or may have it."""
    wanted = {*measure.for_.titles} if measure.for_ else set[str]()
    if wanted and wanted <= beyond and firm.titles is None:
        return False
    unmet = unmet_conditions(measure, firm)
    return (or_untold and firm.titles is None) or all(u.fact != "title" for u in unmet)


def _open_first(lines: Sequence[Line], over: Collection[str]) -> list[Line]:
    """The lines; what has ended, and is asked about, after the first that are open."""
    open_ = [line for line in lines if line.record.id not in over]
    ended = [line for line in lines if line.record.id in over]
    return [*open_[:_IN_SIGHT], *ended, *open_[_IN_SIGHT:]]


def _meant_offers(release: Release, plain: Plain, today: date) -> Sequence[str]:
    """The ids of the offers to firms that one of the clauses describes, the nearest first."""
    found: dict[str, float] = {}
    for piece in (part for each in pieces(plain) for part in _OR.split(each) if len(part) > 1):
        best: dict[str, float] = {}
        offer = without(placeless(release.index.parse(piece)), _OF_FIRM)
        for hit in rank(release, offer, today):
            measure = release.catalogue.measures.get(hit.document.record)
            if measure and hit.document.kind != "not-stated" and _is_offer(measure):
                best.setdefault(measure.id, hit.score)
        least = max(_MEANT_SCORE, _MEANT_SHARE * max(best.values(), default=0.0))
        for i, score in best.items():
            if score >= least:
                found[i] = max(score, found.get(i, 0.0))
    measures = release.catalogue.measures
    return sorted(found, key=lambda i: (worth_of(measures[i])[1] is None, -found[i]))


def _is_offer(measure: Measure) -> bool:
    return measure.kind is not None and not isinstance(measure, Award) and bool(offered(measure))


def _own_awards(release: Release, firm: Firm, asked: Sequence[str]) -> list[str]:
    """What the firm's district pays for its titles, even if the scheme has ended."""
    titled = firm.titles is None or firm.titles or "district-specialised" in asked
    lingang = bool(firm.places and firm.places.get("lin-gang"))
    return [
        award.id
        for award in release.catalogue.awards
        if titled
        and award.giver == "district"
        and firm.district in award.districts
        and award.lingang == lingang
        and figures_of(award, asked)
    ]


def _ranked(
    found: Sequence[MeasureMatch], firm: Firm, near: Set[str], trade: Set[str]
) -> list[MeasureMatch]:
    """What fits and has a figure first, and that for the firm's trade; totals last."""
    fitting = [m for m in found if m.measure.id in near or (m.figure and not m.unmet)]
    fitting = [m for m in fitting if not m.measure.districts or firm.district]
    return sorted(
        fitting,
        key=lambda m: (
            bool(m.unmet),
            m.figure is None,
            m.worth == "total",  # for all firms, which says nothing of what one gets
            needs_sum(m.measure),
            m.measure.id not in trade,
            m.measure.id not in near,
        ),
    )


def _past_line(measure: Measure, asked: Sequence[str]) -> Line:
    if isinstance(measure, Award):
        return Line(measure, figures_of(measure, asked))
    figure = worth_of(measure)[1]
    if figure is None:
        return Line(measure, text=measure.summary)
    return Line(measure, with_other(measure, figure))


def _line(found: MeasureMatch, asked: Sequence[str]) -> Line:
    """What it pays; of a district's award the sums for the titles and the event asked about."""
    measure = found.measure
    rates = firm_rates(measure)
    if isinstance(measure, Award) and (figures := figures_of(measure, asked)):
        return Line(measure, tuple(dict.fromkeys((*figures, *rates[:1]))))
    if found.figure is None:
        return Line(measure, text=measure.summary)
    role = "total" if found.worth == "total" else None
    most = 2 if found.worth == "rate" else 1  # a higher rate may be for some
    figures = tuple(dict.fromkeys((*with_other(measure, found.figure), *rates[:most])))
    return Line(measure, figures, role=role)
