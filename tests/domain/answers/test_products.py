"""What a firm makes is not what it asks about."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.answers.read.products import without_products
from bot.domain.release import Release
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("we make old transformers, can we apply", "we make energy equipment , can we apply"),
        ("a big blower maker in jiading", "a things maker in jiading"),
        ("a jiading reviewer maker", "a jiading maker"),
        ("a maker of moving walkways", "a maker of things "),
        ("we make 60m a year", "we make 60m a year"),
        ("we make a profit of 3m", "we make a profit of 3m"),
        ("how do i make a table", "how do i make a table"),
        ("a retail software maker", "a retail software maker"),
        ("who is the decision maker for titles", "who is the decision maker for titles"),
        ("做担保的机构有哪些", "做担保的机构有哪些"),
        ("我们做搬运机器人,怎么弄", "我们做机器人,怎么弄"),
        ("做旧衣回收的企业", "做东西的企业"),
        ("我们做什么的都有", "我们做什么的都有"),
        ("怎么做小巨人", "怎么做小巨人"),
        ("我们是制造业单项冠军,能报吗", "我们是制造业单项冠军,能报吗"),
        ("我们公司做外贸的", "我们公司做外贸的"),
    ],
)
def test_what_is_kept(release: Release, said: str, kept: str) -> None:
    plain = release.index.without_slips(said)
    assert without_products(release, plain) == kept


@pytest.mark.parametrize(
    "frame",
    [
        "How much does Jiading pay a {} maker that is a new little giant?",
        "How much R&D must a {} maker spend to be a little giant?",
        "How does a {} maker become a little giant?",
    ],
)
def test_no_product_changes_the_answer(release: Release, frame: str) -> None:
    products = (
        "pump,blower,moving walkway,stacking crane,old tyre,former,prize wheel,loan form,"
        "renewable fuel,first-aid kit,year planner,reviewer desk,branch cable,staff badge"
    ).split(",")
    answers = [answer_question(release, frame.format(p), TODAY).cards for p in products]
    assert all(cards == answers[0] for cards in answers)


@pytest.mark.parametrize(
    "frame",
    [
        "做{}的小巨人,嘉定奖多少?",
        "我们做{},小巨人近两年研发占比要多少?",
        "做{}的企业怎么申请小巨人?",
    ],
)
def test_no_product_changes_the_answer_in_chinese(release: Release, frame: str) -> None:
    products = "水泵,搬运车,旧衣回收,升降台,奖杯,月历,日历,证书架,门槛石,员工制服,更衣柜".split(",")
    answers = [answer_question(release, frame.format(p), TODAY).cards for p in products]
    assert all(cards == answers[0] for cards in answers)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("小巨人过去两年研发占比要多少", "小巨人近两年研发占比要多少"),
        ("How much award for a relocated SRDI firm in Minhang?", None),
        (
            "Which subsidies end in the next three months?",
            "Which subsidies end in the next 3 months?",
        ),
        ("哪些补贴三个月内到期", "哪些补贴3个月内到期"),
        (
            "我们是无人机高新技术企业,能申请创新型中小企业吗",
            "我们是水泵高新技术企业,能申请创新型中小企业吗",
        ),
    ],
)
def test_words_in_other_words(release: Release, question: str, other: str | None) -> None:
    cards = answer_question(release, question, TODAY).cards
    if other is None:
        assert any(f.value == 200_000 for f in cards[0].figures)
    else:
        assert cards[0] == answer_question(release, other, TODAY).cards[0]


def test_a_firm_of_a_subject_outside_gets_its_list(release: Release) -> None:
    """It names nothing that a document speaks of, and had no hits."""
    question = "We are a school bus maker in Fengxian with 40 people. What can we get?"
    assert answer_question(release, question, TODAY).cards[0].kind == "matches"
