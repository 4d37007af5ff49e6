"""Answers /admin: to operators alone, and as a sentence where the database is unavailable."""

from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, TypeAlias

from bot.ui.components import Layout
from bot.ui.operators import operator_refusal
from bot.ui.outages import UnavailableError, outage_card, with_timeout
from bot.ui.registry import Press
from bot.ui.responses import AttachedFile, defer, edit_answer, reply_privately


class AdminReply(NamedTuple):
    """A message, and a file under it."""

    layout: Layout
    file: AttachedFile | None = None


Make: TypeAlias = Callable[[Press], Coroutine[Any, Any, AdminReply]]


async def answer(press: Press, make: Make, *, reads: bool = False) -> None:
    """Answers privately, however long it takes; an outage is a sentence. `reads`: no change."""
    interaction = press.interaction
    refusal = operator_refusal(press.services.admin.operators, interaction, press.context)
    if refusal is not None:
        await reply_privately(interaction, refusal)
        return
    await defer(interaction)
    try:
        reply = await with_timeout(make(press), reads=reads, deferred=True)
    except UnavailableError as error:
        reply = AdminReply(outage_card(press.context, error))
    await edit_answer(interaction, *reply)
