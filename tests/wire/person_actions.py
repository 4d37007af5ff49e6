"""What people do: commands, autocomplete, buttons, selects, forms."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from tests.wire.commands import MESSAGE_MENU, CommandRegistry, NotOfferedError, menu_data
from tests.wire.component_input import SELECTS, chosen, clickable, submitted
from tests.wire.gateway import Gateway
from tests.wire.ids import Json
from tests.wire.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DEFERRED_UPDATE,
    SUBMIT,
    Interaction,
    OpenInteractions,
    interaction_json,
)
from tests.wire.messages import FileStore, Upload, blank_message
from tests.wire.payload_limits import walk
from tests.wire.people import Person
from tests.wire.reply import Reply, UnansweredError
from tests.wire.world import Place, World


class PersonActions:
    """The actions of people, and the bot's answers; a part of `Wire`."""

    world: World
    gateway: Gateway
    command_registry: CommandRegistry
    interactions: OpenInteractions
    file_store: FileStore

    async def invoke(
        self,
        command: str,
        options: Mapping[str, Any] | None = None,
        *,
        user: Person | None = None,
        where: Place | None = None,
        locale: str | None = None,
    ) -> Reply:
        """The first answer to a slash command, named in full ("funding show")."""
        person, place = user or self.world.member, where or self.world.here()
        found = self.command_registry.find(command, place)
        self.command_registry.check(found.command, person, place)
        given_input = self.command_registry.fill(found, options or {}, person, place)
        self._add_attachments(given_input.data, given_input.uploads)
        return await self._send(Interaction(COMMAND, person, place, given_input.data), locale)

    async def autocomplete(
        self,
        command: str,
        option: str,
        typed: str,
        others: Mapping[str, Any] | None = None,
        *,
        user: Person | None = None,
        where: Place | None = None,
        locale: str | None = None,
    ) -> list[Json]:
        """The choices {name, value} offered for what is typed so far in one option."""
        person, place = user or self.world.member, where or self.world.here()
        found = self.command_registry.find(command, place)
        if not any(o["name"] == option and o.get("autocomplete") for o in found.options):
            raise NotOfferedError(f"{option!r} of {command!r} has no autocomplete")
        given = {**(others or {}), option: typed}
        given_input = self.command_registry.fill(found, given, person, place, focused=option)
        reply = await self._send(Interaction(AUTOCOMPLETE, person, place, given_input.data), locale)
        return reply.choices

    async def message_command(
        self,
        command: str,
        target: str | Json,
        *,
        user: Person | None = None,
        where: Place | None = None,
        locale: str | None = None,
    ) -> Reply:
        """The first answer to a message command on a message, or on a new one with that text."""
        person, place = user or self.world.member, where or self.world.here()
        found = self.command_registry.find(command, place, MESSAGE_MENU)
        self.command_registry.check(found.command, person, place)
        if isinstance(target, str):
            target = blank_message(person, place.channel, target)
        return await self._send(
            Interaction(COMMAND, person, place, menu_data(found, target)), locale
        )

    async def click(
        self,
        reply: Reply | Json,
        button: str,
        values: list[str] | None = None,
        *,
        user: Person | None = None,
        where: Place | None = None,
        locale: str | None = None,
    ) -> Reply:
        """The answer to a click on a button, or to `values` chosen in a select.

        `reply` may also be a message, `button` is a custom id or a label.
        """
        message = reply.message if isinstance(reply, Reply) else reply
        clicked = clickable(message, button)
        data: Json = {"custom_id": clicked["custom_id"], "id": clicked["id"]}
        data["component_type"] = clicked["type"]
        if clicked["type"] in SELECTS:
            data["values"] = chosen(clicked, values or [])
        return await self._send(
            self._follow_up(COMPONENT, reply, message, data, user, where), locale
        )

    async def submit(
        self,
        form: Reply,
        values: Mapping[str, Any],
        *,
        user: Person | None = None,
        locale: str | None = None,
    ) -> Reply:
        """The answer to a form, filled in by custom id: text, a list (selects), a bool (boxes)."""
        if "title" not in form.data:
            raise NotOfferedError("that reply is no form")
        known = {p["custom_id"] for p in walk(form.data["components"]) if "custom_id" in p}
        if unknown := sorted(set(values) - known):
            raise NotOfferedError(f"no field {unknown[0]!r}; there are: {', '.join(sorted(known))}")
        uploads: dict[str, Upload] = {}
        parts = [submitted(c, values, uploads) for c in form.data["components"]]
        data: Json = {"custom_id": form.data["custom_id"], "components": parts}
        self._add_attachments(data, uploads)
        source = form.interaction.source
        return await self._send(self._follow_up(SUBMIT, form, source, data, user, None), locale)

    def _follow_up(
        self,
        kind: int,
        reply: Reply | Json,
        source: Json | None,
        data: Json,
        user: Person | None,
        where: Place | None,
    ) -> Interaction:
        """An interaction that starts from an earlier one, by default by the same person."""
        before = reply.interaction if isinstance(reply, Reply) else None
        person = user or (before.person if before else self.world.member)
        place = where or (before.place if before else self.world.here())
        return Interaction(kind, person, place, data, source)

    def begin(self, interaction: Interaction, locale: str | None = None) -> Json:
        """The INTERACTION_CREATE object of an exchange whose token is now valid."""
        self.interactions.open(interaction)
        place = interaction.place
        permissions = self.world.bot_permissions(place.channel) if "guild" in place.installs else 0
        language = locale or interaction.person.locale
        return interaction_json(interaction, self.world.app.id, language, permissions)

    async def _send(self, interaction: Interaction, locale: str | None) -> Reply:
        payload = self.begin(interaction, locale)
        await self.deliver(interaction, payload)
        reply = Reply(interaction)
        if reply.type == DEFERRED_UPDATE and interaction.source is None:
            raise NotOfferedError("the bot updates a message where there is none")
        return reply

    async def deliver(self, interaction: Interaction, payload: Json) -> None:
        """Sends the interaction and waits for its answer. Raises UnansweredError."""
        guild = interaction.place.guild
        interaction.sent_at = time.monotonic()
        shard_of = guild.id if guild else None
        if not await self.gateway.dispatch("INTERACTION_CREATE", payload, shard_of):
            raise UnansweredError("no connected bot serves that place")
        try:
            async with asyncio.timeout(self.interactions.deadline):
                await interaction.answered.wait()
        except TimeoutError:
            name = interaction.data.get("name") or interaction.data.get("custom_id")
            raise UnansweredError(
                f"{name!r}: no answer within {self.interactions.deadline} s"
            ) from None

    def _add_attachments(self, data: Json, uploads: Mapping[str, Upload]) -> None:
        """Makes uploaded files readable at their address, and part of `resolved`."""
        files = {i: self.file_store.add(u, i) | {"ephemeral": True} for i, u in uploads.items()}
        if files:
            data.setdefault("resolved", {})["attachments"] = files
