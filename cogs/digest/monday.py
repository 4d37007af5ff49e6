"""*Monday digest*: an order for this channel, every Monday at nine, that only needs *Save*."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from bot.ui.cooldowns import WRITES
from bot.ui.registry import Press, RecordButton
from cogs.digest.drafts import draft_order
from cogs.digest.guard import answer
from cogs.digest.options import DigestOptions, PressedChannel

MONDAY: Final = "dgm"
_SCHEDULE: Final = "mon 09:00"
_HELP: Final = "ho"
"""The view with the button."""


async def order_monday(press: Press) -> None:
    """What `/digest create` answers for this channel; who may not, reads why."""
    wish = DigestOptions(PressedChannel.of(press.interaction), _SCHEDULE)
    await answer(press, partial(draft_order, options=wish, digest=None), back=_HELP)


RECORD_BUTTONS: Final[Mapping[str, RecordButton]] = {
    MONDAY: RecordButton(order_monday, limit=WRITES)
}
