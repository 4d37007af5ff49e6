"""Which rules govern a title from before them, a review of this year, and a batch by its number."""

import pytest

from bot.domain.release import Release
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    "question",
    [
        "titles from pre april 2026, still valid?",
        "our SRDI title is from before April 2026, is it still good?",
        "2026年4月以前的小巨人称号还有效吗",
        "is the old title still good under the new method",
    ],
)
def test_a_title_from_before_the_rules_is_valid_until_it_expires(
    release: Release, question: str
) -> None:
    first = first_card(release, question).lines[0]
    assert first.text
    assert first.text.en.startswith("Titles given before 1 April 2026 stay valid")


@pytest.mark.parametrize(
    "question",
    [
        "little giant since 2023, which standard is our review under",
        "we became a little giant in 2020: which rules does this year's review follow",
        "小巨人2023年评上的，今年复核按新标准还是旧标准",
        "第五批小巨人复核按哪套标准",
    ],
)
def test_the_reviews_of_this_year_followed_the_former_standard(
    release: Release, question: str
) -> None:
    card = first_card(release, question)
    assert card.lines[0].text
    assert card.lines[0].text.en.startswith("Reviews of 2026 followed the 2022 standard")


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("when did batch eight open, is it closed?", "window"),
        ("is the eighth batch over", "closed"),
        ("第八批几时开始的，结束没有", "window"),
        ("第八批小巨人什么时候启动的", "window"),
    ],
)
def test_a_batch_by_its_number_has_its_dates(release: Release, question: str, role: str) -> None:
    card = first_card(release, question)
    assert (card.record.id, card.lines[0].role) == ("lg26-round", role)


@pytest.mark.parametrize(
    "question", ["新办法哪天起施行", "新规啥时候开始", "since when does the new method apply"]
)
def test_the_new_method_is_that_of_2026(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert card.record.id == "national-2026"
    assert card.lines[0].text
    assert "since 1 April 2026" in card.lines[0].text.en
