"""Checks a layout against Discord's limits for a message."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.data.faults import N_, FaultMessage, fault_message
from bot.ui.components import (
    MAX_COMPONENTS,
    MAX_CUSTOM_ID,
    MAX_LABEL,
    MAX_OPTIONS,
    MAX_TEXT,
    Component,
    text_length,
    walk,
)

MAX_URL: Final = 512
_TEXT: Final = N_("{page} ({lang}) has {number} characters; Discord allows {most}")
_PARTS: Final = N_("{page} ({lang}) has {number} parts; Discord allows {most}")
_EMPTY: Final = N_("{page} ({lang}) has an empty text")
_TWICE: Final = N_("{page} ({lang}) has the same button twice")
_LONG_ID: Final = N_("{page} ({lang}) has a button of {number} characters; Discord allows {most}")
_LABEL: Final = N_("{page} ({lang}) has a button without a name of 1 to {most} characters")
_ROW: Final = N_("{page} ({lang}) has a row of {number} buttons; Discord allows 1 to 5")
_OPTIONS: Final = N_("{page} ({lang}) has a list of {number} options; Discord allows 1 to {most}")
_URL: Final = N_("{page} ({lang}) has an address of {number} characters; Discord allows {most}")


def excess(layout: Sequence[Component], page: str, lang: str) -> FaultMessage | None:
    """The first limit of Discord's that the layout of a page exceeds; None where it can be sent."""
    found = next(_excesses(layout), None)
    if found is None:
        return None
    return FaultMessage(found.template, {"page": page, "lang": lang, **found.parts})


def _excesses(layout: Sequence[Component]) -> Iterator[FaultMessage]:
    parts = list(walk(layout))
    if len(parts) > MAX_COMPONENTS:
        yield fault_message(_PARTS, number=len(parts), most=MAX_COMPONENTS)
    if (length := text_length(layout)) > MAX_TEXT:
        yield fault_message(_TEXT, number=length, most=MAX_TEXT)
    ids = [part["custom_id"] for part in parts if part.get("custom_id")]
    if len(ids) > len(set(ids)):
        yield fault_message(_TWICE)
    for custom_id in ids:
        if len(custom_id) > MAX_CUSTOM_ID:
            yield fault_message(_LONG_ID, number=len(custom_id), most=MAX_CUSTOM_ID)
    for part in parts:
        yield from _of_part(part)


def _of_part(part: Component) -> Iterator[FaultMessage]:
    match part["type"]:
        case 1 if not 1 <= len(part["components"]) <= 5:
            yield fault_message(_ROW, number=len(part["components"]))
        case 2:
            if not 1 <= len(part["label"].strip()) <= MAX_LABEL:
                yield fault_message(_LABEL, most=MAX_LABEL)
            if len(part.get("url", "")) > MAX_URL:
                yield fault_message(_URL, number=len(part["url"]), most=MAX_URL)
        case 3:
            options = part["options"]
            values = {option["value"] for option in options}
            if not 1 <= len(values) == len(options) <= MAX_OPTIONS:
                yield fault_message(_OPTIONS, number=len(values), most=MAX_OPTIONS)
            for value in values:
                if len(value) > MAX_CUSTOM_ID:
                    yield fault_message(_LONG_ID, number=len(value), most=MAX_CUSTOM_ID)
        case 10 if not part["content"].strip():
            yield fault_message(_EMPTY)
        case _:
            pass
