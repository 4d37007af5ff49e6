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
_SO_FAR: Final = N_("### Yes so far: {met} of {number} requirements met, {left} open")
_SHORT: Final = N_("### Not yet: {short} of {number} short, unless exempt or met another way")
_NOT_MET: Final = N_("### No: {missed} of {number} requirements not met")
_NOT_TOLD: Final = N_("### More information needed: {met} of {number} requirements met so far")
_ALL_MET: Final = N_("### Yes, by your figures: all {number} requirements met")
_WITHIN: Final = N_("### Within the limits: {met} of {number} requirements met, {left} open")
_OUTSIDE: Final = N_("### Outside the limits: {missed} of {number} requirements not met")
"""Where it is asked whether a number is too high or too low."""
_EACH_MET: Final = {True: N_("{title}: yes so far"), False: N_("{title}: no")}


def verdict_heading(context: RenderContext, card: AnswerCard) -> str:
    """Whether the requirements are met, and how many; of several titles each."""
    tr = context.tr
    if card.heading == "titles":
        return "### " + " · ".join(
            tr(_EACH_MET[all(line.met for line in lines)], title=short_title(context, record))
            for record, lines in groupby(card.lines, key=lambda line: line.record)
        )
    met, missed = (sum(line.met is each for line in card.lines) for each in (True, False))
    short, untold = (sum(line.role == role for line in card.lines) for role in ("short", "open"))
    number = met + missed + short + untold + card.more
    if missed:
        return tr(_OUTSIDE if card.asks_limit else _NOT_MET, missed=missed, number=number)
    if short:
        return tr(_SHORT, short=short, number=number)
    if untold:
        return tr(_NOT_TOLD, met=met, number=number)
    if card.asks_limit or card.more:
        heading = _WITHIN if card.asks_limit else _SO_FAR
        return tr(heading, met=met, number=number, left=card.more)
    return tr(_ALL_MET, number=number)


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
