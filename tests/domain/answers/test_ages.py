"""How old a firm is, and how long it is in its niche."""

from datetime import date

import pytest

from bot.domain.answers.read.ages import age_of, years_in_niche
from bot.domain.text import normalise_typed

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("our firm is 8 yrs old", 8),
        ("founded six years ago", 6),
        ("公司成立十二年了", 12),
        ("founded last year", 1),
        ("去年刚成立", 1),
        ("今年注册的公司", 0),
        ("a 30-person chip start-up founded in 2022", 4),
        ("I founded a company making optical filters in Songjiang in 2021", 5),
        ("2022年成立的芯片公司", 4),
        ("17年成立的", 9),
        ("成立于2019年", 7),
        ("the rules of 2022", None),
        ("which parks started in 2022", None),
    ],
)
def test_the_age_of_a_firm(said: str, age: float | None) -> None:
    assert age_of(normalise_typed(said, 200), TODAY) == age


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("founded in 2015, in this niche since 2021", 4),
        ("2023年10月才转做现在这个细分领域", 2),
        ("founded last year", 1),  # no firm is in its niche for longer than it exists
        ("founded in 2015", None),
    ],
)
def test_the_years_in_a_niche(said: str, years: float | None) -> None:
    assert years_in_niche(normalise_typed(said, 200), TODAY) == years
