"""The numbers of several years about a firm: each year's own, their sum, their growth."""

import pytest

from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.text import Plain, normalise_typed


@pytest.mark.parametrize(
    "said",
    [
        "revenue 100m, 110m, 121m",
        "营收23年1亿、24年1.1亿、25年1.21亿",
        "turnover 2025 121m, 2024 110m, 2023 100m",
        "三年营收10000、11000、12100万",
    ],
)
def test_revenue_of_three_years_gives_the_growth(said: str) -> None:
    found = numbers_of(normalise_typed(said, 200))
    assert found["growth1"] == pytest.approx(10)
    assert found["growth"] == pytest.approx(10)
    assert found["revenue"] == 121_000_000


def test_revenue_of_two_years_that_are_two_years_apart() -> None:
    found = numbers_of(Plain("营收从2023年的6000万涨到2025年的7000万"))
    assert found == {"revenue2": 60_000_000, "revenue": 70_000_000}


def test_growth_from_nothing_is_no_number() -> None:
    found = numbers_of(Plain("营收三年分别是0万、200万、400万"))
    assert found["revenue"] == 4_000_000
    assert "growth" not in found
