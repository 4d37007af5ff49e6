"""What a title counts of the numbers told, what is gone, and which round comes next."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.answers.read.own_numbers import own_numbers
from bot.domain.release import Release
from bot.domain.text import normalise
from tests.domain.answers.first_card import first_card
from tests.domain.conftest import TODAY


@pytest.mark.parametrize(
    ("said", "rights"),
    [
        ("three patents, two of them bought", 1),
        ("7 invention patents, 3 were purchased", 4),
        ("4项发明专利，其中1项是受让的", 3),
        ("4项发明专利，另外2项是买的", 4),
        ("三项自有发明专利，两项买的", 3),
        ("all 5 patents were bought", None),
        ("5 utility models, 2 of them bought", None),
    ],
)
def test_bought_patents_are_no_own_ones(said: str, rights: float | None) -> None:
    assert own_numbers(normalise(said), TODAY).get("rights") == rights


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("营收去年1300万,今年2000万", {"revenue": 13_000_000}),
        ("sales of 18m this year, 12m last year", {"revenue": 12_000_000}),
        ("营收前年1300万,去年2000万", {"revenue": 20_000_000, "revenue1": 13_000_000}),
        ("研发费用两年1000万", {"rd_total": 10_000_000}),
        ("去年1300万,融资2500万", {"revenue": 13_000_000, "equity2": 25_000_000}),
        ("想融资2500万", {}),
        ("研发费用去年500万", {"rd": 5_000_000}),
    ],
)
def test_numbers_are_of_the_last_year(said: str, expected: dict[str, float]) -> None:
    assert own_numbers(normalise(said), TODAY) == expected


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("we have 5 invention patents, one of them purchased, enough for little giant?", True),
        ("六项发明专利，三项是买的，小巨人够吗", None),
        ("去年营收1400万，今年2600万，够专精特新吗", None),
        ("去年1200万，拿到机构投资2200万，专精特新够吗", True),
    ],
)
def test_told_numbers_decide(release: Release, question: str, met: bool | None) -> None:
    line = first_card(release, question).lines[0]
    assert (line.met, line.role) == (met, None if met else "short")


@pytest.mark.parametrize(
    ("question", "gone"),
    [
        ("does the shortcut into srdi still exist", True),
        ("能不打分直接认定专精特新吗", True),
        ("现在还有直通车吗", True),
        ("创新型中小企业还有直通条件吗", False),
        ("科技型中小企业能直接确认吗", False),
    ],
)
def test_a_direct_route_is_told_as_gone_where_it_is(
    release: Release, question: str, gone: bool
) -> None:
    first = first_card(release, question).lines[0]
    assert (first.role == "gone" and first.met is False) is gone


@pytest.mark.parametrize(
    ("question", "unstated"),
    [
        ("when may we file for srdi next", True),
        ("will there be another round of srdi in 2026?", True),
        ("专精特新下半年还能报吗", True),
        ("今年还会有专精特新批次吗", True),
        ("下半年有什么展会", False),
    ],
)
def test_the_next_round_is_not_stated_where_none_is_known(
    release: Release, question: str, unstated: bool
) -> None:
    card = first_card(release, question)
    said = [line.text.en for line in card.lines if line.text]
    assert card.is_not_stated is unstated
    assert not unstated or "6 March 2026" in said[1]


@pytest.mark.parametrize(
    "question",
    ["only 7% of the market share but number 3 in china, ok?", "市占率5%，国内第二，可以吗"],
)
def test_a_place_without_a_title(release: Release, question: str) -> None:
    assert first_card(release, question).record.id == "little-giant-current"


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("this year we'll make 62 million, last year 41 million, little giant possible?", 41e6),
        ("last year 47 million, this year already 54 million revenue - little giant?", 47e6),
        ("51 million this year and 46 million last year, can we be a little giant", 46e6),
        ("营收2025年1400万 2026年2100万 能申专精特新不", 14e6),
        ("今年到现在才800万营收，去年1700万，专精特新行不行", 17e6),
        ("去年1800万今年预计1300万，还能报专精特新吗", 18e6),
    ],
)
def test_last_year_counts_not_the_year_that_runs(
    release: Release, question: str, own: float
) -> None:
    assert answer_question(release, question, TODAY).cards[0].lines[0].own == own
