"""The small line that ends an answer names where the first line comes from."""

from datetime import date
from typing import Final

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from bot.domain.text import has_chinese
from bot.i18n.translator import read_translators
from bot.ui.context import RenderContext
from cogs.ask.cards import answer_card
from tests.card_budget import texts_of

_TODAY: Final = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("when does filing for the eighth batch of little giants close", "(text not seen)"),
        ("第八批小巨人什么时候截止", "（未打开原文核对）"),
        ("无缝续贷现在所有中小企业都能做吗", "SHINE（上海日报），2024年10月31日"),
        ("how big was the city's goal for seamless renewals in 2024", "ecns.cn, 19 February 2024"),
        ("do bought patents count as class I rights", "kedisheng.cn"),
    ],
    ids=["not-opened", "not-opened-zh", "sentence", "figure", "rule-in-force"],
)
def test_the_source_is_that_of_the_first_line(release: Release, question: str, source: str) -> None:
    lang = "zh" if has_chinese(question) else "en"
    context = RenderContext(release, read_translators()[lang], _TODAY)
    text = texts_of(answer_card(context, answer_question(release, question, _TODAY)))
    line = next(t for t in text.splitlines() if t.startswith("-# "))
    assert source in line
