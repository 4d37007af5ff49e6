"""The question set holds /ask honest: the right figures, and none where the sources are silent."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from bot.domain.answers.ask import Answer, answer_question
from bot.domain.release import Release
from tests.domain.conftest import TODAY

FIRST_CARD, THREE_CARDS = 0.90, 0.97
QUESTIONS = Path(__file__).parents[1] / "questions.yaml"


@dataclass(frozen=True)
class Question:
    text: str
    style: str
    expect: tuple[str, ...]
    records: tuple[str, ...]
    figures: frozenset[tuple[float, str, str]]

    @property
    def answerable(self) -> bool:
        return not {"answered", "conflicting"}.isdisjoint(self.expect)


def _question(row: dict[str, Any]) -> Question:
    expect = row["expect"]
    return Question(
        row["question"],
        row["style"],
        (expect,) if isinstance(expect, str) else tuple(expect),
        tuple(row["records"]),
        frozenset((float(f["value"]), f["unit"], f["qualifier"]) for f in row["figures"]),
    )


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    rows = cast("list[dict[str, Any]]", yaml.safe_load(QUESTIONS.read_text("utf-8"))["questions"])
    return [_question(row) for row in rows]


@pytest.fixture(scope="module")
def answers(questions: list[Question], release: Release) -> list[tuple[Question, Answer]]:
    return [(question, answer_question(release, question.text, TODAY)) for question in questions]


def _right_cards(question: Question, found: Answer) -> list[bool]:
    """For each card, whether it holds what was asked for."""
    if found.status in ("not-stated", "no-match"):
        return [found.status in question.expect]
    cards = [
        ({(float(f.value), f.unit, f.qualifier) for f in card.figures}, card.record.id)
        for card in found.cards
    ]
    return [
        question.figures <= figures and (bool(question.figures) or record in question.records)
        for figures, record in cards
    ]


def test_the_set_is_large_and_mixed(questions: list[Question]) -> None:
    styles = Counter(question.style for question in questions)
    assert len(questions) >= 500
    assert all(styles[style] >= 14 for style in ("en", "zh", "traditional", "pinyin", "typo"))
    assert sum(not question.answerable for question in questions) >= 100
    assert len({question.text for question in questions}) == len(questions)


def test_the_expected_records_and_figures_exist(
    questions: list[Question], release: Release
) -> None:
    known = release.catalogue.records.keys() | release.catalogue.terms.keys()
    assert {r for q in questions for r in q.records} <= known


def test_the_right_figures_come_first(answers: list[tuple[Question, Answer]]) -> None:
    asked = [(q, _right_cards(q, a)) for q, a in answers if q.answerable]
    first = sum(bool(cards and cards[0]) for _, cards in asked) / len(asked)
    three = sum(any(cards) for _, cards in asked) / len(asked)
    missed = [q.text for q, cards in asked if not any(cards)]
    assert first >= FIRST_CARD, missed
    assert three >= THREE_CARDS, missed


def test_no_figure_is_offered_where_the_sources_are_silent(
    answers: list[tuple[Question, Answer]],
) -> None:
    offered = [
        (q.text, [c.record.id for c in a.cards])
        for q, a in answers
        if not q.answerable and any(card.figures for card in a.cards)
    ]
    assert offered == []


def test_a_disputed_figure_is_said_to_be_disputed(answers: list[tuple[Question, Answer]]) -> None:
    disputed = [(q, a) for q, a in answers if q.expect == ("conflicting",)]
    assert disputed
    told = [a.status == "conflicting" for _, a in disputed]
    assert sum(told) / len(told) > 0.8
