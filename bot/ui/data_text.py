"""Texts of the data set that cannot break a layout."""

import re
from dataclasses import replace
from functools import cache
from typing import Final

from bot.domain.data.models import Text
from bot.i18n.translator import Lang, Translator
from bot.ui.context import RenderContext

_MARKUP: Final = re.compile(r"[\\*`~|\[\]]|^(?=[#>-])")


class _EscapingTranslator(Translator):
    """The same words; a text of the data keeps to its line and brings no markup of its own."""

    def __init__(self, tr: Translator) -> None:
        super().__init__(tr.lang, tr._translations)

    def of(self, text: Text) -> str:
        """A text of the data set in this language."""
        return _escaped(super().of(text))

    def other(self, text: Text) -> str:
        """The same text in the other language."""
        return _escaped(super().other(text))


_escaping: Final = cache(_EscapingTranslator)


def escape_data(context: RenderContext) -> RenderContext:
    """The same context, in which no text of the data can break the layout."""
    return replace(context, tr=_escaping(context.tr))


def _escaped(content: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", " ".join(content.split()))


def one_line(lang: Lang, text: Text) -> str:
    """A text of the data in one line, where nothing reads markup: in a drop-down."""
    return " ".join((text.zh if lang == "zh" else text.en).split())
