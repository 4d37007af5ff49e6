"""What Discord calls this application and its commands, so that texts can link to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Registration:
    """Known after the login. Compared by identity: there is one at a time."""

    application_id: int = 0
    """0 until it is known."""
    command_ids: Mapping[str, int] = field(default_factory=dict[str, int])
    """Discord's id of each top-level command by its name."""
    commands: frozenset[str] = frozenset()
    """Full names of the commands that there are; empty: not known, so that none is ruled out."""

    def has(self, command: str) -> bool:
        """Whether there is such a command, as far as is known."""
        return not self.commands or command in self.commands

    def mention(self, command: str) -> str:
        """A command as text that can be clicked, or as plain text where its id is unknown."""
        found = self.command_ids.get(command.partition(" ")[0])
        return f"</{command}:{found}>" if found else f"`/{command}`"

    @property
    def invite(self) -> str | None:
        """The address at which a person adds the bot; Discord asks for the kind of install."""
        if not self.application_id:
            return None
        return f"https://discord.com/oauth2/authorize?client_id={self.application_id}"


UNREGISTERED = Registration()


class CommandMentions:
    """Holds the registration in use: unknown until the commands are registered with Discord."""

    current: Registration = UNREGISTERED
