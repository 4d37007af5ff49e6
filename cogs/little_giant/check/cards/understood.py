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
    "bound": N_('one exact number is needed; "over" or "under" cannot be used'),
    "currency": N_("another currency; please give yuan"),
    "separators": N_("unclear commas or decimal points"),
    "too-large": N_("implausibly large"),
    "too-long": N_("too long for a number"),
    "out-of-range": N_("outside the possible range"),
    "contradicted": N_("less than the figure for a shorter period within it"),
    "not-whole": N_("must be a whole number"),
    "no-unit": N_("add 万 or yuan; not counted yet"),
}
_UNSURE: Final = "no-unit"
_APART, _MOST = 2, 8
"""How many have a line each; how many are named in one line."""
_TYPED: Final = 20


def problem_lines(tr: Translator, problems: Sequence[Problem]) -> Iterator[str]:
    """How to write numbers, then each that was not read, and why; nothing where all were."""
    groups: dict[Unread, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.trouble, []).append(problem)
    if groups.keys() - {_UNSURE}:
        yield tr("Counted as unknown; write 5000万, 50m or 2.4%:")
    for trouble, found in groups.items():
        if len(problems) > _APART:
            yield _line(tr, trouble, found)
        elif trouble == _UNSURE:
            for problem in found:
                yield tr(
                    "{answer}: did you mean {amount}? Add 万 or yuan; not counted yet",
                    answer=_named(tr, problem),
                    amount=amount_text(tr, problem.value * 10_000, "CNY"),
                )
        else:
            yield from (_line(tr, trouble, [problem]) for problem in found)


def doubt_lines(tr: Translator, answers: Answers) -> Iterator[str]:
    """Numbers that were read but do not fit together."""
    for year in ("", "1"):
        spent, revenue = (answers.numbers.get(f"{key}{year}") for key in ("rd", "revenue"))
        if spent is not None and revenue is not None and spent > revenue:
            yield tr(
                "**Please check**: {question} is {spent}, more than the revenue, {revenue}",
                question=tr(QUESTIONS[f"rd{year}"].label),
                spent=amount_text(tr, spent, "CNY"),
                revenue=amount_text(tr, revenue, "CNY"),
            )


def _line(tr: Translator, trouble: Unread, problems: Sequence[Problem]) -> str:
    label = tr("Yuan or 万") if trouble == _UNSURE else tr("Not understood")
    named = [_named(tr, problem) for problem in problems[:_MOST]]
    if len(problems) > _MOST:
        named.append(tr("{number} more", number=len(problems) - _MOST))
    names = tr.list_comma.join(named)
    return f"**{label}**{tr.colon}{names}{tr.brackets(tr(_TROUBLES[trouble]))}"


def _named(tr: Translator, problem: Problem) -> str:
    return f"{tr(problem.question.label)} `{code(problem.typed, _TYPED)}`"


def understood(tr: Translator, answers: Answers, limit: int) -> str:
    """The numbers in one small line, so that a typo is noticed; at most `limit` long."""
    said = [
        f"{tr(QUESTIONS[key].label)}{tr.colon}{amount_text(tr, value, QUESTIONS[key].unit)}"
        for key, value in answers.numbers.items()
        if QUESTIONS[key].unit
    ]
    if not said:
        return ""
    return "-# " + shorten(tr("Understood: {numbers}", numbers=tr.semicolon.join(said)), limit)
