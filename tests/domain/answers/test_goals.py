"""What a firm hopes to reach, told apart from what it has."""

import pytest

from bot.domain.answers.read.passed_limits import GOAL
from bot.domain.text import normalise_typed


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("we want to reach 20 million", True),
        ("if we hit 20m this year", True),
        ("sales will pass 20 million soon", True),
        ("money for reaching 20 million", True),
        ("our target is 20m", True),
        ("想冲2000万", True),
        ("要是能做到2000万", True),
        ("突破2000万以后有奖励吗", True),
        ("预计今年2000万", True),
        ("we reached 20 million", False),
        ("sales were 20m last year", False),
        ("we want to apply for SRDI", False),
        ("去年营收2000万", False),
        ("已经超过2000万了", False),
    ],
)
def test_a_goal_is_told_from_a_result(said: str, *, expected: bool) -> None:
    assert bool(GOAL.search(normalise_typed(said, 200))) is expected
