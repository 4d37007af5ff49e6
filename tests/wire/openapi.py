"""Compares the stand-in with Discord's OpenAPI document: `python -m tests.wire.openapi FILE`.

FILE is `specs/openapi.json` of github.com/discord/discord-api-spec. Each route must be in it, and
each answer to the calls below must have a documented status and fields of the documented types.
Fields that the stand-in leaves out are no difference. The exit code is 1 if there are differences.
"""

import asyncio
import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from tests.wire.channels import FORUM, NEWS
from tests.wire.ids import Json
from tests.wire.rest import BASE
from tests.wire.rest_client import ApiResponse, RestClient
from tests.wire.server import Wire

_OWN_ROUTES = ("/attachments/{}/{}", "/gateway/")
"""Discord's file server and the gateway are not part of its REST API."""
_COMMAND: Json = {
    "name": "ask",
    "description": "d",
    "type": 1,
    "options": [{"name": "question", "description": "d", "type": 3, "required": True}],
    "contexts": [0, 1, 2],
    "integration_types": [0, 1],
}
_CARD: Json = {
    "flags": 1 << 15,
    "components": [
        {"type": 17, "components": [{"type": 10, "content": "text"}, {"type": 14}]},
        {"type": 1, "components": [{"type": 2, "style": 2, "label": "b", "custom_id": "c"}]},
    ],
}


class Comparison:
    """Calls a stand-in and compares its answers."""

    def __init__(self, document: Json, wire: Wire, client: RestClient) -> None:
        self._document: Json = _relaxed(document)
        self._wire, self._client = wire, client
        self._validator: Any = importlib.import_module("jsonschema").Draft202012Validator
        self.compared = 0
        self.differences: list[str] = []

    async def call(self, method: str, path: str, body: Any = None, **ids: object) -> ApiResponse:
        """Makes a call and compares its answer; `path` has the document's placeholders."""
        response = await self._client.call(method, path.format(**ids), body)
        responses = self._document["paths"][path][method.lower()]["responses"]
        status = str(response.status)
        documented = responses.get(status) or responses.get(f"{status[0]}XX")
        if documented is None:
            self.differences.append(f"{method} {path}: status {status}")
        elif "content" in documented:
            schema = documented["content"]["application/json"]["schema"]
            self.compare(f"{method} {path}", schema, response.body)
        elif response.status >= 400:
            error = {"$ref": "#/components/schemas/ErrorResponse"}
            self.compare(f"{method} {path}", error, response.body)
        elif response.body is not None:
            self.differences.append(f"{method} {path}: a body")
        self.compared += 1
        return response

    def compare(self, what: str, schema: Json, body: Any) -> None:
        """Compares a body with a schema."""
        whole = {"$ref": "#/schema", "schema": schema, "components": self._document["components"]}
        for error in self._validator(whole).iter_errors(body):
            where = "/".join(map(str, error.absolute_path))
            reasons = "; ".join(sorted(_reasons(error)))
            self.differences.append(f"{what}: {where}: {reasons}")

    def compare_routes(self) -> None:
        """Each route of the stand-in must be documented."""
        documented = {
            (method.upper(), re.sub(r"{[^}]*}", "{}", path))
            for path, operations in self._document["paths"].items()
            for method in operations
        }
        for route in self._wire.app.router.routes():
            path = route.resource.canonical if route.resource else ""
            path = re.sub(r"{[^}]*}", "{}", path.removeprefix(BASE))
            known = route.method == "HEAD" or path in _OWN_ROUTES
            if not known and (route.method, path) not in documented:
                self.differences.append(f"{route.method} {path}: no such route")


def _relaxed(part: Any) -> Any:
    """The document without required fields; so several alternatives may fit."""
    if isinstance(part, list):
        return [_relaxed(each) for each in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    fields = cast("Json", part).items()
    names = {"oneOf": "anyOf"}
    return {names.get(k, k): _relaxed(v) for k, v in fields if not _is_required_list(k, v)}


def _is_required_list(key: str, value: Any) -> bool:
    return key == "required" and isinstance(value, list)


def _reasons(error: Any) -> Iterator[str]:
    """The causes of an error, of all alternatives."""
    if not error.context:
        yield error.message[:120]
    for inner in error.context:
        yield from _reasons(inner)


async def compare(document: Json) -> Comparison:
    """Compares a fresh stand-in with the document."""
    async with Wire() as wire, RestClient(wire) as client:
        comparison = Comparison(document, wire, client)
        comparison.compare_routes()
        await _application_and_commands(comparison, wire)
        await _messages_and_threads(comparison, wire)
        await _guild(comparison, wire)
        return comparison


async def _application_and_commands(comparison: Comparison, wire: Wire) -> None:
    call, app, guild = comparison.call, wire.world.app.id, wire.world.guild.id
    for path in ("/users/@me", "/gateway", "/gateway/bot"):
        await call("GET", path)
    for path in ("/applications/@me", "/oauth2/applications/@me"):
        await call("GET", path)
    scope = "/applications/{application_id}"
    for path in (f"{scope}/commands", f"{scope}/guilds/{{guild_id}}/commands"):
        await call("PUT", path, [_COMMAND], application_id=app, guild_id=guild)
        await call("GET", path, application_id=app, guild_id=guild)


async def _messages_and_threads(comparison: Comparison, wire: Wire) -> None:
    call, guild, text = comparison.call, wire.world.guild, wire.world.channel
    await wire.allow(text, "create_public_threads")
    channel, message = "/channels/{channel_id}", "/channels/{channel_id}/messages/{message_id}"
    for body in ({"content": "text", "nonce": "n", "enforce_nonce": True}, _CARD):
        sent = await call("POST", f"{channel}/messages", body, channel_id=text.id)
    ids = {"channel_id": text.id, "message_id": sent.body["id"]}
    await call("GET", f"{channel}/messages", **ids)
    await call("GET", message, **ids)
    await call("PATCH", message, _CARD, **ids)
    await call("DELETE", message, **ids)
    await call("GET", message, **ids)
    news, forum = guild.add("news", NEWS), guild.add("forum", FORUM, tags=["tag"])
    sent = await call("POST", f"{channel}/messages", {"content": "text"}, channel_id=news.id)
    ids = {"channel_id": news.id, "message_id": sent.body["id"]}
    await call("POST", f"{message}/crosspost", **ids)
    body: Json = {"name": "post", "message": {"content": "text"}}
    post = await call("POST", f"{channel}/threads", body, channel_id=forum.id)
    thread = await call("POST", f"{channel}/threads", {"name": "t", "type": 11}, channel_id=text.id)
    for number in (text.id, news.id, forum.id, thread.body["id"], 1):
        await call("GET", channel, channel_id=number)
    await call("PATCH", channel, {"archived": True}, channel_id=post.body["id"])
    await call("GET", f"{channel}/threads/archived/public", channel_id=forum.id)
    await call("POST", "/users/@me/channels", {"recipient_id": str(wire.world.member.id)})


async def _guild(comparison: Comparison, wire: Wire) -> None:
    call, world = comparison.call, wire.world
    world.guild.add_role("role", mentionable=True)
    for path in ("", "/roles", "/channels", "/members/{user_id}", "/threads/active"):
        await call(
            "GET", "/guilds/{guild_id}" + path, guild_id=world.guild.id, user_id=world.bot.id
        )
    await call("GET", "/users/{user_id}", user_id=world.member.id)


def main(path: str) -> int:
    """Compares with the document in that file, and prints the result."""
    comparison = asyncio.run(compare(json.loads(Path(path).read_text("utf-8"))))
    summary = f"{comparison.compared} answers, {len(comparison.differences)} differences"
    sys.stdout.write("\n".join([*comparison.differences, summary, ""]))
    return 1 if comparison.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
