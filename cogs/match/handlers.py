"""Opens a result by its number: a form with the results of the page, then the card."""

from collections.abc import Mapping
from typing import Any, Final

from bot.ui.components import MAX_OPTION_LABEL, shorten
from bot.ui.custom_ids import form_id, trail_entry
from bot.ui.match_link import MATCH_VIEW
from bot.ui.registry import FormHandler, Press, RecordButton
from bot.ui.responses import follow_button, open_form
from cogs.match.cards import TAKES
from cogs.match.cards.matches import OPEN_WISHES, numbered
from cogs.match.wishes import Wish

_FIELD: Final = "result"


async def _ask(press: Press) -> None:
    """Asks which one; a single result opens at once."""
    context = press.context
    found = numbered(context, Wish.of(press.args))
    if len(found) < 2:
        await _open(press, found[0][1] if found else "")
        return
    options = [
        {"label": shorten(name, MAX_OPTION_LABEL), "value": target} for name, target in found
    ]
    radio = {"type": 21, "custom_id": _FIELD, "required": True, "options": options}
    label = {"type": 18, "label": context.tr("Which one?"), "component": radio}
    custom_id = form_id(context.tr, OPEN_WISHES, *press.args)
    await open_form(press.interaction, custom_id, context.tr("Open"), [label])


async def _chosen(press: Press, components: Any) -> None:
    fields = (part.get("component", part) for part in components)
    await _open(press, next((f.get("value") for f in fields if f.get("custom_id") == _FIELD), None))


async def _open(press: Press, target: object) -> None:
    """The card; *Back* leads to the results. What is no card shows the results again."""
    found = press.services.registry.custom_id(target)
    if found is None or found.kind != "v":
        await follow_button(press, MATCH_VIEW, press.args)
    else:
        trail = (trail_entry(MATCH_VIEW, press.args),)
        await follow_button(press, found.name, found.args, trail)


RECORD_BUTTONS: Final[Mapping[str, RecordButton]] = {OPEN_WISHES: RecordButton(_ask, TAKES)}
FORM_HANDLERS: Final[Mapping[str, FormHandler]] = {OPEN_WISHES: FormHandler(_chosen, TAKES)}
