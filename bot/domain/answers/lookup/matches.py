"""What a firm can get, by the facts that its question states."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.lookup.awards import figure_ids
from bot.domain.answers.read.clauses import pieces
from bot.domain.answers.read.firm_facts import firm_of
from bot.domain.answers.read.parts import placeless
from bot.domain.data.models import Award, Figure, Measure
from bot.domain.eligibility.matching import Firm, MeasureMatch, Worth, match, offered, worth_of
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion
from bot.domain.search.ranking import rank, rungs_of

_MOST: Final = 9
_WORTH: Final[Mapping[Worth, float]] = {"firm": 0.3, "rate": 0.3, "total": -0.3, "unknown": -0.3}
_NEAR: Final = 0.35
"""Share of the best score from which a measure counts as near to the question."""
_OR: Final = re.compile(r"\bor\b|、|或者?")
_MEANT_SCORE: Final = 14.0
_MEANT_COVERAGE: Final = 0.5
_MEANT_SHARE: Final = 0.6
"""Least score, coverage and share of the best score for a clause to mean an offer."""


def matches_card(
    release: Release,
    question: ParsedQuestion,
    plain: str,
    hits: Sequence[Hit],
    meant: Mapping[str, Hit],
    today: date,
) -> AnswerCard | None:
    """The measures that fit the firm described, those that the question's clauses mean first."""
    firm = firm_of(release.catalogue, question, plain, today)
    if firm == Firm():
        return None
    asked = figure_ids(rungs_of(question), plain)
    found = match(release.catalogue, firm, today)
    open_ = {m.measure.id: m for m in (*found.fits, *found.missing)}
    first = [a.id for a in _own_awards(release, firm, asked)]
    barred = {m.measure.id for m in found.no}
    named = [i for i in dict.fromkeys((*first, *meant)) if i not in barred]
    lines = [
        _line(open_[i], firm, asked, meant.get(i))
        if i in open_
        else _past_line(release.catalogue.measures[i], firm, asked, meant.get(i))
        for i in named
    ]
    rest = [m for i, m in open_.items() if i not in named]
    lines += [_line(m, firm, asked) for m in _ranked(rest, firm, _near(hits))]
    if not lines:
        return None
    more = max(0, len(lines) - _MOST)
    return AnswerCard(lines[0].record, tuple(lines[:_MOST]), "matches", more, firm=firm)


def meant_offers(release: Release, text: str, today: date) -> dict[str, Hit]:
    """The offers to firms that one of the clauses describes, each with its best hit."""
    found: dict[str, Hit] = {}
    for piece in (part for each in pieces(text) for part in _OR.split(each) if len(part) > 1):
        question = placeless(release.index.parse(piece))
        best: dict[str, Hit] = {}
        for hit in rank(release, question, today):
            measure = release.catalogue.measures.get(hit.document.record)
            if measure and hit.document.kind != "not-stated" and _is_offer(measure):
                best.setdefault(measure.id, hit)
        top = max((h.score for h in best.values()), default=0.0)
        for i, hit in best.items():
            clear = hit.score >= max(_MEANT_SCORE, _MEANT_SHARE * top)
            if clear and hit.coverage >= _MEANT_COVERAGE:
                found[i] = max(hit, found.get(i, hit), key=lambda h: h.score)
    measures = release.catalogue.measures
    return dict(
        sorted(found.items(), key=lambda e: (worth_of(measures[e[0]])[1] is None, -e[1].score))
    )


def _is_offer(measure: Measure) -> bool:
    return measure.kind is not None and not isinstance(measure, Award) and bool(offered(measure))


def _own_awards(release: Release, firm: Firm, asked: Sequence[str]) -> list[Award]:
    """What the firm's district pays for its titles, even if the scheme has ended."""
    titled = firm.titles or "district-specialised" in asked
    lingang = bool(firm.places and firm.places.get("lin-gang"))
    return [
        award
        for award in release.catalogue.awards
        if titled
        and award.giver == "district"
        and firm.district in award.districts
        and ("lingang" in award.id) == lingang
        and _of_award(award, firm, asked)
    ]


def _ranked(
    found: Sequence[MeasureMatch], firm: Firm, near: Mapping[str, float]
) -> list[MeasureMatch]:
    """What fits and has a figure first, totals for all firms last."""
    fitting = [m for m in found if m.measure.id in near or (m.figure and not m.unmet)]
    fitting = [m for m in fitting if not m.measure.districts or firm.district]
    return sorted(
        fitting,
        key=lambda m: (bool(m.unmet), m.figure is None, _is_total(m), -_weight(m, near, firm)),
    )


def _past_line(measure: Measure, firm: Firm, asked: Sequence[str], hit: Hit | None) -> Line:
    figure = worth_of(measure)[1]
    if isinstance(measure, Award):
        return Line(measure, _of_award(measure, firm, asked))
    most = (figure,) if figure else ()
    figures = tuple(dict.fromkeys((*_asked_figure(hit), *most)))
    return Line(measure, figures, None if figures else measure.summary)


def _of_award(award: Award, firm: Firm, asked: Sequence[str]) -> tuple[Figure, ...]:
    """The sums for the event asked about, else for the firm's titles."""
    by_id = {f.id: f for f in award.figures}
    titled = [f"new-{title}" for title in firm.titles or ()]
    return tuple(by_id[i] for i in asked if i in by_id) or tuple(
        by_id[i] for i in titled if i in by_id
    )


def _asked_figure(hit: Hit | None) -> tuple[Figure, ...]:
    """The sum for the amount that the question states."""
    if hit is None or hit.document.kind != "figure":
        return ()
    return tuple(f for f in hit.document.figures if f.unit == "CNY" and f.scope == "firm")


def _line(found: MeasureMatch, firm: Firm, asked: Sequence[str], hit: Hit | None = None) -> Line:
    """What it pays; of a district's award the sums for the titles and the event asked about."""
    measure = found.measure
    rates = [f for f in measure.figures if f.unit.startswith("percent") and f.scope == "firm"]
    if isinstance(measure, Award) and (figures := _of_award(measure, firm, asked)):
        return Line(measure, tuple(dict.fromkeys((*figures, *rates[:1]))))
    if own := _asked_figure(hit):
        return Line(measure, own)
    if found.figure is None:
        return Line(measure, text=measure.summary)
    role = "total" if _is_total(found) else None
    figures = tuple(dict.fromkeys((found.figure, *rates[:1])))
    return Line(measure, figures, role=role)


def _is_total(found: MeasureMatch) -> bool:
    """Whether its figure is a sum for all firms, which says nothing of what one gets."""
    return found.worth == "total"


def _near(hits: Sequence[Hit]) -> dict[str, float]:
    """The measures near to the question's words, with their share of the best score."""
    best: dict[str, float] = {}
    for hit in hits:
        share = hit.score / hits[0].score if hits[0].score else 0.0
        if share >= _NEAR and hit.document.kind != "not-stated":
            best.setdefault(hit.document.record, share)
    return best


def _weight(found: MeasureMatch, near: Mapping[str, float], firm: Firm) -> float:
    """What is near first, then what is for this district or title; the rest as matched."""
    own = bool(firm.district and firm.district in found.measure.districts)
    conditions = found.measure.for_
    titled = bool(firm.titles and conditions and set(conditions.titles) & firm.titles)
    industry = bool(firm.industry and conditions and firm.industry in conditions.industries)
    money = _WORTH[found.worth]
    return 2.0 * near.get(found.measure.id, 0.0) + money + 0.5 * own + 0.6 * titled + 1.0 * industry
