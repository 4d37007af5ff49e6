"""All that the bot uses of discord.py beyond its public interface; checked at import.

No other file uses a private or undocumented name of the library. An update of discord.py that
renames one of them stops the start with a sentence instead of a fault in the middle of an answer.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import Route
from discord.shard import AutoShardedClient, EventItem, EventType, Shard
from discord.webhook.async_ import async_context

_EXPECTED: Final[tuple[tuple[type, tuple[str, ...]], ...]] = (
    (DiscordWebSocket, ("received_message", "poll_event", "from_client", "log_receive", "close")),
    (ReconnectWebSocket, ()),
    (Shard, ("worker", "launch", "id")),
    (AutoShardedClient, ("launch_shard", "launch_shards", "before_identify_hook")),
    (EventType, ("close", "terminate")),
    (discord.InteractionResponse, ("_response_type",)),
    (app_commands.CommandTree, ("_call", "_dispatch_error")),
)
for _owner, _names in _EXPECTED:
    for _name in _names:
        if not hasattr(_owner, _name):
            raise ImportError(f"discord.py {discord.__version__} has no {_owner.__name__}.{_name}")


async def answer_interaction(
    interaction: discord.Interaction, kind: discord.InteractionResponseType, **sent: Any
) -> None:
    """Sends the first answer; `sent` is what the library's webhook adapter takes.

    The library's own method would build a view, store it, and fetch the message.
    Raises InteractionResponded where there is an answer already.
    """
    if interaction.response.is_done():
        raise discord.InteractionResponded(interaction)
    client: Any = interaction.client
    await async_context.get().request(
        Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction.id,
            webhook_token=interaction.token,
        ),
        session=client.callbacks,
        proxy=client.http.proxy,
        proxy_auth=client.http.proxy_auth,
        **sent,
    )
    interaction.response._response_type = kind  # pyright: ignore[reportPrivateUsage] # see above


async def request_webhook(
    interaction: discord.Interaction, method: str, path: str, *, token: str = "", **sent: Any
) -> None:
    """Sends or changes a message at the webhook's `path`; `token`: of an earlier interaction."""
    webhook = interaction.followup
    await async_context.get().request(
        Route(
            method,
            "/webhooks/{webhook_id}/{webhook_token}" + path,
            webhook_id=webhook.id,
            webhook_token=token or webhook.token,
        ),
        session=webhook.session,
        proxy=webhook.proxy,
        proxy_auth=webhook.proxy_auth,
        **sent,
    )


class CheckedTree(app_commands.CommandTree[Any]):
    """A command tree that reports the exceptions that the library's own tree would lose."""

    async def on_unparsed(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Called with what failed before a command began: its guards, or the library's parsing."""
        raise NotImplementedError

    async def on_called(self, interaction: discord.Interaction[Any]) -> None:
        """Called after a command or an autocomplete that raised nothing."""
        raise NotImplementedError

    async def _call(self, interaction: discord.Interaction[Any]) -> None:
        """Called by the library in a task whose exception nobody reads."""
        try:
            await super()._call(interaction)
        except app_commands.AppCommandError as error:
            if type(error) is not app_commands.AppCommandError:
                raise  # the library gives it to _dispatch_error
            await self.on_unparsed(interaction, error)  # "this should not happen", it says
        except Exception as error:  # noqa: BLE001 - of the guards, or of the library's parsing
            await self.on_unparsed(interaction, error)
        else:
            await self.on_called(interaction)

    async def _dispatch_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Called by the library in the same task."""
        try:
            await super()._dispatch_error(interaction, error)
        except Exception as unread:  # noqa: BLE001 - as above
            await self.on_unparsed(interaction, unread)


def shards_of(client: AutoShardedClient) -> dict[int, Shard]:
    """The shards of a client, to add to."""
    return client.__dict__["_AutoShardedClient__shards"]


def shard_events(client: AutoShardedClient) -> asyncio.PriorityQueue[EventItem]:
    """The queue in which a client learns that a shard has ended."""
    return client.__dict__["_AutoShardedClient__queue"]


def is_set_up(client: AutoShardedClient) -> bool:
    """Whether a login has begun; the library cannot close a client before that."""
    return "_AutoShardedClient__queue" in client.__dict__


def tasks_of_answers() -> set[asyncio.Task[Any]]:
    """The tasks that answer commands, buttons and forms, by the names that the library gives."""
    names = ("CommandTree-invoker", "discord.py: on_interaction")
    return {task for task in asyncio.all_tasks() if task.get_name() in names}


def heartbeat(socket: DiscordWebSocket) -> Any:
    """The thread that sends heartbeats over a connection; None before HELLO."""
    return socket._keep_alive  # pyright: ignore[reportPrivateUsage] # see above


def event_parsers(socket: DiscordWebSocket) -> Mapping[str, Callable[[Any], None]]:
    """What parses each event of a connection, by its name."""
    return socket._discord_parsers  # pyright: ignore[reportPrivateUsage] # see above


def set_event_parsers(
    socket: DiscordWebSocket, parsers: Mapping[str, Callable[[Any], None]]
) -> None:
    """Replaces them, for this connection alone."""
    socket._discord_parsers = dict(parsers)  # pyright: ignore[reportPrivateUsage] # see above
