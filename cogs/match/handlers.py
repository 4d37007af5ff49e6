"""Opens a result by its number: a form with the results of the page, then the card."""

from collections.abc import Mapping
from typing import Any, Final

import discord

from bot.i18n.translator import Lang
from bot.ui.components import MAX_OPTION_LABEL, shorten
from bot.ui.custom_ids import form_id, trail_entry
from bot.ui.match_link import MATCH_VIEW
from bot.ui.registry import Args, Form, RecordButton
from bot.ui.responses import follow_button, open_form
from bot.ui.services import Services
from cogs.match.cards import TAKES
from cogs.match.cards.matches import OPEN, numbered
from cogs.match.wishes import Wish

_FIELD: Final = "result"


async def _ask(
    services: Services, interaction: discord.Interaction, lang: Lang, args: Args
) -> None:
    """Asks which one; a single result opens at once."""
    context = services.context(lang)
    found = numbered(context, Wish.of(args))
    if len(found) < 2:
        await _open(services, interaction, lang, args, found[0][1] if found else "")
        return
    options = [
        {"label": shorten(name, MAX_OPTION_LABEL), "value": target} for name, target in found
    ]
    radio = {"type": 21, "custom_id": _FIELD, "required": True, "options": options}
    label = {"type": 18, "label": context.tr("Which one?"), "component": radio}
    await open_form(interaction, form_id(context.tr, OPEN, *args), context.tr("Open"), [label])


async def _chosen(
    services: Services, interaction: discord.Interaction, lang: Lang, args: Args, components: Any
) -> None:
    fields = (part.get("component", part) for part in components)
    target = next((f.get("value") for f in fields if f.get("custom_id") == _FIELD), None)
    await _open(services, interaction, lang, args, target)


async def _open(
    services: Services, interaction: discord.Interaction, lang: Lang, args: Args, target: object
) -> None:
    """The card; *Back* leads to the results. What is no card shows the results again."""
    found = services.registry.custom_id(target)
    if found is None or found.kind != "v":
        await follow_button(services, interaction, lang, MATCH_VIEW, args)
        return
    trail = (trail_entry(MATCH_VIEW, args),)
    await follow_button(services, interaction, lang, found.name, found.args, trail)


RECORD_BUTTONS: Final[Mapping[str, RecordButton]] = {OPEN: RecordButton(_ask, TAKES)}
FORM_HANDLERS: Final[Mapping[str, Form]] = {OPEN: Form(_chosen, TAKES)}
