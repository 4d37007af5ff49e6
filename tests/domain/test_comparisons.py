"""Questions that compare two things, and second questions about a batch named in the first."""

import pytest

from bot.domain.answers.answer import AnswerCard
from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


def _card(release: Release, question: str) -> AnswerCard:
    return answer_question(release, question, TODAY).cards[0]


@pytest.mark.parametrize(
    ("question", "records"),
    [
        ("第三批加了几个园区，可供物业多少平米", ["zn-b3"]),
        ("特色园区三批各几个？到2026年目标呢？", ["zn-26", "zn-40", "zn-b3", "zn-60"]),
    ],
)
def test_a_batch_is_named_for_all_that_is_asked(
    release: Release, question: str, records: list[str]
) -> None:
    lines = _card(release, question).lines
    assert list(dict.fromkeys(line.record.id for line in lines)) == records
