"""Amounts in bands: which of them is for the firm's own number."""

from typing import Any

import pytest

from bot.domain.answers.compose.bands import own_first
from bot.domain.data.models import Figure
from bot.domain.release import Release


def paid(name: str, value: float, **paid_for: object) -> Figure:
    fields: dict[str, Any] = {
        "id": f"up-to-{value:g}",
        "name": {"en": name, "zh": "奖励"},
        "value": value,
        "unit": "CNY",
        "qualifier": "up to",
        "scope": "firm",
        "sources": ["a"],
        "paid_for": {"unit": "percent", **paid_for},
    }
    return Figure.model_validate(fields)


LOW = paid("award for growth of 10 to under 30 percent", 200_000, at_least=10, below=30)
HIGH = paid("award for growth of 30 percent or more", 400_000, at_least=30)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("our output grew 12%, how much is the growth award", LOW),
        ("output up 35 percent, growth award?", HIGH),
        ("产值增长30%，增长奖励多少", HIGH),
        ("how much is the growth award", HIGH),  # as they stand
        ("growth of 5 percent, how much", HIGH),  # below every band
    ],
)
def test_the_band_of_the_firm_comes_first(release: Release, question: str, first: Figure) -> None:
    assert own_first([HIGH, LOW], release.index.parse(question))[0] is first
