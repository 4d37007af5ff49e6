"""The headings of verdicts: yes, no, not yet or undecided, with how many requirements."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from bot.domain.answers.answer import AnswerCard
from bot.domain.data.models import Text
from bot.i18n.translator import N_, Translator
from bot.ui.context import RenderContext
from bot.ui.line_width import lines_of
from cogs.ask.titles import short_title

_OPEN_ROWS: Final = 3
"""Rows of names of what is still open."""
_NO, _NOT_YET = N_("### No: {reason}"), N_("### Not met yet: {reason}")
_MET, _YES = N_("### Yes on this point: {reason}"), N_("### Yes: {reason}")
_WITHIN, _OUTSIDE = N_("### Within the limit: {reason}"), N_("### Outside the limit: {reason}")
"""Where it is asked whether a number is too high or too low."""
_NOT_MET: Final = N_("{missed} of {number} requirements not met")
_SOME_MET: Final = N_("{met} of {number} requirements met")
_ALL_MET: Final = N_("all {number} requirements met")
_NOTHING_TOLD: Final = N_("### More information needed")
_NOT_TOLD: Final = N_("### More information needed: {met} of {number} requirements met so far")
_EACH_MET: Final = {True: N_("{title}: yes so far"), False: N_("{title}: no")}


def verdict_heading(context: RenderContext, card: AnswerCard) -> str:
    """Whether the requirements are met: the one that decides, or how many of them."""
    tr = context.tr
    if card.heading == "titles":
        return "### " + " · ".join(
            tr(_EACH_MET[all(line.met for line in lines)], title=short_title(context, record))
            for record, lines in groupby(card.lines, key=lambda line: line.record)
        )
    met, missed = (sum(line.met is each for line in card.lines) for each in (True, False))
    short, untold = (sum(line.role == role for line in card.lines) for role in ("short", "open"))
    number = met + missed + short + untold + card.more
    if untold and not (missed or short):
        return tr(_NOT_TOLD if met else _NOTHING_TOLD, met=met, number=number)
    if missed or short:
        heading = _NO if missed else _NOT_YET
        heading = _OUTSIDE if missed and card.asks_limit else heading
        reason = tr(_NOT_MET, missed=missed or short, number=number)
    elif card.asks_limit or card.more:
        heading = _WITHIN if card.asks_limit else _MET
        reason = tr(_SOME_MET, met=met, number=number)
    else:
        heading, reason = _YES, tr(_ALL_MET, number=number)
    if alone := deciding_line(card):
        reason = tr.of(alone).rstrip(".。")
    return tr(heading, reason=reason)


def deciding_line(card: AnswerCard) -> Text | None:
    """The requirement that decides alone, which the heading names; None if several do."""
    if card.heading != "check" or any(line.role == "open" for line in card.lines):
        return None
    for result in (
        [line for line in card.lines if line.met is False],
        [line for line in card.lines if line.role == "short"],
        [line for line in card.lines if line.met],
    ):
        if result:
            return result[0].text if len(result) == 1 else None
    return None


def still_open(tr: Translator, untold: Sequence[Text], number: int) -> str:
    """What was not told, by name as far as there is room."""
    for most in range(len(untold), 0, -1):
        names = tr.semicolon.join(tr.of(name) for name in untold[-most:])
        if rest := number - most:
            names += tr.semicolon + tr.many("… and {number} more", "… and {number} more", rest)
        line = tr("Still open: {names}", names=names)
        if lines_of([line]) <= _OPEN_ROWS:
            return line
    return tr("Still open: {number} more.", number=number)
