"""The firm's own numbers, as people type them, against what a title or a measure asks for."""

import pytest

from bot.domain.answers.answer import AnswerCard
from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


def _first_card(release: Release, question: str) -> AnswerCard:
    return answer_question(release, question, TODAY).cards[0]


@pytest.mark.parametrize(
    ("question", "met", "criterion"),
    [
        ("revenue 18 million, rd 900k, enough for srdi?", False, "1 million"),
        ("revenue 18 million, rnd spend 800k, srdi possible?", False, "1 million"),
        ("sales 30m, r and d 900k - is that enough for srdi", False, "1 million"),
        ("sales 20m, R & D was 600k, can we get srdi", False, "1 million"),
        ("we spend 2% of sales on research, srdi possible?", False, "3 percent"),
        ("2% of our turnover goes into r and d, little giant?", False, "3 percent"),
        ("sales 60m, 10m r&d over two years, little giant?", False, "12 million"),
        ("sales 60m, r&d spend 1.9m two years together, enough for srdi?", False, "1 million"),
        ("sales 60m, 3m r&d over two years, srdi?", True, "15 million"),
        ("营收2800万，研发去年95万前年120万，够不够专精特新", False, "1 million"),
        ("前年研发130万去年90万，专精特新够吗", False, "1 million"),
        ("两年研发一共180万，营收2000万，专精特新够不够", False, "1 million"),
        ("我们每年拿销售额的2%做研发，能报专精特新吗", False, "3 percent"),
        ("搞研发投了90万，营收2000万，能报专精特新吗", False, "1 million"),
    ],
)
def test_research_in_every_spelling(
    release: Release, question: str, *, met: bool, criterion: str
) -> None:
    card = _first_card(release, question)
    first = card.lines[0]
    assert card.heading == "check"
    assert first.met is met
    assert first.text is not None
    assert criterion in first.text.en


@pytest.mark.parametrize(
    "question", ["以前专精特新研发要多少，现在呢", "R&D for srdi before and now, what changed?"]
)
def test_then_and_now_is_still_told(release: Release, question: str) -> None:
    assert _first_card(release, question).heading == "pairs"
