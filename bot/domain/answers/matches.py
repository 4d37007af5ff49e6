"""What a firm can get, by the facts that its question states."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.firm_facts import firm_of
from bot.domain.data.models import Award, Measure
from bot.domain.eligibility.matching import Firm, MeasureMatch, Worth, match
from bot.domain.release import Release
from bot.domain.search.index import Hit
from bot.domain.search.query import ParsedQuestion

_MOST: Final = 9
_WORTH: Final[Mapping[Worth, float]] = {"firm": 0.3, "rate": 0.3, "total": -0.3, "unknown": -0.3}
_CLEARLY: Final = 0.6
"""The same for a measure that has ended."""
_NEAR: Final = 0.35
"""Share of the best score from which a measure counts as meant by the question."""


def matches_card(
    release: Release, question: ParsedQuestion, plain: str, hits: Sequence[Hit], today: date
) -> AnswerCard | None:
    """The measures that fit, those that the question's words mean first."""
    firm = firm_of(release.catalogue, question, plain)
    if firm == Firm():
        return None
    found = match(release.catalogue, firm, today)
    meant = _meant(hits)
    fitting = [m for m in (*found.fits, *found.missing) if m.measure.id in meant or not m.unmet]
    fitting = [m for m in fitting if m.figure or m.measure.id in meant]
    fitting = [m for m in fitting if not m.measure.districts or firm.district]
    ranked = sorted(
        fitting,
        key=lambda m: (bool(m.unmet), m.figure is None, _is_total(m), -_weight(m, meant, firm)),
    )
    if not ranked:
        return None
    lines = [_line(m, firm) for m in ranked]
    # What is meant but has ended is named, after the best three; its line says so.
    lines[3:3] = [_past_line(m) for m in _past(release, meant, today)]
    return AnswerCard(lines[0].record, tuple(lines[:_MOST]), "matches", max(0, len(lines) - _MOST))


def _past(release: Release, meant: Mapping[str, float], today: date) -> list[Measure]:
    """Measures that the question clearly means and that are over."""
    catalogue = release.catalogue
    found = [
        catalogue.measures[i]
        for i, share in meant.items()
        if i in catalogue.measures and share >= _CLEARLY
    ]
    return [m for m in found if m.kind and catalogue.status(m, today) == "ended"]


def _past_line(measure: Measure) -> Line:
    figures = [f for f in measure.figures if f.unit == "CNY"][:1]
    return Line(measure, tuple(figures), None if figures else measure.summary)


def _line(found: MeasureMatch, firm: Firm) -> Line:
    """What it pays; of a district's award the sums for the titles that the firm holds."""
    measure = found.measure
    if isinstance(measure, Award) and firm.titles:
        figures = tuple(f for f in measure.figures if f.id.endswith(tuple(firm.titles)))
        if figures:
            return Line(measure, figures)
    if found.figure is None:
        return Line(measure, text=measure.summary)
    rates = [
        f for f in measure.figures if f.unit.startswith("percent of") and f is not found.figure
    ]
    role = "total" if _is_total(found) else None
    return Line(measure, (found.figure, *rates[:1]), role=role)


def _is_total(found: MeasureMatch) -> bool:
    """Whether its figure is a sum for all firms, which says nothing of what one gets."""
    return found.worth == "total"


def _meant(hits: Sequence[Hit]) -> dict[str, float]:
    """The measures that the question's words mean, with their share of the best score."""
    best: dict[str, float] = {}
    for hit in hits:
        share = hit.score / hits[0].score if hits[0].score else 0.0
        if share >= _NEAR and hit.document.kind != "not-stated":
            best.setdefault(hit.document.record, share)
    return best


def _weight(found: MeasureMatch, meant: dict[str, float], firm: Firm) -> float:
    """What is meant first, then what is for this district or title; the rest as matched."""
    own = bool(firm.district and firm.district in found.measure.districts)
    conditions = found.measure.for_
    titled = bool(firm.titles and conditions and set(conditions.titles) & firm.titles)
    industry = bool(firm.industry and conditions and firm.industry in conditions.industries)
    money = _WORTH[found.worth]
    return (
        2.0 * meant.get(found.measure.id, 0.0) + money + 0.5 * own + 0.6 * titled + 1.0 * industry
    )
