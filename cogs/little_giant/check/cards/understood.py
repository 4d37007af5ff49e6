"""What the check read: the numbers as they were understood, and what could not be read."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.eligibility.firm import Answers
from bot.i18n.translator import N_, Translator
from bot.ui.components import shorten
from bot.ui.escape import code
from bot.ui.formats import amount_text
from cogs.little_giant.check.answers import Problem, Unread
from cogs.little_giant.check.questions import QUESTIONS

_TROUBLES: Final[dict[Unread, str]] = {
    "no-number": N_("no number found"),
    "two-numbers": N_("more than one number, or an unknown word"),
    "currency": N_("another currency; please give yuan"),
    "separators": N_("unclear commas or decimal points"),
    "too-large": N_("implausibly large"),
    "too-long": N_("too long for a number"),
    "out-of-range": N_("outside the possible range"),
    "contradicted": N_("less than the figure for a shorter period within it"),
}
_TYPED: Final = 40


def problem_lines(tr: Translator, problems: Sequence[Problem]) -> Iterator[str]:
    """Each number that was not read, why, and how to write it; nothing where all were."""
    for problem in problems:
        yield tr(
            "**Not understood:** {question}, `{typed}`: {why}. It counts as unknown.",
            question=tr(problem.question.label),
            typed=code(problem.typed, _TYPED),
            why=tr(_TROUBLES[problem.trouble]),
        )
    if problems:
        yield tr(
            "Write one number, such as 5000万, 50m, 5,000,000 or 2.4%. *Correct* "
            "reopens the form with your entries."
        )


def understood(tr: Translator, answers: Answers, limit: int) -> str:
    """The numbers in one small line, so that a slip of the pen is seen; at most `limit` long."""
    said = [
        f"{tr(QUESTIONS[key].label)}{tr.colon}{amount_text(tr, value, QUESTIONS[key].unit)}"
        for key, value in answers.numbers.items()
        if QUESTIONS[key].unit
    ]
    if not said:
        return ""
    line = tr("Understood: {numbers}", numbers=tr.semicolon.join(said))
    return "-# " + shorten(line, limit)
