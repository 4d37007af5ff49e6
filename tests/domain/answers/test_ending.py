"""Which measures end by a date: from their dates, the next first."""

from datetime import date

import pytest

from bot.domain.data.ends import first_end
from bot.domain.data.models import Measure
from bot.domain.release import Release
from tests.domain.answers.first_card import first_card
from tests.domain.conftest import TODAY


@pytest.mark.parametrize("question", ["which awards end this year", "年底前哪些奖励到期"])
def test_only_what_ends_of_the_kind_that_is_named(release: Release, question: str) -> None:
    records = first_card(release, question).records
    assert {r.kind for r in records if isinstance(r, Measure)} == {"award"}


@pytest.mark.parametrize(
    ("question", "limit"),
    [
        ("Which measures close before the end of this year?", date(2026, 12, 31)),
        ("年底前哪些政策截止", date(2026, 12, 31)),
        ("Which subsidies end in December 2026?", date(2026, 12, 31)),
        ("any schemes that expire in the next 5 months?", date(2027, 5, 1)),
        ("未来5个月内有哪些政策到期", date(2027, 5, 1)),
        ("what support ends by 2027", date(2027, 12, 31)),
    ],
)
def test_only_what_ends_by_then(release: Release, question: str, limit: date) -> None:
    card = first_card(release, question)
    assert card.kind == "ending"
    ends = [first_end(r) for r in card.records if isinstance(r, Measure)]
    days = [day for day in ends if day]
    assert len(days) == len(ends) > 0
    assert days == sorted(days)
    assert days[0] >= TODAY
    assert days[-1] <= limit


@pytest.mark.parametrize(
    "question",
    [
        "Until when does Lin-gang pay its awards?",
        "When does the Pudong award end?",
        "小巨人称号什么时候到期",
        "贷款快到期了，能不能续，有啥政策",
        "our loan falls due at the end of the year, which schemes help?",
    ],
)
def test_one_end_is_no_list(release: Release, question: str) -> None:
    assert first_card(release, question).kind != "ending"
