"""What is asked for and stands in no text of the record is not answered by another figure."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.answers.first_card import first_card
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    "question",
    [
        "default rate of the guaranteed loans in 2025",
        "return target of the fund cluster",
        "land price in Dongfang Xingang",
        "how many users does Sui Shen Rong have",
        "26个园区空置率",
        "基金群占股多少",
        "14个集群一共有多少员工",
        "上海小巨人平均营收",
        # what the question says itself, and sums for numbers of things
        "how many of the 1026 little giants are listed",
        "1026家小巨人里上市的有几家",
        "how many R&D people does a little giant need in 2026",
        # the first of the districts, and who does it
        "which district ranks first for little giants",
        "哪个区小巨人最多",
        "who checks the contract for the corpus voucher",
        "who operates Changyang Belt",
    ],
)
def test_what_no_text_of_the_record_speaks_of(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).status == "not-stated"


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("what was the guarantee per firm before it was raised to 30 million", "previous-per-firm"),
        ("政府400万以上工程采购要给中小企业留多少比例", "reserved-share"),
        ("那个4000亿专项贷款换算成美元大概是多少", "total-usd-shine"),
    ],
)
def test_what_the_question_says_itself_is_no_answer(
    release: Release, question: str, figure: str
) -> None:
    assert first_card(release, question).figures[0].id == figure


@pytest.mark.parametrize(
    "question",
    [
        "total area of the first 26 parks",
        "share of private firms among the 1026",
        "how many little giants did Shanghai have in December 2024, 900 or not?",
        "哪几个区新小巨人给五十万的",
        "2021年9月份那时候小巨人才几家",
        "浦东有几个市级特色园区",
        "一年算力租金补贴比例多少",
    ],
)
def test_what_is_stated_is_answered(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).status != "not-stated"
