"""What a title means, and its limits one by one."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.models import Term
from bot.domain.release import Release
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "value"),
    [("headcount limit of a tech-based SME?", 500), ("科技型中小企业资产上限多少", 200_000_000)],
)
def test_a_limit_of_a_technology_based_sme_leads(
    release: Release, question: str, value: float
) -> None:
    first = answer_question(release, question, TODAY).cards[0].lines[0]
    assert [figure.value for figure in first.figures] == [value]


@pytest.mark.parametrize("question", ["what is an srdi firm", "专精特新是什么"])
def test_the_meaning_of_a_title_holds_no_sums(release: Release, question: str) -> None:
    answer = answer_question(release, question, TODAY)
    assert isinstance(answer.cards[0].record, Term)
    shown = [line.record for card in answer.cards for line in card.lines]
    assert all(getattr(record, "kind", None) is None for record in shown)
