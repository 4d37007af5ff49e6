"""Acts: what a button does that changes something, by name and arguments.

Like a view's, its custom id holds all that it needs, so that it works after a restart. A cog puts
its acts into `desk.acts` under their names; `buttons.py` finds them there. Acts stand only in
private answers, and act for the person who pressed.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

import discord

from bot.surface.layout import MAX_CUSTOM_ID
from bot.surface.words import Lang, Words

MARK: Final = "a"
_SEPARATOR: Final = "|"

Act: TypeAlias = Callable[[discord.Interaction, Lang, tuple[str, ...]], Awaitable[None]]
Receive: TypeAlias = Callable[[discord.Interaction, Lang, tuple[str, ...], Any], Awaitable[None]]
"""What takes a form: the language it was in, its arguments, its components as they were sent."""


def act_to(words: Words, name: str, *args: object) -> str:
    """The custom id of a button that does something, and answers in this language.

    Raises ValueError where it would not fit: half an argument must never be acted upon.
    """
    texts = [str(arg).replace(_SEPARATOR, " ") for arg in args]
    custom_id = _SEPARATOR.join((MARK, name, words.lang, *texts))
    if len(custom_id) > MAX_CUSTOM_ID:
        raise ValueError(f"custom id of {len(custom_id)} characters: {custom_id}")
    return custom_id


def read_act(custom_id: str) -> tuple[str, Lang, tuple[str, ...]] | None:
    """The act's name, language and arguments in a custom id, or None where it is none."""
    mark, *parts = custom_id.split(_SEPARATOR)
    if mark != MARK or len(parts) < 2:
        return None
    return parts[0], "zh" if parts[1] == "zh" else "en", tuple(parts[2:])
