"""Questions about a firm and a measure: dates, titles and sums decide."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    "question",
    [
        "去年刚升规的工厂，今年产值涨12%，还有奖励吗",
        "first above-scale last year, output up 15% this year. what is in it for us?",
    ],
)
def test_one_offer_that_a_number_decides_is_no_list(release: Release, question: str) -> None:
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "a25-growth-ind"
    assert card.lines[0].met is True
    assert card.figures[0].value == 200_000


def test_money_for_growth_is_no_requirement(release: Release) -> None:
    question = "little giant since 2022, output up 25% and then 22%. Do we get any growth money?"
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "a25-lg-growth"


@pytest.mark.parametrize(
    ("question", "met"),
    [
        (
            "our equipment loan is of November 2025, does the central 1.5 point subsidy cover it?",
            False,
        ),
        ("2025年10月还的科技贷款，保费还能补一半吗？", False),
        ("little giant of 2022, sales up 24% then 17%: is the growth award ours?", False),
        ("21年的小巨人，营收前年涨26%去年涨22%，高成长奖励有份吗", True),
        ("去年首次升规的工厂，今年产值只涨8%，增长奖能拿吗", False),
        ("we spend 9 million a year on basic research, can we have the subsidy?", False),
        ("we spend 27m on basic research, can we have the 5 million?", None),
        ("our sister company sells us the corpus, may we claim the voucher", False),
        ("国企能申请中央那个固定资产贷款贴息吗", False),
        ("our little giant review was passed in 2025. is the Jiading award for us", False),
        ("registered in Qingpu, plant in Jiading, SRDI since May: is Jiading's award ours?", False),
        ("注册地在青浦，工厂在嘉定，嘉定的专精特新奖励能申请吗", False),
        ("we need a guarantee of 45m, can the SRDI guarantee plan do that", False),
        ("our cluster made 2.7, 3.2 and 3.4bn, does it fit the 2024 city call", False),
        ("little giant since 2024, sales up 30% twice. can we have the growth award", False),
        ("科技贷款2025年11月才还，保费补贴能拿吗", False),
        ("去年刚升规，今年产值涨了32%，增长奖励还能拿吗", True),
        ("去年刚升规的工业企业，今年产值只涨了6%，有奖励吗", False),
        ("first above-scale last year, industrial output up only 7% this year, any bonus?", False),
        ("a 2020 little giant, output up 30% and 26%, do we get a bonus for growth", True),
        ("state-controlled firm: central equipment loan interest subsidy possible?", False),
        ("small SOE, the central equipment loan interest subsidy: us too?", False),
        ("fixed-asset loan of 70m in 2026, does the central subsidy cover all of it?", False),
        ("今年新放固贷一个亿，民营，中央贴息按全额算吗", False),
        ("a bakery with 22m sales, first time above-scale: is the award ours?", False),
        ("开火锅店的，首次升规，营收2500万，能拿升规奖励吗", False),
        ("我们是律所，今年刚升规，首次升规奖能拿吗", False),
        ("logistics company, above scale for the first time, is there an award for us", False),
        ("嘉定的企业，专精特新是复审通过不是新评，区里这笔奖给吗", False),
        ("Jiading company, SRDI title was renewed not new, does Jiading pay us the award?", False),
        ("we are SRDI. is a guarantee of 26m within the plan's limit?", True),
        ("sales just above 20 million, first time above-scale. Anything to collect?", True),
        ("we have no SRDI title yet, can we get the SRDI guarantee?", False),
        ("我们不是专精特新，能用专精特新担保吗", False),
        ("we are SRDI, can we get the SRDI guarantee?", None),
        ("Can a little giant get the growth award?", None),  # announced without an amount
        ("Can we combine the R&D subsidy with the little giant award?", None),
    ],
)
def test_dates_and_titles_decide_about_a_measure(
    release: Release, question: str, met: bool | None
) -> None:
    assert answer_question(release, question, TODAY).cards[0].lines[0].met is met


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("little giant w/ 2 yrs of strong growth - how do we claim that 500k?", "a25-lg-growth"),
        ("we sit in Lin-gang, first time SRDI, big R&D deduction. Money?", "aw-lingang"),
    ],
)
def test_an_offer_whose_sum_is_named_is_no_requirement(
    release: Release, question: str, record: str
) -> None:
    assert answer_question(release, question, TODAY).cards[0].record.id == record


def test_a_condition_that_nobody_knows_is_open(release: Release) -> None:
    question = "小巨人，不知道哪年评上的，营收连着两年涨22%、30%，高成长奖励有份吗"
    line = answer_question(release, question, TODAY).cards[0].lines[0]
    assert line.role == "open"


def test_what_depends_on_conditions_is_no_yes(release: Release) -> None:
    question = "can we have the central interest subsidy on a new machine loan"
    line = answer_question(release, question, TODAY).cards[0].lines[0]
    assert line.role == "depends"
    assert line.met is None


def test_what_one_firm_gets_stands_before_long_conditions(release: Release) -> None:
    question = "small private tool maker, new loan in 2026, does the state help with interest?"
    card = answer_question(release, question, TODAY).cards[0]
    assert card.record.id == "fi-national-int"
    assert [f.value for f in card.lines[0].figures] == [1.5]
