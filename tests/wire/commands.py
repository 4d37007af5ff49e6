"""The commands that the bot registered, and how a person's input fills them in."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.wire.channels import Channel
from tests.wire.guilds import Guild, Role
from tests.wire.ids import Json, rows, snowflake
from tests.wire.messages import Upload
from tests.wire.people import Person
from tests.wire.world import Place, World

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
_SUBCOMMAND, _GROUP = 1, 2
_STRING, _INTEGER, _BOOLEAN, _USER, _CHANNEL, _ROLE = 3, 4, 5, 6, 7, 8
_MENTIONABLE, _NUMBER, _FILE = 9, 10, 11
_PLAIN: dict[int, type | tuple[type, ...]] = {
    _STRING: str,
    _INTEGER: int,
    _BOOLEAN: bool,
    _NUMBER: (int, float),
}


class NotOfferedError(Exception):
    """Discord would not let a person do this: no such command, option, choice, button or place."""


@dataclass
class FoundCommand:
    """A command's leaf, with the options it takes and the names on the way to it."""

    command: Json
    path: list[Json]

    @property
    def options(self) -> list[Json]:
        """The options a person can fill in."""
        return rows(self.path[-1] if self.path else self.command, "options")


class CommandRegistry:
    """Commands by scope: None is global, otherwise a server's id."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._scopes: dict[int | None, list[Json]] = {}
        self.put_at: float | None = None
        """When commands were last put, in time.monotonic() seconds."""

    def scope(self, guild_id: int | None) -> list[Json]:
        """The commands registered there, as Discord would return them."""
        return self._scopes.get(guild_id, [])

    def put(self, guild_id: int | None, commands: list[Json]) -> list[Json]:
        """Replaces a scope; a command whose name and type stay keeps its id."""
        old = {(c["name"], c["type"]): c["id"] for c in self.scope(guild_id)}
        self._scopes[guild_id] = [self._stored(c, guild_id, old) for c in commands]
        self.put_at = time.monotonic()
        return self._scopes[guild_id]

    def clear(self) -> None:
        """Forgets all, as for an application never registered."""
        self._scopes.clear()
        self.put_at = None

    def _stored(
        self, command: Json, guild_id: int | None, old: Mapping[tuple[str, int], str]
    ) -> Json:
        kind = command.get("type", SLASH)
        stored: Json = {"default_member_permissions": None, "nsfw": False, "description": ""}
        stored |= {"contexts": None} | command
        installs = [int(n) for n in self._world.app.integration_types_config]
        stored["integration_types"] = command.get("integration_types") or installs
        stored["id"] = old.get((command["name"], kind)) or str(snowflake())
        stored |= {"type": kind, "version": str(snowflake())}
        stored["application_id"] = str(self._world.app.id)
        return stored if guild_id is None else stored | {"guild_id": str(guild_id)}

    def find(self, name: str, place: Place, kind: int = SLASH) -> FoundCommand:
        """The command of that full name ("funding show"); the server's own come first."""
        scopes = [None] if place.guild is None else [place.guild.id, None]
        for command in (c for s in scopes for c in self.scope(s) if c["type"] == kind):
            path = _descend(command, name.split(" ") if kind == SLASH else [name])
            if path is not None:
                return FoundCommand(command, path)
        known = sorted(n for s in scopes for c in self.scope(s) for n in _leaves(c)) or ["none"]
        raise NotOfferedError(f"no command {name!r}; registered are: {', '.join(known)}")

    def check(self, command: Json, person: Person, place: Place) -> None:
        """Raises NotOfferedError where Discord would hide the command."""
        name = command["name"]
        if command["contexts"] is not None and place.context not in command["contexts"]:
            raise NotOfferedError(f"{name!r} is not offered in context {place.context}")
        numbers = [("guild", "user").index(install) for install in place.installs]
        if not any(n in command["integration_types"] for n in numbers):
            raise NotOfferedError(f"{name!r} is not offered by the installs {place.installs}")
        if place.guild is not None and not person.may(command["default_member_permissions"]):
            raise NotOfferedError(f"{name!r} is hidden from {person.name}")

    def fill(
        self,
        found: FoundCommand,
        options: Mapping[str, Any],
        person: Person,
        place: Place,
        focused: str | None = None,
    ) -> "CommandInput":
        """The command with its input; `focused` names the option being typed (autocomplete)."""
        _check_names(found, options, focused)
        filled = CommandInput(self._world, person, place.guild)
        given = [o for o in found.options if o["name"] in options]
        values = [filled.entry(o, options[o["name"]], focused) for o in given]
        for part in reversed(found.path):
            values = [{"name": part["name"], "type": part["type"], "options": values}]
        filled.data = _head(found.command) | {"options": values}
        if filled.resolved and focused is None:
            filled.data["resolved"] = filled.resolved
        return filled


class CommandInput:
    """A command's input: `data` for the interaction, and the files that go with it, by id."""

    def __init__(self, world: World, person: Person, guild: Guild | None) -> None:
        self._world, self._person, self._guild = world, person, guild
        self.data: Json = {}
        self.resolved: Json = {}
        self.uploads: dict[str, Upload] = {}

    def entry(self, option: Json, value: Any, focused: str | None) -> Json:
        """One option with its value; what is still being typed is taken as it is."""
        entry: Json = {"name": option["name"], "type": option["type"]}
        if option["name"] == focused:
            return entry | {"value": value, "focused": True}
        return entry | {"value": self._value(option, value)}

    def _value(self, option: Json, value: Any) -> Any:
        kind = option["type"]
        if kind in _PLAIN:
            return _plain(option, value)
        if kind == _CHANNEL:
            return self._channel(option, value)
        if kind == _FILE:
            return self._file(value)
        if kind == _ROLE or (kind == _MENTIONABLE and isinstance(value, Role)):
            return self._role(option, value)
        if kind in (_USER, _MENTIONABLE):
            return self._user(value)
        raise NotOfferedError(f"options of type {kind} are not modelled yet")

    def _user(self, value: Any) -> str:
        someone = value if isinstance(value, Person) else self._world.people[int(value)]
        self.resolved.setdefault("users", {})[str(someone.id)] = someone.as_user()
        self.resolved.setdefault("members", {})[str(someone.id)] = someone.as_member()
        return str(someone.id)

    def _role(self, option: Json, value: Any) -> str:
        wanted = value.id if isinstance(value, Role) else int(value)
        role = self._guild.roles.get(wanted) if self._guild else None
        if role is None:
            raise NotOfferedError(f"{option['name']!r} does not offer the role {value!r}")
        self.resolved.setdefault("roles", {})[str(role.id)] = role.as_json()
        return str(role.id)

    def _channel(self, option: Json, value: Any) -> str:
        wanted = value.id if isinstance(value, Channel) else int(value)
        channel = self._world.channel_by_id(wanted)
        allowed = option.get("channel_types") or (channel.type if channel else 0,)
        here = self._guild.id if self._guild else None
        if channel is None or channel.guild_id != here or channel.type not in allowed:
            raise NotOfferedError(f"{option['name']!r} does not offer the channel {value!r}")
        partial = channel.as_partial(self._person.permissions)
        self.resolved.setdefault("channels", {})[str(channel.id)] = partial
        return str(channel.id)

    def _file(self, value: Any) -> str:
        if not isinstance(value, Upload):
            raise NotOfferedError(f"a file is given as Upload, not {value!r}")
        file_id = str(snowflake())
        self.uploads[file_id] = value
        return file_id


def _check_names(found: FoundCommand, options: Mapping[str, Any], focused: str | None) -> None:
    known = {o["name"] for o in found.options}
    if unknown := sorted(set(options) - known):
        raise NotOfferedError(f"no option {unknown[0]!r}; there are: {', '.join(sorted(known))}")
    required = [o["name"] for o in found.options if o.get("required")]
    missing = [name for name in required if name not in options]
    if missing and focused is None:
        raise NotOfferedError(f"the option {missing[0]!r} is required")


def menu_data(found: FoundCommand, target: Json) -> Json:
    """The `data` of a message command on `target`, a message object."""
    resolved = {"messages": {target["id"]: target}}
    return _head(found.command) | {"target_id": target["id"], "resolved": resolved}


def _head(command: Json) -> Json:
    head: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    return head | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


def _plain(option: Json, value: Any) -> Any:
    name, kind = option["name"], option["type"]
    if not isinstance(value, _PLAIN[kind]) or (kind != _BOOLEAN and isinstance(value, bool)):
        raise NotOfferedError(f"{name!r} does not take {value!r}")
    choices = [c["value"] for c in rows(option, "choices")]
    if choices and value not in choices:
        raise NotOfferedError(f"{name!r} does not offer {value!r}; it offers {choices}")
    if isinstance(value, str):
        if not _fits(len(value), option, "length", 6000):
            raise NotOfferedError(f"{name!r} does not take {len(value)} characters")
    elif not _fits(value, option, "value", float("inf")):
        raise NotOfferedError(f"{name!r} does not take {value!r}")
    return value


def _fits(size: float, option: Json, what: str, most: float) -> bool:
    return option.get(f"min_{what}", -most) <= size <= option.get(f"max_{what}", most)


def _descend(command: Json, names: list[str]) -> list[Json] | None:
    """The subcommand objects below a command on the way to a leaf of that name, or None."""
    if command["name"] != names[0]:
        return None
    path: list[Json] = []
    for name in names[1:]:
        inner = rows(path[-1] if path else command, "options")
        steps = [o for o in inner if o["name"] == name and o["type"] in (_SUBCOMMAND, _GROUP)]
        if not steps:
            return None
        path.append(steps[0])
    return None if _branches(path[-1] if path else command) else path


def _branches(node: Json) -> list[Json]:
    return [o for o in rows(node, "options") if o["type"] in (_SUBCOMMAND, _GROUP)]


def _leaves(node: Json) -> Iterator[str]:
    branches = _branches(node)
    if not branches:
        yield node["name"]
    for branch in branches:
        yield from (f"{node['name']} {leaf}" for leaf in _leaves(branch))
