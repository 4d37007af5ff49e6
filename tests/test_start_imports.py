"""What a start need not load, so that the bot is ready sooner."""

import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
_LATER: Final = (
    "bot.charts.renderer",
    "bot.charts.specs",
    "bot.domain.answers",
    "bot.domain.data.change_start",
    "bot.domain.data.loader",
    "bot.domain.data.models",
    "bot.domain.eligibility.check",
    "bot.domain.eligibility.matching",
    "bot.domain.schedules.parser",
    "bot.domain.search.index",
    "bot.domain.search.index_data",
    "bot.domain.search.names",
    "bot.domain.search.vocabulary",
    "bot.domain.text",
    "bot.ui.blocks",
    "bot.ui.formats",
    "bot.ui.line_width",
    "bot.ui.timezones",
    "cogs.digest.cards",
    "cogs.help.cards",
    "cogs.match.wishes",
    "cogs.measures.cards",
    "cogs.personal.cards",
    "cogs.registry",
    "cogs.watch.cards",
    "rapidfuzz",
    "yaml",
)
"""What answers is loaded once connected, what reads and draws only by other processes."""


def test_a_start_loads_what_it_needs() -> None:
    program = f"import sys, bot.app; print(*(set({_LATER}) & sys.modules.keys()))"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert ended.stdout.split() == []
