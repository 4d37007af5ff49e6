"""The numbers about a firm that people type."""

import pytest

from bot.domain.answers.firm_facts import honours_of
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


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("debt ratio is 78 at year end", {"debt": 78}),
        ("年底资产负债率78", {"debt": 78}),
        ("8 percent of the market, number two in China", {"market_share": 8, "rank": 2}),
        ("市占率8%，国内排第二", {"market_share": 8, "rank": 2}),
        ("in this niche for just over two years", {"years": 2}),
        ("这个细分领域做了两年多", {"years": 2}),
        ("a VC fund put 25 million into us", {"equity2": 25_000_000}),
        ("机构实缴投了我们600万", {"equity2": 6_000_000}),
        ("no patents whatsoever", {"rights": 0}),
        ("the evaluation came out at 52.", {"score": 52}),
        ("revenue grew 4%", {"growth": 4}),
        ("revenue shrank 3% a year", {"growth": -3}),
        ("up to 30% of the contract", {}),
        ("1.5 points for first loans", {}),
        ("R&D is 2.5% of revenue", {"rd_share": 2.5}),
        ("研发费24年520万25年610万", {"rd1": 5_200_000, "rd": 6_100_000}),
        ("账上资产2.6亿，资产负债率40%", {"assets": 260_000_000, "debt": 40}),
        ("营收2亿研发500万", {"revenue": 200_000_000, "rd": 5_000_000}),
    ],
)
def test_everyday_words(said: str, expected: dict[str, float]) -> None:
    assert numbers_of(normalise_typed(said, 200)) == expected


def test_revenue_of_three_years_gives_the_growth() -> None:
    found = numbers_of("revenue 100m, 110m, 121m")
    assert found["growth"] == pytest.approx(10)
    assert found["revenue"] == 121_000_000


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("second place, provincial science prize", {"prov": True, "prov3": True}),
        ("上海市科技奖第二完成单位", {"prov": True, "prov3": True}),
        ("we run a provincial-level R&D centre", {"rd-body": True}),
        ("有高企证书", {"high-tech": True}),
        ("no national prize", {}),
    ],
)
def test_honours(said: str, expected: dict[str, bool]) -> None:
    assert honours_of(normalise_typed(said, 200)) == expected
