"""The Discord client: its events, its caches, and how its commands fail."""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from typing import Any, Final, cast
from urllib.parse import urlsplit

import aiohttp
import discord
import structlog
import yarl
from discord import app_commands
from discord.ext import commands

from bot.digests.rate_limiter import RateLimiter
from bot.discord_client.dropped_events import DropLog
from bot.discord_client.gateway import GatewayPolicy, launch
from bot.discord_client.identify_limiter import IdentifyLimiter
from bot.discord_client.library_internals import CheckedTree, Route, is_set_up
from bot.discord_client.rate_limit_hook import callback_session, paced
from bot.i18n.translator import read_translators
from bot.metrics import OTHER_LABEL, Metrics
from bot.ui.cooldowns import AUTOCOMPLETES, limit_of
from bot.ui.interaction_guard import InteractionGuard, answer_malformed, is_fault
from bot.ui.interaction_tracking import begin_tracking, current_reference, outcome_of, set_outcome
from bot.ui.operators import ADMIN_COMMAND, operator_refusal_text
from bot.ui.option_guard import options_accepted
from bot.ui.responses import report_failure

log = structlog.stdlib.get_logger()

MAX_RATE_LIMIT_WAIT: Final = 30.0
"""Seconds of a rate limit that the library may wait; a longer one is a fault."""

CLOSE_SECONDS: Final = 3.0
"""Seconds for Discord to close the connection; the library would wait thirty."""

_PLAIN: Final = read_translators()["en"]
"""For a person whose language cannot be read."""

_IGNORED_EVENTS: Final = frozenset({"socket_event_type", "app_command_completion"})
"""Events of every command that nothing listens to."""

_TREE_TYPES: Final = (
    discord.InteractionType.application_command,
    discord.InteractionType.autocomplete,
)

Prepare = Callable[["LittleGiant"], Coroutine[Any, Any, None]]


class LittleGiant(commands.AutoShardedBot):
    """A client without member or message cache; every command is an application command."""

    def __init__(
        self,
        *,
        prepare: Prepare,
        rate_limiter: RateLimiter,
        metrics: Metrics,
        guard: InteractionGuard,
        is_operator: Callable[[int], bool],
        is_for_listeners: Callable[[discord.Interaction], bool] = lambda _event: False,
        shard_count: int | None = None,
        shard_ids: tuple[int, ...] | None = None,
        policy: GatewayPolicy | None = None,
    ) -> None:
        """`prepare` runs once after the login: it adds the cogs and registers the commands.

        `rate_limiter` spaces the requests; `metrics` counts them and the commands; `guard` decides
        which interactions are answered. `is_operator` is given a person's id. `is_for_listeners`
        chooses the commands that listeners receive as well. `policy` says how shards connect.
        """
        # The bot uses no voice: no warning about missing voice libraries is needed.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),  # and nothing else
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=MAX_RATE_LIMIT_WAIT,
            http_trace=paced(rate_limiter, metrics, urlsplit(Route.BASE).path),
            shard_count=shard_count,
            shard_ids=cast("list[int]", list(shard_ids) if shard_ids else None),  # None is allowed
        )
        self.callbacks: aiohttp.ClientSession | None = None
        """The session that sends answers to interactions; opened at the login."""
        logging.getLogger("discord.app_commands.tree").addFilter(is_fault)
        self._prepare = prepare
        self._rate_limiter = rate_limiter
        self.translator = guard.translator
        self.metrics = metrics
        self.guard = guard
        self.is_operator = is_operator
        self._is_for_listeners = is_for_listeners
        self.policy = policy or GatewayPolicy(IdentifyLimiter(metrics), DropLog(metrics))

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Called by the library, shard by shard."""
        await launch(self, gateway, shard_id, self.policy)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Does not wait: each shard has waited for its turn before it opened a socket."""

    async def setup_hook(self) -> None:
        """Called by the library between login and gateway."""
        if self.http.connector:  # simcord has none
            self.callbacks = callback_session(self.http.connector, self._rate_limiter, self.metrics)
        await self._prepare(self)

    async def close(self) -> None:
        """Closes the connections, and does not wait for a broken one."""
        if not is_set_up(self):
            return
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await super().close()
        except TimeoutError:
            log.warning("gateway close timed out", waited=CLOSE_SECONDS)
            await self.http.close()
        finally:
            if self.callbacks is not None:
                await self.callbacks.close()

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Called by the library. Each listener costs a task, so most commands skip them."""
        known = event_name == "interaction" and args[0].type in _TREE_TYPES
        if event_name in _IGNORED_EVENTS or (known and not self._is_for_listeners(args[0])):
            return
        super().dispatch(event_name, *args, **kwargs)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Logs a failed event handler, once."""
        log.error("event handler failed", event_name=event_method, exc_info=sys.exception())


class Tree(CheckedTree):
    """Answers a failed command with a sentence and a reference that the log has too."""

    async def on_called(self, interaction: discord.Interaction[LittleGiant]) -> None:
        """Counts a command that raised nothing."""
        command = interaction.type is discord.InteractionType.application_command
        if command and not interaction.command_failed:
            interaction.client.metrics.commands.labels(
                _name(interaction), outcome_of(interaction)
            ).inc()

    async def on_unparsed(
        self, interaction: discord.Interaction[LittleGiant], error: Exception
    ) -> None:
        """Answers an interaction that the library could not read."""
        interaction.command_failed = True
        await answer_malformed(interaction, error, _PLAIN)
        if interaction.type is discord.InteractionType.application_command:
            interaction.client.metrics.commands.labels(OTHER_LABEL, outcome_of(interaction)).inc()

    async def interaction_check(self, interaction: discord.Interaction[LittleGiant], /) -> bool:
        """Called first: lets each command run once, only so often, with options that it takes."""
        guard = interaction.client.guard
        if guard.is_repeat(interaction):
            return False
        if interaction.type is not discord.InteractionType.application_command:
            begin_tracking(lambda _name, _seconds: None)  # it does not count as a command
            if guard.is_within(interaction, AUTOCOMPLETES):
                return await options_accepted(interaction)
            await guard.offer_nothing(interaction)
            return False
        tracked = begin_tracking(interaction.client.metrics.command_answered)
        tracked.name = command = _name(interaction)
        if await guard.admits(interaction, limit_of(command)):
            return await options_accepted(interaction)
        interaction.client.metrics.commands.labels(command, outcome_of(interaction)).inc()
        return False

    async def on_error(
        self, interaction: discord.Interaction[LittleGiant], error: app_commands.AppCommandError, /
    ) -> None:
        """A sentence for the person, and for a fault one log line with the same reference."""
        interaction.command_failed = True  # the library does not say so of message commands
        client, command = interaction.client, _name(interaction)
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            await _changed(interaction, error)
        elif not client.guard.is_gone(error.__cause__):
            reference = current_reference()
            log.error(
                "command failed", reference=reference, command=command, exc_info=_fault(error)
            )
            set_outcome("failed")
            await report_failure(interaction, client.translator(interaction), reference)
        client.metrics.commands.labels(command, outcome_of(interaction)).inc()


async def _changed(
    interaction: discord.Interaction[LittleGiant],
    error: app_commands.CommandNotFound | app_commands.CommandSignatureMismatch,
) -> None:
    """Answers a command that Discord still shows in an older form, or in another server."""
    client = interaction.client
    client.metrics.interactions_refused.labels("changed command").inc()
    set_outcome("refused")
    if interaction.type is discord.InteractionType.autocomplete:
        await client.guard.offer_nothing(interaction)  # it takes no sentence
        return
    tr = client.translator(interaction)
    if isinstance(error, app_commands.CommandNotFound) and error.name == ADMIN_COMMAND:
        sentence = operator_refusal_text(tr, operator=client.is_operator(interaction.user.id))
    else:
        sentence = tr(
            "This command has changed since Discord loaded it. Please reload Discord, or try "
            "again in a few minutes."
        )
    await client.guard.reply(interaction, sentence)


def _fault(error: app_commands.AppCommandError) -> BaseException:
    """The error to log, without what a person typed into an option."""
    if isinstance(error, app_commands.TransformerError):
        return TypeError(f"the value of an option is not a {error.type.name}")
    return error.__cause__ or error


def _name(interaction: discord.Interaction[LittleGiant]) -> str:
    """The name of the registered command; never one that only the interaction names."""
    command = interaction.command
    return command.qualified_name if command else OTHER_LABEL
