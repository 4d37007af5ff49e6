"""The first card of an answer."""

from bot.domain.answers.answer import AnswerCard
from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY


def first_card(release: Release, question: str) -> AnswerCard:
    return answer_question(release, question, TODAY).cards[0]
