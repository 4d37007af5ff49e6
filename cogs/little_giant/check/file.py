"""The check as a file of Markdown: the verdicts, what was understood, every requirement."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.eligibility.check import Verdict
from bot.domain.eligibility.tiers import find_tiers
from bot.ui.context import RenderContext
from bot.ui.evidence import version_line
from bot.ui.tiers import TIERS
from cogs.little_giant.check.cards.benefits import opening_entries, opening_records
from cogs.little_giant.check.cards.lines import verdict_entries
from cogs.little_giant.check.cards.shortfalls import count_line, presumed_line
from cogs.little_giant.check.cards.understood import doubt_lines, problem_lines, understood
from cogs.little_giant.check.controls import CheckResult, state

_WHOLE: Final = 100_000
"""More characters than any line has: nothing is cut."""


def check_file(context: RenderContext, checked: CheckResult) -> str:
    """The whole answer as text."""
    return "\n".join(_lines(context, checked)).replace("\n-# ", "\n").replace("  -# ", "  ") + "\n"


def _lines(context: RenderContext, checked: CheckResult) -> Iterator[str]:
    tr, verdicts = context.tr, checked.verdicts
    yield tr("# Little giant check")
    old = verdicts.rules == "2022"
    rules = tr("the superseded rules of 2022") if old else tr("the rules in force")
    yield tr("Not a decision by an authority: your own figures compared with {rules}.", rules=rules)
    for of_tier in verdicts.tiers:
        short = checked.summary_of(of_tier.tier_name)
        counts = "" if short.held else tr.brackets(count_line(tr, short))
        yield f"- {tr(TIERS[of_tier.tier_name])}{tr.colon}{state(tr, short)}{counts}"
    yield from problem_lines(tr, checked.problems)
    yield from doubt_lines(tr, checked.answers)
    yield understood(tr, checked.answers, _WHOLE)
    yield presumed_line(tr, checked.summary)
    yield from _chapter(context, checked, tr("For every tier"), verdicts.tiers[0].general)
    for of_tier in verdicts.tiers:
        if not of_tier.held:
            own = of_tier.deciding[len(of_tier.general) :]
            yield from _chapter(context, checked, tr(TIERS[of_tier.tier_name]), own)
    yield f"\n## {tr('Benefits: {tier}', tier=tr(TIERS[checked.tier_name]))}\n"
    yield from opening_entries(context, checked)
    general = find_tiers(context.release.catalogue.dataset.tiers, "all", verdicts.rules)
    tiers = [of_tier.tier for of_tier in verdicts.tiers]
    yield ""
    yield version_line(context, [*tiers, *general, *opening_records(context, checked)])


def _chapter(
    context: RenderContext, checked: CheckResult, heading: str, found: Sequence[Verdict]
) -> Iterator[str]:
    if found:
        yield f"\n## {heading}\n"
    for verdict in found:
        yield from verdict_entries(context, verdict, checked.answers)
