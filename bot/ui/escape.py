"""Makes typed text safe to repeat in a message: one line, nothing hidden, no live Markdown.

What a person typed is repeated in the bot's name, sometimes publicly. Links, mentions, headings
and emoji in it must stay the characters that they are.
"""

import re
from typing import Final
from unicodedata import category

from bot.ui.components import shorten

_MARKUP: Final = re.compile(r"[\\*_~`|<>#\[\]()@/]|^(?:[-+](?=\s)|\d+(?=\.\s))")
_HIDDEN: Final = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))
"""Controls, marks of direction and of zero width, halves of characters, unassigned ones."""
_BLANK: Final = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")
"""Letters that show nothing."""
_NOTHING: Final = "?"
"""Stands for a text of which nothing can be shown."""


def clean(text: str, limit: int) -> str:
    """What a person typed as one line without hidden characters, at most `limit` long.

    For button labels and code spans, in which no Markdown is read; a code span needs `code`.
    """
    tr = " ".join(text.translate(_BLANK).split())
    shown = tr if tr.isprintable() else "".join(c for c in tr if category(c) not in _HIDDEN)
    return shorten(" ".join(shown.split()), limit) or _NOTHING


def code(text: str, limit: int) -> str:
    """What a person typed, for use between backticks."""
    return clean(text, limit).replace("`", "'")


def echo(text: str, limit: int) -> str:
    """What a person typed, for use in Markdown: at most `limit` characters are shown.

    It reads as typed; with the backslashes that Discord hides it is up to twice as long.
    """
    return _MARKUP.sub(_escape, clean(text, limit))


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    return f"{found}\\" if found.isdigit() else f"\\{found}"


_LINK: Final = re.compile(r"\[([^\]]*)\]\((\S+?)\)")
_MARKS: Final = re.compile(r"^(?:#{1,3} |-# )|(?<!\\)(?:\*\*|`)", re.MULTILINE)
_ESCAPED: Final = re.compile(r"\\([^\w\s]|_)")
_SMALL: Final = re.compile(r"^( *)-# ", re.MULTILINE)


def plain(text: str) -> str:
    """The text without marks; an address follows its name in angle brackets."""
    return _ESCAPED.sub(r"\1", _MARKS.sub("", _SMALL.sub(r"\1", _LINK.sub(r"\1 <\2>", text))))
