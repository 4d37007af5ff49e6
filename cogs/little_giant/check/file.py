"""The check as a file of Markdown: what was understood, every requirement, what opens up."""

from collections.abc import Iterator
from typing import Final

from bot.ui.blocks import closing_line
from bot.ui.context import Scene
from cogs.little_giant.check.cards.result import (
    all_chapters,
    check_head,
    opens_chapters,
    records_of,
)
from cogs.little_giant.check.cards.understood import problem_lines, understood
from cogs.little_giant.check.controls import Checked

_WHOLE: Final = 100_000
"""More characters than any line has: nothing is cut."""


def check_file(scene: Scene, checked: Checked) -> str:
    """The whole answer as text."""
    return "\n".join(_lines(scene, checked)).replace("\n-# ", "\n").replace("  -# ", "  ") + "\n"


def _lines(scene: Scene, checked: Checked) -> Iterator[str]:
    words = scene.words
    yield words("# Little giant check")
    yield from check_head(scene, checked)
    yield from problem_lines(words, checked.problems)
    yield understood(words, checked.answers, _WHOLE)
    for chapter in (*all_chapters(scene, checked), *opens_chapters(scene, checked)):
        if chapter.entries:
            yield f"\n## {chapter.heading}\n"
            yield from chapter.entries
    yield ""
    yield closing_line(scene, records_of(scene, checked))
