"""Sends what no client of Discord's would: options as they come, without the checks of a person's.

Discord promises lengths, types and choices; a bot must not fall over where one of them does not
hold.
"""

from collections.abc import Sequence

from tests.wire.ids import Json
from tests.wire.interactions import AUTOCOMPLETE, COMMAND, Interaction
from tests.wire.people import Person
from tests.wire.reply import Reply
from tests.wire.server import Wire
from tests.wire.world import Place


async def send_options(
    wire: Wire,
    command: str,
    options: Sequence[Json],
    *,
    user: Person | None = None,
    where: Place | None = None,
    locale: str | None = None,
    resolved: Json | None = None,
) -> Reply:
    """The first answer to a slash command with these options: {name, type, value}.

    One that is `focused` makes it an autocomplete.
    """
    person, place = user or wire.world.member, where or wire.world.here()
    found = wire.command_registry.find(command, place)
    values = list(options)
    for part in reversed(found.path):
        values = [{"name": part["name"], "type": part["type"], "options": values}]
    head = {k: found.command[k] for k in ("id", "name", "type", "guild_id") if k in found.command}
    data: Json = head | {"options": values} | ({"resolved": resolved} if resolved else {})
    kind = AUTOCOMPLETE if any(option.get("focused") for option in options) else COMMAND
    interaction = Interaction(kind, person, place, data)
    await wire.deliver(interaction, wire.begin(interaction, locale))
    return Reply(interaction)
