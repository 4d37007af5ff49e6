"""Reloads that the shell requests from the running processes, and their results."""

from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeAlias, cast

from sqlalchemy import delete, insert, select, update

from bot.storage.database import Store
from bot.storage.tables import requests

State: TypeAlias = Literal["asked", "taken", "done", "given-up"]


class Request(NamedTuple):
    """A requested reload."""

    id: int
    force: bool


class RequestStore(Store):
    """One row per request: asked, taken by one process, done with a result; or given up."""

    async def add(self, *, force: bool, at: datetime) -> int:
        """Adds a request; returns its id."""
        row = {"force": force, "state": "asked", "asked_at": at}
        async with self._database.writing() as connection:
            added = insert(requests).values(row).returning(requests.c.id)
            return (await connection.execute(added)).scalar_one()

    async def take(self, since: datetime) -> Request | None:
        """The oldest open request since then; no other process gets it. None if there is none."""
        wanted = (
            select(requests.c.id, requests.c.force)
            .where(requests.c.state == "asked", requests.c.asked_at >= since)
            .order_by(requests.c.id)
            .limit(1)
        )
        row = await self._database.row(wanted)
        if row is None or not await self._move(row.id, "asked", "taken"):
            return None
        return Request(row.id, row.force)

    async def finish(self, request_id: int, result: dict[str, Any]) -> None:
        """Stores the result of a taken request."""
        await self._move(request_id, "taken", "done", answer=result)

    async def withdraw(self, request_id: int) -> bool:
        """Withdraws a request; False if a process has taken it."""
        return await self._move(request_id, "asked", "given-up")

    async def state(self, request_id: int) -> tuple[State, dict[str, Any]]:
        """The state of a request and its result; an unreadable one counts as given up."""
        wanted = select(requests.c.state, requests.c.answer).where(requests.c.id == request_id)
        row = await self._database.row(wanted)
        if row is None or row.state not in ("asked", "taken", "done"):
            return "given-up", {}
        return row.state, cast("dict[str, Any]", row.answer if isinstance(row.answer, dict) else {})

    async def delete_before(self, before: datetime) -> None:
        """Deletes older requests."""
        await self._database.change(delete(requests).where(requests.c.asked_at < before))

    async def _move(self, request_id: int, of: State, to: State, **values: Any) -> bool:
        moved = (
            update(requests)
            .where(requests.c.id == request_id, requests.c.state == of)
            .values(state=to, **values)
        )
        return await self._database.change(moved) == 1
