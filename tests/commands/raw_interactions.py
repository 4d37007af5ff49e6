"""Interactions as Discord would deliver them, also such that no client of Discord's would send."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from simcord import interactions
from simcord.actors import MemberActor
from simcord.backend import serializers

from tests.commands.chat import Chat, Reply, message_of

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
"""Kinds of interaction, by Discord's numbers."""
BUTTON, MENU = 2, 3
"""Kinds of component, by Discord's numbers."""
IDLE: Final = 0.0005
"""Seconds without work after which the bot counts as done; simcord's own 0.05 would add up."""


async def deliver(
    chat: Chat,
    who: MemberActor,
    kind: int,
    data: dict[str, Any],
    *,
    under: Reply | None = None,
    times: int = 1,
    changed: Mapping[str, object] | None = None,
) -> list[dict[str, Any]]:
    """Delivers an interaction, `under` a message where it is a press; gives all answers to it.

    `changed`: fields of the interaction itself that are other; ... for one that is not there.
    """
    backend = chat.env.backend
    record, payload = interactions.base_payload(
        backend,
        type=kind,
        channel_id=chat.channel.id,
        guild_id=chat.guild.id,
        user_id=who.id,
        data=data,
    )
    if under is not None:
        stored = backend.get_message(chat.channel.id, message_of(under).id)
        payload["message"] = dict(serializers.message_payload(backend, stored))
        record.source_message_id = stored.id
    payload.update(changed or {})
    payload = {name: value for name, value in payload.items() if value is not ...}
    seen = len(backend.http_requests)
    for _ in range(times):
        backend.emit("INTERACTION_CREATE", payload)
    await chat.env.settle(idle=IDLE)
    path = f"/interactions/{record.id}/"
    found = backend.http_requests[seen:]
    return [cast("dict[str, Any]", call.json) for call in found if call.path.startswith(path)]


async def press_raw(
    chat: Chat,
    who: MemberActor,
    under: Reply,
    custom_id: object,
    values: Sequence[object] | None = None,
    *,
    times: int = 1,
) -> list[dict[str, Any]]:
    """A press on a button, or on a drop-down where there are values, whatever the message has."""
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": BUTTON}
    if values is not None:
        data |= {"component_type": MENU, "values": values}
    return await deliver(chat, who, COMPONENT, data, under=under, times=times)


async def command_raw(
    chat: Chat,
    who: MemberActor,
    name: str,
    options: Sequence[dict[str, Any]] = (),
    *,
    kind: int = COMMAND,
    times: int = 1,
    guild_id: str | None = None,
) -> list[dict[str, Any]]:
    """A command of that name with these options, whether or not the bot has it.

    `guild_id`: the one server that the command was registered for.
    """
    data: dict[str, Any] = {"id": "1", "name": name, "type": 1, "options": list(options)}
    if guild_id is not None:
        data["guild_id"] = guild_id
    return await deliver(chat, who, kind, data, times=times)


def sub(name: str, **options: str) -> dict[str, Any]:
    """A subcommand with text options."""
    given = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
    return {"name": name, "type": 1, "options": given}
