"""Everyday questions get the record that they mean, not one that shares a word with them."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("宝山小巨人补贴现在还能拿吗", "aw-baoshan"),
        ("can we still get the Baoshan subsidy for little giants", "aw-baoshan"),
        ("our agent put wrong numbers, what happens if data is false", "m26-fraud"),
        ("错过5月31号没更新，资格会被取消吗", "m26-update"),
        ("小巨人申报要提交哪些资料", "lg26-docs"),
        ("专精特新材料交哪里", "ap-portal"),
        ("who runs the Shanghai SRDI board", "cm-board"),
        ("以前拿的专精特新还认不认", "keeping-current"),
    ],
)
def test_the_record_is_the_one_that_is_meant(release: Release, question: str, record: str) -> None:
    assert answer_question(release, question, TODAY).cards[0].record.id == record


@pytest.mark.parametrize(
    "question",
    ["实用新型能顶发明专利伐", "can a utility model replace the invention patent for SRDI"],
)
def test_a_right_that_stands_for_another_is_judged(release: Release, question: str) -> None:
    line = answer_question(release, question, TODAY).cards[0].lines[0]
    assert line.met is False
    assert line.text
    assert "Utility models" in line.text.en


def test_an_amount_asked_for_is_no_requirement_of_growth(release: Release) -> None:
    question = "小巨人连续两年增长20%以上能拿多少"
    assert answer_question(release, question, TODAY).cards[0].record.id == "a25-lg-growth"


def test_the_pass_mark_comes_with_that_of_each_part(release: Release) -> None:
    question = "pass mark of the innovative SME score, in all and for innovation"
    line = answer_question(release, question, TODAY).cards[0].lines[0]
    assert line.text
    assert "at least 60" in line.text.en
    assert "20 for innovation" in line.text.en
