"""The check as a file of Markdown: what was understood, every requirement, what opens up."""

from collections.abc import Iterator
from typing import Final

from bot.ui.context import RenderContext
from bot.ui.evidence import version_line
from cogs.little_giant.check.cards.result import (
    all_chapters,
    check_head,
    opens_chapters,
    records_of,
)
from cogs.little_giant.check.cards.understood import problem_lines, understood
from cogs.little_giant.check.controls import CheckResult

_WHOLE: Final = 100_000
"""More characters than any line has: nothing is cut."""


def check_file(context: RenderContext, checked: CheckResult) -> str:
    """The whole answer as text."""
    return "\n".join(_lines(context, checked)).replace("\n-# ", "\n").replace("  -# ", "  ") + "\n"


def _lines(context: RenderContext, checked: CheckResult) -> Iterator[str]:
    tr = context.tr
    yield tr("# Little giant check")
    yield from check_head(context, checked)
    yield from problem_lines(tr, checked.problems)
    yield understood(tr, checked.answers, _WHOLE)
    for chapter in (*all_chapters(context, checked), *opens_chapters(context, checked)):
        if chapter.entries:
            yield f"\n## {chapter.heading}\n"
            yield from chapter.entries
    yield ""
    yield version_line(context, records_of(context, checked))
