"""No text is searched beyond its limit, however it came in: each function holds to it itself."""

import sys
from collections import Counter
from datetime import date
from types import FrameType
from typing import Any

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.data.change_start import parse_change_start
from bot.domain.release import Release
from bot.domain.search.names import NameFinder
from bot.domain.text import normalise_typed
from bot.domain.text_limits import MAX_NAME_LENGTH, MAX_QUESTION_LENGTH
from tests.domain.conftest import TODAY

LONG = (
    "一" * 6_000,
    "loan " * 1_200,
    "9" * 6_000,
    "\ufdfa" * 6_000,
    "a\u0301" * 3_000,
    "(" * 6_000,
    "1," * 3_000,
    "每周一、" * 1_500,
    "what is the " * 500,
)


def finders(release: Release) -> list[NameFinder[str]]:
    """A finder of each kind of name."""
    names = release.names
    return [names.measures, names.zones, names.packages, names.industries]


@pytest.mark.parametrize("typed", LONG)
def test_normalising_cuts_before_and_after(typed: str):
    assert len(normalise_typed(typed, MAX_NAME_LENGTH)) <= MAX_NAME_LENGTH


def test_normalising_keeps_what_is_within_the_limit():
    assert normalise_typed("  ＬＯＡＮ 擔保 ", MAX_NAME_LENGTH) == "loan 担保"


@pytest.mark.parametrize("typed", LONG)
def test_a_name_beyond_the_limit_names_nothing(release: Release, typed: str):
    for finder in finders(release):
        assert finder.resolve(typed) is None
        assert finder.complete(typed) == []
        assert len(finder.nearest(typed)) <= 3
        assert finder.nearest(typed) == finder.nearest(typed[:MAX_NAME_LENGTH])


@pytest.mark.parametrize("typed", ["a " * 50, "\ufdfa" * 100, "a b c d e f g h " * 6])
def test_a_name_of_many_words_is_not_looked_for_word_by_word(release: Release, typed: str):
    finder, steps = release.names.measures, Counter[str]()

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        steps[event] += 1

    sys.setprofile(count)
    try:
        finder.complete(typed)
    finally:
        sys.setprofile(None)
    assert steps["call"] < len(finder) * 2


def test_a_known_name_with_a_long_tail_is_not_that_name(release: Release):
    known = next(iter(release.catalogue.measures))
    assert release.names.measures.resolve(known) == known
    assert release.names.measures.resolve(known + " " * MAX_NAME_LENGTH) is None


@pytest.mark.parametrize("typed", ["zzzzzz", "zz 9", "\ufdfa", "没有这个"])
def test_nothing_is_near_where_nothing_is_alike(release: Release, typed: str):
    for finder in finders(release):
        assert finder.nearest(typed) == []


@pytest.mark.parametrize("typed", LONG)
def test_a_question_is_read_up_to_its_limit(release: Release, typed: str):
    index, cut = release.index, typed[:MAX_QUESTION_LENGTH]
    assert answer_question(release, typed, TODAY) == answer_question(release, cut, TODAY)
    assert index.parse(typed).weights == index.parse(cut).weights


@pytest.mark.parametrize("typed", LONG)
def test_a_long_date_is_unreadable(typed: str):
    read = parse_change_start(typed, ["2026.09.01.1"], [], date(2026, 9, 1))
    assert (read.fault, read.near) == ("unreadable", ("2026.09.01.1",))


def test_a_date_of_many_digits_is_unreadable():
    # Python refuses to read a number of more than 4,300 digits.
    assert parse_change_start(f"2026.1.1.{'9' * 5_000}", [], [], TODAY).fault == "unreadable"
