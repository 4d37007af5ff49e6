"""Several things asked in one question: each gets its figure, of one record or of several."""

import pytest

from bot.domain.answers.ask import answer_question
from bot.domain.answers.read.parts import joined
from bot.domain.release import Release
from bot.domain.text import Plain
from tests.domain.conftest import TODAY


def _figures_of(release: Release, question: str, most: int) -> set[float]:
    card = answer_question(release, question, TODAY).cards[0]
    figures = [f for line in card.lines[:most] for f in line.figures]
    return {float(f.value) for f in figures}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("14 national clusters: how many firms in them, and the output 2023", {3031, 296e9}),
        ("上海的国家级集群占地多大、里面专精特新几家", {146, 646}),
        ("2024 call for city clusters - maximum area, and minimum output a year?", {100, 3e9}),
        (
            "National fixed asset loan subsidy — rate, max loan per borrower, how many years?",
            {1.5, 50e6, 2},
        ),
        (
            "National clusters in Shanghai - how many of them from 2022, how many firms in them",
            {5, 3031},
        ),
        ("Targets for 2026: how many parks, how many specialised firms, what output?", {60, 5500}),
    ],
)
def test_each_part_about_one_record_has_its_figure(
    release: Release, question: str, expected: set[float]
) -> None:
    assert expected <= _figures_of(release, question, 7)


def test_each_batch_named_is_looked_up(release: Release) -> None:
    question = "how many parks were added in batch two and batch three"
    card = answer_question(release, question, TODAY).cards[0]
    assert {14, 13} <= {float(f.value) for f in card.figures}


def test_a_part_about_another_record_is_not_lost(release: Release) -> None:
    question = "For the AI packet: what's the rent subsidy and what's the cap on the model voucher?"
    card = answer_question(release, question, TODAY).cards[0]
    assert {30, 5e6} <= {float(f.value) for f in card.figures}


def test_the_unit_asked_for_decides_between_figures(release: Release) -> None:
    card = answer_question(release, "第一批特色园区有几个园区", TODAY).cards[0]
    assert card.lines[0].figures[0].value == 26


def test_a_long_list_of_amounts_has_few_parts(release: Release) -> None:
    text = Plain("compare " + ", ".join(f"{n}%" for n in range(10, 40)))
    assert len(joined(release, release.index.parse(text), compares=True)) == 6
