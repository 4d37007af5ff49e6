"""The worker process that draws charts: `python -m bot.charts.renderer.worker`.

Only this process loads the plotting library, which takes a hundred megabytes.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from pydantic import ValidationError

from bot.charts.renderer.bars import draw_bars
from bot.charts.renderer.card import Canvas
from bot.charts.renderer.dots import draw_dots
from bot.charts.renderer.series import draw_series
from bot.charts.renderer.steps import draw_steps
from bot.charts.renderer.tiles import draw_tiles
from bot.charts.specs import CHART_SPEC, Bars, ChartSpec, Dots, Series, Steps, Tiles
from bot.worker_process import Message, serve_requests


def draw(plan: ChartSpec) -> bytes:
    """The chart as a PNG, 1,000 pixels wide and as high as needed; always the same bytes."""
    return lay_out(plan).png()


def lay_out(plan: ChartSpec) -> Canvas:
    """The complete canvas, not yet rendered."""
    card = Canvas()
    card.open(plan)
    match plan:
        case Bars():
            draw_bars(card, plan)
        case Dots():
            draw_dots(card, plan)
        case Series():
            draw_series(card, plan)
        case Tiles():
            draw_tiles(card, plan)
        case Steps():
            draw_steps(card, plan)
        case _:
            assert_never(plan)
    card.close(plan)
    return card


def _draw(_head: Mapping[str, Any], attachments: Sequence[bytes]) -> Message:
    """The PNG of the specification, or the error."""
    try:
        return {}, [draw(CHART_SPEC.validate_json(attachments[0]))]
    except (ValidationError, ValueError, ArithmeticError, LookupError, RuntimeError) as error:
        return {"error": f"{type(error).__name__}: {error}"[:500]}, []


if __name__ == "__main__":
    sys.exit(serve_requests(_draw))
