"""REST calls with the bot's token, without discord.py, for tests of the stand-in itself."""

from types import TracebackType
from typing import Any, NamedTuple, Self

import aiohttp

from tests.wire.channels import Channel
from tests.wire.ids import Json
from tests.wire.server import TOKEN, Wire


class ApiResponse(NamedTuple):
    """The response to a call."""

    status: int
    body: Any
    headers: Any

    @property
    def refusal(self) -> tuple[int, int]:
        """Status and error code."""
        return self.status, self.body["code"]


class RestClient:
    """Calls of the REST API; use as a context."""

    def __init__(self, wire: Wire, token: str = TOKEN) -> None:
        self._wire = wire
        self._http = aiohttp.ClientSession(headers={"Authorization": f"Bot {token}"})

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None
    ) -> None:
        await self._http.close()

    async def call(self, method: str, path: str, body: Any = None, **query: Any) -> ApiResponse:
        """The answer to a call; `path` starts after /api/v10, a channel stands for its path."""
        url, sent = self._wire.api_url + path, {"data" if _is_form(body) else "json": body}
        params = {key: str(value) for key, value in query.items()}
        async with self._http.request(method, url, params=params, **sent) as response:
            kind = response.content_type
            payload = await response.json() if kind == "application/json" else None
            return ApiResponse(response.status, payload, response.headers)

    async def get(self, path: str, **query: Any) -> ApiResponse:
        """The answer to a GET."""
        return await self.call("GET", path, **query)

    async def post(self, channel: Channel, content: str = "x", **more: Any) -> ApiResponse:
        """The answer to a new message."""
        body: Json = {"content": content} | more
        return await self.call("POST", f"/channels/{channel.id}/messages", body)

    async def read(self, channel: Channel, **query: Any) -> list[str]:
        """The contents of a page of messages, as they come."""
        payload = await self.get(f"/channels/{channel.id}/messages", **query)
        return [message["content"] for message in payload.body]


def _is_form(body: Any) -> bool:
    return isinstance(body, aiohttp.FormData)
