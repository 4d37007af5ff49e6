"""The bot's own texts in both languages, from gettext catalogues."""

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.domain.data.choices import Lang as Lang  # noqa: PLC0414 # all above the domain take it here
from bot.domain.data.faults import N_ as N_  # noqa: PLC0414 # as above
from bot.i18n.catalogues import read_catalogue

if TYPE_CHECKING:
    from bot.domain.data.models import Source, Text

LANGS: tuple[Lang, ...] = ("en", "zh")
_LOCALE: Final = Path(__file__).parent / "locale"
SIGNS: Final[Mapping[Lang, tuple[str, str, str, str, str, str]]] = {
    "en": (": ", "; ", ", ", ", ", " — ", " "),
    "zh": ("：", "；", "，", "、", "——", ""),
}
"""Colon, semicolon, comma, comma of a list, dash, and what separates two sentences."""


class Translator:
    """The bot's texts in one language; called with the English text as the key."""

    def __init__(self, lang: Lang, translations: gettext.NullTranslations) -> None:
        """`translations` turns the English key into the text to show."""
        self.lang: Lang = lang
        self._translations = translations
        self.colon, self.semicolon, self.comma, self.list_comma, self.dash, self.space = SIGNS[lang]

    def __call__(self, message: str, **values: object) -> str:
        """The text for a key, with `{name}` places filled."""
        text = self._translations.gettext(message)
        return text.format(**values) if values else text

    def many(self, one: str, more: str, number: int, **values: object) -> str:
        """The text for a number of things; `{number}` is filled in."""
        text = self._translations.ngettext(one, more, number)
        return text.format(number=number, **values)

    def labelled(self, label: str, text: str) -> str:
        """A label with what it stands for, or alone where there is nothing."""
        return f"{label}{self.colon}{text}" if text else label

    def bold(self, label: str, text: str) -> str:
        """A text behind its label in bold."""
        return f"**{label}**：{text}" if self.lang == "zh" else f"**{label}:** {text}"

    def brackets(self, text: str) -> str:
        """A text in brackets, to follow a word."""
        return f"（{text}）" if self.lang == "zh" else f" ({text})"

    def of(self, text: "Text") -> str:
        """A text of the data set in this language."""
        return text.zh if self.lang == "zh" else text.en

    def title(self, source: "Source") -> str:
        """What a source is called in this language."""
        return source.title_zh if self.lang == "zh" else source.title

    def publisher(self, source: "Source") -> str:
        """Who published a source, in this language."""
        return source.publisher_zh if self.lang == "zh" else source.publisher

    def other(self, text: "Text") -> str:
        """The same text in the other language."""
        return text.en if self.lang == "zh" else text.zh


def many(one: str, more: str) -> tuple[str, str]:
    """Marks the texts for a number of things, as `N_` does one text."""
    return one, more


@cache
def read_translators() -> Mapping[Lang, Translator]:
    """Both languages."""
    return {"en": Translator("en", gettext.NullTranslations()), "zh": _read("zh_CN")}


def read_traditional() -> Translator:
    """Chinese in traditional characters, for the names and descriptions of commands."""
    return _read("zh_TW")


def _read(locale: str) -> Translator:
    return Translator("zh", read_catalogue(_LOCALE / locale / "LC_MESSAGES" / "bot.po"))
