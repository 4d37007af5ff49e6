"""The number, the place or the consequence that is asked for comes first, not a heading."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.answers.first_card import first_card
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("how many points does it need to pass as innovative SME", "The evaluation score is at"),
        ("创新型自评最低几分及格", "The evaluation score is at least 60"),
        ("where can we apply for the SRDI title", "Online at www.ssme.sh.gov.cn"),
        ("where to post the SRDI papers", "Online at www.ssme.sh.gov.cn"),
        ("创新型中小企业到哪里申请", "Online at www.ssme.sh.gov.cn"),
        ("专精特新材料寄哪里", "Online at www.ssme.sh.gov.cn"),
        ("what happens after false figures in an SRDI application", "A firm found to have given"),
        ("小巨人数据造假有什么处罚", "A firm found to have given false data loses its title"),
        ("what weight has each of the 23 indicators of the evaluation", "No source found states"),
    ],
)
def test_what_is_asked_comes_first(release: Release, question: str, says: str) -> None:
    text = first_card(release, question).lines[0].text
    assert text
    assert text.en.startswith(says)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("什么算一类知识产权，买来的算吗", ["were bought", "Class I rights are invention"]),
        ("what is class I IP and does a utility model count", ["Utility models", "Class I rights"]),
        ("do trademarks count as class I rights", ["Trademarks are not", "Class I rights are"]),
        (
            "is an assigned utility model a class I right",
            ["Utility models", "bought or transferred"],
        ),
    ],
)
def test_a_right_is_judged_and_the_list_told(
    release: Release, question: str, says: list[str]
) -> None:
    card = first_card(release, question)
    texts = [line.text.en for line in card.lines if line.text]
    assert card.lines[0].met is False
    assert all(want in text for want, text in zip(says, texts, strict=False))


def test_a_missing_title_says_which_would_do(release: Release) -> None:
    missing, needed = first_card(release, "can we skip innovative and file for SRDI").lines[:2]
    assert missing.role == "lacking"
    assert needed.text
    assert "innovative or technology-based SME" in needed.text.en


@pytest.mark.parametrize("question", ["上海落户要交几年社保", "capital gains tax on our shares?"])
def test_household_points_and_taxes_on_shares_are_outside(release: Release, question: str) -> None:
    assert answer_question(release, question, TODAY).outside


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("贴息怎么算的", "interest subsidy on credit loans"),
        ("语料券怎么算", "corpus voucher"),
        ("付款条例哪年生效的", "1 June 2025"),
    ],
)
def test_how_it_is_worked_out_and_since_when(release: Release, question: str, said: str) -> None:
    first = first_card(release, question).lines[0]
    assert said in (first.text.en if first.text else first.figures[0].name.en)


def test_who_asks_for_the_conditions_gets_all_of_them(release: Release) -> None:
    first = first_card(release, "2024年市级集群申报条件").lines[0]
    assert first.text
    assert all(part in first.text.zh for part in ("100平方公里", "30亿元", "50%", "10%"))
