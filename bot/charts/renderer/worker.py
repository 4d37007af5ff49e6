"""The process beside the bot that draws pictures: `python -m bot.charts.renderer.worker`.

It alone loads the plotting library, with its hundred megabytes: the bot's own process never does.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from bot.charts.renderer.draw import draw
from bot.charts.specs import CHART_SPEC
from bot.worker_process import Message, serve


def _drawn(_order: Mapping[str, Any], pieces: Sequence[bytes]) -> Message:
    """The PNG of the plan; or what is wrong: another plan may still be drawn."""
    try:
        return {}, [draw(CHART_SPEC.validate_json(pieces[0]))]
    except (ValidationError, ValueError, ArithmeticError, LookupError, RuntimeError) as error:
        # The kind alone: what the library says may be long, and the traceback is of no plan.
        return {"wrong": f"{type(error).__name__}: {error}"[:500]}, []


if __name__ == "__main__":
    sys.exit(serve(_drawn))
