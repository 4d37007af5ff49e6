"""What a question asks to have confirmed: rules, rights that count, and what stands in the way."""

import pytest

from bot.domain.answers.read.forms import Whether, whether_asked
from bot.domain.release import Release
from bot.domain.text import Plain
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("our loan ratio is high, is that a problem?", "obstacle"),
        ("one small claim, deal-breaker for srdi?", "obstacle"),
        ("would an open lawsuit hurt our application", "obstacle"),
        ("does the merger rule us out", "obstacle"),
        ("有两家子公司,对申报有没有影响", "obstacle"),
        ("股东换了算问题吗", "obstacle"),
        ("今年亏损,是不是没戏", "obstacle"),
        ("is a debt ratio of 70% too high", "limit"),
        ("are the two awards the same", "same"),
        ("别的都没问题,还能申吗", None),
        ("we had a quality problem in 2021. can we apply?", None),
        ("what is the risk compensation rate", None),
        ("市场影响力怎么填", None),
        ("does that get us over the revenue bar", None),
    ],
)
def test_whether_something_stands_in_the_way(said: str, asked: Whether | None) -> None:
    assert whether_asked(Plain(said)) == asked


@pytest.mark.parametrize(
    ("question", "met", "criterion"),
    [
        ("is the little giant debt limit still 70%?", False, "75 percent"),
        ("little giant needs 50m revenue, right?", True, "50 million"),
        ("isn't the srdi debt cap 80%?", True, "80 percent"),
        ("专精特新负债率上限是不是70%", False, "80 percent"),
        ("小巨人营收要求还是5000万吗", True, "50 million"),
        ("小巨人只要2个发明专利吧", False, "At least 4"),
    ],
)
def test_a_number_of_the_rule_is_confirmed_or_corrected(
    release: Release, question: str, met: bool, criterion: str
) -> None:
    line = first_card(release, question).lines[0]
    assert (line.role, line.met, line.own) == ("claim", met, None)
    assert line.text
    assert criterion in line.text.en


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("is it 70 or 80 percent main business for srdi", 80),
        ("小巨人负债率上限是70%还是75%", 75),
        ("little giant patents: 2 or 4?", 4),
    ],
)
def test_of_two_numbers_the_one_that_holds(release: Release, question: str, value: float) -> None:
    assert first_card(release, question).lines[0].figures[0].value == value


@pytest.mark.parametrize(
    "question",
    [
        "our debt ratio is 70%, is that within the srdi limit?",
        "我们负债率70%，专精特新要求够不够",
        "is 16m of sales enough for srdi",
        "what is the revenue threshold for little giant",
        "两年研发600万加700万，小巨人门槛过得去吗",
    ],
)
def test_a_number_of_the_firm_is_no_claim(release: Release, question: str) -> None:
    assert all(line.role not in ("claim", "counts") for line in first_card(release, question).lines)


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("does a utility model count as a class I right", False),
        ("is copyright good enough for the srdi ip requirement", False),
        ("外观设计算不算一类知识产权", False),
        ("注册商标算小巨人的知识产权吗", False),
        ("do plant varieties count as class I?", True),
        ("集成电路布图设计算一类吗", True),
        ("国家新药算Ⅰ类知识产权吗", True),
        ("we bought 2 invention patents, do they count for srdi?", False),
        ("受让的专利算不算", False),
    ],
)
def test_a_right_counts_or_not(release: Release, question: str, counts: bool) -> None:
    card = first_card(release, question)
    assert (card.kind, card.lines[0].role, card.lines[0].met) == ("check", "counts", counts)


@pytest.mark.parametrize(
    "question",
    [
        "how many points is a utility model worth",
        "what is a class I right",
        "实用新型在创新型自评里能得几分",
        "do utility models and invention patents both count as class I",
        "去年营收4600万，研发和专利都够，小巨人能报吗",
    ],
)
def test_what_is_no_list_of_rights_gets_no_verdict(release: Release, question: str) -> None:
    assert all(line.role not in ("claim", "counts") for line in first_card(release, question).lines)


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("we have 8 patents, enough for little giant?", "unsure"),
        ("专利6项，小巨人够吗", "unsure"),
        ("8 invention patents, enough for little giant?", None),
        ("发明专利6项，小巨人够吗", None),
        ("only 2 patents, little giant?", "short"),
        ("没有专利只有软著，专精特新可以报吗", "short"),
    ],
)
def test_only_invention_patents_are_class_1_rights(
    release: Release, question: str, role: str | None
) -> None:
    card = first_card(release, question)
    assert card.lines[0].role == role
    assert card.lines[0].own is not None
    assert (len(card.lines) > 1) == (role is not None)


def test_what_is_unsure_stands_before_what_is_met(release: Release) -> None:
    question = "sales 70m, 9 patents, main business 80%: little giant?"
    lines = first_card(release, question).lines
    assert [(line.met, line.role) for line in lines] == [
        (False, None),
        (None, "unsure"),
        (True, None),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "sales 9m, series B of 30m, srdi?",
        "营收900万，拿了3000万融资，能报专精特新吗",
        "去年收入1100万 天使轮融了2300万 专精特新行不行",
    ],
)
def test_of_two_ways_the_one_taken_is_named(release: Release, question: str) -> None:
    taken, whole = first_card(release, question).lines
    assert taken.met is True
    assert taken.own is not None
    assert taken.figures[0].value == 20_000_000
    assert whole.text
    assert "15 million" in whole.text.en


@pytest.mark.parametrize(
    ("question", "role", "met"),
    [
        ("fined for dumping waste last year, is that a killer?", "open", None),
        ("去年被环保局处罚，是不是没戏了", "open", None),
        ("we got a small fine for noise, srdi ok?", None, True),
        ("被消防罚了点小钱，还能报小巨人吗", None, True),
        ("penalised for a major pollution case in 2025, srdi?", None, False),
    ],
)
def test_a_fine_is_judged_by_how_grave_it_was(
    release: Release, question: str, role: str | None, met: bool | None
) -> None:
    line = first_card(release, question).lines[0]
    assert (line.role, line.met) == (role, met)
    assert line.figures[0].unit == "events"


@pytest.mark.parametrize(
    "question",
    [
        "what's the fine print of the loan scheme",
        "is 65% debt fine for srdi",
        "caught for tax evasion and fined in 2024, does it block us?",
    ],
)
def test_not_every_fine_is_an_incident(release: Release, question: str) -> None:
    lines = first_card(release, question).lines
    assert all(line.role != "open" for line in lines)


@pytest.mark.parametrize(
    "question",
    [
        "what if our debt goes up to 77%",
        "debt ratio of 78%, any hope?",
        "负债率到了76%会怎么样",
        "负债率79%，专精特新和小巨人能申吗",
        "sales 20m: srdi and little giant?",
        "main business of 85%, srdi & little giant?",
    ],
)
def test_of_two_titles_or_none_both_are_judged(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert card.kind == "titles"
    assert [line.met for line in card.lines if line.met is not None] == [True, False]
