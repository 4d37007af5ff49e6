"""The people of the stand-in, including the bot's user."""

from dataclasses import dataclass, field

from tests.wire.ids import Json, snowflake
from tests.wire.permissions import ADMINISTRATOR, MEMBER_PERMISSIONS

JOINED = "2025-01-01T00:00:00.000000+00:00"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone who uses the bot; `permissions` apply in every server."""

    name: str
    locale: str = "en-US"
    permissions: int = MEMBER_PERMISSIONS
    bot: bool = False
    id: int = field(default_factory=snowflake)

    def may(self, needed: str | None) -> bool:
        """Whether Discord would offer a command with these default permissions."""
        if needed is None or self.permissions & ADMINISTRATOR:
            return True
        return needed != "0" and self.permissions & int(needed) == int(needed)

    def as_user(self) -> Json:
        """The user object."""
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }

    def as_member(self) -> Json:
        """The member object, without its user and roles."""
        return {
            "roles": [],
            "nick": None,
            "avatar": None,
            "joined_at": JOINED,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "permissions": str(self.permissions),
        }
