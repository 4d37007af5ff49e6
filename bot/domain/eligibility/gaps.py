"""How much is missing for a requirement: in its own unit, and in yuan a year."""

from dataclasses import dataclass
from math import isinf

from bot.domain.eligibility.check import Verdict
from bot.domain.eligibility.criterion_inputs import input_of
from bot.domain.eligibility.firm import Answers, Range


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, or in excess."""

    missing: float
    unit: str
    """The threshold's unit; percentage points for a share."""
    yuan: float | None = None
    """The missing R&D share in money at the firm's revenue."""


def gap_of(verdict: Verdict, answers: Answers) -> Gap | None:
    """The distance to the threshold; None if there is none or it is unknown."""
    figure, value = verdict.criterion.threshold, verdict.value
    if figure is None or not isinstance(value, Range) or verdict.result == "met":
        return None
    if figure.unit == "rank":  # ranks are not amounts
        return None
    missing = (
        value.low - figure.value if verdict.criterion.op == "<=" else figure.value - value.high
    )
    if isinf(missing) or missing <= 0:
        return None
    unit = "percentage points" if figure.unit == "percent" else figure.unit
    return Gap(round(missing, 6), unit, _yuan(verdict, figure.value, answers))


def _yuan(verdict: Verdict, percent: float, answers: Answers) -> float | None:
    """The largest sum missing in one year, for a share of R&D in revenue."""
    reading = input_of(verdict.criterion)
    if reading is None or not {"rd", "revenue"} <= set(reading.asks):
        return None
    numbers = answers.numbers
    lacking = [
        percent / 100 * numbers[f"revenue{year}"] - numbers[f"rd{year}"]
        for year in ("", "1")
        if f"rd{year}" in reading.asks and f"revenue{year}" in numbers and f"rd{year}" in numbers
    ]
    worst = max(lacking, default=0.0)
    return worst if worst > 0 else None
