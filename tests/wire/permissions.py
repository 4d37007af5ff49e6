"""What may be done where: Discord's permissions by name, and how they add up in a channel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.wire.ids import Json

_BITS = {
    "administrator": 3,
    "manage_channels": 4,
    "manage_guild": 5,
    "view_channel": 10,
    "send_messages": 11,
    "send_tts_messages": 12,
    "manage_messages": 13,
    "embed_links": 14,
    "attach_files": 15,
    "read_message_history": 16,
    "mention_everyone": 17,
    "manage_roles": 28,
    "use_application_commands": 31,
    "manage_threads": 34,
    "create_public_threads": 35,
    "create_private_threads": 36,
    "send_messages_in_threads": 38,
    "use_external_apps": 50,
}


def bits(*names: str) -> int:
    """Permissions by Discord's names in lower case ("view_channel"), as one number."""
    return sum({1 << _BITS[name] for name in names})


EVERYTHING = (1 << 53) - 1
ADMINISTRATOR, MANAGE_GUILD, VIEW = bits("administrator"), bits("manage_guild"), 1 << 10
MEMBER_PERMISSIONS = bits(
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "use_application_commands",
    "use_external_apps",
)
BOT_PERMISSIONS = MEMBER_PERMISSIONS | bits(
    "manage_messages", "manage_threads", "send_messages_in_threads"
)
_NEED_SENDING = bits("mention_everyone", "send_tts_messages", "attach_files", "embed_links")


@dataclass
class Overwrite:
    """What a channel grants and takes away from one role (kind 0) or one member (kind 1)."""

    kind: int
    allow: int = 0
    deny: int = 0

    def as_json(self, target: int) -> Json:
        """The object in `permission_overwrites`."""
        payload: Json = {"id": str(target), "type": self.kind}
        return payload | {"allow": str(self.allow), "deny": str(self.deny)}


def effective(
    base: int, overwrites: Mapping[int, Overwrite], ranks: Iterable[Iterable[int]]
) -> int:
    """Permissions in a channel: each rank of targets (everyone, roles, member) over the last."""
    for rank in ranks:
        found = [overwrites[target] for target in rank if target in overwrites]
        denied = allowed = 0
        for overwrite in found:
            denied, allowed = denied | overwrite.deny, allowed | overwrite.allow
        base = base & ~denied | allowed
    return base


def implied(permissions: int, sending: str) -> int:
    """The permissions that remain: none without viewing; no embeds or files without sending."""
    if not permissions & VIEW:
        return 0
    return permissions if permissions & bits(sending) else permissions & ~_NEED_SENDING
