"""The answer of the check: the verdict on one tier, what falls short, what is left."""

from collections.abc import Iterator
from typing import Final

from bot.domain.eligibility.rounds import newest_round
from bot.domain.eligibility.tier_summary import next_title
from bot.domain.eligibility.tiers import TIER_NAMES
from bot.i18n.translator import Translator
from bot.ui.card_lines import CardLine, fitting
from bot.ui.check_sessions import is_kept_in_button
from bot.ui.components import Layout, card
from bot.ui.context import RenderContext
from bot.ui.evidence import MARKS, evidence_line
from bot.ui.formats import date_text
from bot.ui.line_width import LINES, lines_of
from bot.ui.tiers import TIERS
from cogs.little_giant.cards.criteria import validity_line
from cogs.little_giant.check.cards import shortfalls
from cogs.little_giant.check.cards.benefits import award_line, opening_entries
from cogs.little_giant.check.cards.understood import doubt_lines, problem_lines
from cogs.little_giant.check.controls import CheckResult, result_controls, state
from cogs.little_giant.check.questions import FORMS

_FAILED: Final = 3
"""How many are shown before anything else."""


def check_card(context: RenderContext, checked: CheckResult) -> Layout:
    """The answer first; then what falls short, the next step, what is open, the other titles."""
    tr = context.tr
    if is_kept_in_button(checked.token):
        caveat = tr("Your figures, no official result; not stored")
    else:
        caveat = tr("Your figures, no official result; kept 15 min")
    below = [f"-# {caveat}", evidence_line(context, checked.summary.tier)]
    lines = _fitted(tr, list(_lines(context, checked)), LINES - lines_of(below))
    opens = len(opening_entries(context, checked))
    return card([*lines, *below], *result_controls(tr, checked, opens))


def tier_heading(tr: Translator, checked: CheckResult) -> str:
    """Little giant: yes, 1 left for reviewers."""
    name = tr(TIERS[checked.tier_name])
    if checked.verdicts.rules == "2022":
        name = tr("{tier}, rules of 2022", tier=name)
    return f"{name}{tr.colon}{state(tr, checked.summary)}"


def round_line(context: RenderContext, checked: CheckResult) -> str:
    """When the title can be applied for, as far as the data says."""
    tr, today = context.tr, context.today
    found = newest_round(context.release.catalogue, checked.tier_name)
    if found is None:
        return ""
    ends = date_text(tr.lang, found.ends) if found.ends else ""
    mark = tr(MARKS[found.confidence])
    if found.ends is None or found.ends < today:
        when = tr.of(found.note)
        if found.starts and ends:
            when = tr("{start} to {end}", start=date_text(tr.lang, found.starts), end=ends)
        return tr("Last round: {when} {mark}; next not stated", when=when, mark=mark)
    if found.starts and found.starts > today:
        start = date_text(tr.lang, found.starts)
        return tr("Next round: {start} to {end} {mark}", start=start, end=ends, mark=mark)
    return tr("Round open to {end} {mark}", end=ends, mark=mark)


def _lines(context: RenderContext, checked: CheckResult) -> Iterator[CardLine]:
    tr, short = context.tr, checked.summary
    yield CardLine(0, f"### {tier_heading(tr, checked)}")
    if checked.notice:
        yield CardLine(0, checked.notice)
    yield from (CardLine(1, line) for line in problem_lines(tr, checked.problems))
    yield from (CardLine(1, line) for line in doubt_lines(tr, checked.answers))
    certain_first = sorted(short.failed, key=lambda failed: not failed.final)
    for n, failed in enumerate(certain_first):
        yield CardLine(2 if n < _FAILED else 5, shortfalls.failed_line(tr, failed))
    if short.held:
        yield CardLine(2, validity_line(tr, short.tier))
        return
    refused = short.outcome == "no"
    yield CardLine(4 if refused else 1, shortfalls.count_line(tr, short))
    if step := _next_step(tr, checked):
        yield CardLine(2, step)
    yield from (CardLine(6 if refused else 3, line) for line in shortfalls.left_lines(tr, short))
    yield from _others(tr, checked)
    if title := shortfalls.held_line(tr, checked.answers):
        yield CardLine(5, title)
    if presumed := shortfalls.presumed_line(tr, short):
        yield CardLine(7, presumed)
    if award := award_line(context, checked):
        yield CardLine(6, award)
    if checked.verdicts.rules == "current" and (when := round_line(context, checked)):
        yield CardLine(6, when)


def _next_step(tr: Translator, checked: CheckResult) -> str:
    """What to do next where more answers are needed; empty where nothing a firm knows decides."""
    if checked.summary.outcome != "open" or checked.problems:
        return ""
    if checked.blank:
        return tr("Start with last year's revenue and R&D, rights and your title: *Fill in*")
    if (form := checked.next_form) is not None:
        return tr("Next, under *More*: {heading}", heading=tr(FORMS[form].heading))
    if any(left.why == "unanswered" for left in checked.summary.left):
        return tr("Next: fill in what is missing under *Change answers*")
    return ""


def _others(tr: Translator, checked: CheckResult) -> Iterator[CardLine]:
    """How the firm stands with the other titles that it has not; the next one matters most."""
    for tier_name in () if checked.blank else TIER_NAMES:
        short = checked.summary_of(tier_name)
        if tier_name != checked.tier_name and not short.held:
            rank = 3 if tier_name == next_title(checked.answers) else 5
            yield CardLine(rank, f"{tr(TIERS[tier_name])}{tr.colon}{state(tr, short)}")


def _fitted(tr: Translator, lines: list[CardLine], room: int) -> list[str]:
    """Those for which there is room; and how many shortfalls are left out."""
    kept = fitting(lines, room)
    hidden = _shortfalls(lines) - _shortfalls(kept)
    if not hidden:
        return [line.content for line in kept]
    note = "-# " + tr("{number} more not met: *All*", number=hidden)
    return [*(line.content for line in fitting(lines, room - lines_of([note]))), note]


def _shortfalls(lines: list[CardLine]) -> int:
    return sum(line.content.startswith("✗") for line in lines)
