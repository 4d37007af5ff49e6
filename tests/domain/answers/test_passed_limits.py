"""A number over or under a limit, two years' R&D as one sum, and one requirement asked alone."""

import pytest

from bot.domain.answers.read.firm_numbers import numbers_of
from bot.domain.answers.read.passed_limits import LIMIT_MARGIN
from bot.domain.release import Release
from bot.domain.text import normalise
from tests.domain.answers.first_card import first_card


@pytest.mark.parametrize(
    ("question", "met"),
    [
        ("debt over 80%, SRDI possible?", False),
        ("is a debt ratio of more than 75 percent ok for little giant", False),
        ("资产负债率超75还能报小巨人吗", False),
        ("负债率80%以上能报专精特新吗", False),
        ("main business under 90%, little giant?", False),
        ("主营占比不到80%能报专精特新吗", False),
        ("debt not over 75%, little giant ok?", True),
        ("负债率不超过75%能报小巨人吗", True),
        ("is exactly 75% debt ok for little giant", True),
        ("负债低于75%小巨人行吗", True),
    ],
)
def test_a_number_beside_a_limit_decides(release: Release, question: str, *, met: bool) -> None:
    assert first_card(release, question).lines[0].met is met


@pytest.mark.parametrize(
    ("said", "key", "number"),
    [
        ("负债率超75", "debt", 75 + LIMIT_MARGIN),
        ("debt above 75 percent", "debt", 75 + LIMIT_MARGIN),
        ("主营占比低于90%", "main_share", 90 - LIMIT_MARGIN),
        ("revenue of no more than 15 million", "revenue", 15e6),
        ("研发两年共1300万", "rd_total", 13e6),
        ("近两年研发总计1300万", "rd_total", 13e6),
        ("revenue 14m plus 18m of VC money", "revenue", 14e6),
    ],
)
def test_numbers_are_read_beside_their_limit(said: str, key: str, number: float) -> None:
    assert numbers_of(normalise(said))[key] == pytest.approx(number, abs=LIMIT_MARGIN / 10)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("营收2亿，研发去年700万前年680万，主营92%，够小巨人研发要求吗", {1380e4, 3.5}),
        ("revenue 40m, R&D 1.5m each year, main 95%: is our R&D enough for SRDI?", {15e5, 3.75}),
        ("去年营收1.5亿，研发700万，前年600万，小巨人营收要求够不够", {15e7}),
    ],
)
def test_only_the_requirement_asked_for_is_judged(
    release: Release, question: str, shown: set[float]
) -> None:
    assert {line.own for line in first_card(release, question).lines} == shown


@pytest.mark.parametrize(
    "question",
    [
        "主营占比85%能报专精特新吗，小巨人呢",
        "负债率78%专精特新行不行，小巨人呢",
        "debt of 78 percent, can we be SRDI, and little giant too?",
    ],
)
def test_the_other_title_is_judged_as_well(release: Release, question: str) -> None:
    card = first_card(release, question)
    assert (card.kind, [line.met for line in card.lines]) == ("titles", [True, False])
