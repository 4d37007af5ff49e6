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


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("R&D 1.6m in 2025 but just 0.8m in 2024", {"rd1": 800_000, "rd": 1_600_000}),
        ("we put 5m into R&D in 2024 and 6m in 2025", {"rd1": 5_000_000, "rd": 6_000_000}),
        ("去年研发130万、前年90万", {"rd1": 900_000, "rd": 1_300_000}),
        ("研发占比24年2.8%、25年4.1%", {"rd_share1": 2.8, "rd_share": 4.1}),
        ("R&D was 4% of sales in both years", {"rd_share1": 4, "rd_share": 4}),
        ("研发两年合计1000万", {"rd_total": 10_000_000}),
        ("R&D averaged 7m over two years", {"rd_total": 14_000_000}),
        ("sales up 24% then 17%", {"growth1": 24, "growth": 17}),
        ("去年增长45%，前年只有8%", {"growth1": 8, "growth": 45}),
        ("revenue rose 12% and then fell 3%", {"growth1": 12, "growth": -3}),
        ("revenue 40m, 46m", {"revenue1": 40_000_000, "revenue": 46_000_000}),
        ("R&D 4%, debt ratio 50%", {"rd_share": 4, "debt": 50}),
        ("24年研发480万，25年研发650万", {"rd1": 4_800_000, "rd": 6_500_000}),
        ("sales of 60m in 2025, 12m of which abroad", {"revenue": 60_000_000}),
        ("R&D 3m and 4m in equity", {"rd": 3_000_000, "equity2": 4_000_000}),
        ("profit fell 12% but sales rose 9% and 8%", {"growth1": 9, "growth": 8}),
        ("R&D 1.1m in 2024, 0.7m in 2025, 1.8m together", {"rd1": 1_100_000, "rd": 700_000}),
        ("revenue 14m plus 18m of VC money", {"revenue": 14_000_000, "equity2": 18_000_000}),
        ("R&D adds up to 9m", {"rd_total": 9_000_000}),
        ("R&D 15m over both years", {"rd_total": 15_000_000}),
        ("两年研发1500万", {"rd_total": 15_000_000}),
        (
            "24年研发300万（营收5000万），25年400万（营收7000万）",
            {"rd1": 3_000_000, "rd": 4_000_000, "revenue1": 50_000_000, "revenue": 70_000_000},
        ),
        ("growth 9%, 12% of our niche", {"growth": 9, "market_share": 12}),
        ("rnd 2.5m last yr and 2m the year before", {"rd": 2_500_000, "rd1": 2_000_000}),
        *(
            (said, {"revenue": 52e6, "rd": 5e6, "revenue1": 49e6, "rd1": 4.8e6})
            for said in (
                "去年营收5200万研发500万，前年4900万研发480万",
                "24年营收4900万、研发480万，25年5200万、500万",
                "revenue 52m last year with R&D of 5m, the year before 49m and 4.8m R&D",
                "2025: 52m sales, 5m r&d; 2024: 49m and 4.8m",
            )
        ),
        ("revenue last year 70m, previous year 45m", {"revenue": 70e6, "revenue1": 45e6}),
        ("last year's sales 16m, the year before 12m", {"revenue": 16e6, "revenue1": 12e6}),
        ("revenue 48m last year, 30m before that", {"revenue": 48e6, "revenue1": 30e6}),
        ("做现在这个产品才2年半", {"years": 2.5}),
        ("sales 52m, R&D 5m last year, 3m and 4m in loans", {"revenue": 52e6, "rd": 5e6}),
    ],
)
def test_numbers_of_two_years_are_told_apart(said: str, expected: dict[str, float]) -> None:
    assert numbers_of(normalise_typed(said, 200)) == expected
