"""The sum that stands for a measure: of one firm, or of all together."""

from datetime import date
from typing import Any, Literal

import pytest

from bot.domain.data.dataset import Dataset
from bot.domain.data.models import Measure
from bot.domain.data.sums import largest_sum
from tests.small import measure

FIGURE: dict[str, Any] = measure(1)["figures"][0]
FIGURES = [
    FIGURE | {"id": "threshold", "value": 9_000_000},
    FIGURE | {"id": "lower", "value": 100_000, "scope": "firm"},
    FIGURE | {"id": "higher", "value": 300_000, "scope": "firm"},
    FIGURE | {"id": "rate", "value": 30, "unit": "percent", "scope": "firm"},
    FIGURE | {"id": "programme", "value": 10**9, "scope": "total"},
    FIGURE | {"id": "target", "value": 10**12, "scope": "total", "ends": date(2024, 12, 31)},
    FIGURE | {"id": "dollars", "value": 10**13, "unit": "USD", "scope": "total"},
]


@pytest.mark.parametrize(
    ("scope", "day", "expected"),
    [
        ("firm", date(2026, 11, 26), "higher"),
        ("total", date(2026, 11, 26), "programme"),
        ("total", date(2024, 12, 31), "target"),
        ("total", date(2025, 1, 1), "programme"),
    ],
)
def test_the_largest_sum_of_a_scope(
    scope: Literal["firm", "total"], day: date, expected: str
) -> None:
    found = largest_sum(Measure.model_validate(measure(1) | {"figures": FIGURES}), scope, day)
    assert found is not None
    assert found.id == expected


def test_a_measure_without_a_sum_of_the_scope_has_none() -> None:
    plain = Measure.model_validate(measure(1))
    assert largest_sum(plain, "firm", date(2026, 11, 26)) is None


NEITHER = {
    "a25-abovescale.annual-sales",
    "a25-tech.cap",
    "aw-central.per-firm",
    "d24-guar.previous-per-firm",
    "fi-national-int.loan-cap",
    "p23-tech.previous-threshold",
    "p23-tech.threshold",
    "pig26.previous-credit-cap",
}
"""Sums that are thresholds, bases of a transfer or subsidy, rare caps, or what held before."""


def test_every_sum_of_a_money_record_is_of_one_firm_or_a_total(dataset: Dataset) -> None:
    money = [m for m in (*dataset.measures, *dataset.awards) if m.kind]
    without = {
        f"{m.id}.{figure.id}"
        for m in money
        for figure in m.figures
        if figure.unit in ("CNY", "USD") and figure.scope is None
    }
    assert without == NEITHER, "give the figure a scope, or name it here if it has none"
