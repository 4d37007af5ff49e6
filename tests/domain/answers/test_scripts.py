"""A question has one answer, however it is written."""

from typing import Any, cast

import opencc
import pytest

from bot.domain.answers.answer import Answer
from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from bot.i18n.translator import Lang
from tests.domain.conftest import TODAY
from tests.questions.scoring import read_questions

QUESTIONS = read_questions("hard")


def _cards(answer: Answer) -> object:
    return answer.status, answer.cards


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_capitals_and_traditional_script_change_no_answer(release: Release, lang: Lang) -> None:
    to_traditional = cast("Any", opencc).OpenCC("s2t").convert
    to_simplified = cast("Any", opencc).OpenCC("t2s").convert
    for question in QUESTIONS:
        text = question.text[lang]
        other = to_traditional(text) if lang == "zh" else text.upper()
        if lang == "en" or to_simplified(other) == to_simplified(text):
            found = answer_question(release, other, TODAY)
            assert _cards(found) == _cards(answer_question(release, text, TODAY)), text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("静安对市担保中心担保的贷款贴多少个点？", "靜安對市擔保中心擔保的貸款貼多少個點？"),
        (
            "24年12月的十条跟25年4月的二十条是一回事吗？",
            "24年12月的十條跟25年4月的二十條是一回事嗎？",
        ),
        ("语料券总额", "語料券總額"),
    ],
)
def test_these_two_are_one_question(release: Release, one: str, other: str) -> None:
    found = answer_question(release, other, TODAY)
    assert found.question == other
    assert _cards(found) == _cards(answer_question(release, one, TODAY))
