"""What falls short and what is left open, in one line each."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.models import Criterion
from bot.domain.eligibility.firm import Answers, Range
from bot.domain.eligibility.tier_summary import Failed, TierSummary, WhyLeft
from bot.domain.eligibility.tiers import tests_title
from bot.i18n.translator import N_, Translator
from bot.ui.formats import figure_text
from bot.ui.tiers import TIERS
from cogs.little_giant.check.cards.lines import FORMALITY_NAMES, have_text

_LEFT: Final[dict[WhyLeft, str]] = {
    "judged": N_("Left for reviewers: {names}"),
    "unanswered": N_("Not answered yet: {names}"),
    "unseen": N_("Open, the data does not say how it is calculated: {names}"),
    "undecided": N_("Open, does not follow from your answers: {names}"),
}
_MOST: Final = 2
"""Names in one line."""


def failed_line(tr: Translator, failed: Failed) -> str:
    """✗ revenue: 3 million yuan, needs at least 15 million yuan; ? where something else may do."""
    return f"{'✗' if failed.final else '?'} {_shortfall(tr, failed)}"


def _shortfall(tr: Translator, failed: Failed) -> str:
    criterion, need = failed.criterion, failed.need
    name = tr.of(criterion.name)
    if need is None or not isinstance(failed.have, Range):
        if tests_title(criterion):
            return tr("{name}: not held yet", name=name)
        return tr("not met: {requirement}", requirement=tr.of(criterion.requirement).rstrip(".。"))
    cap = criterion.op == "<="
    have = have_text(tr, criterion, failed.have, need.unit, exact=True)
    form = N_("{name}: {have}, allowed {need}") if cap else N_("{name}: {have}, needs {need}")
    line = tr(form, name=name, have=have, need=figure_text(tr, need))
    if failed.alternatives:
        ways = tr.semicolon.join(_way(tr, c) for c in failed.alternatives)
        line += tr.brackets(tr("or {ways}", ways=ways))
    elif failed.exemptions:
        line += tr.brackets(tr("unless an exemption applies"))
    return line


def left_lines(tr: Translator, short: TierSummary) -> Iterator[str]:
    """What is left open, by why."""
    for why, form in _LEFT.items():
        names = [tr.of(left.criterion.name) for left in short.left if left.why == why]
        if names:
            yield tr(form, names=_names(tr, names))


def count_line(tr: Translator, short: TierSummary) -> str:
    """How many requirements are met, presumed and open: 3 met, 5 presumed, 9 open."""
    said = [
        tr("{number} met", number=short.stated) if short.stated else "",
        tr("{number} presumed", number=len(short.presumed)) if short.presumed else "",
        tr("{number} open", number=short.open) if short.open and short.outcome != "yes" else "",
    ]
    return tr.comma.join(filter(None, said))


def presumed_line(tr: Translator, short: TierSummary) -> str:
    """The formalities that count as met although nothing was said of them."""
    names = [tr(FORMALITY_NAMES[fact]) for c in short.presumed for fact in c.facts]
    return tr("Presumed: {names}", names=tr.list_comma.join(names)) if names else ""


def held_line(tr: Translator, answers: Answers) -> str:
    """The title that the firm holds already; empty if it has none or names none."""
    held = answers.title
    if held is None or held == "none":
        return ""
    return tr("You hold: {title} ✓", title=tr(TIERS[held]))


def _way(tr: Translator, criterion: Criterion) -> str:
    name, need = tr.of(criterion.name), criterion.threshold
    return name if need is None else f"{name}{tr.colon}{figure_text(tr, need)}"


def _names(tr: Translator, names: Sequence[str]) -> str:
    said = tr.list_comma.join(names[:_MOST])
    if len(names) <= _MOST:
        return said
    return tr("{names} and others, {total} in all", names=said, total=len(names))
