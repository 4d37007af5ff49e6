"""The bot's own texts in both languages, from gettext catalogues."""

import gettext
import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain.records import Source, Text

Lang: TypeAlias = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")


class Words:
    """Says the bot's texts in one language; called with the English text as the key."""

    def __init__(self, lang: Lang, translations: gettext.NullTranslations) -> None:
        """`translations` turns the English key into the text to show."""
        self.lang: Lang = lang
        self._translations = translations

    def __call__(self, message: str, **values: object) -> str:
        """The text for a key, with `{name}` places filled."""
        text = self._translations.gettext(message)
        return text.format(**values) if values else text

    def many(self, one: str, more: str, number: int, **values: object) -> str:
        """The text for a number of things; `{number}` is filled in."""
        text = self._translations.ngettext(one, more, number)
        return text.format(number=number, **values)

    def of(self, text: Text) -> str:
        """A text of the data set in this language."""
        return text.zh if self.lang == "zh" else text.en

    def title(self, source: Source) -> str:
        """What a source is called in this language."""
        return source.title_zh if self.lang == "zh" else source.title

    def publisher(self, source: Source) -> str:
        """Who published a source, in this language."""
        return source.publisher_zh if self.lang == "zh" else source.publisher

    def other(self, text: Text) -> str:
        """The same text in the other language."""
        return text.en if self.lang == "zh" else text.zh


def mark(message: str) -> str:
    """Marks a text for the catalogues where it is looked up later."""
    return message


@cache
def read_words() -> Mapping[Lang, Words]:
    """Both languages. The Chinese catalogue is compiled from its .po at the first call."""
    return {"en": Words("en", gettext.NullTranslations()), "zh": _read("zh_CN")}


def read_traditional() -> Words:
    """Chinese in traditional characters, for the names and descriptions of commands."""
    return _read("zh_TW")


def _read(locale: str) -> Words:
    po = files("bot").joinpath(f"locale/{locale}/LC_MESSAGES/bot.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(po), locale=locale))
    compiled.seek(0)
    return Words("zh", gettext.GNUTranslations(compiled))
