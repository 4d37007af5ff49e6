"""What a start need not load, so that the bot is ready sooner."""

import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
_LATER: Final = ("bot.domain.answers.ask", "bot.domain.data.loader", "yaml", "bot.charts.renderer")
"""The way from a question to an answer is loaded once connected, a parser only by the worker."""


def test_a_start_loads_what_it_needs() -> None:
    program = f"import sys, bot.app; print(*(set({_LATER}) & sys.modules.keys()))"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert ended.stdout.split() == []
