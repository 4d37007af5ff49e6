"""Whom a message of the bot notifies, after `allowed_mentions`."""

import re

from tests.wire.api_errors import reject_invalid
from tests.wire.channels import Channel
from tests.wire.ids import Json
from tests.wire.payload_limits import walk
from tests.wire.permissions import bits
from tests.wire.world import World

_USER, _ROLE, _ALL = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>"), ("@everyone", "@here")
_EVERYTHING: Json = {"parse": ["users", "roles", "everyone"]}


def mentions(world: World, channel: Channel, message: Json, allowed: Json | None) -> Json:
    """The fields `mentions`, `mention_roles` and `mention_everyone` of a message."""
    rule = _EVERYTHING if allowed is None else allowed
    reject_invalid(_faults(rule))
    text = "\n".join(_texts(message))
    loud = bool(world.bot_permissions(channel) & bits("mention_everyone"))
    users = _wanted(_USER.findall(text), rule, "users")
    people = [world.people[int(u)] for u in users if int(u) in world.people]
    everyone = "everyone" in rule.get("parse", ()) and any(word in text for word in _ALL)
    return {
        "mentions": [p.as_user() for p in people],
        "mention_roles": _roles(world, channel, _wanted(_ROLE.findall(text), rule, "roles"), loud),
        "mention_everyone": everyone and loud,
    }


def _texts(message: Json) -> list[str]:
    """Where Discord looks for mentions; embeds are not among it."""
    return [message["content"], *(c["content"] for c in walk(message["components"]) if _text(c))]


def _text(component: Json) -> bool:
    return component["type"] == 10


def _wanted(found: list[str], rule: Json, kind: str) -> list[str]:
    once = list(dict.fromkeys(found))
    if kind in rule.get("parse", ()):
        return once
    return [i for i in once if i in map(str, rule.get(kind) or ())]


def _roles(world: World, channel: Channel, found: list[str], loud: bool) -> list[str]:
    guild = world.guild_of(channel)
    roles = [] if guild is None else [guild.roles.get(int(i)) for i in found]
    return [str(r.id) for r in roles if r is not None and (r.mentionable or loud)]


def _faults(rule: Json) -> list[str]:
    both = [kind for kind in ("users", "roles") if kind in rule.get("parse", ()) and rule.get(kind)]
    faults = [f"allowed_mentions: {kind!r} is parsed and listed" for kind in both]
    return faults + [
        f"allowed_mentions: over 100 {kind}"
        for kind in ("users", "roles")
        if len(rule.get(kind) or ()) > 100
    ]
