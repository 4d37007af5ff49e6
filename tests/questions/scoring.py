"""Asks the question sets and counts the right answers: `python -m tests.questions`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import yaml

from bot.domain.answers.answer import Answer
from bot.domain.answers.ask import answer_question
from bot.domain.release import Release
from bot.i18n.translator import Lang, Translator
from bot.ui.components import walk
from bot.ui.context import RenderContext
from bot.ui.escape import plain
from cogs.ask.cards import answer_card

FOLDER: Final = Path(__file__).parent
LANGS: Final[tuple[Lang, ...]] = ("en", "zh")


@dataclass(frozen=True)
class Question:
    """A question in both languages, and what a right answer holds and does not hold."""

    id: str
    form: str
    text: dict[Lang, str]
    expect: dict[Lang, list[str]]
    forbid: list[str]


@dataclass(frozen=True)
class Asked:
    """A question in one language with its answer."""

    question: Question
    lang: Lang
    answer: Answer
    first: str
    """The text of the card as it is shown."""

    @property
    def is_right(self) -> bool:
        """Whether the first card holds all that is expected, and nothing forbidden.

        A card that says that something is not stated may name what is known instead.
        """
        text = _comparable(self.first)
        expected = self.question.expect.get(self.lang, [])
        forbid = [] if self.answer.status == "not-stated" else self.question.forbid
        return all(
            any(_comparable(each) in text for each in entry.split(" / ")) for entry in expected
        ) and not any(_comparable(wrong) in text for wrong in forbid)

    @property
    def offers_a_figure(self) -> bool:
        """Whether it answers with a figure where it should say that nothing is stated."""
        return self.answer.status in ("answered", "conflicting") and bool(
            self.answer.cards[0].figures
        )


@cache
def read_questions(name: str) -> tuple[Question, ...]:
    """The questions of a set."""
    content = (FOLDER / f"{name}.yaml").read_text("utf-8")
    rows = cast("list[dict[str, Any]]", yaml.safe_load(content)["questions"])
    return tuple(
        Question(
            row["id"],
            row["form"],
            {lang: row[lang] for lang in LANGS},
            row.get("expect") or {},
            row.get("forbid") or [],
        )
        for row in rows
    )


def ask_all(
    name: str, release: Release, translators: dict[Lang, Translator], today: date
) -> Iterator[Asked]:
    """Every question of a set in both languages."""
    for question in read_questions(name):
        for lang in LANGS:
            context = RenderContext(release, translators[lang], today)
            answer = answer_question(release, question.text[lang], today)
            yield Asked(question, lang, answer, _shown(context, answer))


def _shown(context: RenderContext, answer: Answer) -> str:
    """The text of the card as it is shown, without its last line, which repeats the question."""
    texts = [c["content"] for c in walk(answer_card(context, answer)) if c["type"] == 10]
    return plain("\n".join(texts).rpartition("\n")[0])


def _comparable(text: str) -> str:
    text = text.strip().lower().replace("’", "'").replace(",", "").replace("*", "")
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))
