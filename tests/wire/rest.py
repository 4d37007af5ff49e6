"""The REST routes, version 10, that the bot uses; everything else is a recorded 404."""

import json
import time
from typing import TYPE_CHECKING, cast

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from tests.wire.api_errors import ApiError
from tests.wire.faults import answer, error
from tests.wire.ids import Json
from tests.wire.interactions import callback_json
from tests.wire.payload_limits import command_violations
from tests.wire.request_log import RECORDED_HEADERS, Call

if TYPE_CHECKING:
    from tests.wire.server import Wire

BASE = "/api/v10"
CALL = web.RequestKey("call", Call)
"""The recorded call of a request, for every handler under `BASE`."""
_UNCOUNTED = ("/interactions/", "/webhooks/")
_OPEN = (*_UNCOUNTED, "/gateway")


class Rest:
    """Handlers over the state of one `Wire`."""

    def __init__(self, wire: "Wire") -> None:
        self._wire = wire

    def routes(self) -> list[web.RouteDef]:
        """Every route, to be added to an application."""
        app, hook = f"{BASE}/applications/{{app}}", f"{BASE}/webhooks/{{app}}/{{token}}"
        message = f"{hook}/messages/{{message}}"
        return [
            web.get(f"{BASE}/users/@me", self.me),
            web.get(f"{BASE}/gateway", self.gateway),
            web.get(f"{BASE}/gateway/bot", self.gateway_bot),
            web.get(f"{BASE}/oauth2/applications/@me", self.application),
            web.get(f"{BASE}/applications/@me", self.application),
            web.get(f"{app}/commands", self.commands),
            web.put(f"{app}/commands", self.put_commands),
            web.get(f"{app}/guilds/{{guild}}/commands", self.commands),
            web.put(f"{app}/guilds/{{guild}}/commands", self.put_commands),
            web.post(f"{BASE}/interactions/{{id}}/{{token}}/callback", self.callback),
            web.post(hook, self.follow_up),
            web.get(message, self.get_message),
            web.patch(message, self.edit_message),
            web.delete(message, self.delete_message),
            web.get("/attachments/{id}/{name}", self.attachment),
        ]

    async def me(self, _: web.Request) -> web.Response:
        """The bot's own user."""
        return answer(self._wire.world.bot.as_user())

    async def gateway(self, _: web.Request) -> web.Response:
        """Where the gateway is."""
        return answer({"url": self._wire.gateway_url})

    async def gateway_bot(self, _: web.Request) -> web.Response:
        """Where the gateway is, with the recommended number of shards."""
        limit = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 16}
        url, shards = self._wire.gateway_url, self._wire.shards
        return answer({"url": url, "shards": shards, "session_start_limit": limit})

    async def application(self, _: web.Request) -> web.Response:
        """The application, with its owner and integration types."""
        return answer(self._wire.world.app.as_json(self._wire.world.bot))

    async def commands(self, request: web.Request) -> web.Response:
        """The commands of a scope."""
        return answer(self._wire.command_registry.scope(self._scope(request)))

    async def put_commands(self, request: web.Request) -> web.Response:
        """Replaces the commands of a scope."""
        scope, sent = self._scope(request), cast("list[Json]", request[CALL].json)
        faults = command_violations(sent)
        if faults:
            raise ApiError(400, 50035, "Invalid Form Body: " + "; ".join(faults))
        stored = self._wire.command_registry.put(scope, sent)
        self._wire.touch()
        return answer(stored)

    def _scope(self, request: web.Request) -> int | None:
        guild = int(request.match_info["guild"]) if "guild" in request.match_info else None
        if request.match_info["app"] != str(self._wire.world.app.id):
            raise ApiError(403, 20012, "You are not authorized to perform this action")
        if guild in self._wire.forbidden_guilds:
            raise ApiError(403, 50001, "Missing Access")
        return guild

    async def callback(self, request: web.Request) -> web.Response:
        """The first answer to an interaction."""
        call = request[CALL]
        token = request.match_info["token"]
        interaction = self._wire.interactions.callback(token, call.json, call.files, call.arrived)
        arguments = request.query.get("with_response", "").lower() in ("1", "true")
        return answer(callback_json(interaction)) if arguments else answer(None, 204)

    async def follow_up(self, request: web.Request) -> web.Response:
        """A further message of an exchange."""
        call, token = request[CALL], request.match_info["token"]
        return answer(self._wire.interactions.follow_up(token, call.json, call.files))

    async def get_message(self, request: web.Request) -> web.Response:
        """A message of an exchange."""
        info = request.match_info
        return answer(self._wire.interactions.message(info["token"], info["message"]))

    async def edit_message(self, request: web.Request) -> web.Response:
        """Changes a message of an exchange."""
        call, info = request[CALL], request.match_info
        return answer(
            self._wire.interactions.edit(info["token"], info["message"], call.json, call.files)
        )

    async def delete_message(self, request: web.Request) -> web.Response:
        """Removes a message of an exchange."""
        info = request.match_info
        self._wire.interactions.delete(info["token"], info["message"])
        return answer(None, 204)

    async def attachment(self, request: web.Request) -> web.Response:
        """The bytes of a file that a person attached."""
        upload = self._wire.file_store.get(request.match_info["id"])
        return web.Response(body=upload.data) if upload else web.Response(status=404)


def recording(wire: "Wire") -> Middleware:
    """A middleware that records each REST call, checks its token, and lets faults at it."""

    @web.middleware
    async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(BASE):
            return await handler(request)
        call = await _read(request)
        wire.requests.add(call)
        request[CALL] = call
        response = await _judge(wire, call, request, handler)
        call.status = response.status
        wire.requests.statuses[call.status] += 1
        return response

    return record


async def _judge(
    wire: "Wire", call: Call, request: web.Request, handler: Handler
) -> web.StreamResponse:
    counted = not call.path.startswith(_UNCOUNTED)
    if counted and (refused := wire.rate_limits.refusal(call)) is not None:
        return refused
    for fault in tuple(wire.faults):
        if (planned := await fault.before(call, request)) is not None:
            return planned
    response = await _answer(wire, call, request, handler)
    for fault in tuple(wire.faults):
        if (planned := await fault.after(call, request)) is not None:
            return planned
    if counted:
        wire.rate_limits.add_headers(call, response)
    return response


async def _answer(
    wire: "Wire", call: Call, request: web.Request, handler: Handler
) -> web.StreamResponse:
    if call.path == "/gateway/bot" or not call.path.startswith(_OPEN):
        scheme, _, token = call.headers.get("Authorization", "").partition(" ")
        if scheme != "Bot" or token not in wire.tokens:
            return error(401, 0, "401: Unauthorized")
    try:
        return await handler(request)
    except ApiError as refusal:
        return error(refusal.status, refusal.code, refusal.text)
    except web.HTTPException as exception:
        return error(exception.status, 0, f"{exception.status}: {exception.reason}")


async def _read(request: web.Request) -> Call:
    headers = {h: request.headers[h] for h in RECORDED_HEADERS if h in request.headers}
    path = request.path.removeprefix(BASE)
    call = Call(request.method, path, dict(request.query), headers, time.monotonic())
    if request.content_type == "multipart/form-data":
        await _read_form(request, call)
    elif request.can_read_body:
        call.json = json.loads(await request.read() or b"null")
    return call


async def _read_form(request: web.Request, call: Call) -> None:
    """Splits a multipart body into its JSON and its files, in the order they were sent."""
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            call.files[part.filename] = part.file.read()
        elif name == "payload_json":
            call.json = json.loads(part)
