"""The first lines of an answer keep each part of a question, and nothing of another sum."""

import pytest

from bot.domain.release import Release
from tests.commands.test_ask_first_lines import first_lines

_TWO = (
    "two things: the guarantee ceiling per company, and how much interest is subsidised on "
    "unsecured loans?"
)


@pytest.mark.parametrize(
    ("question", "first", "below"),
    [
        ("featured parks now: 2026 goal?", "### About 60 parks", ""),
        ("how many featured parks are there now and what's the 2026 goal", "### 55", "60 parks"),
        ("how many srdi firms are there and what's the 2030 target", "### Over 12,000", "20,000"),
        ("three future industry zones and their targets", "### 200 billion", "100 billion"),
        ("phone number for help", "### Telephone 12345", "www.ssme.sh.gov.cn"),
        ("企业有事打哪个电话", "### 电话12345", "www.ssme.sh.gov.cn"),
        ("is the interest subsidy automatic, and how much", "### No application", "up to 30%"),
    ],
)
def test_no_part_of_the_question_is_dropped_or_given_back(
    release: Release, question: str, first: str, below: str
) -> None:
    assert first_lines(release, question, 1).startswith(first)
    assert below in first_lines(release, question, 7)


@pytest.mark.parametrize(
    ("question", "sum_shown", "condition"),
    [
        ("does jing'an pay if we move our little giant there", "up to 600,000 yuan", "1:1 match"),
        ("g60 project support, can we get it, how much", "up to 15%", "licence"),
        ("小巨人搬到静安有钱吗", "最高60万元", "1:1配套仅限"),
    ],
)
def test_a_condition_of_another_sum_is_not_shown(
    release: Release, question: str, sum_shown: str, condition: str
) -> None:
    assert sum_shown in first_lines(release, question, 1)
    assert condition not in first_lines(release, question, 12)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("jiading srdi award who gets it", "### Firms registered in Jiading that newly applied"),
        ("who can claim the corpus voucher", "### Firms that buy corpora"),
        ("little giant of 2022, up 25% and 18%, do we get the growth award of 500k?", "### No, a"),
        ("government procurement share for smes", "### At least 40%"),
        ("salary subsidy for hiring a phd", "Outside this bot's scope: pay, hiring and housing"),
        ("how many points per patent in the little giant score", "### Not stated: the points,"),
        ("招聘补贴专精特新有吗", "这个问题不在可答范围：人才补贴"),
    ],
)
def test_the_first_line_is_about_what_was_asked(
    release: Release, question: str, first: str
) -> None:
    assert first_lines(release, question, 1).startswith(first)


@pytest.mark.parametrize(
    ("question", "shown", "below"),
    [
        (_TWO, "up to 30 million yuan", "up to 30%"),
        (
            "how many little giants in shanghai now and how many of them are private",
            "1,026 firms",
            "776 firms",
        ),
        ("浦东24年底小巨人几家，闵行25年4月几家", "约250家", "120家"),
    ],
)
def test_each_part_has_its_number_at_the_top(
    release: Release, question: str, shown: str, below: str
) -> None:
    assert shown in first_lines(release, question, 3)
    assert below in first_lines(release, question, 6)


@pytest.mark.parametrize("question", ["想上市，有啥扶持", "贷款贴息都有哪些，市里区里中央的"])
def test_a_short_list_is_shown_whole(release: Release, question: str) -> None:
    shown = first_lines(release, question, 12)
    assert shown.count("\n- ") >= 5
    assert "more" not in shown
    assert "另有" not in shown
