"""The numbers about a firm that people type."""

import pytest

from bot.domain.answers.read.firm_facts import honours_of
from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.eligibility.firm import TICKS
from bot.domain.text import Plain, normalise_typed


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("revenue 80m, debt ratio 40%", {"revenue": 80_000_000, "debt": 40}),
        ("营收8000万，负债率40%", {"revenue": 80_000_000, "debt": 40}),
        ("R&D 4m + 5m", {"rd1": 4_000_000, "rd": 5_000_000}),
        ("研发400万和500万", {"rd1": 4_000_000, "rd": 5_000_000}),
        ("55% of revenue from our core line", {"main_share": 55}),
        ("主业占94%", {"main_share": 94}),
        ("core share 93%, debt 71%", {"main_share": 93, "debt": 71}),
        ("3 own invention patents", {"rights": 3}),
        ("自有发明专利5件", {"rights": 5}),
        ("we had 40 on the evaluation", {"score": 40}),
        ("平台显示54分", {"score": 54}),
        ("25 million of fresh venture capital", {"equity2": 25_000_000}),
        ("5 years in the niche", {"years": 5}),
        ("a 40-people firm with sales of 3m", {"staff": 40, "revenue": 3_000_000}),
        ("40人，流水300万", {"staff": 40, "revenue": 3_000_000}),
        ("sales just above 20 million", {"revenue": 20_000_000.001}),
        ("first time over 20m sales this year", {"revenue": 20_000_000.001}),
        ("over two years 20m sales", {"revenue": 20_000_000}),
        ("营收一亿二", {"revenue": 120_000_000}),
        ("营收3千5百万", {"revenue": 35_000_000}),
        ("营收三点五亿", {"revenue": 350_000_000}),
        ("营收一个亿", {"revenue": 100_000_000}),
        ("研发费用200万销售收入8000万", {"rd": 2_000_000, "revenue": 80_000_000}),
        ("研发300万收入6000万研发占比够吗", {"rd": 3_000_000, "revenue": 60_000_000}),
        ("研发两百万卖八千万", {"rd": 2_000_000, "revenue": 80_000_000}),
        ("founded in 2021", {}),
        ("how much is the award", {}),
    ],
)
def test_a_number_is_read_with_what_it_is_of(said: str, expected: dict[str, float]) -> None:
    assert numbers_of(normalise_typed(said, 200)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("the portal gives us 47", {"score": 47}),
        ("two funds paid in 12 million", {"equity2": 12_000_000}),
        ("基金今年打进来1500万", {"equity2": 15_000_000}),
        ("去年才做了700万", {"revenue": 7_000_000}),
        ("only ¥9m but VCs paid in 25m", {"equity2": 25_000_000}),
        ("we raised 40m from investors in two years", {"equity2": 40_000_000}),
        ("we raised a loan of 40m", {}),
        ("95m invested by a state fund", {"equity2": 95_000_000}),
        ("股权融资近两年到账2100万", {"equity2": 21_000_000}),
        ("机构三年投了我们600万", {"equity2": 6_000_000}),
        ("moved into this field 2 years ago", {"years": 2}),
        ("10 years in business, 2 years in this niche", {"years": 2}),
        ("两年前才转做这个", {"years": 2}),
        ("这个赛道进来才两年", {"years": 2}),
        ("7% share, nr 3 in China for our main product", {"rank": 3, "market_share": 7}),
        ("1.6m R&D both years", {"rd": 1_600_000, "rd1": 1_600_000}),
        (
            "R&D 4m on 90m of sales, then 5m on 100m",
            {"rd1": 4_000_000, "revenue1": 90_000_000, "rd": 5_000_000, "revenue": 100_000_000},
        ),
    ],
)
def test_a_number_is_read_without_the_name_of_what_it_is_of(
    said: str, expected: dict[str, float]
) -> None:
    assert numbers_of(normalise_typed(said, 200)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("debt ratio is 78 at year end", {"debt": 78}),
        ("研发一年大概480万", {"rd": 4_800_000, "rd1": 4_800_000}),
        ("about 5.2m yearly on r&d", {"rd": 5_200_000, "rd1": 5_200_000}),
        ("去年一年研发600万", {"rd": 6_000_000}),
        ("5m a year on r&d with 90m sales", {"revenue": 90e6, "rd": 5e6, "rd1": 5e6}),
        ("研发花个五六百万 营收7000万", {"revenue": 70_000_000}),
        ("研发年均650w 销售额7000w", {"rd_total": 13_000_000, "revenue": 70_000_000}),
        ("our sales fell to 14m", {"revenue": 14_000_000}),
        ("营收降到1400万", {"revenue": 14_000_000}),
        ("营收1100万 天使轮融了2100万", {"revenue": 11_000_000, "equity2": 21_000_000}),
        ("拿了2600w的A轮融资", {"equity2": 26_000_000}),
        ("拿了2000万贷款融资", {}),
        ("sales 12m but 25m from a VC fund", {"revenue": 12_000_000, "equity2": 25_000_000}),
        ("nine patents and 66m revenue", {"rights": 9, "revenue": 66_000_000}),
        ("年底资产负债率78", {"debt": 78}),
        ("8 percent of the market, number two in China", {"market_share": 8, "rank": 2}),
        ("市占率8%，国内排第二", {"market_share": 8, "rank": 2}),
        ("in this niche for just over two years", {"years": 2.001}),
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
        ("营收2亿研发500万，第二年2.5亿研发800万", {"revenue": 200_000_000, "rd": 5_000_000}),
        ("debt ratio at year end was 78%", {"debt": 78}),
        ("revenue in 2025 was 62m", {"revenue": 62_000_000}),
        ("负债占资产七成九", {"debt": 79}),
        ("职工四百八十人", {"staff": 480}),
        ("we rank second in the country", {"rank": 2}),
        ("only ranks fifth", {"rank": 5}),
        ("行业前三", {"rank": 3}),
        ("行业前十", {}),
        ("no outside investors", {"equity2": 0}),
        ("60 machines sold", {}),
        ("our top 3 customers", {}),
        ("全国第三家门店", {}),
        ("the score uses 23 indicators", {}),
        ("质量评价的23个指标", {}),
        ("打分100分由哪几项组成", {}),
        ("we got 61 of 100 points", {"score": 61}),
        ("profit fell 10% but revenue rose 25%", {"growth": 25}),
        ("研发费用增长20%", {}),
        ("R&D 7m in one year and 8m in the next", {"rd1": 7_000_000, "rd": 8_000_000}),
        ("研发一年700万一年800万", {"rd1": 7_000_000, "rd": 8_000_000}),
        ("our market grew 3%", {}),
        ("we own 2 patents and 12 trademarks", {"rights": 2}),
        ("发明专利4项、实用新型12项", {"rights": 4}),
        ("growth slowed to 6%", {"growth": 6}),
        ("负债率从82%降到60%", {"debt": 60}),
        ("营收两亿三千万", {"revenue": 230_000_000}),
        ("三四千万营收", {}),
        ("R&D 5m and 6 patents", {"rd": 5_000_000, "rights": 6}),
        ("roughly 72% of all we ship is the core line", {"main_share": 72}),
        ("84 percent debt after the new hall", {"debt": 84}),
        ("the platform gives us 57 pts", {"score": 57}),
        ("we make 35m a year", {"revenue": 35_000_000}),
        ("一件专利也没有", {"rights": 0}),
        ("6 class one patents", {"rights": 6}),
        ("scored 52.5 points", {"score": 52.5}),
        ("负债50%、增长8%", {"debt": 50, "growth": 8}),
        ("zero patents so far", {"rights": 0}),
        ("做泵类产品6年", {"years": 6}),
        ("近两年融了3000万", {"equity2": 30_000_000}),
        ("贷款利率3%，主营产品", {}),
        ("营收8千万", {"revenue": 80_000_000}),
        ("营收950w，创投实缴2100w", {"revenue": 9_500_000, "equity2": 21_000_000}),
        ("sold for 12 mil and never took money from a fund", {"revenue": 12_000_000, "equity2": 0}),
        ("81 %, of our income is from the core line", {"main_share": 81}),
        ("细分市场只占7%，排老三", {"market_share": 7, "rank": 3}),
        ("发明一个都没有", {"rights": 0}),
        (
            "研发：24年收入2亿投了700万，25年2.2亿投了500万",
            {"rd1": 7e6, "rd": 5e6, "revenue1": 2e8, "revenue": 2.2e8},
        ),
    ],
)
def test_numbers_are_read_in_everyday_words(said: str, expected: dict[str, float]) -> None:
    assert numbers_of(normalise_typed(said, 200)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("second place, provincial science prize", {"prov": True, "prov3": True}),
        ("上海市科技奖第二完成单位", {"prov": True, "prov3": True}),
        ("we run a provincial-level R&D centre", {"rd-body": True}),
        ("有高企证书", {"high-tech": True}),
        ("拿了高新资质", {"high-tech": True}),
        ("we have a high tech certificate", {"high-tech": True}),
        ("our lab is officially recognised at provincial level", {"rd-body": True}),
        ("企业技术中心被认定为省级的", {"rd-body": True}),
        ("no national prize", {"nat": False, "nat3": False}),
        ("没高企", {"high-tech": False}),
        ("没得过奖", dict.fromkeys(TICKS["prizes"], False)),
    ],
)
def test_honours_are_read_as_held_or_not(said: str, expected: dict[str, bool]) -> None:
    assert honours_of(normalise_typed(said, 200)) == expected


def test_endless_digits_are_no_number() -> None:
    assert numbers_of(Plain("1" * 200)) == {}
    assert numbers_of(Plain("revenue " + "2024" * 40 + ", 60 staff")) == {"staff": 60}


@pytest.mark.parametrize(
    "said", ["sales grew 3.5.3.5% a year", "负债率60.5.1%", "1.2.3亿花了3.4.5亿"]
)
def test_a_number_with_two_points_is_no_fault(said: str) -> None:
    assert all(
        isinstance(value, float) for value in numbers_of(normalise_typed(said, 200)).values()
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("rd 900k", {"rd": 900_000}),
        ("rnd spend 800k", {"rd": 800_000}),
        ("r and d 5 million", {"rd": 5_000_000}),
        ("R & D: 600k", {"rd": 600_000}),
        ("development costs 700k", {"rd": 700_000}),
        ("10m r&d over two years", {"rd_total": 10_000_000}),
        ("r and d 10m in two years", {"rd_total": 10_000_000}),
        ("we spend 2% of sales on research", {"rd_share": 2}),
        ("2.5 percent of our revenue goes into r and d", {"rd_share": 2.5}),
        ("营收的2.5%投在研发上", {"rd_share": 2.5}),
        ("R&D ratio 2.8", {"rd_share": 2.8}),
        ("研发占比2.8", {"rd_share": 2.8}),
        ("科研投入90万", {"rd": 900_000}),
        ("搞研发投了90万", {"rd": 900_000}),
        ("研发去年95万前年120万", {"rd": 950_000, "rd1": 1_200_000}),
        ("rev 80m", {"revenue": 80_000_000}),
        ("sales just hit 20 million", {"revenue": 20_000_000.001}),
        ("3rd place in china", {"rank": 3}),
        ("a research centre for 30m", {}),
        ("科研院所投了3000万", {}),
        ("our review in 2024", {}),
    ],
)
def test_research_is_read_by_any_name(said: str, expected: dict[str, float]) -> None:
    assert numbers_of(normalise_typed(said, 200)) == expected
