"""The award for little giants that grew: before what districts pay, with what is still open."""

import pytest

from bot.domain.release import Release
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("we are a little giant and revenue grew 23% and 27%, is there a bonus for us?", "over"),
        ("can a little giant with 35% growth in both years get an award?", "over"),
        ("营收两年都增长了四成的小巨人，能拿奖励吗", "over"),
        ("grew 30% in both years, little giant. may we have the growth award of 2025?", None),
        ("小巨人两年增速都是9%，能拿高成长奖吗", None),
    ],
)
def test_growth_told_means_the_growth_award(
    release: Release, question: str, role: str | None
) -> None:
    card = first_card(release, question)
    assert card.record.id == "a25-lg-growth"
    assert card.lines[0].role == role


def test_the_year_of_recognition_is_open_if_not_told(release: Release) -> None:
    card = first_card(release, "grew 25% two years running, little giant. bonus? can we get it")
    assert any(line.role == "open" and "2023" in str(line.text) for line in card.lines)


@pytest.mark.parametrize(
    "question",
    [
        "what do districts pay a new little giant",
        "little giant in Jing'an, revenue grew 25%. what does the district pay?",
        "各区给新小巨人多少奖励",
    ],
)
def test_districts_are_still_asked_about(release: Release, question: str) -> None:
    assert first_card(release, question).record.id != "a25-lg-growth"
