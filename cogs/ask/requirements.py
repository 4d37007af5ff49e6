"""What a title requires: a line for each requirement, or all in one line on a full screen."""

from collections.abc import Sequence
from dataclasses import replace
from math import isclose
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.answers.read.passed_limits import LIMIT_MARGIN
from bot.domain.data.models import Figure
from bot.i18n.translator import N_, Translator
from bot.ui.context import RenderContext
from bot.ui.formats import amount_text, figure_text
from cogs.ask.titles import short_title

_OVER, _BELOW = N_("over {amount}"), N_("below {amount}")
_SIGNS: Final = {"at least": "≥ ", "up to": "≤ "}


def threshold(tr: Translator, line: Line, *, short: bool = False) -> str:
    """One requirement without its period: each alternative's number; `short`: with ≥ and ≤."""
    if line.text and not line.figures:
        return tr.of(line.text)
    each = (
        tr.of(f.name)
        if short and f.value == 1 and len(line.figures) > 1
        else f"{tr.of(f.name)} {short_value(tr, f)}"
        if short and _has_sign(f)
        else f"{tr.of(f.name)}{tr.colon}**{figure_text(tr, f)}**"
        for f in line.figures
    )
    return tr("; or ").join(each)


def _has_sign(figure: Figure) -> bool:
    return figure.qualifier in _SIGNS and figure.unit != "rank"


def short_value(tr: Translator, figure: Figure) -> str:
    """The value with ≥ or ≤ instead of words."""
    if not _has_sign(figure):
        return f"**{figure_text(tr, figure)}**"
    return f"**{_SIGNS[figure.qualifier]}{amount_text(tr, figure.value, figure.unit)}**"


def thresholds(tr: Translator, lines: Sequence[Line], most: int) -> str:
    """What one title requires in one line, and how much of it is not shown.

    Of several lines at most so many; of one that lists alternatives at most so many of these.
    """
    shown = [threshold(tr, replace(x, figures=x.figures[:most]), short=True) for x in lines[:most]]
    hidden = len(lines[0].figures if len(lines) == 1 else lines) - most
    more = [and_more(tr, hidden)] if hidden > 0 else []
    return tr.semicolon.join([*(each.rstrip(".。") for each in shown), *more])


def and_more(tr: Translator, number: int) -> str:
    """How many more of a list there are."""
    return tr.many("… and {number} more", "… and {number} more", number)


def with_own(tr: Translator, line: Line, *, short: bool = False) -> str:
    """The text of a requirement, with the number that the firm has; `short`: its name for it."""
    said = tr.of(line.text) if line.text else ""
    if short and line.own is not None:
        said = threshold(tr, replace(line, figures=line.figures[:1]), short=True).replace("**", "")
    if line.own is None:
        return said
    own = amount_text(tr, near := round(line.own, 2), line.figures[0].unit)
    if isclose(abs(line.own - near), LIMIT_MARGIN, abs_tol=LIMIT_MARGIN / 100):
        own = tr(_OVER if line.own > near else _BELOW, amount=own)
    end = said[-1] if said.endswith((".", "。")) else ""
    return said.rstrip(".。") + tr.brackets(tr("yours: {amount}", amount=own)) + end


def in_one_line(
    context: RenderContext, card: AnswerCard, most: int, more: Sequence[str]
) -> Sequence[str]:
    """The requirements of a title one after the other, where they do not fit below each other."""
    tr = context.tr
    each = [threshold(tr, line, short=True).rstrip(".。") for line in card.lines[:most]]
    return [f"### {short_title(context, card.record)}", tr.semicolon.join([*each, *more])]
