"""An interaction and all that the bot made of it: the answer, its message, edits, follow-ups."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.wire.ids import Json, part, rows, snowflake
from tests.wire.limits import EPHEMERAL, V2, choice_faults, modal_faults
from tests.wire.messages import Shelf, blank_message, change, fill
from tests.wire.people import Person
from tests.wire.refusal import RefusedError, refuse_if
from tests.wire.world import Place

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
"""Interaction types, by Discord's numbers."""
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
"""Kinds of answer, by Discord's numbers."""


@dataclass(eq=False)
class Exchange:
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


class Exchanges:
    """The open interactions, by token; it judges and carries out what the bot does with one."""

    def __init__(self, author: Person, shelf: Shelf, deadline: float) -> None:
        self._author = author
        self._shelf = shelf
        self.deadline = deadline
        self._open: dict[str, Exchange] = {}

    def open(self, exchange: Exchange) -> None:
        """Makes the interaction's token valid."""
        self._open[exchange.token] = exchange

    def close(self, exchange: Exchange) -> None:
        """Ends the token's validity and frees what was kept."""
        self._open.pop(exchange.token, None)

    def of(self, token: str) -> Exchange:
        """The interaction with that token."""
        try:
            return self._open[token]
        except KeyError:
            raise RefusedError(404, 10015, "Unknown Webhook") from None

    def callback(self, token: str, answer: Json, files: Mapping[str, bytes], at: float) -> Exchange:
        """Takes the first answer to an interaction; a second one and a late one are refused."""
        exchange = self._open.get(token)
        if exchange is None or at - exchange.sent_at > self.deadline:
            raise RefusedError(404, 10062, "Unknown interaction")
        if exchange.answer is not None:
            raise RefusedError(400, 40060, "Interaction has already been acknowledged.")
        self._carry_out(exchange, answer, files)
        exchange.answer, exchange.answered_at = answer, at
        exchange.files.update(files)
        exchange.answered.set()
        return exchange

    def _carry_out(self, exchange: Exchange, answer: Json, files: Mapping[str, bytes]) -> None:
        kind, data = answer["type"], part(answer, "data")
        if kind == MESSAGE:
            exchange.original = self._new(exchange, data, files)
        elif kind == UPDATE and exchange.source is not None:
            exchange.original = change(exchange.source, data, files, self._shelf)
        elif kind == DEFERRED_UPDATE:
            exchange.original = exchange.source
        elif kind == CHOICES:
            refuse_if(choice_faults(rows(data, "choices")))
        elif kind == FORM:
            refuse_if(modal_faults(data))
        elif kind != DEFERRED:
            raise RefusedError(400, 50035, f"Invalid Form Body: callback type {kind}")

    def follow_up(self, token: str, data: Json, files: Mapping[str, bytes]) -> Json:
        """A new message; after a deferral, the first one takes the place that was kept for it."""
        exchange = self.of(token)
        if exchange.answer is None:
            raise RefusedError(404, 10015, "Unknown Webhook")
        if exchange.awaits_message:
            return self.edit(token, "@original", data, files)
        message = self._new(exchange, data, files)
        exchange.followups.append(message)
        _note(exchange, files)
        return message

    def edit(self, token: str, which: str, data: Json, files: Mapping[str, bytes]) -> Json:
        """Changes a message of the exchange."""
        exchange = self.of(token)
        if exchange.awaits_message and which == "@original":
            kept = part(exchange.answer, "data").get("flags", 0) & EPHEMERAL
            flags = data.get("flags", 0) & ~EPHEMERAL | kept
            exchange.original = self._new(exchange, data | {"flags": flags}, files)
            message = exchange.original
        else:
            message = change(self.message(token, which), data, files, self._shelf)
        _note(exchange, files)
        return message

    def message(self, token: str, which: str) -> Json:
        """The answer's message ("@original") or a follow-up."""
        exchange = self.of(token)
        original = [exchange.original] if exchange.original else []
        for message in original + exchange.followups:
            if message["id"] == which or (which == "@original" and message is exchange.original):
                return message
        raise RefusedError(404, 10008, "Unknown Message")

    def delete(self, token: str, which: str) -> None:
        """Removes a message of the exchange."""
        exchange, message = self.of(token), self.message(token, which)
        exchange.followups = [m for m in exchange.followups if m is not message]
        if message is exchange.original:
            exchange.original = None
        _note(exchange, {})

    def _new(self, exchange: Exchange, data: Json, files: Mapping[str, bytes]) -> Json:
        message = blank_message(self._author, exchange.place.channel)
        message["application_id"] = message["webhook_id"] = str(self._author.id)
        message["flags"] = data.get("flags", 0) & (EPHEMERAL | V2 | 1 << 2 | 1 << 12)
        message["interaction_metadata"] = {
            "id": str(exchange.id),
            "type": exchange.type,
            "user": exchange.person.as_user(),
            "authorizing_integration_owners": exchange.place.owners(exchange.person),
        }
        return fill(message, data, files, self._shelf)


def interaction_json(exchange: Exchange, app_id: int, locale: str, app_permissions: int) -> Json:
    """The object of INTERACTION_CREATE."""
    place, person = exchange.place, exchange.person
    payload: Json = {
        "id": str(exchange.id),
        "application_id": str(app_id),
        "type": exchange.type,
        "token": exchange.token,
        "version": 1,
        "data": exchange.data,
        "channel_id": str(place.channel.id),
        "channel": place.channel.as_partial(person.permissions),
        "locale": locale,
        "context": place.context,
        "authorizing_integration_owners": place.owners(person),
        "app_permissions": str(app_permissions),
        "entitlements": [],
        "attachment_size_limit": 10 * 1024 * 1024,
    }
    if exchange.source is not None:
        payload["message"] = exchange.source
    if place.guild is None:
        return payload | {"user": person.as_user()}
    guild: Json = {"id": str(place.guild.id), "locale": place.guild.locale, "features": []}
    member = person.as_member() | {"user": person.as_user()}
    there: Json = {"guild_locale": place.guild.locale, "guild_id": guild["id"]}
    return payload | there | {"guild": guild, "member": member}


def callback_json(exchange: Exchange) -> Json:
    """What Discord returns to a callback sent with `with_response`."""
    answer = exchange.answer or {}
    kind: int = answer["type"]
    told: Json = {"id": str(exchange.id), "type": exchange.type}
    if kind not in (MESSAGE, DEFERRED, UPDATE) or exchange.original is None:
        flags: int = part(answer, "data").get("flags", 0)
        told["response_message_loading"] = kind == DEFERRED
        return {"interaction": told | {"response_message_ephemeral": bool(flags & EPHEMERAL)}}
    message = exchange.original
    told |= {
        "response_message_id": message["id"],
        "response_message_loading": False,
        "response_message_ephemeral": bool(message["flags"] & EPHEMERAL),
    }
    return {"interaction": told, "resource": {"type": kind, "message": message}}


def _note(exchange: Exchange, files: Mapping[str, bytes]) -> None:
    exchange.files.update(files)
    exchange.changed.set()
