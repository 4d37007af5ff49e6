"""The Discord client: what it listens to, what it keeps, and how its commands fail."""

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
from discord.http import Route

import bot.discord_client.rest_errors as _  # noqa: F401 - teaches traces what to leave out
from bot.digests.rate_limiter import RateLimiter
from bot.discord_client.dropped_events import DropLog
from bot.discord_client.gateway import GatewayPolicy, is_set_up, launch
from bot.discord_client.identify_limiter import IdentifyLimiter
from bot.discord_client.rate_limit_hook import callback_session, paced
from bot.i18n.translator import Lang, Translator, read_translators
from bot.metrics import OTHER, Metrics
from bot.ui.cooldowns import AUTOCOMPLETES, limit_of
from bot.ui.interaction_guard import InteractionGuard, is_fault
from bot.ui.interaction_tracking import arrived, note, outcome_of, reference
from bot.ui.malformed_interactions import answer_malformed
from bot.ui.operators import ADMIN, refusal
from bot.ui.option_guard import options_accepted

log = structlog.stdlib.get_logger()

REST_PATIENCE: Final = 30.0
"""Seconds of a rate limit that the library may sit out; a longer one is an error of ours."""

CLOSE_PATIENCE: Final = 3.0
"""Seconds that Discord has to say goodbye; the library would wait thirty."""

_PLAIN: Final = read_translators()["en"]
"""For a person of whom not even the language can be read."""

_UNHEARD: Final = frozenset({"socket_event_type", "app_command_completion"})
"""Events that come with every command, and that nothing here listens to."""

_OF_THE_TREE: Final = (
    discord.InteractionType.application_command,
    discord.InteractionType.autocomplete,
)

Ready = Callable[["LittleGiant"], Coroutine[Any, Any, None]]


def allowed_intents() -> discord.Intents:
    """Guilds, and nothing else."""
    intents = discord.Intents.none()
    intents.guilds = True
    return intents


class LittleGiant(commands.AutoShardedBot):
    """A client without member or message cache; every command is an application command."""

    def __init__(
        self,
        *,
        prepare: Ready,
        speak: Callable[[discord.Interaction], Translator],
        rate_limiter: RateLimiter,
        metrics: Metrics,
        guard: InteractionGuard,
        is_operator: Callable[[int], bool],
        shard_count: int | None = None,
        shard_ids: tuple[int, ...] | None = None,
        policy: GatewayPolicy | None = None,
    ) -> None:
        """`prepare` runs once after the login: adds the cogs and syncs. `speak` gives the words.

        `rate_limiter` spaces the requests, `metrics` counts them and the commands, `guard` decides
        which interactions are answered; `is_operator` tells by a person's id. `policy` says how
        shards connect.
        """
        # This bot has no voice: nobody need be warned that the libraries for it are missing.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=allowed_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=REST_PATIENCE,
            http_trace=paced(rate_limiter, metrics, urlsplit(Route.BASE).path),
            shard_count=shard_count,
            shard_ids=cast("list[int]", list(shard_ids) if shard_ids else None),  # None is allowed
        )
        self.callbacks: aiohttp.ClientSession | None = None
        """What answers to interactions go through; there from the login on."""
        logging.getLogger("discord.app_commands.tree").addFilter(is_fault)
        self._prepare = prepare
        self._rate_limiter = rate_limiter
        self.speak = speak
        self.metrics = metrics
        self.guard = guard
        self.is_operator = is_operator
        self.is_for_listeners: Callable[[discord.Interaction], bool] = lambda _new: False
        """Whether listeners are told of a command, too; set where they are added."""
        self.policy = policy or GatewayPolicy(IdentifyLimiter(metrics), DropLog(metrics))

    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Called by the library, shard by shard."""
        await launch(self, gateway, shard_id, self.policy)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Waits for nothing: each shard has waited for its turn before it opened a socket."""

    async def setup_hook(self) -> None:
        """Called by the library between login and gateway."""
        if self.http.connector:  # simcord has none
            self.callbacks = callback_session(self.http.connector, self._rate_limiter, self.metrics)
        await self._prepare(self)

    async def close(self) -> None:
        """Says goodbye to Discord, and does not wait for a connection that is dead."""
        if not is_set_up(self):
            return
        try:
            async with asyncio.timeout(CLOSE_PATIENCE):
                await super().close()
        except TimeoutError:
            log.warning("closed without Discord's goodbye", waited=CLOSE_PATIENCE)
            await self.http.close()
        finally:
            if self.callbacks is not None:
                await self.callbacks.close()

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Called by the library. Listeners cost a task each, so most commands are not for them."""
        if event_name in _UNHEARD or (event_name == "interaction" and self._is_tree_only(*args)):
            return
        super().dispatch(event_name, *args, **kwargs)

    def _is_tree_only(self, interaction: discord.Interaction) -> bool:
        return interaction.type in _OF_THE_TREE and not self.is_for_listeners(interaction)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Logs what went wrong in an event handler, once."""
        log.error("event handler failed", event_name=event_method, exc_info=sys.exception())


class Tree(app_commands.CommandTree[LittleGiant]):
    """Answers a failed command with a sentence and a reference that the log has too."""

    async def _call(self, interaction: discord.Interaction[LittleGiant]) -> None:
        """Called by the library in a task of which nobody takes an exception."""
        try:
            await super()._call(interaction)
        except app_commands.AppCommandError as error:
            if type(error) is not app_commands.AppCommandError:
                raise  # the library gives it to _dispatch_error
            await self._malformed(interaction, error)  # "this should not happen", it says
        except Exception as error:  # noqa: BLE001 - of the guards, or of the library's parsing
            await self._malformed(interaction, error)
        else:
            command = interaction.type is discord.InteractionType.application_command
            if command and not interaction.command_failed:
                interaction.client.metrics.command_ended(
                    _name(interaction), outcome_of(interaction)
                )

    async def _dispatch_error(
        self, interaction: discord.Interaction[LittleGiant], error: app_commands.AppCommandError, /
    ) -> None:
        """Called by the library in the same task."""
        try:
            await super()._dispatch_error(interaction, error)
        except Exception as unread:  # noqa: BLE001 - as above
            await self._malformed(interaction, unread)

    async def _malformed(
        self, interaction: discord.Interaction[LittleGiant], error: Exception
    ) -> None:
        interaction.command_failed = True
        await answer_malformed(interaction, error, _PLAIN)
        if interaction.type is discord.InteractionType.application_command:
            interaction.client.metrics.command_ended(OTHER, outcome_of(interaction))

    async def interaction_check(self, interaction: discord.Interaction[LittleGiant], /) -> bool:
        """Where a command is seen first: each once, only so often, with options that it takes."""
        guard = interaction.client.guard
        if guard.is_repeat(interaction):
            return False
        if interaction.type is not discord.InteractionType.application_command:
            arrived(_uncounted)
            if guard.is_within(interaction, AUTOCOMPLETES):
                return await options_accepted(interaction)
            await guard.offer_nothing(interaction)
            return False
        asked = arrived(interaction.client.metrics.command_answered)
        asked.name = command = _name(interaction)
        if await guard.admits(interaction, limit_of(command)):
            return await options_accepted(interaction)
        interaction.client.metrics.command_ended(command, outcome_of(interaction))
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
            reference = new_reference()
            log.error(
                "command failed", reference=reference, command=command, exc_info=_fault(error)
            )
            note("failed")
            await apologise(interaction, client.speak(interaction), reference)
        client.metrics.command_ended(command, outcome_of(interaction))


async def _changed(
    interaction: discord.Interaction[LittleGiant],
    error: app_commands.CommandNotFound | app_commands.CommandSignatureMismatch,
) -> None:
    """What to do about a command that Discord still shows in its older shape, or elsewhere."""
    client = interaction.client
    client.metrics.interaction_refused("changed command")
    note("refused")
    if interaction.type is discord.InteractionType.autocomplete:
        await client.guard.offer_nothing(interaction)  # a sentence is no answer to it
        return
    tr = client.speak(interaction)
    if isinstance(error, app_commands.CommandNotFound) and error.name == ADMIN:
        sentence = refusal(tr, operator=client.is_operator(interaction.user.id))
    else:
        sentence = tr(
            "This command has changed since Discord loaded it. Please reload Discord, or try "
            "again in a few minutes."
        )
    await client.guard.tell(interaction, sentence)


def new_reference() -> str:
    """A short word by which a fault is found in the log: that of what was asked."""
    return reference()


def _fault(error: app_commands.AppCommandError) -> BaseException:
    """What the log is told; what somebody typed into an option stays out of it."""
    if isinstance(error, app_commands.TransformerError):
        return TypeError(f"an option's value is no {error.type.name}")
    return error.__cause__ or error


def _name(interaction: discord.Interaction[LittleGiant]) -> str:
    """The command's name from the tree: never one that only the interaction names."""
    return interaction.command.qualified_name if interaction.command else OTHER


def _uncounted(_name: str, _seconds: float) -> None:
    """What is offered while somebody types counts as no command."""


async def apologise(interaction: discord.Interaction, tr: Translator, reference: str) -> None:
    """Tells the person that something failed, whatever state the answer is in."""
    message = tr(
        "Something went wrong on our side. Please try again. If it happens again, "
        "give the operator this reference: `{reference}`",
        reference=reference,
    )
    try:
        if interaction.response.is_done():
            await interaction.followup.send(message, ephemeral=True)
        else:
            await interaction.response.send_message(message, ephemeral=True)
    except discord.HTTPException as failure:
        log.warning("apology not delivered", reference=reference, status=failure.status)


__all__ = ["Lang", "LittleGiant", "apologise", "new_reference"]
