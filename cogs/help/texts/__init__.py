"""The longer texts of the bot, in Markdown, one file for each language."""

from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from bot.i18n.translator import Lang

TextName: TypeAlias = Literal["terms", "privacy"]


@cache
def read_text(name: TextName, lang: Lang) -> str:
    """A text in one language; read from the package once."""
    return files(__name__).joinpath(f"{name}.{lang}.md").read_text(encoding="utf-8").strip()
