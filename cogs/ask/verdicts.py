"""The headings of verdicts: yes, no, not yet or undecided, with how many requirements."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from bot.domain.answers.answer import AnswerCard, Line
from bot.domain.data.models import Text
from bot.i18n.translator import N_, Translator
from bot.ui.context import RenderContext
from bot.ui.line_width import lines_of
from cogs.ask.requirements import and_more, with_own
from cogs.ask.titles import short_title

_OPEN_ROWS: Final = 3
"""Rows of names of what is still open."""
_UNSURE: Final = ("unsure", "other-kind")
_OPEN: Final = ("open", *_UNSURE)
"""Roles of requirements that what was told does not decide."""
_NAMED: Final = 2
"""Requirements not met that a heading names, each with both numbers."""
_ALONE: Final = {
    "no": N_("### No, this rule is not met: {requirement}"),
    "no-barred": N_("### No, you cannot apply: {requirement}"),
    "no-branch": N_("### No, a branch or a sole trader is no legal person: {requirement}"),
    "no-lacking": N_("### No: {requirement} needed first"),
    "not-yet": N_("### Not met yet: {requirement}"),
    "outside": N_("### Outside the limit: {requirement}"),
    "within": N_("### Within the limit: {requirement}"),
    "so-far": N_("### Yes, you meet this: {requirement}"),
    "yes": N_("### Yes: {requirement}"),
    "obstacle": N_("### A problem, not met: {requirement}"),
    "obstacle-barred": N_("### A problem: {requirement}"),
    "no-obstacle": N_("### No problem, met: {requirement}"),
    "yes-needed": N_("### Yes: {requirement} needed first"),
    "yes-claim": N_("### Yes. {requirement}"),
    "no-claim": N_("### No. {requirement}"),
    "yes-counts": N_("### Yes, it counts. {requirement}"),
    "no-counts": N_("### No. {requirement}"),
    "open": N_("### Depends on this rule: {requirement}"),
    "unsure": N_("### It depends on whether they are invention patents: {requirement}"),
    "other-kind": N_(
        "### It depends on whether you hold a class I right of another kind: {requirement}"
    ),
    "last-year": N_("### Enough for last year, the year before not given: {requirement}"),
    "slight": N_("### No problem as long as this holds: {requirement}"),
}
"""Headings that name what decides."""
_SEVERAL: Final = {
    "within": N_("### Within the limits: {count} of {number} requirements met"),
    "so-far": N_("### Yes so far: {count} of {number} requirements met, none missed"),
    "yes": N_("### Yes: all {number} requirements met"),
}
_NOTHING_TOLD: Final = N_("### More information needed")
_NOT_TOLD: Final = N_("### More information needed: {met} of {number} requirements met so far")
_EACH_MET: Final = (
    N_("{title}: not met"),
    N_("{title}: open"),
    N_("{title}: met for last year"),
    N_("{title}: met on this point"),
)


def verdict_heading(context: RenderContext, card: AnswerCard) -> str:
    """Whether the requirements are met: the one that decides, or how many of them."""
    tr = context.tr
    if card.kind == "titles":
        return "### " + " · ".join(
            tr(_EACH_MET[min(map(_met, lines))], title=short_title(context, record))
            for record, lines in groupby(card.lines, key=lambda line: line.record)
        )
    met, missed = (sum(line.met is each for line in card.lines) for each in (True, False))
    short, undecided, half_told = (
        sum(line.role in roles for line in card.lines)
        for roles in (("short",), _OPEN, ("last-year",))
    )
    number = met + missed + short + undecided + half_told + card.more
    alone = deciding_line(card)
    if undecided and not (missed or short or alone):
        return tr(_NOT_TOLD if met else _NOTHING_TOLD, met=met, number=number)
    kind = _kind(card, alone, missed=missed, short=short)
    if alone is None and kind in _SEVERAL:
        return tr(_SEVERAL[kind], count=met, number=number)
    if alone is None:
        return tr(_ALONE[kind], requirement=_missed(tr, card))
    heading = _ALONE.get(f"{kind}-{alone.role}", _ALONE[kind])
    return tr(heading, requirement=with_own(tr, alone).rstrip(".。"))


def _missed(tr: Translator, card: AnswerCard) -> str:
    """What is not met: its name and both numbers, as far as the heading has room."""
    lines = [line for line in card.lines if line.met is False or line.role == "short"]
    names = [with_own(tr, line, short=True) for line in lines[:_NAMED]]
    if rest := len(lines) - len(names):
        names.append(and_more(tr, rest))
    return tr.semicolon.join(names)


def _met(line: Line) -> int:
    """3 if it is met or no requirement, 2 for last year alone, 1 if it is open, 0 if not met."""
    if line.met is False or line.role == "short":
        return 0
    return 1 if line.role in _OPEN else 2 if line.role == "last-year" else 3


def _is_incident(line: Line) -> bool:
    return any(figure.unit == "events" for figure in line.figures[:1])


def _kind(card: AnswerCard, alone: Line | None, *, missed: int, short: int) -> str:
    """The kind of heading by what is met, and by what was asked."""
    if alone and alone.role in (*_OPEN, "last-year"):
        return str(alone.role)
    if alone and alone.met and _is_incident(alone):
        return "slight"
    if alone and card.asks == "obstacle" and not short:
        return "obstacle" if missed else "no-obstacle"
    if missed or short:
        return "outside" if missed and card.asks == "limit" else "no" if missed else "not-yet"
    return "within" if card.asks == "limit" else "so-far" if card.more else "yes"


def deciding_line(card: AnswerCard) -> Line | None:
    """The requirement that decides alone, which the heading names; None if several do."""
    if card.kind != "check":
        return None
    missed = [line for line in card.lines if line.met is False]
    missed = missed or [line for line in card.lines if line.role == "short"]
    undecided = [line for line in card.lines if line.role in _OPEN]
    results = (
        [line for line in card.lines if line.met],
        [line for line in undecided if line.role in _UNSURE or _is_incident(line)],
        [line for line in card.lines if line.role == "last-year"][:1],
    )
    found = missed or next((result for result in results if result), list[Line]())
    return found[0] if len(found) == 1 and (missed or undecided in ([], found)) else None


def still_open(tr: Translator, open_names: Sequence[Text], number: int) -> str:
    """What was not told, by name as far as there is room."""
    for most in range(len(open_names), 0, -1):
        names = tr.semicolon.join(tr.of(name) for name in open_names[:most])
        if rest := number - most:
            names += tr.semicolon + and_more(tr, rest)
        line = tr("Still open: {names}", names=names)
        if lines_of([line]) <= _OPEN_ROWS:
            return line
    return tr("Still open: {number} more.", number=number)
