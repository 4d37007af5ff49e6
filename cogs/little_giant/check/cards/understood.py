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
_TYPED: Final = 20


def problem_lines(tr: Translator, problems: Sequence[Problem]) -> Iterator[str]:
    """How to write numbers, then each that was not read, and why; nothing where all were."""
    if problems:
        yield tr("Counted as unknown; write 5000万, 50m or 2.4%:")
    for problem in problems:
        yield tr(
            "**Not understood:** {question}, `{typed}`: {why}",
            question=tr(problem.question.label),
            typed=code(problem.typed, _TYPED),
            why=tr(_TROUBLES[problem.trouble]),
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
