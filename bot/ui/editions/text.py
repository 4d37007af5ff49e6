"""How an edition speaks: in one language or in both, with texts of the data held in check."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

from bot.domain.data.models import Text
from bot.i18n.translator import Lang, Translator
from bot.ui.context import RenderContext
from bot.ui.formats import date_text

_MARKUP: Final = re.compile(r"[\\*`~|\[\]]|^(?=[#>-])")
_NEAR: Final = 60
"""Days from today within which a day needs no year."""
_YEAR: Final = re.compile(r" \d{4}$|^\d{4}年")


class _Tame(Translator):
    """The same words; a text of the data keeps to its line and brings no markup of its own."""

    def __init__(self, tr: Translator) -> None:
        super().__init__(tr.lang, tr._translations)

    def of(self, text: Text) -> str:
        """A text of the data set in this language."""
        return _tame(super().of(text))

    def other(self, text: Text) -> str:
        """The same text in the other language."""
        return _tame(super().other(text))


@cache
def _tamed(tr: Translator) -> Translator:
    return _Tame(tr)


def tame(context: RenderContext) -> RenderContext:
    """The scene, in which no text of the data can break the layout."""
    return replace(context, tr=_tamed(context.tr))


def _tame(content: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", " ".join(content.split()))


def untamed(lang: Lang, text: Text) -> str:
    """A text of the data in one line, where nothing reads markup: in a drop-down."""
    return " ".join((text.zh if lang == "zh" else text.en).split())


def said(
    contexts: Sequence[RenderContext], say: Callable[[RenderContext], str], joint: str = "\n"
) -> str:
    """The same in each language; once where both say it alike."""
    return joint.join(dict.fromkeys(say(context) for context in contexts))


def day_text(lang: Lang, day: date, today: date) -> str:
    """A day near today without its year: 2 December, 12月2日; another day with it."""
    whole = date_text(lang, day)
    if abs((day - today).days) > _NEAR:
        return whole
    return _YEAR.sub("", whole)
