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
    "no-number": N_("no number in it"),
    "two-numbers": N_("more than one number, or a word that I do not know"),
    "currency": N_("another currency; please give yuan"),
    "separators": N_("the commas or points do not group it as usual"),
    "too-large": N_("too large to be meant"),
    "too-long": N_("longer than a number can be"),
    "out-of-range": N_("outside what is possible here"),
    "contradicted": N_("less than the shorter period that is part of it"),
}
_TYPED: Final = 40


def problem_lines(tr: Translator, problems: Sequence[Problem]) -> Iterator[str]:
    """Each number that was not read, why, and how to write it; nothing where all were."""
    for problem in problems:
        yield tr(
            "**Not read:** {question}, `{typed}`: {why}. It counts as not known.",
            question=tr(problem.question.label),
            typed=code(problem.typed, _TYPED),
            why=tr(_TROUBLES[problem.trouble]),
        )
    if problems:
        yield tr(
            "Write one number, such as 5000万, 50m, 5,000,000 or 2.4%. *Correct* opens the form "
            "with all that you typed."
        )


def understood(tr: Translator, answers: Answers, limit: int) -> str:
    """The numbers in one small line, so that a slip of the pen is seen; at most `limit` long."""
    colon, semicolon = ("：", "；") if tr.lang == "zh" else (": ", "; ")
    said = [
        f"{tr(QUESTIONS[key].label)}{colon}{amount_text(tr, value, QUESTIONS[key].unit)}"
        for key, value in answers.numbers.items()
        if QUESTIONS[key].unit
    ]
    if not said:
        return ""
    line = tr("Understood: {numbers}", numbers=semicolon.join(said))
    return "-# " + shorten(line, limit)
