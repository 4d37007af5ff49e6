"""The commands last registered with Discord, by application and scope, with their ids."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import Row, and_, delete, select

from bot.storage.database import Store
from bot.storage.tables import command_sync

GLOBAL = "global"


class SyncedCommand(NamedTuple):
    """A command as Discord knows it; `type` is Discord's number (1 slash, 2 user, 3 message)."""

    name: str
    id: int
    type: int


class CommandSync(NamedTuple):
    """One scope's commands: `scope` is `global` or the id of a server."""

    scope: str
    hash: str
    commands: tuple[SyncedCommand, ...]
    synced_at: datetime


_COMMANDS = TypeAdapter(tuple[SyncedCommand, ...], config=ConfigDict(defer_build=True))


class CommandStore(Store):
    """The registered commands."""

    async def all(self, application_id: int) -> Mapping[str, CommandSync]:
        """What was last registered, by scope."""
        wanted = select(command_sync).where(command_sync.c.application_id == application_id)
        rows = await self._database.rows(wanted)
        return {row.scope: sync for row in rows if (sync := _sync(row)) is not None}

    async def put(
        self,
        application_id: int,
        scope: str,
        hash: str,  # noqa: A002 - the column's name
        commands: Sequence[SyncedCommand],
        *,
        at: datetime,
    ) -> None:
        """Stores what was just registered."""
        listed = [command._asdict() for command in commands]
        key = {"application_id": application_id, "scope": scope}
        values = {"hash": hash, "commands": listed, "synced_at": at}
        await self._database.change(self._database.upsert(command_sync, key, values))

    async def forget(self, application_id: int, scope: str) -> bool:
        """Removes a scope; False where there was none."""
        there = and_(command_sync.c.application_id == application_id, command_sync.c.scope == scope)
        return await self._database.change(delete(command_sync).where(there)) == 1


def _sync(row: Row[Any]) -> CommandSync | None:
    """None where the row cannot be read: then the commands are registered once more."""
    try:
        commands = _COMMANDS.validate_python(row.commands)
    except ValueError:
        return None
    return CommandSync(row.scope, row.hash, commands, row.synced_at)
