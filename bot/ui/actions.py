"""Acts: what a button does that changes something, by name and arguments.

Like a view's, its custom id holds all that it needs, so that it works after a restart. A cog puts
its acts into `desk.acts` under their names; `component_dispatcher.py` finds them there. Acts
stand only in private answers, and act for the person who pressed.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import discord

from bot.i18n.translator import Lang, Translator
from bot.ui.cooldowns import LOOKUPS, Limit
from bot.ui.custom_ids import NOTHING, Takes, encode

Args: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does, the arguments that it takes, and how often a person may do it."""

    run: Callable[[discord.Interaction, Lang, Args], Awaitable[None]]
    takes: Takes = NOTHING
    limit: Limit | None = LOOKUPS


@dataclass(frozen=True, slots=True)
class FormHandler:
    """What takes a form: the language it was in, its arguments, its components as sent."""

    run: Callable[[discord.Interaction, Lang, Args, Any], Awaitable[None]]
    takes: Takes


def action_id(tr: Translator, name: str, *args: object) -> str:
    """The custom id of a button that does something. Raises ValueError where it would not fit."""
    return encode("a", name, tr.lang, args)


def form_id(tr: Translator, name: str, *args: object) -> str:
    """The custom id of a form. Raises ValueError where it would not fit."""
    return encode("f", name, tr.lang, args)
