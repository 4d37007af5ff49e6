"""The worker process that draws charts: `python -m bot.charts.renderer.worker`.

Only this process loads the plotting library, which takes a hundred megabytes.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from bot.charts.renderer.draw import draw
from bot.charts.specs import CHART_SPEC
from bot.worker_process import Message, serve


def _draw(_head: Mapping[str, Any], attachments: Sequence[bytes]) -> Message:
    """The PNG of the specification, or the error."""
    try:
        return {}, [draw(CHART_SPEC.validate_json(attachments[0]))]
    except (ValidationError, ValueError, ArithmeticError, LookupError, RuntimeError) as error:
        return {"error": f"{type(error).__name__}: {error}"[:500]}, []


if __name__ == "__main__":
    sys.exit(serve(_draw))
