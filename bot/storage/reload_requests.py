"""What the shell asks the running processes to do, and what one of them answered."""

from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeAlias, cast, get_args

from sqlalchemy import delete, insert, select, update

from bot.storage.database import Database
from bot.storage.tables import requests

State: TypeAlias = Literal["asked", "taken", "done", "given-up"]


class Request(NamedTuple):
    """A reload that somebody asked for."""

    id: int
    force: bool


class RequestStore:
    """One row a request: asked, taken by one process, done with its answer; or given up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, *, force: bool, at: datetime) -> int:
        """The number of a new request."""
        row = {"force": force, "state": "asked", "asked_at": at}
        async with self._database.writing() as connection:
            added = insert(requests).values(row).returning(requests.c.id)
            return (await connection.execute(added)).scalar_one()

    async def take(self, since: datetime) -> Request | None:
        """A request not older than that, which nobody else takes then; None: there is none."""
        wanted = (
            select(requests.c.id, requests.c.force)
            .where(requests.c.state == "asked", requests.c.asked_at >= since)
            .order_by(requests.c.id)
            .limit(1)
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        if row is None or not await self._move(row.id, "asked", "taken"):
            return None
        return Request(row.id, row.force)

    async def answer(self, request_id: int, answer: dict[str, Any]) -> None:
        """Says what came of it."""
        await self._move(request_id, "taken", "done", answer=answer)

    async def give_up(self, request_id: int) -> bool:
        """Takes a request back; False where somebody has taken it."""
        return await self._move(request_id, "asked", "given-up")

    async def state(self, request_id: int) -> tuple[State, dict[str, Any]]:
        """How far a request is, and its answer once it is done."""
        wanted = select(requests.c.state, requests.c.answer).where(requests.c.id == request_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        if row is None:
            return "given-up", {}
        if row.state not in get_args(State):
            return "given-up", {}
        found: object = row.answer
        answer = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
        return row.state, answer

    async def forget(self, before: datetime) -> None:
        """Removes requests older than that."""
        async with self._database.writing() as connection:
            await connection.execute(delete(requests).where(requests.c.asked_at < before))

    async def _move(self, request_id: int, of: State, to: State, **values: Any) -> bool:
        moved = (
            update(requests)
            .where(requests.c.id == request_id, requests.c.state == of)
            .values(state=to, **values)
        )
        async with self._database.writing() as connection:
            return (await connection.execute(moved)).rowcount == 1
