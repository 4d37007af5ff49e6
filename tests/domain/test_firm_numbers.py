"""The numbers about a firm that people type."""

import pytest

from bot.domain.answers.firm_numbers import numbers_of
from bot.domain.text import normalise_typed


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("revenue 80m, debt ratio 40%", {"revenue": 80_000_000, "debt": 40}),
        ("营收8000万，负债率40%", {"revenue": 80_000_000, "debt": 40}),
        ("R&D 4m + 5m", {"rd1": 4_000_000, "rd": 5_000_000}),
        ("研发400万和500万", {"rd1": 4_000_000, "rd": 5_000_000}),
        ("55% of revenue from our core line", {"main_share": 55}),
        ("主业占94%", {"main_share": 94}),
        ("3 own invention patents", {"rights": 3}),
        ("自有发明专利5件", {"rights": 5}),
        ("we had 40 on the evaluation", {"score": 40}),
        ("平台显示54分", {"score": 54}),
        ("25 million of fresh venture capital", {"equity2": 25_000_000}),
        ("5 years in the niche", {"years": 5}),
        ("a 40-people firm with sales of 3m", {"staff": 40, "revenue": 3_000_000}),
        ("40人，流水300万", {"staff": 40, "revenue": 3_000_000}),
        ("founded in 2021", {}),
        ("how much is the award", {}),
    ],
)
def test_numbers(said: str, expected: dict[str, float]) -> None:
    assert numbers_of(normalise_typed(said, 200)) == expected


def test_growth_gives_the_revenue_two_years_before() -> None:
    found = numbers_of("revenue 121m, up 10% a year")
    assert found["revenue2"] == pytest.approx(100_000_000)
