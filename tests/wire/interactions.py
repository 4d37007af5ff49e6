"""An interaction and all that the bot made of it: the answer, its message, edits, follow-ups."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.wire.api_errors import ApiError, reject_invalid
from tests.wire.ids import Json, part, rows, snowflake
from tests.wire.messages import FileStore, blank_message, change, fill
from tests.wire.payload_limits import EPHEMERAL, V2, choice_violations, modal_violations
from tests.wire.people import Person
from tests.wire.world import Place

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
"""Interaction types, by Discord's numbers."""
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
"""Kinds of answer, by Discord's numbers."""


@dataclass(eq=False)
class Interaction:
    """One interaction. Moments are time.monotonic() seconds."""

    type: int
    person: Person
    place: Place
    data: Json
    source: Json | None = None
    """The message whose button, select or form this is."""
    id: int = field(default_factory=snowflake)
    sent_at: float = 0.0
    answered_at: float | None = None
    answer: Json | None = None
    """What the bot first answered, as it sent it: {type, data}."""
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    original: Json | None = None
    followups: list[Json] = field(default_factory=list[Json])
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def token(self) -> str:
        """The interaction's token."""
        return f"wire-{self.id}"

    @property
    def awaits_message(self) -> bool:
        """Whether the answer was a deferral whose message is still to come."""
        return self.answer is not None and self.answer["type"] == DEFERRED and self.original is None


class OpenInteractions:
    """The open interactions, by token; it judges and carries out what the bot does with one."""

    def __init__(self, author: Person, file_store: FileStore, deadline: float) -> None:
        self._author = author
        self._file_store = file_store
        self.deadline = deadline
        self._open: dict[str, Interaction] = {}

    def open(self, interaction: Interaction) -> None:
        """Makes the interaction's token valid."""
        self._open[interaction.token] = interaction

    def close(self, interaction: Interaction) -> None:
        """Ends the token's validity and frees its memory."""
        self._open.pop(interaction.token, None)

    def of(self, token: str) -> Interaction:
        """The interaction with that token."""
        try:
            return self._open[token]
        except KeyError:
            raise ApiError(404, 10015, "Unknown Webhook") from None

    def callback(
        self, token: str, answer: Json, files: Mapping[str, bytes], at: float
    ) -> Interaction:
        """Takes the first answer to an interaction; a second one and a late one are refused."""
        interaction = self._open.get(token)
        if interaction is None or at - interaction.sent_at > self.deadline:
            raise ApiError(404, 10062, "Unknown interaction")
        if interaction.answer is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        self._carry_out(interaction, answer, files)
        interaction.answer, interaction.answered_at = answer, at
        interaction.files.update(files)
        interaction.answered.set()
        return interaction

    def _carry_out(
        self, interaction: Interaction, answer: Json, files: Mapping[str, bytes]
    ) -> None:
        kind, data = answer["type"], part(answer, "data")
        if kind == MESSAGE:
            interaction.original = self._new(interaction, data, files)
        elif kind == UPDATE and interaction.source is not None:
            interaction.original = change(interaction.source, data, files, self._file_store)
        elif kind == DEFERRED_UPDATE:
            interaction.original = interaction.source
        elif kind == CHOICES:
            reject_invalid(choice_violations(rows(data, "choices")))
        elif kind == FORM:
            reject_invalid(modal_violations(data))
        elif kind != DEFERRED:
            raise ApiError(400, 50035, f"Invalid Form Body: callback type {kind}")

    def follow_up(self, token: str, data: Json, files: Mapping[str, bytes]) -> Json:
        """A new message; after a deferral, the first one fills the deferred one."""
        interaction = self.of(token)
        if interaction.answer is None:
            raise ApiError(404, 10015, "Unknown Webhook")
        if interaction.awaits_message:
            return self.edit(token, "@original", data, files)
        message = self._new(interaction, data, files)
        interaction.followups.append(message)
        _note(interaction, files)
        return message

    def edit(self, token: str, which: str, data: Json, files: Mapping[str, bytes]) -> Json:
        """Changes a message of the exchange."""
        interaction = self.of(token)
        if interaction.awaits_message and which == "@original":
            kept = part(interaction.answer, "data").get("flags", 0) & EPHEMERAL
            flags = data.get("flags", 0) & ~EPHEMERAL | kept
            interaction.original = self._new(interaction, data | {"flags": flags}, files)
            message = interaction.original
        else:
            message = change(self.message(token, which), data, files, self._file_store)
        _note(interaction, files)
        return message

    def message(self, token: str, which: str) -> Json:
        """The answer's message ("@original") or a follow-up."""
        interaction = self.of(token)
        original = [interaction.original] if interaction.original else []
        for message in original + interaction.followups:
            if message["id"] == which or (which == "@original" and message is interaction.original):
                return message
        raise ApiError(404, 10008, "Unknown Message")

    def delete(self, token: str, which: str) -> None:
        """Removes a message of the exchange."""
        interaction, message = self.of(token), self.message(token, which)
        interaction.followups = [m for m in interaction.followups if m is not message]
        if message is interaction.original:
            interaction.original = None
        _note(interaction, {})

    def _new(self, interaction: Interaction, data: Json, files: Mapping[str, bytes]) -> Json:
        message = blank_message(self._author, interaction.place.channel)
        message["application_id"] = message["webhook_id"] = str(self._author.id)
        message["flags"] = data.get("flags", 0) & (EPHEMERAL | V2 | 1 << 2 | 1 << 12)
        message["interaction_metadata"] = {
            "id": str(interaction.id),
            "type": interaction.type,
            "user": interaction.person.as_user(),
            "authorizing_integration_owners": interaction.place.owners(interaction.person),
        }
        return fill(message, data, files, self._file_store)


def interaction_json(
    interaction: Interaction, app_id: int, locale: str, app_permissions: int
) -> Json:
    """The object of INTERACTION_CREATE."""
    place, person = interaction.place, interaction.person
    payload: Json = {
        "id": str(interaction.id),
        "application_id": str(app_id),
        "type": interaction.type,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(place.channel.id),
        "channel": place.channel.as_partial(person.permissions),
        "locale": locale,
        "context": place.context,
        "authorizing_integration_owners": place.owners(person),
        "app_permissions": str(app_permissions),
        "entitlements": [],
        "attachment_size_limit": 10 * 1024 * 1024,
    }
    if interaction.source is not None:
        payload["message"] = interaction.source
    if place.guild is None:
        return payload | {"user": person.as_user()}
    guild: Json = {"id": str(place.guild.id), "locale": place.guild.locale, "features": []}
    member = person.as_member() | {"user": person.as_user()}
    there: Json = {"guild_locale": place.guild.locale, "guild_id": guild["id"]}
    return payload | there | {"guild": guild, "member": member}


def callback_json(interaction: Interaction) -> Json:
    """What Discord returns to a callback sent with `with_response`."""
    answer = interaction.answer or {}
    kind: int = answer["type"]
    payload: Json = {"id": str(interaction.id), "type": interaction.type}
    if kind not in (MESSAGE, DEFERRED, UPDATE) or interaction.original is None:
        flags: int = part(answer, "data").get("flags", 0)
        payload["response_message_loading"] = kind == DEFERRED
        return {"interaction": payload | {"response_message_ephemeral": bool(flags & EPHEMERAL)}}
    message = interaction.original
    payload |= {
        "response_message_id": message["id"],
        "response_message_loading": False,
        "response_message_ephemeral": bool(message["flags"] & EPHEMERAL),
    }
    return {"interaction": payload, "resource": {"type": kind, "message": message}}


def _note(interaction: Interaction, files: Mapping[str, bytes]) -> None:
    interaction.files.update(files)
    interaction.changed.set()
