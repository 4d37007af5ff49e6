"""The REST routes of channels, their messages and threads, and of servers."""

from typing import TYPE_CHECKING

from aiohttp import web

from tests.wire.api_errors import api_error
from tests.wire.channels import Channel
from tests.wire.faults import answer
from tests.wire.ids import Json
from tests.wire.rest import BASE, CALL

if TYPE_CHECKING:
    from tests.wire.server import Wire


class ChannelRoutes:
    """Handlers over the state of one `Wire`."""

    def __init__(self, wire: "Wire") -> None:
        self._wire = wire
        self._world = wire.world

    def routes(self) -> list[web.RouteDef]:
        """Every route, to be added to an application."""
        channel, guild = f"{BASE}/channels/{{channel:\\d+}}", f"{BASE}/guilds/{{guild:\\d+}}"
        messages = f"{channel}/messages"
        message = f"{messages}/{{message:\\d+}}"
        return [
            web.post(messages, self.post),
            web.get(messages, self.read),
            web.get(message, self.get_message),
            web.patch(message, self.edit),
            web.delete(message, self.delete),
            web.post(f"{message}/crosspost", self.publish),
            web.get(channel, self.channel),
            web.patch(channel, self.change),
            web.post(f"{channel}/threads", self.open_thread),
            web.get(f"{channel}/threads/archived/public", self.archived_threads),
            web.post(f"{BASE}/users/@me/channels", self.open_dm),
            web.get(f"{BASE}/users/{{person:\\d+}}", self.user),
            web.get(guild, self.guild),
            web.get(f"{guild}/roles", self.roles),
            web.get(f"{guild}/channels", self.channels),
            web.get(f"{guild}/members/{{person:\\d+}}", self.member),
            web.get(f"{guild}/threads/active", self.active_threads),
        ]

    async def post(self, request: web.Request) -> web.Response:
        """A new message."""
        call = request[CALL]
        messages = self._wire.channel_messages
        return answer(messages.create(request.match_info["channel"], _body(request), call.files))

    async def read(self, request: web.Request) -> web.Response:
        """A page of messages."""
        return answer(
            self._wire.channel_messages.read(request.match_info["channel"], request.query)
        )

    async def get_message(self, request: web.Request) -> web.Response:
        """One message."""
        return answer(self._wire.channel_messages.get(*_ids(request)))

    async def edit(self, request: web.Request) -> web.Response:
        """Changes a message."""
        call = request[CALL]
        return answer(self._wire.channel_messages.edit(*_ids(request), _body(request), call.files))

    async def delete(self, request: web.Request) -> web.Response:
        """Removes a message."""
        self._wire.channel_messages.delete(*_ids(request))
        return answer(None, 204)

    async def publish(self, request: web.Request) -> web.Response:
        """Publishes a message of an announcement channel."""
        return answer(self._wire.channel_messages.publish(*_ids(request)))

    async def channel(self, request: web.Request) -> web.Response:
        """A channel."""
        return answer(self._world.require_channel(request.match_info["channel"]).as_json())

    async def change(self, request: web.Request) -> web.Response:
        """Archives, locks, names or tags a thread."""
        body = _body(request)
        thread = self._wire.threads.change(request.match_info["channel"], body)
        await self._dispatch("THREAD_UPDATE", thread, thread.as_json())
        return answer(thread.as_json())

    async def open_thread(self, request: web.Request) -> web.Response:
        """A new thread, or a forum's new post."""
        call = request[CALL]
        number = request.match_info["channel"]
        thread, payload = self._wire.threads.open(number, _body(request), call.files)
        await self._dispatch("THREAD_CREATE", thread, thread.as_json() | {"newly_created": True})
        return answer(payload, 201)

    async def _dispatch(self, event: str, thread: Channel, payload: Json) -> None:
        await self._wire.dispatch(event, payload, thread.guild_id)

    async def archived_threads(self, request: web.Request) -> web.Response:
        """The archived threads of a channel."""
        return answer(self._wire.threads.archived(request.match_info["channel"], request.query))

    async def open_dm(self, request: web.Request) -> web.Response:
        """The channel of direct messages with someone."""
        wanted = int(_body(request).get("recipient_id", 0))
        person = self._world.people.get(wanted)
        if person is None or person is self._world.bot:
            raise api_error(50033)
        return answer(self._world.dm_channel(person).as_json())

    async def user(self, request: web.Request) -> web.Response:
        """A user."""
        person = self._world.people.get(int(request.match_info["person"]))
        if person is None:
            raise api_error(10013)
        return answer(person.as_user())

    async def guild(self, request: web.Request) -> web.Response:
        """A server."""
        return answer(self._world.require_guild(request.match_info["guild"]).as_json())

    async def roles(self, request: web.Request) -> web.Response:
        """The roles of a server."""
        guild = self._world.require_guild(request.match_info["guild"])
        return answer([role.as_json() for role in guild.roles.values()])

    async def channels(self, request: web.Request) -> web.Response:
        """The channels of a server, without threads."""
        guild = self._world.require_guild(request.match_info["guild"])
        return answer([channel.as_json() for channel in guild.channels])

    async def member(self, request: web.Request) -> web.Response:
        """A member of a server."""
        guild = self._world.require_guild(request.match_info["guild"])
        person = self._world.people.get(int(request.match_info["person"]))
        if person is None:
            raise api_error(10007)
        return answer(guild.member(person))

    async def active_threads(self, request: web.Request) -> web.Response:
        """The threads of a server that are not archived."""
        guild = self._world.require_guild(request.match_info["guild"])
        return answer(self._wire.threads.active(guild))


def _body(request: web.Request) -> Json:
    return request[CALL].json or Json()


def _ids(request: web.Request) -> tuple[str, str]:
    return request.match_info["channel"], request.match_info["message"]
