"""The card of /ask: within the budget of a phone, with what holds for another scope."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import pytest

from bot.domain.answers.answer import Answer, AnswerCard, Line
from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from bot.ui.context import RenderContext
from bot.ui.share import with_share
from cogs.ask.cards import answer_card
from tests.card_budget import excesses, texts_of

QUESTIONS = (
    "what is a little giant",
    "which district pays the most",
    "how do I become a little giant?",
    "difference between SRDI and little giant",
    "How big is the special loan programme?",
    "What support is there for SMEs " + "and start-ups " * 10,
    "banana split",
    "专精特新和小巨人有什么区别",
    "我们公司能拿到哪些补贴",
    "怎样成为小巨人",
)


def drawn(context: RenderContext, answer: Answer) -> Sequence[dict[str, Any]]:
    return with_share(answer_card(context, answer), context.tr)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_fits_a_phone(context: RenderContext, release: Release, question: str) -> None:
    answer = answer_question(release, question, context.today)
    assert [*excesses(drawn(context, answer))] == []


def test_an_answer_from_any_record_fits_a_phone(context: RenderContext, release: Release) -> None:
    for record in release.catalogue.records.values():
        answer = answer_question(release, context.tr.of(record.title), context.today)
        assert [*excesses(drawn(context, answer))] == [], record.id


def test_what_holds_for_another_scope_is_one_line(context: RenderContext, release: Release) -> None:
    found = list(islice(with_other_scope(release), 5))
    assert found
    for card in found:
        answer = Answer("?", "answered", (card,))
        said = texts_of(drawn(context, answer)).splitlines()
        other = card.lines[0].record.other_scope[0]
        assert sum(context.tr.of(other.says) in line for line in said) == 1


def with_other_scope(release: Release) -> Iterator[AnswerCard]:
    for record in release.catalogue.measures.values():
        if record.other_scope and record.figures and not record.conflicts and not record.note:
            yield AnswerCard(record, (Line(record, record.figures[:1]),))
