"""Tells Discord about the commands: only when they changed, and for the installs it allows."""

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import discord
import structlog
from discord import app_commands

from bot.discord_client.client import LittleGiant
from bot.discord_client.connection_errors import UnexpectedAnswerError
from bot.i18n.translator import Translator
from bot.storage.commands import GLOBAL, CommandStore, CommandSync, SyncedCommand
from bot.ui.command_mentions import Registration

log = structlog.stdlib.get_logger()


class Translations(app_commands.Translator):
    """Descriptions, options and choices in Chinese; names of slash commands stay English."""

    def __init__(self, simplified: Translator, traditional: Translator) -> None:
        """The texts in both scripts; the traditional ones are derived by conversion."""
        self._scripts = {
            discord.Locale.chinese: simplified,
            discord.Locale.taiwan_chinese: traditional,
        }

    def texts(self, texts: Iterable[str]) -> list[list[str]]:
        """These texts in both scripts."""
        return [[tr(text) for tr in self._scripts.values()] for text in texts]

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in the locale, or None to leave Discord with the English one."""
        fixed = context.location in _NAMES and not isinstance(
            context.data, app_commands.ContextMenu
        )
        tr = self._scripts.get(locale)
        if context.location is _CHOICE and locale in _ENGLISH:
            return LANGUAGES.get(string.message)
        if fixed or tr is None:
            return None
        text = tr(string.message)
        return None if text == string.message else text


_CHOICE = app_commands.TranslationContextLocation.choice_name
_ENGLISH = (discord.Locale.american_english, discord.Locale.british_english)
LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "Chinese"}
"""How an English client shows the choices that are named by their values."""
_NAMES = frozenset(
    {
        app_commands.TranslationContextLocation.command_name,
        app_commands.TranslationContextLocation.group_name,
        app_commands.TranslationContextLocation.parameter_name,
    }
)


def allow_installs(client: LittleGiant) -> None:
    """Restricts the commands to the installs that the application supports; names the missing."""
    application = client.application
    guild = application is None or application.guild_integration_config is not None
    user = application is None or application.user_integration_config is not None
    if application is not None and not guild and not user:
        guild = True  # an application of before user installs: the portal shows it as server only
    for supported, name in ((guild, "server install"), (user, "user install")):
        if not supported:
            log.warning("install not enabled in the developer portal", install=name)
    client.tree.allowed_installs = app_commands.AppInstallationType(guild=guild, user=user)
    client.tree.allowed_contexts = app_commands.AppCommandContext(
        guild=True, dm_channel=True, private_channel=user
    )


def leave_out_unavailable(client: LittleGiant) -> None:
    """Takes commands away that need an install which the application does not support."""
    offered = client.tree.allowed_installs
    for command in client.tree.get_commands():
        wanted = command.allowed_installs
        if wanted is None:
            continue
        if not (wanted.guild and offered.guild) and not (wanted.user and offered.user):
            client.tree.remove_command(command.name)


async def sync_commands(
    client: LittleGiant, store: CommandStore, guild_ids: tuple[int, ...]
) -> Registration:
    """Registers what changed, gives Discord's names; a server that refuses (403) is only logged."""
    known = await store.all(client.application_id or 0)
    ids = await _sync(client, store, None, known.get(GLOBAL))
    for guild_id in guild_ids:
        try:
            await _sync(client, store, discord.Object(guild_id), known.get(str(guild_id)))
        except discord.Forbidden:
            log.warning("commands not allowed in server", server=guild_id)
    await _withdraw(client, store, known.keys() - {GLOBAL, *map(str, guild_ids)})
    named = frozenset(
        command.qualified_name
        for command in client.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    )
    return Registration(client.application_id or 0, ids, named)


async def _withdraw(client: LittleGiant, store: CommandStore, scopes: set[str]) -> None:
    """Takes the commands back from servers that are no longer named in the settings."""
    for scope in scopes:
        with contextlib.suppress(discord.Forbidden, discord.NotFound):  # the bot has left it
            await client.tree.sync(guild=discord.Object(int(scope)))
        await store.forget(client.application_id or 0, scope)
        log.info("commands withdrawn", scope=scope)


async def _sync(
    client: LittleGiant,
    store: CommandStore,
    guild: discord.Object | None,
    known: CommandSync | None,
) -> Mapping[str, int]:
    scope = str(guild.id) if guild else GLOBAL
    application_id = client.application_id or 0
    payload = _payload(client.tree, guild)
    content = _content_hash(payload, client.tree.translator)
    if known is not None and known.hash == content:
        return {command.name: command.id for command in known.commands}
    if known is None and guild is not None and not payload:
        return {}
    try:
        synced = await client.tree.sync(guild=guild)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise UnexpectedAnswerError("the registered commands") from error
    if len(synced) != len(payload):
        raise UnexpectedAnswerError("fewer or more commands than were registered")
    commands = [SyncedCommand(c.name, c.id, c.type.value) for c in synced]
    await store.put(application_id, scope, content, commands, at=discord.utils.utcnow())
    log.info("commands registered", scope=scope, count=len(commands))
    return {command.name: command.id for command in commands}


def _payload(
    tree: app_commands.CommandTree[Any], guild: discord.Object | None
) -> list[dict[str, Any]]:
    """The commands as they are registered with Discord, without translations."""
    commands = [
        *tree.get_commands(guild=guild, type=discord.AppCommandType.chat_input),
        *tree.get_commands(guild=guild, type=discord.AppCommandType.message),
    ]
    return [command.to_dict(tree) for command in commands]


def _content_hash(payload: object, translator: app_commands.Translator | None) -> str:
    """A hash of the commands and of all that their translations depend on, at a tenth the cost."""
    texts = sorted(set(_texts_in(payload)))
    translated = translator.texts(texts) if isinstance(translator, Translations) else ()
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(json.dumps([payload, translated], sort_keys=True).encode())
    return digest.hexdigest()


def _texts_in(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for value in cast("Mapping[str, object]", part).values():
            yield from _texts_in(value)
    elif isinstance(part, list):
        for value in cast("list[object]", part):
            yield from _texts_in(value)
