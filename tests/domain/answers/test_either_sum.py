"""Which of two numbers is right, where the records state both."""

import pytest

from bot.domain.release import Release
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("is the guarantee cap 20 or 30 million", [20_000_000, 30_000_000]),
        ("is it 400 or 200 billion of loans", [400_000_000_000, 200_000_000_000]),
        ("are there 53 or 55 parks", [53, 55]),
        ("14 or 34 clusters?", [14, 34]),
        ("担保上限是2000万还是3000万", [20_000_000, 30_000_000]),
        ("基金到底100亿还是1000亿", [10_000_000_000, 100_000_000_000]),
        ("集群14个还是34个", [14, 34]),
        ("到底是857还是900家小巨人", [857, 900]),
    ],
)
def test_both_numbers_are_told_with_what_each_is(
    release: Release, question: str, values: list[float]
) -> None:
    card = first_card(release, question)
    assert card.exists == "both"
    assert [f.value for f in card.figures[:2]] == values


@pytest.mark.parametrize(
    "question",
    [
        "is the award 100,000 or 300,000 for a new little giant",  # no source says who gets which
        "奖励是10万还是30万",
        "do we need 1 or 2 patents",
        "little giants nationwide now, 14,600 or 17,600?",
        "营收要1000万还是1500万",
    ],
)
def test_other_alternatives_are_no_two_numbers(release: Release, question: str) -> None:
    assert first_card(release, question).exists != "both"
