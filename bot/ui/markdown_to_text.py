"""Discord's Markdown as plain text, for a terminal, a chat or an e-mail."""

import re
from typing import Final

_LINK: Final = re.compile(r"\[([^\]]*)\]\((\S+?)\)")
_MARKUP: Final = re.compile(r"^(?:#{1,3} |-# )|(?<!\\)(?:\*\*|`)", re.MULTILINE)
_ESCAPED: Final = re.compile(r"\\([^\w\s]|_)")
_SMALL: Final = re.compile(r"^( *)-# ", re.MULTILINE)


def plain(text: str) -> str:
    """The text without marks; an address follows its name in angle brackets."""
    return _ESCAPED.sub(r"\1", _MARKUP.sub("", _SMALL.sub(r"\1", _LINK.sub(r"\1 <\2>", text))))
