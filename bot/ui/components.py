"""Components V2 as plain JSON: the few shapes that the cards are made of.

Numbers are Discord's (Components reference): 40 components and 4,000 characters a message,
100 characters a custom id, 80 a button label, 25 options a select, 100 an option's label.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import orjson

Component: TypeAlias = dict[str, Any]
Layout: TypeAlias = list[Component]
SelectOption: TypeAlias = tuple[str, str, bool]
"""Of a drop-down: label, value, whether it is chosen."""

MAX_COMPONENTS = 40
MAX_TEXT = 4000
MAX_CUSTOM_ID = 100
MAX_LABEL = 80
MAX_OPTIONS = 25
MAX_OPTION_LABEL = 100
IMAGE = 12
"""The type of a gallery, here always of one picture."""
_WORD = re.compile(r"\w\w", re.ASCII)
_MARK = re.compile(r"([●◐○])(?<!^.)(?<!^-# .) ", re.MULTILINE)
"""A mark of confidence within a line, with the space behind it."""
_LOOSE = " ,;:(-–—"
"""What does not stand before an ellipsis."""
COLOUR = 0xB5302A
"""Accent of every card: the red of a Shanghai shikumen door."""


def text(content: str) -> Component:
    """A block of Markdown."""
    return {"type": 10, "content": unbroken(content)}


def unbroken(content: str) -> str:
    """The text with each mark of confidence bound to its word, so that no line ends between."""
    return _MARK.sub(lambda m: f"{m[1]}\u00a0", content)


def line() -> Component:
    """A thin rule."""
    return {"type": 14, "divider": True, "spacing": 1}


def container(*parts: Component) -> Component:
    """A card with the accent colour; texts without content are left out."""
    shown = [part for part in parts if part.get("content") != ""]
    return {"type": 17, "accent_color": COLOUR, "components": shown}


def card(lines: Iterable[str], *rows: Sequence[Component]) -> Layout:
    """A card of these lines; under it the rows that have anything in them."""
    return [container(text("\n".join(lines))), *(row(*items) for items in rows if items)]


def image(name: str, described: str) -> Component:
    """A picture that is sent along under this name; `described` says what it shows."""
    media = {"url": f"attachment://{name}"}
    return {"type": IMAGE, "items": [{"media": media, "description": described}]}


def attached_file(name: str) -> Component:
    """A file that is sent with the message under this name."""
    return {"type": 13, "file": {"url": f"attachment://{name}"}}


def row(*items: Component) -> Component:
    """Up to five buttons, or one select, side by side."""
    return {"type": 1, "components": list(items)}


def with_button(layout: Layout, added: Component, most: int, *, first: bool = False) -> Layout:
    """The layout with one more button in its last row; in a new one where that has `most`."""
    held: Layout = layout[-1]["components"] if layout and layout[-1]["type"] == 1 else []
    if not 0 < sum(each["type"] == 2 for each in held) < most:
        return [*layout, row(added)]
    return [*layout[:-1], row(added, *held) if first else row(*held, added)]


def button(label: str, custom_id: str, *, style: int = 2, disabled: bool = False) -> Component:
    """A button. style: 1 blurple, 2 grey, 3 green, 4 red."""
    return {
        "type": 2,
        "style": style,
        "label": shorten(label, MAX_LABEL),
        "custom_id": custom_id,
        "disabled": disabled,
    }


def link(label: str, url: str) -> Component:
    """A button that opens an address."""
    return {"type": 2, "style": 5, "label": shorten(label, MAX_LABEL), "url": url}


def select(custom_id: str, placeholder: str, options: Iterable[SelectOption]) -> Component:
    """A drop-down of at most 25 options."""
    return {
        "type": 3,
        "custom_id": custom_id,
        "placeholder": shorten(placeholder, 150),
        "options": [
            {"label": shorten(label, MAX_OPTION_LABEL), "value": value, "default": chosen}
            for label, value, chosen in list(options)[:MAX_OPTIONS]
        ],
    }


def shorten(content: str, limit: int) -> str:
    """The text, cut with an ellipsis where it is longer than the limit; not within a word."""
    if len(content) <= limit:
        return content
    kept = content[: limit - 1]
    if _WORD.search(content[limit - 2 : limit]):
        whole = kept.rpartition(" ")[0]
        kept = whole if len(whole) > limit // 2 else kept
    return kept.rstrip(_LOOSE) + "…"


def walk(layout: Sequence[Component]) -> Iterator[Component]:
    """Every component of a layout, accessories and children included."""
    for component in layout:
        yield component
        if accessory := component.get("accessory"):
            yield accessory
        yield from walk(component.get("components", ()))


def text_length(layout: Sequence[Component]) -> int:
    """Characters of all text displays together."""
    return sum(len(c["content"]) for c in walk(layout) if c["type"] == 10)


def pack_layout(layout: Layout) -> bytes:
    """A layout as the JSON to send: a third of the memory, and the garbage collector skips it."""
    return orjson.dumps(layout)


def unpack_layout(packed: bytes) -> Layout:
    """A new layout from what `pack_layout` gave, for nobody else: it may be changed."""
    return orjson.loads(packed)
