"""Until when a title is valid that a firm says it has."""

from datetime import date

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.release import Release

_TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("question", "record", "valid_to"),
    [
        ("We got SRDI in 2023, when is the re-review?", "specialised-current", "2026"),
        ("SRDI since May 2025, good until when?", "specialised-current", "2028-04"),
        ("our little giant title is from 2024, is it still valid?", "little-giant-current", "2027"),
        ("专精特新是24年9月拿的，规则改了还作数吗", "specialised-current", "2027-08"),
        ("小巨人是2021年评的，什么时候复核", "little-giant-current", "2024"),
        ("23年评的专精特新，达不到新门槛，还作数吗", "specialised-current", "2026"),
        ("we got little giant in 2025, do the 2026 rules hit us", "little-giant-current", "2028"),
        ("我们24年拿的专精特新，新规管不管我们", "specialised-current", "2027"),
        ("got little giant in July 2024 - over already?", "little-giant-current", "2027-06"),
        ("our SRDI is from May 2023, it's Nov 2026, expired?", "specialised-current", "2026-04"),
        ("23年5月评上的专精特新，现在是26年11月，是不是过期了", "specialised-current", "2026-04"),
        ("24年7月的小巨人，是不是到期了", "little-giant-current", "2027-06"),
    ],
)
def test_the_end_follows_from_the_date(
    release: Release, question: str, record: str, valid_to: str
) -> None:
    card = answer_question(release, question, _TODAY).cards[0]
    assert (card.record.id, card.valid_to) == (record, valid_to)


def test_a_title_from_before_the_rules_in_force_keeps_its_term(release: Release) -> None:
    card = answer_question(release, "SRDI since May 2025, good until when?", _TODAY).cards[0]
    assert card.lines[0].text is not None
    assert "stay valid until they expire" in card.lines[0].text.en
    newer = answer_question(release, "SRDI since May 2026, good until when?", _TODAY).cards[0]
    assert newer.valid_to == "2029-04"
    assert all(line.record.id == "specialised-current" for line in newer.lines)


@pytest.mark.parametrize(
    "question",
    [
        "how long is an SRDI title good for?",  # no date
        "SRDI and little giant since 2024, until when are they valid?",  # two titles
        "until when does Pudong pay SRDI firms of 2024?",  # what a district pays
        "SRDI from 2030, valid until when?",  # in the future
        "little giants recognised in 2024, how many?",  # asks something else
    ],
)
def test_nothing_is_computed_otherwise(release: Release, question: str) -> None:
    cards = answer_question(release, question, _TODAY).cards
    assert all(card.valid_to is None for card in cards)


@pytest.mark.parametrize(
    "question",
    [
        "our title dates from 2023, do the new rules take it away",
        "我们称号是2024年评的，新办法会不会把它取消",
    ],
)
def test_an_old_title_under_new_rules_is_told_the_transition(
    release: Release, question: str
) -> None:
    text = answer_question(release, question, _TODAY).cards[0].lines[0].text
    assert text is not None
    assert "stay valid until they expire" in text.en
