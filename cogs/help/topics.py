"""The pages of /help, from a file for each language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

from pydantic import TypeAdapter

from bot.domain.data.models import DataModel
from bot.i18n.translator import Lang
from cogs.help import texts

TOPIC_ORDER: Final = tuple(
    """
    start ask match sharing funding zones little-giant measures digest digest-more watch
    language-and-privacy sources
    """.split()
)
"""The values of `/help topic`, in the order of the menu."""

Paragraph: TypeAlias = str | tuple[str, str]
"""A text, or one that is shown only if its command exists: (command, text)."""


class HelpTopic(DataModel):
    """A page of help: its name, what it says, and other names for it."""

    name: str
    intro: str = ""
    commands: tuple[tuple[str, str], ...] = ()
    """(command, what it gives); those that do not exist are left out."""
    paragraphs: tuple[Paragraph, ...] = ()
    aliases: tuple[str, ...]
    confidence: bool = False
    """Whether the levels of confidence follow the introduction."""


@cache
def read_topics(lang: Lang) -> Mapping[str, HelpTopic]:
    """The pages in one language; read from the package once."""
    content = files(texts).joinpath(f"help.{lang}.toml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, HelpTopic]).validate_python(tomllib.loads(content))
