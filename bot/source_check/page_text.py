"""The text that a reader of a web page sees, and its hash."""

import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from typing import Final

_BLOCKS: Final = (
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr li main nav ol option p pre section table title tr ul"
)
_SEPARATORS: Final = dict.fromkeys(_BLOCKS.split(), "\n") | {"td": " ", "th": " "}
_UNSEEN: Final = {
    name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "template", "svg")
}
_NAME: Final = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_ONE_LINE: Final = str.maketrans("\r\n", "  ")
_META_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE
)
_MOST: Final = 500_000
"""Characters of text that count."""
_HEAD: Final = 4096
"""Bytes in which a page declares its character set."""
_CODECS: Final = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "windows-31j"), "cp932"),
    "euc-jp": "euc_jp",
}
"""The character sets that are believed. A declared Latin-1 is not: it would decode anything."""


def page_text(body: bytes, charset: str | None) -> str:
    """The visible text, a line for each block. `charset`: what the server declares."""
    text = unescape("".join(_visible(_decoded(body, charset))))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(filter(None, lines))[:_MOST]


def text_hash(text: str) -> str:
    """SHA-256 of a page's text; line breaks and spaces do not count."""
    return sha256("".join(text.split()).encode("utf-8", "replace")).hexdigest()


def _decoded(body: bytes, charset: str | None) -> str:
    """Decoded with the fewest errors: servers and pages often declare a wrong character set."""
    found = [body.decode(name, "replace") for name in _codecs(body, charset)]
    return min(found, key=lambda text: text.count("\ufffd"))


def _codecs(body: bytes, declared: str | None) -> Iterator[str]:
    meta = _META_CHARSET.search(body[:_HEAD])
    yield "utf-8"
    for name in (declared or "", meta.group(1).decode("ascii", "ignore") if meta else ""):
        if name.lower() in _CODECS:
            yield _CODECS[name.lower()]
    yield "gb18030"


def _visible(html: str) -> Iterator[str]:
    """The pieces of text between tags. Linear in any markup, unlike `html.parser`."""
    at = 0
    while (tag := html.find("<", at)) >= 0:
        yield html[at:tag].translate(_ONE_LINE)
        name = _NAME.match(html, tag)
        at = _after(html, tag, name.group(1).lower() if name else "")
        if at < 0:
            return
        if name is None and at == tag + 1:
            yield "<"
        elif name:
            yield _SEPARATORS.get(name.group(1).lower(), "")
    yield html[at:].translate(_ONE_LINE)


def _after(html: str, tag: int, name: str) -> int:
    """Where the text goes on after a tag, a comment or an element that nobody sees; -1: nowhere."""
    if html.startswith("<!--", tag):
        end = html.find("-->", tag + 4)
        return end + 3 if end >= 0 else -1
    if not name and html[tag + 1 : tag + 2] not in ("!", "?", "/"):
        return tag + 1  # a sign, not a tag
    if name in _UNSEEN and html[tag + 1] != "/":
        closing = _UNSEEN[name].search(html, tag)
        tag = closing.start() if closing else -1
    end = html.find(">", tag) if tag >= 0 else -1
    return end + 1 if end >= 0 else -1
