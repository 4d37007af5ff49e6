"""The headings of verdicts: yes, no, not yet or undecided, with how many requirements."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.data.models import Text
from bot.i18n.translator import N_, Translator
from bot.ui.context import RenderContext
from bot.ui.line_width import lines_of
from cogs.ask.requirements import with_own
from cogs.ask.titles import short_title

_OPEN_ROWS: Final = 3
"""Rows of names of what is still open."""
_ALONE: Final = {
    "no": N_("### No: {requirement}"),
    "no-lacking": N_("### No: {requirement} missing"),
    "not-yet": N_("### Not met yet: {requirement}"),
    "outside": N_("### Outside the limit: {requirement}"),
    "within": N_("### Within the limit: {requirement}"),
    "so-far": N_("### Yes on this point: {requirement}"),
    "yes": N_("### Yes: {requirement}"),
}
"""Headings where one requirement decides."""
_SEVERAL: Final = {
    "no": N_("### No: {count} of {number} requirements not met"),
    "not-yet": N_("### Not met yet: {count} of {number} requirements"),
    "outside": N_("### Outside the limits: {count} of {number} requirements not met"),
    "within": N_("### Within the limits: {count} of {number} requirements met"),
    "so-far": N_("### Yes on these points: {count} of {number} requirements met"),
    "yes": N_("### Yes: all {number} requirements met"),
}
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
        kind = "outside" if missed and card.asks_limit else "no" if missed else "not-yet"
    else:
        kind = "within" if card.asks_limit else "so-far" if card.more else "yes"
    if alone := deciding_line(card):
        if kind == "no" and alone.role == "lacking":
            kind = "no-lacking"
        return tr(_ALONE[kind], requirement=with_own(tr, alone).rstrip(".。"))
    return tr(_SEVERAL[kind], count=missed + short or met, number=number)


def deciding_line(card: AnswerCard) -> Line | None:
    """The requirement that decides alone, which the heading names; None if several do."""
    if card.heading != "check" or any(line.role == "open" for line in card.lines):
        return None
    for result in (
        [line for line in card.lines if line.met is False],
        [line for line in card.lines if line.role == "short"],
        [line for line in card.lines if line.met],
    ):
        if result:
            return result[0] if len(result) == 1 else None
    return None


def still_open(tr: Translator, untold: Sequence[Text], number: int) -> str:
    """What was not told, by name as far as there is room."""
    for most in range(len(untold), 0, -1):
        names = tr.semicolon.join(tr.of(name) for name in untold[:most])
        if rest := number - most:
            names += tr.semicolon + tr.many("… and {number} more", "… and {number} more", rest)
        line = tr("Still open: {names}", names=names)
        if lines_of([line]) <= _OPEN_ROWS:
            return line
    return tr("Still open: {number} more.", number=number)
